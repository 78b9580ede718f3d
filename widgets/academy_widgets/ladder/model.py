"""Ladder: decisions on Arnstein's ladder, from one's own seat and from another."""

import random
from collections.abc import Sequence
from typing import Literal

from pydantic import Field, model_validator

from academy_widgets import paper
from academy_widgets.exercise import (
    LONGEST_TEXT,
    Exercise,
    Json,
    ResponseError,
    Said,
    Text,
    checked,
    unique,
)
from academy_widgets.found import Found
from academy_widgets.ladder.cohort import heatmap
from academy_widgets.ladder.steps import (
    CANNOT,
    MOST,
    Decision,
    Group,
    Placed,
    Response,
    Rung,
    placed,
)
from academy_widgets.ladder.telling import gap, move, whole
from academy_widgets.paper import Paper

LEVELS = 2

_LEADING = (
    "Draw the ladder on a wall and let people put notes on it, one colour a seat, no name.",
    "Do not average a group of fewer than five aloud.",
    "If somebody in the room sits in the other seat, they choose whether to say so.",
    "“It cannot, because” is a whole answer. Whose because: the law’s, safety’s, habit’s?",
    "There is no right place. Look at the widest gap, and at who could be asked this week.",
)


class LadderExercise(Exercise):
    """Decisions, placed by how much those have to say in them whom they are about.

    Attributes:
        invite: what to do.
        note: why no level is good by itself.
        seats: whose seat the other one may be; the learner may write another.
        groups: the levels, the lowest first.
        decisions: the given ones.
        ask: what is asked of a decision that could move.
    """

    gathers = True

    kind: Literal["ladder"]
    invite: Text
    note: Text
    seats: tuple[Text, ...] = Field(min_length=2)
    groups: tuple[Group, ...] = Field(min_length=1)
    decisions: tuple[Decision, ...] = Field(min_length=2, max_length=MOST - 1)
    ask: Text

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """Every level, the lowest first."""
        return tuple(one for group in self.groups for one in group.rungs)

    @model_validator(mode="after")
    def _whole(self) -> "LadderExercise":
        unique([*(one.id for one in self.rungs), CANNOT], "level")
        unique([one.id for one in self.decisions], "decision")
        if len(self.rungs) < LEVELS:
            message = f"a ladder needs {LEVELS} levels"
            raise ValueError(message)
        if own := [one.id for one in self.decisions if one.id.startswith("own")]:
            message = f"decision {own[0]!r}: names that begin with own are the learner's"
            raise ValueError(message)
        return self

    def shown(self) -> Json:
        """Return all there is; there is no key."""
        return {
            "invite": self.invite,
            "note": self.note,
            "seats": list(self.seats),
            "groups": [one.model_dump(mode="json") for one in self.groups],
            "decisions": [one.model_dump() for one in self.decisions],
            "ask": self.ask,
            "most": MOST,
            "longest": LONGEST_TEXT,
        }

    def feedback(self, response: Json) -> Json:
        """Return each decision's gap in words, and what they say together."""
        given = checked(Response, response)
        found = placed(given, self.rungs, self.decisions)
        return {
            "seat": given.seat,
            "says": whole(found),
            "rows": [
                {
                    "id": one.id,
                    "title": one.title,
                    "mine": one.mine,
                    "theirs": one.theirs,
                    "to": one.to,
                    "says": gap(one, self.rungs),
                    "move": move(one, self.rungs),
                }
                for one in found
            ],
        }

    def together(self, answers: Sequence[Json]) -> Found:
        """Return the mean level by given decision and seat, and the mean gap."""
        return heatmap([self._placed(one) for one in answers], self.rungs, self.decisions)

    def in_words(self, response: Json) -> list[Said]:
        """Return where each decision stands, and how far it could move."""
        ours = {one: response[one] for one in Response.model_fields if one in response}
        try:
            found = self.feedback(ours)
        except ResponseError:
            return super().in_words(ours)
        seat = [Said("The other seat", found["seat"])] if found["seat"] else []
        rows = [
            Said(one["title"], " ".join(filter(None, (one["says"], one["move"]))))
            for one in found["rows"]
        ]
        return [*seat, *rows, *(Said("Together", one) for one in found["says"])]

    def on_paper(self) -> Paper:
        """Return the ladder with its levels, and a table to fill in from both seats."""
        levels = [
            (one.name, one.means, group.name)
            for group in reversed(self.groups)
            for one in reversed(group.rungs)
        ]
        asked = [(one.title, "", "", "") for one in self.decisions]
        own = [("", "", "", "")] * (MOST - len(self.decisions))
        sheet = (
            paper.text(self.invite),
            paper.table("The ladder", ("Level", "What it looks like", "Group"), levels),
            paper.text(self.note),
            paper.listed(
                [f"{one.title}: {one.about}" for one in self.decisions], "Decisions"
            ),
            paper.write(
                "Whose is the other seat? For instance " + ", ".join(self.seats) + ".",
                words=10,
            ),
            paper.table(
                "Write the level. Do all from your own seat first, then fold that column "
                "back and begin again from the other seat.",
                ("Decision", "My seat", "Other seat", "Levels apart"),
                [*asked, *own],
            ),
            paper.write(self.ask, words=60),
        )
        key = (paper.listed(_LEADING, "For whoever leads:"),)
        return Paper(sheet, key)

    def simulate(self, rng: random.Random) -> Json:
        """Return a learner who mostly sees more say from their own seat."""
        ids = [one.id for one in self.rungs]
        top = len(ids) - 1
        own = [{"id": "own_1", "title": "Who orders the biscuits"}]
        own = own if rng.random() < 0.5 else []  # noqa: PLR2004  as many as not
        places, moves = {}, {}
        for id in [*(one.id for one in self.decisions), *(one["id"] for one in own)]:
            at = rng.randint(1, top)
            there = min(top, max(0, at - rng.choice((-1, 0, 1, 1, 2, 3))))
            places[id] = {"mine": ids[at], "theirs": ids[there]}
            if rng.random() < 0.2:  # noqa: PLR2004  some are not sure of the other seat
                places[id]["theirs"] = ""
            if rng.random() < 0.4:  # noqa: PLR2004  a few decisions are thought through
                to = rng.choice((ids[min(top, at + 1)], CANNOT))
                needs = "The law says who signs." if to == CANNOT else "An hour a month."
                moves[id] = {"to": to, "needs": needs}
        return {
            "seat": rng.choice(self.seats),
            "own": own,
            "places": places,
            "moves": moves,
        }

    def _placed(self, response: Json) -> list[Placed]:
        return placed(checked(Response, response), self.rungs, self.decisions)
