"""Accumulate: what a small bias does to the top of a pyramid, and what conditions do."""
