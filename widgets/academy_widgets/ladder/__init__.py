"""Place decisions on Arnstein's ladder, from one's own seat and from another."""
