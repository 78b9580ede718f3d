"""Guess who speaks how much, measure it, and see both side by side."""
