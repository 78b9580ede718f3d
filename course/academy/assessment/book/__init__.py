"""The book of marks: nbgrader's gradebook, and who marked what, when and how.

Marks are nbgrader's: `Book` writes them into its own tables, so that its commands and
its page stay true. What it has no place for is in tables of ours in the same file
(`academy_...`), and one transaction writes both. No word of a learner's is in any of
them. This is the only package that touches the gradebook.
"""

from __future__ import annotations

from academy.assessment.book.book import Book
from academy.assessment.book.forms import (
    FORMGRADER,
    LEFT,
    BookError,
    Conflict,
    Entry,
    Given,
    How,
    Marking,
    Options,
    Phrase,
    Replaced,
    State,
    Twice,
    Work,
    Worry,
)

__all__ = [
    "FORMGRADER",
    "LEFT",
    "Book",
    "BookError",
    "Conflict",
    "Entry",
    "Given",
    "How",
    "Marking",
    "Options",
    "Phrase",
    "Replaced",
    "State",
    "Twice",
    "Work",
    "Worry",
]
