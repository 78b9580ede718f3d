"""A cohort as a tutor fills it in: plain words for each mistake, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from academy import cohort
from academy.cohort import Cohort
from academy.content import ContentError, Module

MOST_NAMES = 100  # at one time
LONGEST_NAME = 80  # characters

_PLAIN = {
    "title": "Write what the cohort is called, in up to 120 characters.",
    "for_kind": "Choose what its people share.",
    "for_says": "Write whom it is for, so that somebody knows whether they belong.",
    "starts": "Write a first day that there is, as year-month-day: 2027-01-11.",
    "time_zone": "Write a time zone by its name, such as Europe/London.",
    "schedule": "Write a week for at least one module, from 1 to 104; each opens once.",
    "due_days": "Write a number of days from 1 to 60.",
    "keep_days": "Write a number of days from 1 to 3650.",
    "me": "Write what the members are to call you, in up to 80 characters.",
    "tutors": "Write one name on each line, of up to 80 characters.",
    "worries_to": "Write one of the names above, as it stands there.",
    "contact": "Write how a member reaches you, in up to 500 characters.",
}
"""What to say beside each field when it cannot be taken."""


@dataclass
class Filled:
    """A form as it was sent.

    Attributes:
        values: what stands in each field, by its name.
        errors: what is wrong, by the field's name; "yaml" for a pasted file.
        cohort: what it comes to, if nothing is wrong.
        me: which of the tutors filled it in.
    """

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    cohort: Cohort | None = None
    me: str = ""


def empty(modules: list[Module]) -> Filled:
    """Return a form to start from: a module a week, in the course's order."""
    weeks = {f"week_{module.id}": str(n) for n, module in enumerate(modules, start=1)}
    values = {"due_days": "7", "keep_days": "180", "for_kind": "place"}
    return Filled(weeks | values | {"yaml": cohort.template()})


def read(given: Callable[[str], str], modules: list[Module]) -> Filled:
    """Return what the fields say.

    Args:
        given: what stands in the field of a name; "" if nothing does.
        modules: those of the course, each with a field `week_<id>`.
    """
    names = [*_PLAIN, *(f"week_{module.id}" for module in modules)]
    values = {name: given(name) for name in names}
    filled = Filled(values | {"yaml": given("yaml")}, me=values["me"].strip())
    weeks = [
        (module.id, values[f"week_{module.id}"])
        for module in modules
        if values[f"week_{module.id}"].strip()
    ]
    if not filled.me:
        filled.errors["me"] = _PLAIN["me"]
    tutors = [filled.me or "nobody yet", *lines(values["tutors"])]
    data: dict[str, Any] = {
        "title": values["title"],
        "for": {"kind": values["for_kind"], "says": values["for_says"]},
        "starts": values["starts"].strip(),
        "time_zone": values["time_zone"],
        "schedule": [{"week": week, "module": id} for id, week in weeks],
        "due_days": values["due_days"],
        "keep_days": values["keep_days"],
        "tutors": tutors,
        "worries_to": values["worries_to"].strip() or None,
        "contact": values["contact"],
    }
    try:
        made = Cohort.model_validate(data)
        filled.cohort = None if filled.errors else made
    except ValidationError as error:
        for one in error.errors():
            name = _field(one["loc"], [id for id, _ in weeks])
            if one["type"] == "too_short" and data[name]:
                continue  # there is something, and what is wrong with it is told
            said = _PLAIN["schedule" if name.startswith("week_") else name]
            filled.errors.setdefault(name, said)
    return filled


def _field(loc: tuple[int | str, ...], weeks: list[str]) -> str:
    """Return which field a mistake at `loc` in a cohort was made in."""
    match loc:
        case ("for", "kind"):
            return "for_kind"
        case ("for", *_):
            return "for_says"
        case ("schedule", int(n), *_):
            return f"week_{weeks[n]}"
        case ("tutors", 0, *_):
            return "me"
        case (str(name), *_):
            return name
        case _:  # nowhere: the one thing that two fields must agree on
            return "title" if loc else "worries_to"


def read_file(given: Callable[[str], str], modules: list[Module]) -> Filled:
    """Return what a pasted file says, and which of its tutors pasted it."""
    filled = empty(modules)
    filled.values |= {"yaml": given("yaml"), "yaml_me": given("yaml_me")}
    filled.me = given("yaml_me").strip()
    try:
        made = cohort.loads(given("yaml"))
    except ContentError as error:
        said = f"{error.where}: {error.what}" if error.where else error.what
        filled.errors["yaml"] = said[:1].upper() + said[1:] + "."
        return filled
    if filled.me not in made.tutors:
        names = ", ".join(made.tutors)
        filled.errors["yaml_me"] = f"Write your name as the file has it: {names}."
        return filled
    filled.cohort = made
    return filled


def lines(text: str) -> list[str]:
    """Return the lines that somebody wrote, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def names(text: str) -> list[str]:
    """Return the names that somebody wrote, one on a line.

    Raises:
        ValueError: there are none, too many, or one is too long; told in one sentence.
    """
    found = lines(text)
    if not found:
        raise ValueError("Write at least one name, each on a line of its own.")
    if len(found) > MOST_NAMES:
        raise ValueError(f"That is more than {MOST_NAMES} names; invite some later.")
    if long := next((one for one in found if len(one) > LONGEST_NAME), None):
        raise ValueError(f"“{long[:30]}…” is longer than {LONGEST_NAME} characters.")
    return found
