"""A tutor's marking: the queue, and one reflection with its rubric beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tornado import web

from academy.assessment.book import Book, BookError, Conflict, Given, Marking, Replaced
from academy.assessment.marker import Opened, Withdrawn
from academy.people import names
from academy.server import marking_back as backs
from academy.server import marking_queue as queue
from academy.server import marking_rounds, worries
from academy.server import marking_view as view
from academy.server.desk import Open
from academy.server.marking_errands import moment
from academy.server.marking_page import MarkingPage
from academy.server.marking_rounds import SOON, begin_look, looking
from academy.server.pages import Page
from academy_widgets.typeset.words import plain_text

LONGEST_COMMENT = 5000  # characters; the page's boxes say the same


class Ready(MarkingPage):
    """Says when the gradebook is open."""

    @web.authenticated
    async def get(self) -> None:
        """Answer then, and no sooner."""
        try:
            await self.desk.opened()
        except BookError as error:
            self.tell(503, why=str(error))
        else:
            self.tell(200, ready=True)


class Queue(MarkingPage):
    """What waits, across assignments."""

    @web.authenticated
    async def get(self) -> None:
        """Send it; while the gradebook is on its way, a page that waits for it."""
        self.desk.begin()
        if (open_ := self.desk.now) is None:
            self.show("marking_wait.html.j2")
            return
        look = self.desk.errands.last(looking(self.learner))
        if look is None or (look.ended and datetime.now(UTC) - look.ended > SOON):
            look = begin_look(self, open_)
            await moment(look)
        waiting = await self.waiting(open_)
        works, known = waiting.works, waiting.known
        not_taken = await self.at_desk(backs.not_taken, self.people, known)
        back = await self.at_desk(backs.backs, self.store, known, works)
        titles = {one.assignment: queue.about(one.assignment).title for one in works}
        self.show(
            "marking.html.j2",
            groups=waiting.groups,
            waiting=len(waiting.order),
            blind=waiting.blind,
            done=waiting.done,
            rows=queue.progress(known, works),
            look=look,
            not_taken=not_taken,
            backs=back,
            waits=backs.WAITS,
            states=queue.STATES,
            cohorts=known.titles,
            assignments=titles,
            chosen=self.chosen,
            query=self.chosen.query,
            about=queue.about,
            name_of=known.name,
            cohort_of=lambda learner: known.titles.get(known.cohort(learner) or "", ""),
            minutes=queue.minutes,
            lateness=queue.lateness,
            words_a_minute=queue.WORDS_A_MINUTE,
        )


class One(MarkingPage):
    """One reflection, with its rubric beside it."""

    async def open(self, id: str) -> tuple[Open, Opened]:
        """Return the gradebook, and what this tutor may mark in it.

        Raises:
            HTTPError: 404, the same for what is not there and what is not theirs.
        """
        open_ = await self.desk.opened()
        try:
            return open_, await self.at_desk(open_.marker.open, self.learner, int(id))
        except KeyError as error:
            raise web.HTTPError(404) from error

    @web.authenticated
    async def get(self, id: str) -> None:
        """Send it; an older version's address leads to the newest."""
        self.desk.begin()
        if self.desk.now is None:
            self.show("marking_wait.html.j2")
            return
        open_, opened = await self.open(id)
        work, blind = opened.work, opened.blind_second
        if work.id != int(id):
            self.redirect(f"{self.base_url}tutor/marking/{work.id}{self.chosen.query}")
            return
        known = queue.known(self.people, self.learner)
        earlier = [] if blind else opened.earlier
        found = view.answers(work, opened.answers, opened.marking, earlier, opened.before)
        cohort = known.cohort(work.learner) or ""
        contact = worries.contact(self.people, cohort)
        self.show(
            "marking_one.html.j2",
            work=work,
            blind=blind,
            about=queue.about(work.assignment),
            answers=found,
            total=sum(one.score or 0 for one in found if not one.empty),
            seen=opened.marking.id if opened.marking else 0,
            changes=view.history(opened.history, [one.id for one in found], self.tutors()),
            earlier=earlier[::-1],
            titles={one.id: queue.about(one.assignment).title for one, _ in earlier},
            answered=opened.answered and opened.answered.body,
            name=known.name(work.learner),
            cohort=known.titles.get(cohort, ""),
            contact=contact
            and {"name": contact.name, "me": contact.learner == self.learner},
            next=queue.after(await self.order(open_), work.id),
            query=self.chosen.query,
            phrases=phrases(open_.book, self.learner),
            numbered={one.id: str(one.number) for one in found},
            minutes=queue.minutes,
            lateness=queue.lateness,
            words_a_minute=queue.WORDS_A_MINUTE,
        )

    def tutors(self) -> dict[str, str]:
        """Return what those are called who may have marked, by id."""
        mine = self.people.cohorts.memberships(self.learner)
        everybody = [one for my in mine for one in self.people.cohorts.members(my.cohort)]
        known = names(one for one in everybody if one.role == "tutor")
        return known | {"formgrader": "nbgrader’s own page", self.learner: "you"}

    @web.authenticated
    async def post(self, id: str) -> None:
        """Keep what the tutor gives, unless somebody else has marked meanwhile."""
        open_ = await self.desk.opened()
        try:
            given = self._given()
            seen = self.number("seen", "0")
            save = open_.marker.save
            saved = await self.at_desk(save, self.learner, int(id), given, seen=seen)
        except Conflict as conflict:
            self._conflict(conflict.now)
        except Withdrawn as error:
            self.refuse(410, str(error))
        except KeyError:
            raise web.HTTPError(404) from None
        except Replaced as error:
            self.refuse(410, str(error))
        except ValueError as error:
            self.refuse(400, str(error))
        else:
            if self.asked_by_script:
                at = saved.at.isoformat()
                self.tell(200, seen=saved.id, at=at, given=_shown(saved))
            else:
                self.redirect(f"{self.base_url}tutor/marking{self.chosen.query}")

    def _given(self) -> dict[str, Given]:
        """Return what the form gives.

        Raises:
            ValueError: something in it is no mark; told in one sentence.
        """
        # Where nothing was written there is nothing to mark, and still something to say.
        empty = self.get_body_arguments("empty")
        given = {}
        for field in self.request.body_arguments:
            kind, _, id = field.partition("-")
            if kind != "comment":
                continue
            comment = plain_text(self.get_body_argument(field)).strip()
            if len(comment) > LONGEST_COMMENT:
                raise ValueError(
                    f"A comment has {len(comment)} characters; it may have "
                    f"{LONGEST_COMMENT} at most."
                )
            if id in empty:
                given[id] = Given(score=0, comment=comment or view.UNANSWERED)
            else:
                level = self.get_body_argument(f"level-{id}", "")
                given[id] = Given(score=_points(level), comment=comment)
        return given

    def _conflict(self, now: Marking) -> None:
        who = self.tutors().get(now.tutor, "another tutor")
        who = who[:1].upper() + who[1:]
        if not self.asked_by_script:
            self.sorry(409, f"{who} has marked this since you opened it.")
            return
        at = now.at.isoformat()
        self.tell(409, who=who, at=at, seen=now.id, given=_shown(now))


def _points(level: str) -> float | None:
    if not level:
        return None
    try:
        return float(level)
    except ValueError:
        raise ValueError("A level was sent that is no number of points.") from None


def _comment(given: Given) -> str:
    return "" if given.comment == view.UNANSWERED else given.comment


def _shown(marking: Marking) -> dict[str, dict[str, Any]]:
    return {
        id: {"score": one.score, "comment": _comment(one)}
        for id, one in marking.given.items()
    }


def phrases(book: Book, tutor: str) -> list[dict[str, Any]]:
    """Return the comments that `tutor` can use, as the page takes them."""
    return [
        {
            "id": one.id,
            "text": one.text,
            "shared": one.shared,
            "mine": one.owner == tutor,
            "used": one.used,
        }
        for one in book.phrases(tutor)
    ]


ROUTES: list[tuple[str, type[Page], dict[str, Any]]] = [
    *marking_rounds.ROUTES,
    ("/tutor/marking", Queue, {}),
    ("/tutor/marking/ready", Ready, {}),
    (r"/tutor/marking/(\d{1,12})", One, {}),
]
