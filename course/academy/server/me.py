"""My page: everything that somebody wrote, for them alone, to share, take or erase."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from tornado import web

from academy import sharing, written
from academy.cohort import Cohort
from academy.erasing import erase
from academy.export import export
from academy.people import Member
from academy.server.ending import end_kernels
from academy.server.pages import Page
from academy.sharing import SharingError
from academy.written import ModuleWritten, Written

NOT_YOURS = "There is no answer of yours by that number; it may have been erased."


class _Mine(Page):
    """What the pages about one's own words have in common."""

    def modules(self) -> list[ModuleWritten]:
        """Return everything that whoever is here wrote."""
        steps = self.people.cohorts.audiences(self.learner)
        return written.everything(self.store, self.learner, steps)

    def cohorts(self) -> list[tuple[Member, Cohort]]:
        """Return the cohorts of whoever is here."""
        found = [
            (one, self.people.cohorts.get(one.cohort))
            for one in self.people.cohorts.memberships(self.learner)
        ]
        return [(one, cohort) for one, cohort in found if cohort]


class Me(_Mine):
    """Everything I wrote."""

    @web.authenticated
    def get(self) -> None:
        """Send it."""
        self.show(
            "me.html.j2",
            modules=self.modules(),
            cohorts=self.cohorts(),
            has_phrase=self.people.known.has_phrase(self.learner),
            readers=sharing.readers,
            words_of=sharing.WORDS,
        )


class MoveAudience(_Mine):
    """Who may read one answer, from now on."""

    @web.authenticated
    def get(self) -> None:
        """Lead whoever opens this address to where it is chosen."""
        self.redirect(f"{self.base_url}me")

    @web.authenticated
    def post(self) -> None:
        """Move an answer of one's own up or down the ladder."""
        number, to = self.get_body_argument("record", ""), self.get_body_argument("to", "")
        answers = sharing.answers(self.store.read(learner=self.learner))
        mine = [one for one in answers if str(one.id) == number]
        step = next((one for one in sharing.LADDER if one == to), None)
        if not mine:
            self.sorry(404, NOT_YOURS)
        elif step is None:
            self.sorry(400, "There is nobody of that name to share it with.")
        else:
            try:
                sharing.move(self.store, self.people.cohorts, mine[0], step)
            except SharingError as error:
                self.sorry(403, str(error))
                return
            place = mine[0].exercise.replace("/", "-")
            self.redirect(f"{self.base_url}me#{place}")


class Export(_Mine):
    """Everything I wrote, as a file to keep."""

    @web.authenticated
    async def get(self) -> None:
        """Send one zip file."""
        packed = await asyncio.to_thread(export, self.store, self.people, self.learner)
        day = datetime.now(UTC).date().isoformat()
        self.set_header("Content-Type", "application/zip")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Disposition", f'attachment; filename="my-words-{day}.zip"')
        self.finish(packed)


class Erase(_Mine):
    """Take what I wrote away for good: all of it, or what is in one exercise."""

    @web.authenticated
    def get(self) -> None:
        """Say what would go and what would stay, and ask."""
        chosen = self._chosen(self.get_query_argument("exercise", ""))
        if chosen is not None:
            self._ask(chosen)

    def _chosen(self, exercise: str) -> list[Written] | None:
        """Return what is to go; None when there is nothing by that name, which is told."""
        there = [one for module in self.modules() for one in module.words]
        if not exercise:
            return there
        if found := [one for one in there if one.id == exercise]:
            return found
        self.sorry(404, "You have nothing written in that exercise; it may be erased.")
        return None

    def _ask(self, chosen: list[Written], wrong: str = "") -> None:
        self.set_status(400 if wrong else 200)
        self.show("erase.html.j2", wrong=wrong, **self._about(chosen))

    def _about(self, chosen: list[Written]) -> dict[str, object]:
        one = self.get_argument("exercise", "")
        cohorts = self.cohorts()
        return {
            "exercise": chosen[0] if one else None,
            "answers": sum(len(one.answers) for one in chosen),
            "drafts": sum(len(one.drafts) for one in chosen),
            "taken": [
                (one, sent) for one in chosen for sent in one.sent if sent.with_tutor
            ],
            "goes": [
                (one, sent) for one in chosen for sent in one.sent if not sent.with_tutor
            ],
            "cohorts": [] if one else cohorts,
            "contacts": sorted({cohort.contact for _, cohort in cohorts}),
            "tutor": not one and self.people.is_tutor(self.learner),
        }

    @web.authenticated
    async def post(self) -> None:
        """Erase it, once it is said that this is meant."""
        exercise = self.get_body_argument("exercise", "")
        chosen = self._chosen(exercise)
        if chosen is None:
            return
        if self.get_body_argument("sure", "") != "yes":
            self._ask(chosen, "Please tick that you mean it; nothing is erased so far.")
            return
        about = self._about(chosen)  # who is to be asked is forgotten with the rest
        if not exercise:
            # A page that is open elsewhere must not put the words back. For one exercise
            # alone it is left open: what is being written beside it would be lost.
            await end_kernels(self.settings, self.learner)
        late = await asyncio.to_thread(
            erase, self.store, self.people, self.learner, exercise or None
        )
        if not exercise:
            await end_kernels(self.settings, self.learner)
            self.identity.clear_login_cookie(self)
            # Half-written words that the browser still keeps, in any tab.
            self.set_header("Clear-Site-Data", '"storage"')
        self.show("erased.html.j2", late=late, **about)
