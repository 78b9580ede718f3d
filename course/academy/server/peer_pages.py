"""Where learners of a cohort read each other, and find what was written to them."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from tornado import web

from academy import peers, sharing, written
from academy.assessment.book import Book, BookError
from academy.assessment.rubric import rubric
from academy.cohort import Cohort
from academy.content import ContentError, Module
from academy.journey import journey
from academy.peers import Letter, Round
from academy.server.member_pages import names_known
from academy.server.pages import Page
from academy.store import Json, Record

LONGEST = 5000
"""Characters in one box; the page's boxes say the same."""

ASK = "ask"  # the last box; nothing in a rubric is called so
NOT_NOW = (
    "You cannot read this just now: whoever reads others lets the others read them. "
    "What you had begun to write comes back in this tab when you can."
)
GONE = "They have just taken it back, so it cannot be read now, and nothing was sent."
EMPTY = "Write something in one box at least; a few words are enough."
LONG = "One box holds more than {most} characters; please shorten it."

_one_at_a_time = threading.Lock()
"""Two who come at once must not each draw a circle of their own."""


class Reading(NamedTuple):
    """One reflection that whoever is here reads.

    Attributes:
        place: its number on the page, from 0.
        name: what the cohort calls its author; "" if they are not named, or took it back.
        there: whether it can be read now.
        letter: what was written to the author already.
    """

    place: int
    name: str
    there: bool
    letter: Letter | None


class Shown(NamedTuple):
    """A round as whoever is here has it before them.

    Attributes:
        state: "send" (they have not handed in), "share" (the cohort may not read it),
            "wait" (too few take part) or "read".
        here: how many take part.
        to_me: what was written to them, each with the writer's name.
    """

    round: Round
    cohort: Cohort
    module: Module
    state: str
    here: int
    readings: list[Reading]
    to_me: list[tuple[str, Letter]]


class _PeerPage(Page):
    """What both pages have in common."""

    async def book(self) -> Book:
        """Return the gradebook, which knows who reads whom.

        Raises:
            BookError: it cannot be opened.
        """
        book: Book = (await self.settings["desk"].opened()).book
        return book

    def write_error(self, status_code: int, **about: Any) -> None:  # noqa: ANN401  as Tornado has it
        """Say what the gradebook says, if it did not answer."""
        error = about.get("exc_info", (None, None))[1]
        if isinstance(error, BookError | ContentError):
            self.sorry(503, str(error))
        else:
            super().write_error(status_code, **about)

    def rounds(self) -> list[tuple[Round, Cohort, Module]]:
        """Return the assignments of every cohort in which whoever is here learns."""
        found = []
        for mine in self.people.cohorts.memberships(self.learner):
            cohort = self.people.cohorts.get(mine.cohort)
            if cohort is None or mine.role != "learner":
                continue
            for module in map(self.settings["course"].module, cohort.modules()):
                if module and module.reflection:
                    exercise = peers.exercise_of(module.reflection)
                    one = Round(mine.cohort, module.reflection, exercise)
                    found.append((one, cohort, module))
        return found

    def authors(self, book: Book, one: Round) -> tuple[str, ...]:
        """Return whom whoever is here reads."""
        with _one_at_a_time:
            return peers.authors(self.store, self.people, book, self.learner, one)

    def answer(self, author: str, one: Round) -> Record | None:
        """Return what an author lets whoever is here read, now."""
        return peers.read(self.store, self.people, self.learner, author, one.exercise)


def _name(record: Record | None, author: str, known: Mapping[str, str]) -> str:
    # It was said that anyone can read it, without a name: a cohort is no exception. What
    # was taken back may have been read so before.
    unnamed = record is None or record.audience == "anyone"
    return "" if unnamed else known.get(author, "")


class Peers(_PeerPage):
    """Whom I read, and what was written to me."""

    @web.authenticated
    async def get(self) -> None:
        """Send it."""
        book = await self.book()
        shown = await asyncio.to_thread(self._shown, book)
        sent = self.get_query_argument("sent", "")
        self.show(
            "peers.html.j2",
            rounds=shown,
            in_cohort=bool(self.rounds()),
            sent=sent,
            learner=self.learner,
            fewest=peers.FEWEST,
        )

    def _shown(self, book: Book) -> list[Shown]:
        known = names_known(self.people, self.learner)
        found = []
        for one, cohort, module in self.rounds():
            letters = peers.letters_to(self.store, self.people, self.learner, one.exercise)
            if book.options(one.cohort, one.assignment).peers:
                found.append(self._round(book, one, cohort, module, letters, known))
            elif letters:
                to_me = _named(letters, known)
                found.append(Shown(one, cohort, module, "over", 0, [], to_me))
        return found

    def _round(  # noqa: PLR0913, PLR0917  what a round is made of
        self,
        book: Book,
        one: Round,
        cohort: Cohort,
        module: Module,
        letters: list[Letter],
        known: Mapping[str, str],
    ) -> Shown:
        mine = self.authors(book, one)
        by_me = peers.letters_by(self.store, self.people, self.learner, one.exercise)
        readings = []
        for place, author in enumerate(mine):
            record = self.answer(author, one)
            name = _name(record, author, known)
            readings.append(Reading(place, name, bool(record), by_me.get(author)))
        here = len(peers.taking_part(self.store, self.people, one.cohort, one.exercise))
        state = "read" if readings else self._state(one)
        return Shown(one, cohort, module, state, here, readings, _named(letters, known))

    def _state(self, one: Round) -> str:
        records = self.store.read(learner=self.learner, exercise=one.exercise)
        if not journey(records).on_desk:
            return "send"
        answers = sharing.answers(records)
        return "wait" if answers and peers.shares(answers[-1]) else "share"


def _named(letters: list[Letter], known: Mapping[str, str]) -> list[tuple[str, Letter]]:
    return [(known.get(one.learner, ""), one) for one in letters]


class ReadPeer(_PeerPage):
    """One reflection of a peer, and room to write to its author."""

    @web.authenticated
    async def get(self, cohort: str, assignment: str, place: str) -> None:
        """Send it, if its author lets whoever is here read it."""
        if not (chosen := await self._chosen(cohort, assignment, int(place))):
            self.sorry(404, NOT_NOW)
            return
        one, author = chosen
        mine = peers.letters_by(self.store, self.people, self.learner, one.exercise)
        before = mine[author].record.body["answers"] if author in mine else {}
        self._ask(one, author, int(place), before)

    async def _chosen(
        self, cohort: str, assignment: str, place: int
    ) -> tuple[Round, str] | None:
        book = await self.book()
        for one, _, _ in self.rounds():
            if (one.cohort, one.assignment) != (cohort, assignment):
                continue
            if not book.options(cohort, assignment).peers:
                break
            mine = await asyncio.to_thread(self.authors, book, one)
            if place < len(mine):
                return one, mine[place]
        return None

    def _ask(
        self,
        one: Round,
        author: str,
        place: int,
        values: Mapping[str, str],
        wrong: str = "",
    ) -> None:
        record = self.answer(author, one)
        if record is None:
            wrong = GONE
        known = names_known(self.people, self.learner)
        self.set_status(404 if record is None else 400 if wrong else 200)
        exercise = sharing.exercises()[one.exercise]
        said = written.in_words(exercise, record.body.get("answer")) if record else []
        self.show(
            "peer.html.j2",
            said=said,
            there=record is not None,
            name=_name(record, author, known),
            me=known.get(self.learner, ""),
            learner=self.learner,
            questions=_questions(one.assignment),
            ask=ASK,
            round=one,
            place=place,
            values=values,
            wrong=wrong,
            longest=LONGEST,
            uid=secrets.token_hex(8),
        )

    @web.authenticated
    async def post(self, cohort: str, assignment: str, place: str) -> None:
        """Keep what is written to the author, in place of anything before."""
        if not (chosen := await self._chosen(cohort, assignment, int(place))):
            self.sorry(404, NOT_NOW)
            return
        one, author = chosen
        asked = _questions(assignment) | {ASK: "A question I would ask"}
        answers = {id: self._field(id) for id in asked}
        if not any(text.strip() for text in answers.values()):
            self._ask(one, author, int(place), answers, EMPTY)
        elif max(map(len, answers.values())) > LONGEST:
            self._ask(one, author, int(place), answers, LONG.format(most=LONGEST))
        elif self.answer(author, one) is None:
            self._ask(one, author, int(place), answers)
        else:
            self._keep(one, author, {"asked": asked, "answers": answers})
            where = f"{cohort}/{assignment}/{place}"
            self.redirect(f"{self.base_url}cohort/peers?sent={where}")

    def _keep(self, one: Round, author: str, said: Json) -> None:
        uid = self.get_body_argument("uid", "")[:40]
        self.store.append(
            Record(
                what="peer",
                learner=self.learner,
                exercise=one.exercise,
                version=self.settings["course_version"],
                at=datetime.now(UTC),
                # The ladder has no step for one person: `peers` alone lets them read it.
                audience="me",
                body={"assignment": one.assignment, "author": author} | said,
                uid=f"peer.{uid}" if uid else None,
            )
        )

    def _field(self, name: str) -> str:
        given: str = self.get_body_argument(name, "", strip=False)
        return given.replace("\r\n", "\n")


def _questions(assignment: str) -> dict[str, str]:
    """Return what a peer is asked, by `grade_id`: the criteria as questions."""
    return {id: one.peers for id, one in rubric(assignment).items() if one.peers}


ROUTES: list[tuple[str, type[Page], dict[str, Any]]] = [
    ("/cohort/peers", Peers, {}),
    (
        r"/cohort/peers/(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})/(\d{1,2})",
        ReadPeer,
        {},
    ),
]
