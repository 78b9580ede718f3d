"""A learner's own reflections, and what their tutor said to them, as a PDF to keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from academy import content, sharing
from academy.assessment.feedback import Mark, Part, moment, parts
from academy.journey import Version, journey
from academy.store import Record, Store, by_exercise
from academy_widgets.exercise import Exercise
from academy_widgets.typeset.pages import ACCENT, INK, UNPRINTABLE, Pages
from academy_widgets.typeset.words import plain_text

TITLE = "My reflections"


@dataclass(frozen=True)
class Text:
    """One version of a reflection, as its writer keeps it.

    Attributes:
        facts: when it was sent and came back, as sentences.
        parts: what was asked, written and marked.
        said_back: what the learner said to the tutor's marks.
        version: which it is, if there are several.
    """

    facts: list[str]
    parts: list[Part]
    said_back: str = ""
    version: str = ""


@dataclass(frozen=True)
class Reflection:
    """One reflection: of all versions, those that came back and the newest."""

    title: str
    module: str
    texts: list[Text] = field(default_factory=list)


def portfolio(store: Store, learner: str, now: datetime | None = None) -> bytes:
    """Return a PDF of what `learner` wrote in reflections and their tutor said to it.

    Nobody else's words are in it: none of peers, none that the tutor kept apart.

    Raises:
        StoreError: the store did not answer.
    """
    at = (now or datetime.now(UTC)).astimezone(UTC)
    paper = Pages(TITLE, at)
    paper.add_page()
    paper.heading(1, TITLE)
    paper.facts(
        f"Written in “{content.load_course().title}”. Put together on {moment(at)}."
    )
    found = reflections(store, learner)
    if not found:
        paper.words("There is no reflection here yet. What you write in one will be.")
    for place, one in enumerate(found):
        if place:
            paper.add_page()
        _write(paper, one)
    if paper.unprintable:
        paper.ln(6)
        paper.facts(
            f"A {UNPRINTABLE} stands where this file has no letter for what was written. "
            "The words themselves are whole on “My page”."
        )
    return bytes(paper.output())


def reflections(store: Store, learner: str) -> list[Reflection]:
    """Return the reflections that `learner` has written, in the course's order.

    Raises:
        StoreError: the store did not answer.
    """
    done = {id: records for id, (records, _) in by_exercise(store, learner).items()}
    found = []
    for module in content.load_course().modules:
        for exercise in content.in_order(module.id):
            records = done.pop(exercise.id, [])
            if exercise.asks():
                texts = list(_texts(exercise, records))
                found.append(Reflection(exercise.title, module.title, texts))
    for id, records in sorted(done.items()):  # of exercises that have left the course
        found.append(Reflection(plain_text(id), "", list(_texts(None, records))))
    return [one for one in found if one.texts]


def _texts(exercise: Exercise | None, records: list[Record]) -> Iterator[Text]:
    asks = exercise.asks() if exercise else None
    asked = dict(asks.questions) if asks else {}
    versions = journey(records).versions
    for one in versions:
        if one.returned or one == versions[-1]:
            returned = one.returned.body if one.returned else None
            read = parts(asked, one.answers, returned)
            said = one.answered.body.get("text", "") if one.answered else ""
            several = len(versions) > 1
            version = f"Version {one.number} of {len(versions)}" if several else ""
            yield Text(list(_facts(one)), read, said, version)
    answers = sharing.answers(records)
    if asks and answers and not versions:
        kept = answers[-1].body["answer"].get("answers", {})
        facts = [f"Kept on {moment(answers[-1].at)}, and not sent to a tutor."]
        yield Text(facts, parts(asked, kept))


def _facts(version: Version) -> Iterator[str]:
    yield f"Sent to a tutor on {moment(version.sent.at)}."
    if version.state == "withdrawn":
        yield "Taken back afterwards."
    if version.returned:
        told = version.returned.body
        yield (
            f"Returned on {moment(version.returned.at)}, "
            f"{told['score']:g} of {told['max']:g} points."
        )


def _write(paper: Pages, reflection: Reflection) -> None:
    paper.heading(2, reflection.title)
    if reflection.module:
        paper.facts(reflection.module)
    for text in reflection.texts:
        if text.version:
            paper.heading(3, text.version)
        paper.facts(" ".join(text.facts))
        for place, part in enumerate(text.parts, 1):
            paper.heading(3, part.asked or f"Question {place}")
            if part.answer:
                paper.words(part.answer)
            else:
                paper.facts("Left out.")
            if part.mark:
                _write_mark(paper, part.mark)
        if text.said_back:
            paper.heading(3, "What I said to this")
            paper.words(text.said_back)
        paper.ln(8)


def _write_mark(paper: Pages, mark: Mark) -> None:
    paper.ln(1)
    if mark.criterion:
        paper.facts(f"My tutor looked for: {mark.criterion}")
    found = f"{mark.level} " if mark.level else ""
    points = f"{mark.score:g} of {mark.max:g} points"
    paper.facts(f"My tutor found: {found}({points})" if found else points, INK)
    if mark.comment:
        paper.words(mark.comment, beside=ACCENT)
