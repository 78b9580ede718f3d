"""The Relationships Academy at run time. A module's notebook needs only `exercise`."""

from academy.show import exercise

__all__ = ["exercise"]
