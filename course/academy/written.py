"""Everything that one learner wrote, in the order of the course: for them alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from academy import content, sharing
from academy.journey import State, Version, journey
from academy.store import Audience, Draft, Json, Record, Store, by_exercise
from academy_widgets.exercise import Exercise, Said, texts
from academy_widgets.typeset.words import plain_text


@dataclass(frozen=True)
class Answer:
    """One answer, as somebody reads it.

    Attributes:
        record: what was kept, with the audience that it has now.
        said: its words, as plain text.
    """

    record: Record
    said: list[Said]


@dataclass(frozen=True)
class Unanswered:
    """What stands in a form and is not answered; `said` are its words."""

    draft: Draft
    said: list[Said]


class Comment(NamedTuple):
    """What a tutor said of one question.

    Attributes:
        to: the question.
        criterion: what was looked for; "" if that was not told.
        level: what was reached, in words; "" if that was not told.
    """

    to: str
    criterion: str
    level: str
    score: float
    max: float
    said: str


class Returned(NamedTuple):
    """What a tutor gave back.

    Attributes:
        at: when, in UTC.
        answered: what the learner said to it, if they did.
        look: whether they asked for another look.
    """

    at: datetime
    score: float
    max: float
    comments: list[Comment]
    answered: str = ""
    look: bool = False


class Sent(NamedTuple):
    """A version of a reflection that went to a tutor.

    Attributes:
        at: when, in UTC.
        assignment: nbgrader's name of what it was sent for.
        with_tutor: whether a tutor has it by now, so that it stays with them.
        number: 1 for the first version.
        state: where it is.
        said: its words, as plain text.
        returned: what came back to it, if anything did.
    """

    at: datetime
    assignment: str
    with_tutor: bool
    number: int
    state: State
    said: list[Said]
    returned: Returned | None


class ToPeer(NamedTuple):
    """What the learner wrote to somebody about their reflection."""

    at: datetime
    said: list[Said]


@dataclass
class Written:
    """What a learner wrote in one exercise.

    Attributes:
        id: the exercise's.
        title: a few words for a heading.
        steps: the audiences that an answer here may have; one if it stays with them.
        answers: the newest first.
        drafts: what is not answered, the newest first.
        sent: what went to a tutor, and what came back to it, the newest first.
        to_peers: what they wrote about others' reflections, the newest first.
    """

    id: str
    title: str
    steps: list[Audience] = field(default_factory=lambda: ["me"])
    answers: list[Answer] = field(default_factory=list)
    drafts: list[Unanswered] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    to_peers: list[ToPeer] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether there is anything of the learner's here."""
        return bool(self.answers or self.drafts or self.sent or self.to_peers)


@dataclass
class ModuleWritten:
    """What a learner wrote in one module; `id` is "" for what left the course."""

    id: str
    title: str
    exercises: list[Written]

    @property
    def answered(self) -> list[Written]:
        """The exercises that were answered: what a learner's progress is made of."""
        return [one for one in self.exercises if one.answers]

    @property
    def open(self) -> list[Written]:
        """The exercises that were not answered yet."""
        return [one for one in self.exercises if not one.answers]

    @property
    def words(self) -> list[Written]:
        """The exercises in which there is anything of the learner's."""
        return [one for one in self.exercises if one.anything]


def everything(
    store: Store, learner: str, audiences: Sequence[Audience] = ("me", "anyone")
) -> list[ModuleWritten]:
    """Return every module of the course, with what `learner` wrote in it.

    What no exercise describes any more comes last: it is still theirs.

    Args:
        store: where the words are.
        learner: whose.
        audiences: those that the learner has somebody in, narrowest first.

    Raises:
        StoreError: the store did not answer.
    """
    given = by_exercise(store, learner)
    found = []
    for module in content.load_course().modules:
        mine = [
            written(one.id, one, *given.pop(one.id, ([], [])), audiences)
            for one in content.in_order(module.id)
        ]
        found.append(ModuleWritten(module.id, module.title, mine))
    if given:
        rest = [written(id, None, *mine, audiences) for id, mine in sorted(given.items())]
        found.append(ModuleWritten("", "No longer in the course", rest))
    return found


def written(
    id: str,
    exercise: Exercise | None,
    records: list[Record],
    drafts: list[Draft],
    audiences: Sequence[Audience],
) -> Written:
    """Return what a learner wrote in one exercise.

    Args:
        id: the exercise's.
        exercise: itself, if the course still has it.
        records: all that the learner did in it, oldest first.
        drafts: what is not answered, the newest first.
        audiences: those that the learner has somebody in.
    """
    answers = sharing.answers(records)[::-1]
    forms = [one.body.get("form") for one in answers]
    delivered = {
        one.body.get("handed_in")
        for one in records
        if one.what in ("delivered", "returned")
    }
    return Written(
        id=id,
        title=exercise.title if exercise else plain_text(id),
        steps=sharing.steps(audiences, exercise) if exercise else ["me"],
        answers=[
            Answer(one, in_words(exercise, one.body.get("answer"))) for one in answers
        ],
        drafts=[
            Unanswered(one, said)
            for one in drafts
            # A form may stand there emptied, after what was in it was sent.
            if one.body not in forms
            and not _went_on(one, [*drafts, *answers])
            and ((said := in_words(exercise, one.body)) or texts(one.body))
        ],
        sent=[
            _sent(one, exercise, one.id in delivered)
            for one in reversed(journey(records).versions)
        ],
        to_peers=[
            ToPeer(one.at, to_peer(one)) for one in reversed(records) if one.what == "peer"
        ],
    )


def _went_on(draft: Draft, others: Iterable[Draft | Record]) -> bool:
    """Return whether its writer had `draft` before them on another page, and went on."""
    id = draft.id or 0
    return any(
        id <= one.seen and id not in one.beside and one.page != draft.page for one in others
    )


def in_words(exercise: Exercise | None, answer: object) -> list[Said]:
    """Return an answer, or a form, as somebody reads it: plain text, whatever it holds."""
    try:
        said = exercise.in_words(answer) if exercise and isinstance(answer, dict) else None
    except Exception:  # noqa: BLE001  however an old answer looks, it is still theirs
        said = None
    if said is None:
        said = [Said("", text) for text in texts(answer)]
    return [Said(plain_text(one.to), plain_text(one.text)) for one in said]


def to_peer(record: Record) -> list[Said]:
    """Return what a "peer" says, as plain text, each with what it answers."""
    asked: dict[str, str] = record.body.get("asked", {})
    return [
        Said(plain_text(asked.get(id, "")), plain_text(text))
        for id, text in record.body["answers"].items()
        if text.strip()
    ]


def _sent(version: Version, exercise: Exercise | None, delivered: bool) -> Sent:  # noqa: FBT001  private
    withdrawn = version.state == "withdrawn"
    return Sent(
        at=version.sent.at,
        assignment=str(version.sent.body.get("assignment")),
        with_tutor=(delivered or version.state == "marking") and not withdrawn,
        number=version.number,
        state=version.state,
        said=in_words(exercise, {"answers": version.answers}),
        returned=_returned(version, exercise),
    )


def _returned(version: Version, exercise: Exercise | None) -> Returned | None:
    if version.returned is None:
        return None
    body: Json = version.returned.body
    said: Json = version.answered.body if version.answered else {}
    asked = exercise.asks() if exercise else None
    questions = asked.questions if asked else {}
    return Returned(
        at=version.returned.at,
        score=body.get("score", 0),
        max=body.get("max", 0),
        comments=[
            Comment(
                to=plain_text(questions.get(one["id"], "")),
                criterion=plain_text(one.get("criterion") or ""),
                level=plain_text(one.get("level") or ""),
                score=one["score"],
                max=one["max"],
                said=plain_text(one["comment"]),
            )
            for one in body.get("questions", [])
        ],
        answered=plain_text(said.get("text", "")),
        look=said.get("look", False),
    )
