"""Draw who holds what in a place, count it, change it, and see it through other eyes."""
