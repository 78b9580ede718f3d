"""Heard: say back, guess how heard the other felt, and lay both side by side."""

import random
from typing import Annotated, Literal

from pydantic import Field, model_validator

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
    unique,
)
from academy_widgets.heard.on_paper import two_halves
from academy_widgets.heard.stand_in import BELIEVED, StandIn, unreadable
from academy_widgets.paper import Paper

LOW, HIGH = 1, 7
WAYS = {
    "pair": "With somebody who spoke",
    "alone": "Alone, with a script",
    "choose": "Not begun",
    "hear": "Listening",
    "say": "Saying back",
    "guess": "Guessing",
    "hand": "Handing over",
    "rate": "The speaker says",
    "both": "Both sides",
}
"""Where one may be, in words, for whoever finds it in another tab."""
Rating = Annotated[int, Field(ge=LOW, le=HIGH)]


class Probe(Data):
    """A moment that both are asked about, each in their own way.

    Attributes:
        id: its name.
        text: which moment, in a few words.
        felt: what the speaker is asked.
        guess: what the listener is asked.
    """

    id: Slug
    text: Text
    felt: Text
    guess: Text


class Attention(Data):
    """The one probe at which the listener does not guess but tells.

    Attributes:
        own: what the listener is asked about their own attention.
        believed: what the speaker is asked about it.
    """

    own: Text
    believed: Text


class Response(Data):
    """What both put in; the speaker may leave anything out.

    Attributes:
        way: "pair" with a person who spoke, "alone" with the stand-in.
        said: what the listener said back.
        guesses: what the listener guesses, by the probe's id.
        own: how much of their attention the speaker had, as the listener says.
        ratings: what the speaker says, by the probe's id.
        believed: how much of it the speaker thinks they had.
    """

    way: Literal["pair", "alone"]
    said: str
    guesses: dict[Slug, Rating]
    own: Rating | None = None
    ratings: dict[Slug, Rating] = Field({})
    believed: Rating | None = None


class HeardExercise(Exercise):
    """One round of listening, seen from both chairs.

    Attributes:
        invite: when to do it, and what to agree on.
        ends: what the lowest and the highest number mean.
        probes: what both are asked.
        attention: what both are asked about attention.
        found: what studies say about noticing attention, to stand beside the result.
        cited: which studies.
        stand_in: who speaks when the learner is alone.
    """

    kind: Literal["heard"]
    invite: Text
    ends: tuple[Text, Text]
    probes: tuple[Probe, ...] = Field(min_length=3)
    attention: Attention
    found: tuple[Text, ...] = Field(min_length=1)
    cited: Text
    stand_in: StandIn

    @model_validator(mode="after")
    def _whole(self) -> "HeardExercise":
        ids = [one.id for one in self.probes]
        unique(ids, "probe")
        unique([one.probe for one in self.stand_in.parts], "part about")
        if lost := sorted({one.probe for one in self.stand_in.parts} - set(ids)):
            message = f"a part is about {lost[0]!r}, which is no probe"
            raise ValueError(message)
        return self

    def shown(self) -> Json:
        """Return what both are asked and what the stand-in says, not how it rates."""
        return {
            "invite": self.invite,
            "ends": list(self.ends),
            "low": LOW,
            "high": HIGH,
            "longest": LONGEST_TEXT,
            "probes": [one.model_dump() for one in self.probes],
            "attention": self.attention.model_dump(),
            "name": self.stand_in.name,
            "about": self.stand_in.about,
            "ways": [{"id": id, "text": text} for id, text in WAYS.items()],
            "says": [one.text for one in self.stand_in.parts],
        }

    def feedback(self, response: Json) -> Json:
        """Return guess and rating side by side at each probe, and what is known of both.

        `gap` is the guess less the rating, in steps of the scale; None where the speaker
        left one out. `apart` is how far the two are from each other on average.
        """
        given = checked(Response, response)
        self._complete(given)
        ids = [one.id for one in self.probes]
        ratings, believed = given.ratings, given.believed
        why: Json = {}
        sorry = ""
        if given.way == "alone" and unreadable(given.said):
            ratings, believed = {}, None
            sorry = (
                f"{self.stand_in.name} is a script that knows English words alone, so it "
                "cannot rate what you wrote. Your words and guesses are kept; with a "
                "person this works in any language."
            )
        elif given.way == "alone":
            ratings, why = self.stand_in.rates(given.said, ids)
            believed = BELIEVED
        rows = [
            _row(one, given.guesses[one.id], ratings.get(one.id), why.get(one.id, ""))
            for one in self.probes
        ]
        gaps = [row["gap"] for row in rows if row["gap"] is not None]
        return {
            "way": given.way,
            "said": given.said,
            "rows": rows,
            "apart": round(sum(abs(one) for one in gaps) / len(gaps), 1) if gaps else None,
            "attention": {"own": given.own, "believed": believed},
            "rule": self.stand_in.rule() if given.way == "alone" and not sorry else "",
            "sorry": sorry,
            "found": list(self.found),
            "cited": self.cited,
        }

    def in_words(self, response: Json) -> list[Said]:
        """Return what was said back, and each guess beside what the speaker said."""
        try:
            told = self.feedback(response)
        except ResponseError:
            return super().in_words(response)
        said = [Said("What I said back", told["said"])]
        for row in told["rows"]:
            felt = "not said" if row["felt"] is None else f"{row['felt']} of {HIGH}"
            said.append(Said(row["text"], f"guessed {row['guess']} of {HIGH}, felt {felt}"))
        return said

    def on_paper(self) -> Paper:
        """Return a sheet with a half for each of the two."""
        least, most = self.ends
        scale = [str(one) for one in range(LOW, HIGH + 1)]
        scale[0], scale[-1] = f"{LOW} {least}", f"{HIGH} {most}"
        return two_halves(
            self.invite,
            scale,
            [*(one.guess for one in self.probes), self.attention.own],
            [*(one.felt for one in self.probes), self.attention.believed],
            [*self.found, self.cited],
        )

    def simulate(self, rng: random.Random) -> Json:
        """Return a listener who picks up some parts, and guesses a little too high."""
        alone = rng.random() < 0.5  # noqa: PLR2004
        heard = [one for one in self.stand_in.parts if rng.random() < 0.6]  # noqa: PLR2004
        said = "So it is about " + ", and ".join(one.words[0] for one in heard) + "."
        felt = {one.id: rng.randint(LOW, HIGH) for one in self.probes}
        guesses = {
            one: max(LOW, min(HIGH, rating + rng.choice((-1, 0, 0, 1, 1, 2))))
            for one, rating in felt.items()
        }
        told = {one: rating for one, rating in felt.items() if rng.random() < 0.9}  # noqa: PLR2004
        both: Json = {"said": said, "guesses": guesses, "own": rng.randint(3, HIGH)}
        if alone:
            return {"way": "alone"} | both
        return {"way": "pair", "ratings": told, "believed": rng.randint(4, HIGH)} | both

    def _complete(self, given: Response) -> None:
        ids = {one.id for one in self.probes}
        if unknown := sorted((set(given.guesses) | set(given.ratings)) - ids):
            message = f"There is no question {unknown[0]!r} here."
            raise ResponseError(message)
        if not given.said:
            raise ResponseError("Say back first what you heard; one sentence is enough.")
        if len(given.said) > LONGEST_TEXT:
            message = (
                f"What you said back has {len(given.said):,} characters, and "
                f"{LONGEST_TEXT:,} can be kept here. All of it stays on this page; please "
                "shorten it."
            )
            raise ResponseError(message)
        if missing := [one.text for one in self.probes if one.id not in given.guesses]:
            message = f"Guess first, however roughly; one is missing: {missing[0]}."
            raise ResponseError(message)


def _row(probe: Probe, guess: int, felt: int | None, why: str) -> Json:
    return {
        "id": probe.id,
        "text": probe.text,
        "guess": guess,
        "felt": felt,
        "gap": None if felt is None else guess - felt,
        "why": why,
    }
