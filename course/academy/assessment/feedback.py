"""A returned reflection as a page of its own, and what any telling of it consists of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jinja2

import academy_widgets
from academy_widgets.typeset.words import plain_text

_TEMPLATES = Path(__file__).parent / "templates"


class Mark(NamedTuple):
    """What a tutor gave for one answer.

    Attributes:
        criterion: what the tutor looked for.
        level: what they found, in the rubric's words; "" if none of its levels fits.
        score, max: points.
        comment: what the tutor says.
    """

    criterion: str
    level: str
    score: float
    max: float
    comment: str


class Part(NamedTuple):
    """One question of a reflection, as plain text.

    Attributes:
        asked: the question; "" if nobody knows it any more.
        answer: what the learner wrote; "" if they left it out.
        mark: what a tutor gave for it; None while it is not returned.
    """

    asked: str
    answer: str
    mark: Mark | None


def parts(
    asked: Mapping[str, str],
    answers: Mapping[str, str],
    returned: Mapping[str, Any] | None = None,
) -> list[Part]:
    """Return a reflection question by question.

    Args:
        asked: the questions by `grade_id`, in their order.
        answers: what was written, by `grade_id`; what no question asks for comes last.
        returned: the body of the "returned" record about these answers.
    """
    marks = {one["id"]: one for one in (returned or {}).get("questions", [])}
    ids = dict.fromkeys([*asked, *marks, *answers])
    return [
        Part(
            plain_text(asked.get(id, "")).strip(),
            plain_text(answers.get(id, "")).strip("\n"),
            _mark(marks[id]) if id in marks else None,
        )
        for id in ids
        if id in marks or answers.get(id, "").strip()
    ]


def _mark(told: Mapping[str, Any]) -> Mark:
    return Mark(
        plain_text(told.get("criterion", "")),
        plain_text(told.get("level", "")),
        told["score"],
        told["max"],
        plain_text(told["comment"]),
    )


def page(  # noqa: PLR0913  what a page consists of
    *,
    title: str,
    sent_at: datetime,
    returned_at: datetime,
    questions: list[Part],
    score: float,
    max: float,  # noqa: A002  the record's word
) -> str:
    """Return a returned reflection as HTML that needs nothing beside it.

    Args:
        title: the reflection's.
        sent_at: when the learner sent these answers.
        returned_at: when the tutor's marks came back.
        questions: what `parts` made.
        score: the points given in all.
        max: the points that can be given in all.
    """
    return _template().render(
        title=title,
        sent_at=sent_at,
        returned_at=returned_at,
        questions=questions,
        score=score,
        max=max,
    )


def moment(at: datetime) -> str:
    """Return a time as it is told in a file, which knows nobody's own zone."""
    return f"{at.day} {at:%B %Y}, {at:%H:%M} UTC"


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    tokens = Path(academy_widgets.__file__).parent / "tokens.css"
    environment.globals.update(moment=moment, tokens=tokens.read_text("utf-8"))
    environment.filters["points"] = "{:g}".format
    return environment.get_template("feedback.html.j2")
