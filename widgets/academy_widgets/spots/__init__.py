"""Spots: a journal of decisions, and of who could tell what one did not see."""
