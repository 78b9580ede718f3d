"""A map out of files: rows of people and of ties, checked line by line."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from academy_widgets.exercise import ResponseError
from academy_widgets.powermap import cells
from academy_widgets.powermap.map import (
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_PEOPLE,
    MOST_TIES,
    Map,
    Person,
    Tie,
)
from academy_widgets.powermap.tables import Row, Table

COLUMNS = {
    "name": ("label", "name", "person", "element", "who"),
    "sort": ("type", "sort", "kind", "relation", "relationship"),
    "note": ("description", "note", "notes"),
    "here": ("in the room", "here", "room"),
    "vote": ("vote",),
    "x": ("x",),
    "y": ("y",),
    "spaces": ("spaces", "space"),
    "places": ("places", "place", "level", "levels"),
    "kinds": ("kinds", "kinds of power", "power"),
    "from": ("from", "source"),
    "to": ("to", "target"),
    "weight": ("strength", "weight", "value"),
    "face": ("face", "visibility"),
    "direction": ("direction", "both"),
}
"""What a column may be called, in small letters."""

GROUPS = {"organisation", "organization", "team", "institution", "board", "family"}
BOTH_WAYS = {"mutual", "undirected", "both", "yes", "true", "1"}


class Bringing:
    """People and ties, as they come together from files.

    Args:
        given: what is drawn already, or None to begin with nothing.
    """

    def __init__(self, given: Map | None) -> None:
        self._people = {folded(one.name): one for one in given.people} if given else {}
        self._ids = {one.id for one in given.people} if given else set()
        self._all = {one.id: one for one in given.people} if given else {}
        self._ties = {_key(one): one for one in given.ties} if given else {}
        self._old = set(self._ties)
        self._known = bool(self._people)
        self._listed: dict[str, str] = {}  # where each name of a list stands
        self._at: dict[tuple[str, str, str], str] = {}
        self._notes: dict[str, list[str]] = {}

    def people(self, table: Table) -> None:
        """Take in a list of people.

        Raises:
            ResponseError: a line cannot be taken; the message names it.
        """
        self._known = True
        for row in table.rows:
            self.person(row.where, _fields(row))

    def person(self, where: str, said: dict[str, str]) -> str:
        """Take in one person; return their id."""
        name = said.get("name", "")
        if not name:
            raise ResponseError(f"{where} has no name: write one, or take the line out.")
        before = self._listed.get(folded(name))
        if before:
            raise ResponseError(
                f"{where} has “{name}” again, as {_small(before)} has: give one of them "
                "another name."
            )
        self._listed[folded(name)] = where
        made = self._somebody(name, where)
        self._put(made.model_copy(update=self._marks(where, said)))
        return made.id

    def ties(self, table: Table) -> None:
        """Take in a list of ties; who is not known is new if nobody is known at all.

        Raises:
            ResponseError: a line cannot be taken; the message names it.
        """
        for row in table.rows:
            said = _fields(row)
            ends = []
            for end in ("from", "to"):
                name = said.get(end, "")
                if not name:
                    raise ResponseError(
                        f"{row.where} does not say {end} whom the tie goes: fill it in, or "
                        "take the line out."
                    )
                if self._known and folded(name) not in self._people:
                    raise ResponseError(
                        f"{row.where} names “{cells.short(name)}”, who is not among the "
                        "people: add them there, or write the name the same way."
                    )
                ends.append(self._somebody(name, row.where).id)
            self.tie(row.where, ends[0], ends[1], said)

    def tie(self, where: str, start: str, to: str, said: dict[str, str]) -> None:
        """Take in one tie between two who are known."""
        if start == to:
            raise ResponseError(
                f"{where} is a tie from “{self._all[start].name}” to themselves: take it "
                "out, or name somebody else."
            )
        made = Tie(
            start=start,
            to=to,
            sort=self._sort(where, said.get("sort", "")),
            weight=cells.weight(where, said.get("weight", "")),
            face=self._one(where, "faces", said.get("face", "")),
            both=said.get("direction", "").casefold() in BOTH_WAYS,
        )
        key = _key(made)
        for one in {key, (key[1], key[0], key[2])} if made.both else {key}:
            before = self._at.get(one)
            if before:
                raise ResponseError(
                    f"{where} is the same tie as {_small(before)}: leave one of them out."
                )
            self._at[one] = where
            self._ties.pop(one, None)
        back = (key[1], key[0], key[2])
        if back in self._ties and self._ties[back].both:  # one each way would be twice
            del self._ties[back]
        if key in self._old:
            self._note(where, "was on the map already, and is now as in the file")
        self._ties[key] = made
        if len(self._ties) > MOST_TIES:
            raise ResponseError(
                f"{where} is one tie more than the {MOST_TIES:,} that fit on a map: please "
                "leave some out."
            )

    def map(self) -> Map:
        """Return the map; what was drawn before is in it."""
        return Map(people=tuple(self._all.values()), ties=tuple(self._ties.values()))

    def notes(self) -> list[str]:
        """Return what was read otherwise than it stood there, a sentence each."""
        return [
            f"{at[0]} {what}."
            + (f" The same at {len(at) - 1:,} more." if len(at) > 1 else "")
            for what, at in self._notes.items()
        ]

    def _note(self, where: str, what: str) -> None:
        self._notes.setdefault(what, []).append(where)

    def _somebody(self, name: str, where: str) -> Person:
        known = self._people.get(folded(name))
        if known:
            return known
        if len(name) > LONGEST_NAME:
            raise ResponseError(
                f"{where} has a name of more than {LONGEST_NAME} characters: please write "
                "a shorter one."
            )
        if len(self._all) == MOST_PEOPLE:
            raise ResponseError(
                f"{where} brings in one name more than the {MOST_PEOPLE} that fit on a "
                "map: please leave some out."
            )
        number = len(self._ids) + 1
        while f"p{number}" in self._ids:
            number += 1
        made = Person(id=f"p{number}", name=name)
        self._ids.add(made.id)
        self._put(made)
        return made

    def _put(self, one: Person) -> None:
        self._people[folded(one.name)] = one
        self._all[one.id] = one

    def _marks(self, where: str, said: dict[str, str]) -> dict[str, Any]:
        readers: dict[str, Callable[[str], object]] = {
            "sort": lambda text: self._person_sort(where, text),
            "note": lambda text: self._cut(where, text),
            "here": lambda text: cells.yes(where, "In the room", text),
            "vote": lambda text: cells.yes(where, "Vote", text),
            "x": lambda text: cells.part(where, text),
            "y": lambda text: cells.part(where, text),
            "spaces": lambda text: self._several(where, "spaces", text),
            "places": lambda text: self._several(where, "places", text),
            "kinds": lambda text: self._several(where, "kinds", text),
        }
        return {key: read(said[key]) for key, read in readers.items() if said.get(key)}

    def _person_sort(self, where: str, text: str) -> str:
        if text.casefold() in GROUPS:
            return "group"
        known = cells.choice("people", text)
        if known is None:
            self._note(where, f"has the type “{cells.short(text)}”, read as a person")
        return known or "person"

    def _sort(self, where: str, text: str) -> Any:  # noqa: ANN401  one of four words
        known = cells.choice("ties", text) if text else "advises"
        if not text:
            self._note(where, "does not say which sort of tie it is, read as “advises”")
        if known is None:
            self._note(where, f"has the type “{cells.short(text)}”, read as “advises”")
        return known or "advises"

    def _one(self, where: str, group: str, text: str) -> Any:  # noqa: ANN401  a mark
        known = cells.choice(group, text) if text else ""
        if known is None:
            self._note(where, f"has “{cells.short(text)}”, which is none of our marks")
        return known or ""

    def _several(self, where: str, group: str, text: str) -> tuple[str, ...]:
        found = [self._one(where, group, one.strip()) for one in re.split(r"[|;,]", text)]
        return tuple(dict.fromkeys(one for one in found if one))

    def _cut(self, where: str, text: str) -> str:
        if len(text) > LONGEST_NOTE:
            self._note(
                where, f"has a longer note than {LONGEST_NOTE} characters, cut there"
            )
        return text[:LONGEST_NOTE]


def is_people(columns: Sequence[str]) -> bool:
    """Return whether a table's columns are those of a list of people."""
    return not is_ties(columns) and any(one in COLUMNS["name"] for one in columns)


def is_ties(columns: Sequence[str]) -> bool:
    """Return whether a table's columns are those of a list of ties."""
    return all(any(one in COLUMNS[end] for one in columns) for end in ("from", "to"))


def folded(name: str) -> str:
    """Return a name as it is compared."""
    return " ".join(name.split()).casefold()


def _small(where: str) -> str:
    return where[0].lower() + where[1:]


def _fields(row: Row) -> dict[str, str]:
    return {
        field: row.cells[name]
        for field, names in COLUMNS.items()
        for name in reversed(names)
        if row.cells.get(name)
    }


def _key(tie: Tie) -> tuple[str, str, str]:
    return (tie.start, tie.to, tie.sort)
