"""A map of power: who is there, what ties them, and what somebody marked."""

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, ValidationError, model_validator

from academy_widgets.exercise import Data

VERSION = 1
MOST_PEOPLE = 200
MOST_TIES = 1000
HEAVIEST = 5
LONGEST_NAME = 60
LONGEST_NOTE = 300

Sort = Literal["decides", "advises", "listens", "depends"]
Face = Literal["visible", "hidden", "invisible"]
Space = Literal["closed", "invited", "claimed"]
Place = Literal["local", "national", "global"]
Kind = Literal["over", "to", "with", "within"]

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,24}$")]
Part = Annotated[float, Field(ge=0, le=1)]


class Person(Data):
    """One person, role or group. Leave out of the JSON whatever is as by default.

    Attributes:
        id: their name for programs, unique in the map, never shown: "p1".
        name: what the learner calls them; best initials, or a role.
        sort: a person, a role that somebody holds, or a group.
        here: whether they are in the room where the decisions are made.
        vote: whether they have a vote there.
        x: from the left (0) to the right (1) edge; None while nobody has placed them.
        y: from the upper (0) to the lower (1) edge; None as `x`.
        note: what the learner writes about them.
        spaces: how they come into the room: closed, invited or claimed.
        places: the levels on which they act.
        kinds: the kinds of power that the learner sees with them.
    """

    id: Id
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    sort: Literal["person", "role", "group"] = "person"
    here: bool = True
    vote: bool = False
    x: Part | None = None
    y: Part | None = None
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    spaces: tuple[Space, ...] = ()
    places: tuple[Place, ...] = ()
    kinds: tuple[Kind, ...] = ()


class Tie(Data):
    """One tie; between the same two there is one of each sort and direction.

    Attributes:
        from: the `id` it goes out from: who decides, advises, listens or depends. In
            Python it is `start`.
        to: the `id` it goes to.
        sort: `from` decides for, advises, listens to, or depends on `to`.
        weight: how strong it is, 1 to 5.
        face: whether others can see it: visible, hidden, invisible; "" if nobody said.
        both: whether it goes both ways alike; then it stands in the map once.
    """

    model_config = ConfigDict(populate_by_name=True)

    start: Annotated[Id, Field(alias="from")]
    to: Id
    sort: Sort = "advises"
    weight: Annotated[int, Field(ge=1, le=HEAVIEST)] = 1
    face: Face | Literal[""] = ""
    both: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from every other tie: both ends, in order, and its sort."""
        ends = sorted((self.start, self.to)) if self.both else (self.start, self.to)
        return (*ends, self.sort)


class Map(Data):
    """Who is there, and what ties them.

    Attributes:
        version: of this form; always 1.
        people: at most 200; also those whom nothing ties to anybody.
        ties: at most 1,000; none to oneself, none twice.
    """

    version: Literal[1] = 1
    people: Annotated[tuple[Person, ...], Field(max_length=MOST_PEOPLE)] = ()
    ties: Annotated[tuple[Tie, ...], Field(max_length=MOST_TIES)] = ()

    @model_validator(mode="after")
    def _whole(self) -> "Map":
        known: dict[str, str] = {}
        for one in self.people:
            if one.id in known:
                raise ValueError(f"“{one.name}” and “{known[one.id]}” have the same id")
            known[one.id] = one.name
        seen: set[tuple[str, str, str]] = set()
        for number, tie in enumerate(self.ties, start=1):
            for end in (tie.start, tie.to):
                if end not in known:
                    raise ValueError(f"tie {number} is of somebody who is not on the map")
            if tie.start == tie.to:
                message = f"tie {number} goes from “{known[tie.to]}” to themselves"
                raise ValueError(message)
            keys = _keys(tie)
            if seen & keys:
                raise ValueError(
                    f"tie {number} is there twice: “{known[tie.start]}” {tie.sort} "
                    f"“{known[tie.to]}”"
                )
            seen |= keys
        return self

    @cached_property
    def _names(self) -> dict[str, str]:
        return {one.id: one.name for one in self.people}

    def named(self, id: str) -> str:
        """Return what the learner calls whoever has this id; the id if nobody has."""
        return self._names.get(id, id)

    def told(self) -> dict[str, Any]:
        """Return it as JSON, without what is as by default."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {
            "version": VERSION,
            "people": [
                one.model_dump(mode="json", exclude_defaults=True) for one in self.people
            ],
            "ties": [
                {"from": one.start, "to": one.to, "sort": one.sort}
                | one.model_dump(mode="json", by_alias=True, exclude_defaults=True)
                for one in self.ties
            ],
        }


class Changes(Data):
    """What a redesign changes in a map. The map itself stays as it is.

    Attributes:
        people: whoever is new, and whoever is otherwise than before (same `id`: given a
            vote, brought into the room).
        gone: the `id` of each who is taken out, with all their ties.
        ties: new ones, and those with another weight, face or `both` (same `from`, `to`
            and `sort`).
        cut: ties taken away, each `[from, to, sort]`; one that is not there is no mistake.
    """

    people: tuple[Person, ...] = ()
    gone: tuple[Id, ...] = ()
    ties: tuple[Tie, ...] = ()
    cut: tuple[tuple[Id, Id, Sort], ...] = ()

    def of(self, before: Map) -> Map:
        """Return the map after the changes.

        Raises:
            ValueError: it would be no whole map.
        """
        people = {one.id: one for one in before.people} | {
            one.id: one for one in self.people
        }
        for gone in self.gone:
            people.pop(gone, None)
        ties = {(one.start, one.to, one.sort): one for one in before.ties}
        for cut in self.cut:
            ties.pop(cut, None)
        ties |= {(one.start, one.to, one.sort): one for one in self.ties}
        left = [one for one in ties.values() if {one.start, one.to} <= set(people)]
        return Map(people=tuple(people.values()), ties=tuple(left))


class Theirs(Data):
    """The same place as somebody else sees it, or as the learner thinks they do.

    Attributes:
        whose: whose view it is, in the learner's words: "A patient".
        guessed: whether the learner drew it in their place, and they did not.
        map: the whole map. Somebody with the same `id` as on the learner's is the same.
    """

    whose: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    guessed: bool = True
    map: Map


class Look(Data):
    """How a map is read when it is counted.

    Attributes:
        sorts: which sorts of tie count; all by default.
        reading: "influence": arrows go from whoever moves to whoever is moved, so
            "listens" and "depends" are turned round. "drawn": as they were drawn.
        weighted: whether a tie of weight 3 counts as three, and is a third as far.
    """

    sorts: tuple[Sort, ...] = ("decides", "advises", "listens", "depends")
    reading: Literal["influence", "drawn"] = "influence"
    weighted: bool = False


def _keys(tie: Tie) -> set[tuple[str, str, str]]:
    one = (tie.start, tie.to, tie.sort)
    return {one, (tie.to, tie.start, tie.sort)} if tie.both else {one}


def sentence(error: ValidationError) -> str:
    """Return what is wrong with a map, in one sentence for whoever drew it."""
    first = error.errors()[0]
    where = [str(part) for part in first["loc"]]
    what = first["msg"].removeprefix("Value error, ")
    if first["type"] == "too_long" and where[-1] in {"people", "ties"}:
        most = MOST_PEOPLE if where[-1] == "people" else MOST_TIES
        return f"There are more {where[-1]} than the {most:,} that fit: take some out."
    if first["type"] == "value_error":
        return f"This map cannot be taken: {what}."
    for group in ("people", "ties"):
        if group in where[:-1]:
            number = int(where[where.index(group) + 1]) + 1
            one = "person" if group == "people" else "tie"
            return (
                f"This map cannot be taken: {one} {number}, {where[-1]}: "
                f"{what[0].lower() + what[1:]}."
            )
    return f"This cannot be taken: {'.'.join(where) or 'answer'}: {what}."
