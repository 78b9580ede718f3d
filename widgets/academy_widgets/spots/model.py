"""Spots: a decision, what one assumed in it, and who could say so."""

import random
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from academy_widgets import paper
from academy_widgets.exercise import (
    LONGEST_TEXT,
    Data,
    Exercise,
    Json,
    ResponseError,
    Said,
    Slug,
    Text,
    checked,
    texts,
    unique,
)
from academy_widgets.paper import Paper

MOST = 40
"""Entries in one journal."""
ON_PAPER = 3

Written = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]


class Line(Data):
    """One line of an entry.

    Attributes:
        id: its name.
        text: what is asked.
        help: what may be written there, in one sentence.
        short: the same in a few words, to stand before what was written.
        open: what is said of an entry that leaves it empty; none for most.
    """

    id: Slug
    text: Text
    help: Text
    short: Text
    open: str = ""


class Response(Data):
    """The journal as it stands; a line that was left out is empty or not there."""

    entries: tuple[dict[Slug, Written], ...] = Field(max_length=MOST)


class SpotsExercise(Exercise):
    """A private journal of decisions and of what could not be seen in them.

    Attributes:
        invite: what to think of.
        lines: what an entry is made of; the first one names it.
        example: an entry as somebody else wrote it.
        found: what is known of seeing one's own bias.
        cited: where that is known from.
    """

    kind: Literal["spots"]
    invite: Text
    lines: tuple[Line, ...] = Field(min_length=2)
    example: dict[Slug, Text]
    found: Text
    cited: Text

    @model_validator(mode="after")
    def _whole(self) -> "SpotsExercise":
        ids = [one.id for one in self.lines]
        unique(ids, "line")
        if lost := sorted(set(self.example) - set(ids)):
            message = f"the example answers {lost[0]!r}, which nobody asks"
            raise ValueError(message)
        return self

    def shown(self) -> Json:
        """Return what is asked and the example; there is no key."""
        return {
            "invite": self.invite,
            "lines": [one.model_dump() for one in self.lines],
            "example": dict(self.example),
            "found": self.found,
            "cited": self.cited,
            "most": MOST,
            "longest": LONGEST_TEXT,
        }

    def feedback(self, response: Json) -> Json:
        """Return how many entries there are, and which lines stand empty in how many."""
        entries = self._entries(response)
        opens = [
            {"says": one.open, "entries": [at + 1 for at in empty]}
            for one in self.lines
            if one.open
            and (empty := [at for at, entry in enumerate(entries) if not entry[one.id]])
        ]
        return {"entries": len(entries), "open": opens}

    def in_words(self, response: Json) -> list[Said]:
        """Return each entry, line by line; half an entry is told as well."""
        short = {one.id: one.short for one in self.lines}
        entries = [*_list(response.get("entries")), response.get("now")]
        said = []
        for entry in entries:
            if isinstance(entry, dict):
                said += [
                    Said(short.get(id, ""), text)
                    for id, value in entry.items()
                    if id != "at"
                    for text in texts(value)
                ]
        return said or super().in_words(response)

    def on_paper(self) -> Paper:
        """Return a sheet with room for some entries."""
        short = {one.id: one.short for one in self.lines}
        parts = [
            paper.text(self.invite),
            paper.text("This sheet is yours. Nobody collects it."),
            paper.listed(
                [f"{short[id]}: {text}" for id, text in self.example.items()], "An example:"
            ),
        ]
        for number in range(1, ON_PAPER + 1):
            parts.append(paper.text(f"Entry {number}"))
            parts += [paper.write(one.text, words=20) for one in self.lines]
        return Paper(
            tuple(parts),
            (
                paper.text(
                    "Collect nothing and read nothing aloud. Ask only who wants to say "
                    "what they noticed; silence is an answer."
                ),
                paper.listed([self.found, self.cited], "What is known:"),
            ),
        )

    def simulate(self, rng: random.Random) -> Json:
        """Return a learner with a few entries, some of them with a line left open."""
        lines = (
            "I took the quiet one for content.",
            "I thought he would not come anyway.",
            "Somebody who has sat in that chair.",
            "What would you have wanted me to ask?",
        )
        entries = [
            {
                one.id: rng.choice(lines) if not at or rng.random() < 0.8 else ""  # noqa: PLR2004
                for at, one in enumerate(self.lines)
            }
            for _ in range(rng.randint(1, 4))
        ]
        return {"entries": entries}

    def _entries(self, response: Json) -> list[dict[str, str]]:
        """Return each entry with every line, as text without space around it.

        Raises:
            ResponseError: a line is not asked here, or an entry says nothing.
        """
        given = checked(Response, response)
        ids = [one.id for one in self.lines]
        entries = []
        for number, entry in enumerate(given.entries, start=1):
            if unknown := sorted(set(entry) - set(ids)):
                message = f"Nothing is asked as {unknown[0]!r} here."
                raise ResponseError(message)
            whole = {id: entry.get(id, "").strip() for id in ids}
            if not any(whole.values()):
                message = f"Entry {number} is empty: write a line of it, or remove it."
                raise ResponseError(message)
            entries.append(whole)
        return entries


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
