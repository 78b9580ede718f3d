"""What leaves the Academy as a file: an organisation's marks, a learner's own portfolio."""
