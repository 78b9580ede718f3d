"""Guess what a count of unequal treatment says, then see it, and count your own."""
