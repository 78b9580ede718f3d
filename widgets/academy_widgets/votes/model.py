"""Votes: guess who can turn a decision, count it, and change the rule."""

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from academy_widgets import paper
from academy_widgets.exercise import (
    Data,
    Exercise,
    Json,
    ResponseError,
    Said,
    Slug,
    Text,
    checked,
    unique,
)
from academy_widgets.paper import Paper
from academy_widgets.votes.committee import Committee, counted
from academy_widgets.votes.counting import MOST_MEMBERS
from academy_widgets.votes.words import changed, told

NOBODY = ""


class Preset(Data):
    """A committee to begin from.

    Attributes:
        id: its name.
        title: what it is called.
        about: what it decides, and who sits there; a real one with its source.
        committee: its members and its quota.
    """

    id: Slug
    title: Text
    about: Text
    committee: Committee


class Guess(Data):
    """What the learner expected.

    Attributes:
        never: the name of somebody whose vote can never turn a decision; "" for nobody.
        say: of the first member's, percent of the say.
    """

    never: Annotated[str, Field(max_length=60)] = NOBODY
    say: Annotated[float, Field(ge=0, le=100)]


class Response(Data):
    """A committee that was counted, and perhaps another rule for it.

    Attributes:
        preset: which one it began from.
        guess: what was expected of `before`.
        before: as it was first counted.
        after: as the learner would have it, or None.
    """

    preset: Slug
    guess: Guess
    before: Committee
    after: Committee | None = None


class VotesExercise(Exercise):
    """Committees, in which the learner finds out whose vote can turn a decision.

    Attributes:
        invite: what to look for.
        presets: the committees to begin from; the last may be changed into one's own.
        lived_seat: what a new seat for lived experience is called.
    """

    kind: Literal["votes"]
    invite: Text
    presets: tuple[Preset, ...] = Field(min_length=2)
    lived_seat: Text

    @model_validator(mode="after")
    def _whole(self) -> "VotesExercise":
        unique([one.id for one in self.presets], "committee")
        for one in self.presets:
            try:
                one.committee.whole()
            except ResponseError as error:
                message = f"the committee {one.id!r}: {error}"
                raise ValueError(message) from error
        return self

    def shown(self) -> Json:
        """Return the committees to begin from; what their votes are worth is not in it."""
        return {
            "invite": self.invite,
            "lived_seat": self.lived_seat,
            "most": MOST_MEMBERS,
            "presets": [
                {
                    "id": one.id,
                    "title": one.title,
                    "about": one.about,
                    "committee": _plain(one.committee),
                }
                for one in self.presets
            ],
        }

    def work(self, asked: Json) -> Iterator[Json]:
        """Yield what the votes of a "committee" are worth, and of one "before" it, if any.

        Raises:
            ResponseError: it cannot vote; the message says which line, and why.
        """
        after = counted(checked(Committee, asked.get("committee", {})))
        found: Json = {"counted": after, "says": told(after)}
        if asked.get("before"):
            before = counted(checked(Committee, asked["before"]))
            found["changed"] = changed(before, after)
        yield found

    def feedback(self, response: Json) -> Json:
        """Return what each vote is worth, beside the guess, and what a change changes."""
        given = checked(Response, response)
        before = counted(given.before)
        says = told(before)
        found: Json = {
            "before": before,
            "says": says,
            "guess": _guessed(given.guess, before),
        }
        if given.after:
            after = counted(given.after)
            found |= {"after": after, "changed": changed(before, after)}
        return found

    def in_words(self, response: Json) -> list[Said]:
        """Return the committee, what was guessed, and what the learner would change."""
        try:
            found = self.feedback(response)
        except ResponseError:
            return super().in_words(response)
        said = [
            Said("Your committee", _in_a_line(found["before"])),
            *(Said("What you expected", one) for one in found["guess"]),
        ]
        if "after" in found:
            said.append(Said("As you would have it", _in_a_line(found["after"])))
            said += [Said("What that changes", one) for one in found["changed"]]
        return said

    def on_paper(self) -> Paper:
        """Return the first committee to count by hand, group by group, and its key."""
        first = self.presets[0]
        members = first.committee.members
        rows = [(one.name, f"{one.votes:f}", "", "") for one in members]
        groups = [("", "", "") for _ in range(10)]
        found = counted(first.committee)
        sheet = (
            paper.text(self.invite),
            paper.text(first.about),
            paper.text(f"A decision is carried with {first.committee.quota:f} votes."),
            paper.table("Guess, then count", ("Who", "Votes", "My guess", "Turned"), rows),
            paper.text(
                "Write down groups that together have enough votes. For each, mark who "
                "could break it by leaving: without them it would be too few. Whoever is "
                "marked often has much say; whoever is never marked has none."
            ),
            paper.table(
                "Groups that carry", ("Who is in it", "Votes", "Who turns it"), groups
            ),
            paper.write(
                "What would you change: a quota, a seat? Who gives, and who gains?"
            ),
        )
        key = (
            paper.listed(told(found), "What comes out"),
            paper.table(
                "Counted in full",
                ("Who", "Votes", "Turns", "Of the say"),
                [
                    (one["name"], f"{one['votes']:g}", f"{one['turns']}", one["say_exact"])
                    for one in found["members"]
                ],
            ),
        )
        return Paper(sheet, key)

    def simulate(self, rng: random.Random) -> Json:
        """Return a committee as given, a guess, and half the time another quota or seat."""
        preset = rng.choice(self.presets)
        before = _plain(preset.committee)
        names = [NOBODY, *(one["name"] for one in before["members"])]
        guess = {"never": rng.choice(names), "say": rng.randint(5, 70)}
        response: Json = {"preset": preset.id, "guess": guess, "before": before}
        if rng.random() < 0.5:  # noqa: PLR2004  as many as not
            seat = {"name": self.lived_seat, "votes": "1", "lived": True}
            members = [*before["members"], *([seat] if rng.random() < 0.5 else [])]  # noqa: PLR2004
            total = sum(Decimal(one["votes"]) for one in members)
            quota = int(total / 2) + 1 + rng.randint(0, int(total / 4))
            response["after"] = {"members": members, "quota": str(min(quota, int(total)))}
        return response


def _plain(committee: Committee) -> Json:
    plain: Json = committee.model_dump(mode="json")
    return plain


def _guessed(guess: Guess, found: Json) -> list[str]:
    """Return guess and count side by side, without a mark."""
    rows = found["members"]
    lost = [one["name"] for one in rows if one["sort"] == "never"]
    expected = guess.never or "nobody"
    count = ", ".join(lost) or "nobody"
    first = rows[0]
    never = f"You thought {expected}; counted, it is {count}."
    say = (
        f"You thought {guess.say:g} in 100; counted, it is {first['say']:g}, with "
        f"{first['of_votes']:g} in 100 of the votes."
    )
    return [
        f"Whose vote can never turn a decision? {never}",
        f"How much of the say has {first['name']}? {say}",
    ]


def _in_a_line(found: Json) -> str:
    each = "; ".join(
        f"{one['name']} {one['votes']:g} (say: {one['say']:g} in 100)"
        for one in found["members"]
    )
    return f"{found['quota']:g} of {found['total']:g} votes carry a decision. {each}."
