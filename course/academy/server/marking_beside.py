"""What stands beside marking: comments to use again, and worries about a person."""

from __future__ import annotations

from typing import Any

from tornado import web

from academy.server import marking_queue as queue
from academy.server import worries
from academy.server.desk import Open
from academy.server.marking_page import MarkingPage
from academy.server.marking_pages import One, phrases
from academy.server.pages import Page
from academy_widgets.typeset.words import plain_text


class Worry(One):
    """A worry about whoever wrote a reflection, for the named contact alone."""

    @web.authenticated
    async def get(self, id: str) -> None:
        """Lead whoever opens this address to the reflection."""
        self.redirect(f"{self.base_url}tutor/marking/{id}")

    @web.authenticated
    async def post(self, id: str) -> None:
        """Tell the contact."""
        open_, opened = await self.open(id)
        note = plain_text(self.get_body_argument("note", "")).strip()
        cohort = queue.known(self.people, self.learner).cohort(opened.work.learner)
        contact = worries.contact(self.people, cohort) if cohort else None
        if contact is None:
            self.refuse(409, "There is nobody yet whom this could go to.")
            return
        if not note:
            self.refuse(400, "Please write what worries you; nothing was sent.")
            return
        try:
            tell = open_.book.raise_worry
            work = opened.work.id
            await self.at_desk(tell, work, self.learner, contact.learner, note)
        except ValueError as error:
            self.refuse(400, str(error))
            return
        said = f"{contact.name} has it on their own page now. It is not in the marks."
        if self.asked_by_script:
            self.tell(200, said=said)
        else:
            self.redirect(f"{self.base_url}tutor/marking/{work}")


class Worries(MarkingPage):
    """The worries that came to whoever is here."""

    @web.authenticated
    async def post(self) -> None:
        """Settle one."""
        open_ = await self.desk.opened()
        try:
            worry = self.number("worry")
            await self.at_desk(open_.book.settle_worry, worry, self.learner)
        except ValueError:
            raise web.HTTPError(404) from None
        self.redirect(f"{self.base_url}tutor#marking")


class Comments(MarkingPage):
    """A tutor's comments, to use again."""

    @web.authenticated
    async def post(self) -> None:
        """Add, change, remove or count the use of one; answer with all there are."""
        open_ = await self.desk.opened()
        try:
            await self.at_desk(self._do, open_)
        except ValueError as error:
            self.tell(400, why=str(error))
            return
        self.tell(200, phrases=phrases(open_.book, self.learner))

    def _do(self, open_: Open) -> None:
        text = plain_text(self.get_body_argument("text", "")).strip()
        shared = self.get_body_argument("shared", "") == "yes"
        do, book = self.get_body_argument("do", ""), open_.book
        if do == "add":
            book.add_phrase(self.learner, text, shared=shared)
            return
        id = self.number("phrase")
        if do == "change":
            book.change_phrase(id, self.learner, text, shared=shared)
        elif do == "remove":
            book.remove_phrase(id, self.learner)
        elif any(one.id == id for one in book.phrases(self.learner)):
            book.use_phrase(id)


ROUTES: list[tuple[str, type[Page], dict[str, Any]]] = [
    (r"/tutor/marking/(\d{1,12})/worry", Worry, {}),
    ("/tutor/worries", Worries, {}),
    ("/tutor/comments", Comments, {}),
]
