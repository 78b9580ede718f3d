"""Heard: say back what was said, guess how heard they felt, then see what they say."""
