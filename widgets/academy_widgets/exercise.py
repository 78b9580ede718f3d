"""What every exercise is, on paper: no screen, no learner, no store."""

import random
from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from academy_widgets import paper
from academy_widgets.data import Data, Json, Text
from academy_widgets.found import Found
from academy_widgets.paper import Paper

__all__ = [
    "LONGEST_TEXT",
    "Afterwards",
    "Asked",
    "Basis",
    "Data",
    "Exercise",
    "HandedIn",
    "Json",
    "Need",
    "Quality",
    "ResponseError",
    "Said",
    "Slug",
    "Text",
    "checked",
    "texts",
    "unique",
]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]

Quality = Literal[
    "deep_relational_work",
    "space_for_healing",
    "serendipity_and_the_sacred",
    "inner_and_outer_change",
    "transforming_power",
]

Need = Literal["microphone"]
"""What an exercise may ask of the browser besides showing it."""

LONGEST_TEXT = 20_000
"""Characters that a learner may write into one box: about fifteen printed pages."""


class ResponseError(ValueError):
    """A response that this exercise does not take, told in one plain sentence."""


class Basis(Data):
    """What stands beside a result, so that nobody takes it for more than it is.

    Attributes:
        study: what the exercise rests on, with its citation.
        size: how big the effect or the agreement was in the study.
        certainty: how sure that is.
        limits: what this one result about you cannot say.
    """

    study: Text
    size: Text
    certainty: Text
    limits: Text


class Exercise(Data):
    """One exercise, as its YAML says it.

    Attributes:
        kind: which of `academy_widgets.kinds` this is; the tag of the union.
        id: unique in the course, as "module/exercise".
        title: a few words for a heading.
        qualities: which of the five relational qualities it touches.
        source: where its material comes from: a citation, or whose own it is.
        basis: what its result rests on.
        stays_with_me: whether what comes out is for nobody but who did it.
        needs: what a kind asks of the browser; its pages alone may ask for that.
        gathers: whether a kind has something to say of a group's answers; see `together`.
    """

    needs: ClassVar[tuple[Need, ...]] = ()
    gathers: ClassVar[bool] = False

    kind: str
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+/[a-z0-9_]+$")]
    title: Text
    qualities: tuple[Quality, ...] = Field(min_length=1)
    source: Text
    basis: Basis
    stays_with_me: bool = False

    def shown(self) -> Json:
        """Return what the browser may know; never an answer key."""
        raise NotImplementedError

    def feedback(self, response: Json) -> Json:
        """Return what to show in answer to one response.

        Raises:
            ResponseError: `response` is not one that this exercise takes.
        """
        raise NotImplementedError

    def prepare(self) -> None:
        """Do what would make the first visitor wait: import what is large, work it out.

        It is called once, in the process that learners' kernels are forked from; where
        none are forked it is not called, and the exercise has to do without.
        """

    def work(self, asked: Json) -> Iterator[Json]:  # noqa: ARG002  other kinds read it
        """Yield what comes of something that is asked besides answering; most do nothing.

        Nobody keeps what is asked, nor what comes of it. Each thing yielded is what there
        is so far, and the last is the whole.

        Raises:
            ResponseError: this exercise does nothing of the kind, or not with this.
        """
        raise ResponseError("This exercise does nothing besides taking your answer.")

    def together(self, answers: Sequence[Json]) -> Found:
        """Return what a group's answers say together; see `Found` for what it may hold.

        Only a kind that `gathers` is asked, and only about five answers or more, one of
        each person, which `feedback` takes.
        """
        raise NotImplementedError

    def in_words(self, response: Json) -> list["Said"]:
        """Return what the learner answered, as somebody would read it.

        It is shown on the learner's own page, and to whom they share it with; so it has
        to make sense without the exercise. An answer that the exercise no longer takes
        is told as well: it is still theirs.
        """
        return [Said("", text) for text in texts(response)]

    def files(self) -> tuple[str, ...]:
        """Return the files beside its own that it needs; most need none."""
        return ()

    def on_paper(self) -> Paper:
        """Return this exercise for somebody with a pen; by default what `shown` says."""
        return Paper((*paper.from_shown(self.shown()), paper.write("")))

    def simulate(self, rng: random.Random) -> Json:
        """Return a plausible response, the same for the same state of `rng`."""
        raise NotImplementedError

    def handed_in(self, response: Json) -> "HandedIn | None":
        """Return what `response` hands to a tutor; most exercises hand in nothing.

        Raises:
            ResponseError: `response` is not one that this exercise takes.
        """
        self.feedback(response)
        return None

    def afterwards(self, response: Json) -> "Afterwards | None":
        """Return what `response` does with what was handed in before, if it does.

        Such a response is no answer, and is not kept as one. What a response looks like
        is for its kind alone to know; so whoever keeps answers has to ask.

        Raises:
            ResponseError: `response` is not one that this exercise takes.
        """
        del response
        return None

    def asks(self) -> "Asked | None":
        """Return what an assignment must ask to take this in; most need none."""
        return None


class Said(NamedTuple):
    """Something that a learner said, and to what.

    Attributes:
        to: the question, or whatever it answers; may be empty.
        text: plain text, never to be read as anything else.
    """

    to: str
    text: str


def texts(value: object) -> list[str]:
    """Return every text within `value`, in order."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return []


class Asked(Data):
    """What an exercise asks on behalf of an assignment.

    Attributes:
        assignment: nbgrader's name of the assignment.
        questions: each question, word for word, by the `grade_id` of its answer.
    """

    assignment: Slug
    questions: dict[str, str]


class HandedIn(Data):
    """Answers on their way to a tutor.

    Attributes:
        assignment: nbgrader's name of the assignment.
        answers: what was written, by the `grade_id` of its answer cell.
    """

    assignment: Slug
    answers: dict[str, str]


class Afterwards(Data):
    """What a learner does with what they handed in: take it back, or answer to it.

    Attributes:
        do: "withdraw" (until a tutor begins to mark it) or "answer" (what came back).
        of: the number of what was handed in, or of what came back.
        text: what they say to what came back.
        look: whether they ask for another look.
    """

    do: Literal["withdraw", "answer"]
    of: Annotated[int, Field(ge=1, lt=2**53)]
    text: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""
    look: bool = False


R = TypeVar("R", bound=BaseModel)


def checked(model: type[R], response: Json) -> R:
    """Return `response` as a `model`.

    Raises:
        ResponseError: it does not fit; the message says where and why.
    """
    try:
        return model.model_validate(response)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "answer"
        message = f"This answer cannot be taken: {where}: {first['msg'].lower()}."
        raise ResponseError(message) from error


def unique(ids: Sequence[str], what: str) -> None:
    """Check that no id is there twice.

    Raises:
        ValueError: one is.
    """
    twice = sorted({one for one in ids if list(ids).count(one) > 1})
    if twice:
        message = f"{what} {twice[0]!r} is there twice; each needs a name of its own"
        raise ValueError(message)
