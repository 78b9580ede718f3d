"""A committee that votes: who is in it, how many votes each has, and what carries."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, lcm
from typing import Annotated, Literal

from pydantic import Field

from academy_widgets.exercise import Data, Json, ResponseError
from academy_widgets.votes.counting import (
    MOST_MEMBERS,
    MOST_VOTES,
    Power,
    least_quota_that_counts_all,
    power,
    vetoes,
)

MOST_PLACES = 3
"""Decimals of a vote that are counted; shares of a company have them."""

MOST_EACH = 1_000_000

Votes = Annotated[Decimal, Field(allow_inf_nan=False)]


class Member(Data):
    """One who votes.

    Attributes:
        name: what they are called.
        votes: how many votes they have; decimals are counted exactly.
        lived: whether they sit there for what they lived through.
    """

    name: Annotated[str, Field(max_length=60)]
    votes: Votes
    lived: bool = False


class Committee(Data):
    """Who votes, and what carries a decision.

    Attributes:
        members: in the order in which they are shown.
        quota: the least number of votes that carries, in the unit of `votes`.
    """

    members: tuple[Member, ...]
    quota: Votes

    def whole(self) -> tuple[list[int], int, int]:
        """Return votes and quota as whole numbers, and what they were multiplied by.

        Raises:
            ResponseError: this cannot vote; the message says which line, and why.
        """
        self._check()
        given = [Fraction(one.votes) for one in self.members]
        unit = lcm(*(one.denominator for one in given))
        weights = [int(one * unit) for one in given]
        quota = ceil(Fraction(self.quota) * unit)
        if sum(weights) > MOST_VOTES:
            raise ResponseError(
                f"Together these are {sum(weights):,} votes, counted in the smallest part "
                f"that somebody has; at most {MOST_VOTES:,} can be counted: use smaller "
                "numbers in the same proportion."
            )
        return weights, quota, unit

    def _check(self) -> None:
        if len(self.members) < 2:  # noqa: PLR2004  one alone decides
            raise ResponseError("One member alone always decides: add a second.")
        if len(self.members) > MOST_MEMBERS:
            raise ResponseError(
                f"There are {len(self.members)} members; at most {MOST_MEMBERS} can be "
                "counted."
            )
        names: dict[str, int] = {}
        for line, one in enumerate(self.members, start=1):
            self._check_member(line, one)
            if (before := names.setdefault(one.name.casefold(), line)) != line:
                raise ResponseError(
                    f"Lines {before} and {line} are both called “{one.name}”: "
                    "give each a name of its own."
                )
        total = sum(one.votes for one in self.members)
        if not total:
            raise ResponseError("Nobody here has a vote: give somebody one.")
        if self.quota <= 0:
            raise ResponseError(
                "A decision must need more than 0 votes, or everything would be carried "
                "before anybody voted."
            )
        # Looked at before it is written out or multiplied: 1e-9999999 is short to type.
        if self.quota > MOST_EACH * MOST_MEMBERS or _fine(self.quota):
            raise ResponseError(
                "How many votes carry a decision? Give a number with "
                f"{MOST_PLACES} decimals at most, and not above all votes together."
            )
        if self.quota > total:
            raise ResponseError(
                f"A decision needs {self.quota:f} votes, and there are only {total:f}: "
                "nothing could ever be carried."
            )

    def _check_member(self, line: int, one: Member) -> None:
        if not one.name:
            raise ResponseError(f"Line {line} has no name: any short one will do.")
        if one.votes < 0:
            raise ResponseError(
                f"Line {line} ({one.name}) has fewer than 0 votes; the least is 0."
            )
        if one.votes > MOST_EACH:
            raise ResponseError(
                f"Line {line} ({one.name}) has more than {MOST_EACH:,} votes: use smaller "
                "numbers in the same proportion."
            )
        if _fine(one.votes):
            raise ResponseError(
                f"Line {line} ({one.name}) has more than {MOST_PLACES} decimals: "
                "round the votes, or multiply all of them."
            )


def _fine(votes: Decimal) -> bool:
    """Whether it has more decimals than are counted."""
    return votes != round(votes, MOST_PLACES)


Sort = Literal["alone", "veto", "never", "without", "some"]


def counted(committee: Committee) -> Json:
    """Return what each vote is worth, ready for JSON, in the committee's order.

    Shares are in percent with the exact fraction beside them.

    Raises:
        ResponseError: this cannot vote; the message says which line, and why.
    """
    weights, quota, unit = committee.whole()
    found = power(weights, quota)
    veto, total = set(vetoes(weights, quota)), sum(weights)
    rows: list[Json] = []
    for place, member in enumerate(committee.members):
        sort = _sort(found, place, weights, veto)
        rows.append(
            {
                "name": member.name,
                "lived": member.lived,
                "votes": float(member.votes),
                "of_votes": _percent(Fraction(weights[place], total)),
                "turns": found.swings[place],
                "say": _percent(found.banzhaf[place]),
                "say_exact": str(found.banzhaf[place]),
                "penrose": _percent(found.penrose[place]),
                "penrose_exact": str(found.penrose[place]),
                "order": _percent(found.shapley[place]),
                "order_exact": str(found.shapley[place]),
                "sort": sort,
            }
        )
    least = least_quota_that_counts_all(weights)
    return {
        "members": rows,
        "quota": quota / unit,
        "total": total / unit,
        "winning": found.winning,
        "groups": 2 ** len(weights),
        "counts_all": None if least is None else least / unit,
        "both_sides": 2 * quota <= total,
        "lived": _percent(
            sum(
                (
                    one
                    for one, member in zip(found.banzhaf, committee.members, strict=True)
                    if member.lived
                ),
                Fraction(0),
            )
        ),
    }


def _sort(found: Power, place: int, weights: list[int], veto: set[int]) -> Sort:
    if not weights[place]:
        return "without"
    if found.banzhaf[place] == 1:
        return "alone"
    if not found.swings[place]:
        return "never"
    return "veto" if place in veto else "some"


def _percent(part: Fraction) -> float:
    return round(float(100 * part), 1)
