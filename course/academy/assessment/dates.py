"""When a learner's reflection is due: each cohort has its own dates."""

from __future__ import annotations

from datetime import datetime, timedelta

from academy.people import People


class Dates:
    """The due dates of everybody, the cohorts read once."""

    def __init__(self, people: People) -> None:
        self._people, self._cohorts = people, people.cohorts.all()

    def due(self, learner: str, exercise: str) -> datetime | None:
        """Return when `learner` is to send `exercise`, in UTC, if a cohort says so.

        Whoever is in two cohorts has until the later day.
        """
        module = exercise.partition("/")[0]
        mine = [
            self._cohorts[one.cohort]
            for one in self._people.cohorts.memberships(learner)
            if one.role == "learner"
        ]
        days = [one.due(module) for one in mine if module in one.modules()]
        return max(days, default=None)


def kindly(sent_at: datetime, due: datetime | None) -> str:
    """Return how late something was sent, in words; nothing if it was in time."""
    if due is None or sent_at <= due:
        return ""
    days = (sent_at - due) // timedelta(days=1)
    if days == 0:
        return "sent within a day after it was due, and read all the same"
    return f"sent {_days(days)} after it was due, and read all the same"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
