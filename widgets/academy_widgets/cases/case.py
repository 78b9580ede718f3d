"""A case: what can be chosen, who sits there, and who knows what."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from academy_widgets.cases.rules import Deal
from academy_widgets.exercise import Data, Slug, Text, unique

OPTIONS = 3


class Option(Data):
    """Something that can be chosen."""

    id: Slug
    text: Text


class Role(Data):
    """Somebody who sits there.

    Attributes:
        id: its name.
        name: what they are called, as "the cleaner".
        about: who they are, in a sentence.
        leads: whether they are used to being heard; see `stand_ins`.
    """

    id: Slug
    name: Text
    about: Text
    leads: bool = False


class Fact(Data):
    """Something that speaks for an option, or against it.

    Attributes:
        id: its name.
        text: the fact, in a sentence or two.
        option: which option it is about.
        speaks: whether for it or against.
        only: the one role that knows it; None: everybody.
    """

    id: Slug
    text: Text
    option: Slug
    speaks: Literal["for", "against"]
    only: Slug | None = None


class Case(Data):
    """A made-up decision of a public service, in which what matters is held apart.

    Attributes:
        id: its name.
        title: a few words for a heading.
        about: what is to be decided, and by whom.
        options: the three that there are.
        roles: who sits there, in the order in which they speak.
        facts: all there is to know.
        rounds: how often each has a turn.
    """

    id: Slug
    title: Text
    about: Text
    options: tuple[Option, ...] = Field(min_length=OPTIONS, max_length=OPTIONS)
    roles: tuple[Role, ...] = Field(min_length=3, max_length=6)
    facts: tuple[Fact, ...] = Field(min_length=OPTIONS)
    rounds: Annotated[int, Field(ge=2, le=6)]

    @model_validator(mode="after")
    def _hidden(self) -> "Case":
        """Hold it to what makes it such a case: each sheet misleads, the whole does not."""
        unique([one.id for one in self.options], "option")
        unique([one.id for one in self.roles], "role")
        unique([one.id for one in self.facts], "fact")
        options, roles = {one.id for one in self.options}, {one.id for one in self.roles}
        for fact in self.facts:
            if fact.option not in options:
                message = f"the fact {fact.id!r} is about no option of {self.id!r}"
                raise ValueError(message)
            if fact.only is not None and fact.only not in roles:
                message = f"the fact {fact.id!r} is known to no role of {self.id!r}"
                raise ValueError(message)
        shared = self.best(one.id for one in self.facts if one.only is None)
        whole = self.best(one.id for one in self.facts)
        if shared is None or whole is None or shared == whole:
            message = (
                f"in {self.id!r} what everybody knows must speak for one option, and all "
                f"facts for another; it is {shared!r} and {whole!r}"
            )
            raise ValueError(message)
        for role in self.roles:
            if not self.own(role.id):
                message = f"in {self.id!r} {role.id!r} knows nothing of their own"
                raise ValueError(message)
            if self.best(self.sheet(role.id)) != shared:
                message = (
                    f"in {self.id!r} the sheet of {role.id!r} must speak for {shared!r}"
                )
                raise ValueError(message)
        return self

    def sheet(self, role: str) -> tuple[str, ...]:
        """Return the facts that a role knows."""
        return tuple(one.id for one in self.facts if one.only in {None, role})

    def own(self, role: str) -> tuple[str, ...]:
        """Return the facts that only this role knows."""
        return tuple(one.id for one in self.facts if one.only == role)

    def points(self, facts: Iterable[str]) -> dict[str, int]:
        """Return what `facts` come to: one for each that speaks for, less those against."""
        known = set(facts)
        points = dict.fromkeys((one.id for one in self.options), 0)
        for one in self.facts:
            if one.id in known:
                points[one.option] += 1 if one.speaks == "for" else -1
        return points

    def best(self, facts: Iterable[str]) -> str | None:
        """Return which option `facts` speak for most; None where two come out alike."""
        return most(self.points(facts))

    def deal(self, seat: str) -> Deal:
        """Return what is in play when `seat` speaks first in each round."""
        roles = [one.id for one in self.roles]
        at = roles.index(seat)
        return Deal(
            options=tuple(one.id for one in self.options),
            sheets={one: self.sheet(one) for one in (*roles[at:], *roles[:at])},
            rounds=self.rounds,
        )


def most(points: Mapping[str, int]) -> str | None:
    """Return which has most; None where two come out alike."""
    top = max(points.values())
    first = [one for one, value in points.items() if value == top]
    return first[0] if len(first) == 1 else None
