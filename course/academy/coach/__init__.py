"""Make the weights of the listening coach, and the figures that say how well it hears."""
