"""Exercises, one folder for each kind. Knows nothing of course, learner or store."""
