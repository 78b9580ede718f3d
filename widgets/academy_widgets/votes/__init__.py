"""Votes: who can turn a decision, counted exactly."""
