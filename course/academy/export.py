"""Everything that one learner wrote, as a file of their own to take away."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import jinja2

import academy_widgets
from academy import content, sharing
from academy.people import People
from academy.store import Json, Record, Store
from academy.written import everything

FORMAT = "relationships-academy/words/1"

_HERE = Path(__file__).parent


def export(
    store: Store, people: People, learner: str, now: datetime | None = None
) -> bytes:
    """Return a zip file: what `learner` wrote, to be read by people and by programs.

    Raises:
        StoreError: the store did not answer.
    """
    at = (now or datetime.now(UTC)).astimezone(UTC)
    parts = {
        "README.txt": _README,
        "my-words.html": readable(store, people, learner, at),
        "my-words.json": json.dumps(data(store, people, learner, at), indent=2),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            member = zipfile.ZipInfo(f"my-words/{name}", at.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            file.writestr(member, text)
    return packed.getvalue()


def data(store: Store, people: People, learner: str, at: datetime) -> Json:
    """Return all that is kept of `learner`'s words, as it is kept.

    Raises:
        StoreError: the store did not answer.
    """
    records = store.read(learner=learner)
    return {
        "format": FORMAT,
        "exported_at": at.isoformat(),
        "learner": learner,
        "records": [_told(one) for one in records],
        "drafts": [one.model_dump(mode="json") for one in store.drafts(learner=learner)],
        "audience_now": {str(one.id): one.audience for one in sharing.answers(records)},
        "cohorts": [
            {
                "cohort": one.cohort,
                "title": cohort.title,
                "as": one.role,
                "name": one.name,
                "joined_at": one.joined_at.isoformat(),
                "words_erased_on": cohort.erased().date().isoformat(),
            }
            for one in people.cohorts.memberships(learner)
            if (cohort := people.cohorts.get(one.cohort))
        ],
    }


def _told(record: Record) -> Json:
    told = record.model_dump(mode="json")
    if record.what == "peer":
        del told["body"]["author"]  # somebody else's id; it is no word of the learner's
    return told


def readable(store: Store, people: People, learner: str, at: datetime) -> str:
    """Return the same as one page that needs nothing beside it.

    Raises:
        StoreError: the store did not answer.
    """
    steps = people.cohorts.audiences(learner)
    tokens = Path(academy_widgets.__file__).parent / "tokens.css"
    return _page().render(
        course=content.load_course(),
        modules=[one for one in everything(store, learner, steps) if one.words],
        readers=sharing.readers,
        at=at,
        tokens=tokens.read_text("utf-8"),
    )


@cache
def _page() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, trim_blocks=True
    )
    environment.globals.update(day=_day, moment=_moment)
    return environment.get_template("export.html.j2")


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def _moment(at: datetime) -> str:
    return f"{_day(at)}, {at:%H:%M}"


_README = """\
This is everything that you wrote in the Relationships Academy.

my-words.html   to read: open it in any browser, or print it. It needs no network.
my-words.json   the same for a program, as the Academy keeps it:
                records       what happened, oldest first: "response" is an answer,
                              "shared" gives an answer (body.of) another audience,
                              "handed_in", "withdrawn", "delivered", "marking",
                              "returned" and "answered" are what went to a tutor, was
                              taken back or came back, and what you said to it;
                              "peer" is what you wrote about somebody else's,
                "counted" lets your answer count in what your cohort finds
                drafts        what you had not answered yet
                audience_now  who could read each answer when this was made, by its id
                cohorts       the groups you were in
                Times are in UTC; "version" is the version of the course you saw.

Whoever can open this file can read your words. Keep it where only you can.
"""
