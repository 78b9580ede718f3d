"""What every study asks before it shows anything, and how an answer is checked."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from pydantic import Field, model_validator

from academy_widgets.exercise import (
    LONGEST_TEXT,
    Data,
    Json,
    ResponseError,
    Said,
    Slug,
    Text,
)


class Question(Data):
    """One thing to guess, to choose or to write before, or after, the result is seen.

    Attributes:
        ask: the question.
        most: of a number, the largest that it can be; the smallest is 0.
        unit: of a number, what stands after it.
        choices: of a choice, what can be chosen.
        later: whether it is asked once the result is there; it may be left out then.
    """

    ask: Text
    most: int | None = Field(None, ge=1, le=100)
    unit: Text | None = None
    choices: dict[Slug, Text] = Field({})
    later: bool = False

    @model_validator(mode="after")
    def _one_kind(self) -> Question:
        if self.most is not None and self.choices:
            raise ValueError("a question has most or choices, not both")
        return self

    @property
    def form(self) -> Literal["number", "choose", "write"]:
        """Return how it is answered."""
        if self.most is not None:
            return "number"
        return "choose" if self.choices else "write"

    def take(self, given: object) -> Any:  # noqa: ANN401  a number or a text
        """Return an answer, checked; None where there is none.

        Raises:
            ResponseError: it does not fit; the message says what does.
        """
        if given is None or (isinstance(given, str) and not given.strip()):
            return None
        if self.form == "number":
            number = isinstance(given, int | float) and not isinstance(given, bool)
            if not number or not 0 <= given <= (self.most or 0):  # type: ignore[operator]  # a number
                message = f"Put a number from 0 to {self.most} here: {self.ask}"
                raise ResponseError(message)
            return given
        if not isinstance(given, str):
            message = f"This needs an answer in words: {self.ask}"
            raise ResponseError(message)
        if self.form == "choose":
            if given not in self.choices:
                message = f"Choose one of the answers here: {self.ask}"
                raise ResponseError(message)
            return given
        if len(given) > LONGEST_TEXT:
            message = (
                f"This has {len(given):,} characters, and {LONGEST_TEXT:,} can be kept. "
                f"All of it stays on this page; please shorten it: {self.ask}"
            )
            raise ResponseError(message)
        return given.strip()

    def words(self, taken: object) -> str:
        """Return a checked answer as somebody would read it."""
        if taken is None:
            return "–"
        if self.form == "choose":
            return self.choices[str(taken)]
        return f"{taken:g} {self.unit or ''}".strip() if self.most else str(taken)


class Asking(NamedTuple):
    """How a study needs a question to be: "number", "choose" or "write"."""

    form: str
    choices: tuple[str, ...] = ()


class Study(Data):
    """Something that was counted, and what is asked about it first.

    Attributes:
        of: which study.
        invite: what was done, before anything is guessed.
        asks: each question, by its name.
        look: what the button says that shows the result.
        after: what to know about the result, once it is there.
    """

    of: str
    invite: tuple[Text, ...] = Field(min_length=1)
    asks: dict[Slug, Question]
    look: Text = "See what was counted"
    after: tuple[Text, ...] = ()

    def needs(self) -> Mapping[str, Asking]:
        """Return what the questions must be for the result to stand beside them."""
        raise NotImplementedError

    def found(self) -> list[Json]:
        """Return what was counted, as blocks that need no answer beside them."""
        raise NotImplementedError

    def result(self, answers: Mapping[str, Any]) -> list[Json]:
        """Return what to show, in order, in answer to checked `answers`."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _asks_what_is_needed(self) -> Study:
        for name, wanted in self.needs().items():
            if name not in self.asks:
                message = f"asks lacks {name!r}"
                raise ValueError(message)
            asked = self.asks[name]
            choices = set(asked.choices) == set(wanted.choices)
            if asked.form != wanted.form or not choices:
                of = f" with {', '.join(wanted.choices)}" if wanted.choices else ""
                message = f"asks.{name} must be a {wanted.form}{of}"
                raise ValueError(message)
        if unknown := sorted(set(self.asks) - set(self.needs())):
            message = f"asks.{unknown[0]} is not asked by this study"
            raise ValueError(message)
        return self

    def shown(self) -> Json:
        """Return the questions, and nothing of the result."""
        return {
            "of": self.of,
            "invite": list(self.invite),
            "look": self.look,
            "asks": [
                {
                    "id": name,
                    "ask": one.ask,
                    "form": one.form,
                    "most": one.most,
                    "unit": one.unit,
                    "later": one.later,
                    "choices": [{"id": i, "text": t} for i, t in one.choices.items()],
                }
                for name, one in self.asks.items()
            ],
        }

    def take(self, response: Json) -> dict[str, Any]:
        """Return the answers, checked.

        Raises:
            ResponseError: one is missing or does not fit.
        """
        if unknown := sorted(set(response) - set(self.asks)):
            message = f"There is no question {unknown[0]!r} here."
            raise ResponseError(message)
        taken = {name: one.take(response.get(name)) for name, one in self.asks.items()}
        for name, one in self.asks.items():
            if taken[name] is None and not one.later:
                first = "Write a sentence" if one.form == "write" else "Answer"
                message = f"{first} first, however roughly: {one.ask}"
                raise ResponseError(message)
        return taken

    def feedback(self, response: Json) -> Json:
        """Return the result as blocks, the answers beside it.

        Raises:
            ResponseError: an answer is missing or does not fit.
        """
        answers = self.take(response)
        return {
            "blocks": [
                *self.result(answers),
                *({"says": one} for one in self.after),
            ]
        }

    def in_words(self, response: Json) -> list[Said]:
        """Return each question with its answer.

        Raises:
            ResponseError: an answer is missing or does not fit.
        """
        taken = self.take(response)
        return [
            Said(one.ask, one.words(taken[name]))
            for name, one in self.asks.items()
            if taken[name] is not None
        ]

    def work(self, asked: Json) -> Iterator[Json]:  # noqa: ARG002  your own table does some
        """Yield what comes of something besides answering; most studies do nothing.

        Raises:
            ResponseError: this study does nothing of the kind, or not with this.
        """
        raise ResponseError("This exercise does nothing besides taking your answer.")

    def simulate(self, rng: random.Random) -> Json:
        """Return somebody's guesses, anywhere between the ends."""
        made: Json = {}
        for name, one in self.asks.items():
            if one.form == "number":
                made[name] = rng.randint(0, one.most or 0)
            elif one.form == "choose":
                made[name] = rng.choice(list(one.choices))
            elif not one.later or rng.random() < 0.5:  # noqa: PLR2004
                made[name] = rng.choice(REASONS)
        return made


REASONS = (
    "It is what I would want if it were about me.",
    "I am not sure, but somebody has to be able to explain it to the person.",
    "Because the cost of that mistake falls on those who have least.",
)
