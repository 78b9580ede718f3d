"""Weigh what two posts need, before or after meeting who applies, and choose."""
