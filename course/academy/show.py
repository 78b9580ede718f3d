"""Put an exercise on the page, and keep what the learner does with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from academy import content
from academy.keeper import Keeper
from academy.left import all_as_left, as_left
from academy.session import Session, current, nobody_yet
from academy_widgets.exercise import Exercise
from academy_widgets.view import View

_waiting: list[Keeper] = []
"""Exercises shown before there is a learner, while a snapshot of a module is made."""


def exercise(name: str) -> View:
    """Return the exercise in the file `name` beside the notebook, as a widget.

    Args:
        name: the file's name, such as "stuck.yml".

    Raises:
        ContentError: the file is missing or does not fit its kind.
        StoreError: the place where words are kept cannot be opened.
    """
    exercise = content.load_exercise(Path(name).absolute())
    if not nobody_yet():
        return show(exercise, current())
    exercise.prepare()
    keeper = Keeper(exercise)
    _waiting.append(keeper)
    return keeper.widget


def learner_is_here() -> None:
    """Give every exercise shown so far its learner; called once, right after a fork.

    Raises:
        StoreError: the place where words are kept cannot be opened.
    """
    left = all_as_left([keeper.exercise for keeper in _waiting], current())
    while _waiting:
        keeper = _waiting.pop()
        keeper.attach(current(), left[keeper.exercise.id])


def show(
    exercise: Exercise,
    session: Session,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> View:
    """Return `exercise` as a widget, as its learner left it, that keeps what they do."""
    left = as_left(exercise, session)
    keeper = Keeper(exercise, now, left)
    keeper.attach(session, left)
    return keeper.widget
