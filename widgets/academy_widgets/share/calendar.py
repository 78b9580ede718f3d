"""The plan in a calendar: one entry, which says what the learner lets it say."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from academy_widgets.exercise import ResponseError
from academy_widgets.share.plan import Entry, Plan
from academy_widgets.typeset.words import plain_text

MINUTES = 30
"""How long a first conversation is put down for, where it has a time."""


def entry(plan: Plan, name: str, says: Sequence[Entry], times: int) -> str:
    """Return a file in iCalendar's form (RFC 5545), in local time without a zone.

    Its name in the calendar says nothing of the plan: other people may see it. Whoever
    takes the file in again has the same entry changed, and no second one.

    Args:
        plan: it has a date.
        name: of the entry.
        says: what may stand in it besides.
        times: how often one was made of this plan before.

    Raises:
        ResponseError: it has no date, or none that there is.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415  slow, and few ask

    starts = plan.starts
    if starts is None:
        raise ResponseError("Choose a date first: a calendar needs one.")
    if not plan.uid:
        raise ResponseError("This page is older than the calendar; please reload it.")
    timed = isinstance(starts, datetime)
    made = Event()
    made.add("uid", f"{plan.uid}@relationships-academy")
    made.add("dtstamp", datetime.now(UTC))
    made.add("sequence", times)
    made.add("summary", name)
    made.add("dtstart", starts)
    made.add("dtend", starts + (timedelta(minutes=MINUTES) if timed else timedelta(days=1)))
    made.add("transp", "OPAQUE" if timed else "TRANSPARENT")
    words = "\n\n".join(f"{one.name}: {plain_text(one.text)}" for one in says if one.text)
    if words:
        made.add("description", words)
    calendar = Calendar()
    calendar.add("prodid", "-//Relationships Academy//share//EN")
    calendar.add("version", "2.0")
    calendar.add_component(made)
    text: str = calendar.to_ical().decode()
    return text
