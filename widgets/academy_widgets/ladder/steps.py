"""The ladder itself: its levels, and where decisions stand on it from two seats."""

from typing import Annotated, NamedTuple

from pydantic import Field, StringConstraints

from academy_widgets.exercise import LONGEST_TEXT, Data, ResponseError, Slug, Text

CANNOT = "cannot"
"""What stands in the place of a level where a decision cannot move."""

MOST = 8
"""Decisions on one ladder, the given and one's own."""

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)]


class Rung(Data):
    """A level.

    Attributes:
        id: its name for programs.
        name: as Arnstein (1969) calls it.
        means: what it looks like, in our words.
    """

    id: Slug
    name: Text
    means: Text


class Group(Data):
    """Some levels that have something in common, the lowest first."""

    name: Text
    rungs: tuple[Rung, ...] = Field(min_length=1)


class Decision(Data):
    """Something that somebody decides."""

    id: Slug
    title: Text
    about: Text


class Own(Data):
    """A decision that the learner brought."""

    id: Annotated[str, StringConstraints(pattern=r"^own_[0-9]{1,6}$")]
    title: Annotated[Short, Field(min_length=1)]


class Place(Data):
    """Where a decision stands: ids of levels, or "" where it was not placed."""

    mine: str = ""
    theirs: str = ""


class Move(Data):
    """How far a decision could move: the id of a level, `CANNOT`, or "" for nothing."""

    to: str = ""
    needs: Long = ""


class Response(Data):
    """What the learner placed.

    Attributes:
        seat: whose other seat it was, in the learner's words.
        own: decisions of their own.
        places: by a decision's id.
        moves: by a decision's id.
    """

    seat: Short = ""
    own: tuple[Own, ...] = Field(default=(), max_length=MOST)
    places: dict[str, Place] = Field(max_length=MOST)
    moves: dict[str, Move] = Field(default={}, max_length=MOST)


class Placed(NamedTuple):
    """A decision that was placed from a seat at least.

    Attributes:
        mine, theirs: levels from 1, or None where it was not placed.
        to: the level to which it could move; None where nothing was said of one.
    """

    id: str
    title: str
    mine: int | None
    theirs: int | None
    to: int | None
    cannot: bool
    needs: str

    @property
    def steps(self) -> int | None:
        """How many levels lower it is from the other seat; None unless it is on both."""
        return self.mine - self.theirs if self.mine and self.theirs else None


def placed(
    given: Response, rungs: tuple[Rung, ...], decisions: tuple[Decision, ...]
) -> list[Placed]:
    """Return each decision that was placed, in the order in which they were asked.

    Raises:
        ResponseError: a decision or a level is not there, or nothing was placed.
    """
    named: list[Decision | Own] = [*decisions, *given.own]
    titles = {one.id: one.title for one in named}
    if len(titles) < len(decisions) + len(given.own) or len(titles) > MOST:
        message = f"There is room for {MOST} decisions, each with a name of its own."
        raise ResponseError(message)
    if lost := sorted({*given.places, *given.moves} - set(titles)):
        message = f"There is no decision {lost[0]!r} here; please reload the page."
        raise ResponseError(message)
    level = {one.id: at for at, one in enumerate(rungs, start=1)}
    found = []
    for id, title in titles.items():
        place, move = given.places.get(id, Place()), given.moves.get(id, Move())
        for one in (place.mine, place.theirs, "" if move.to == CANNOT else move.to):
            if one and one not in level:
                message = f"There is no level {one!r} on this ladder."
                raise ResponseError(message)
        mine, theirs = level.get(place.mine), level.get(place.theirs)
        if mine or theirs:
            to, cannot = level.get(move.to), move.to == CANNOT
            found.append(Placed(id, title, mine, theirs, to, cannot, move.needs))
    if not found:
        raise ResponseError("Place a decision first, from one seat at least.")
    return found
