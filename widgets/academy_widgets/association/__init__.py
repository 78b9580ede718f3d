"""Two sets of words share keys, and which sharing goes faster is timed."""
