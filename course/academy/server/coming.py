"""Coming back, joining, and going: the ways to be somebody here without an account."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from tornado import web

from academy import phrases, session
from academy.people import Invitation, InvitationError, People
from academy.phrases import PhraseError
from academy.server.identity import Learner
from academy.server.pages import Page, has_words
from academy.server.tries import Tries


def tries() -> Tries:
    """Return a count of how many phrases and codes are tried in ten minutes.

    A phrase has 66 bits, so this is not what keeps it; it keeps the slow hash from
    being used to hold the server up.
    """
    return Tries(each=10, together=300, seconds=600)


TOO_OFTEN = "That was tried too often just now. Please wait ten minutes and try again."


class _Coming(Page):
    """What coming back and joining have in common."""

    @property
    def people(self) -> People:
        known: People = self.settings["people"]
        return known

    def may_try(self) -> bool:
        """Return whether this address may try once more; count it."""
        made: Tries = self.settings["tries"]
        return made.allow(self.request.remote_ip or "")

    async def give_phrase(self, learner: str) -> str:
        """Return a new return phrase for `learner`, in place of any before."""
        phrase = phrases.new()
        hashed = await asyncio.to_thread(phrases.hashed, phrase, session.phrase_salt())
        self.people.known.set_phrase(learner, hashed)
        return phrase

    def come_in(self, learner: str) -> None:
        """Let this browser be `learner`'s from now on."""
        self.identity.switch(self, learner)


class ComeBack(_Coming):
    """Carry on at another device, by a return phrase."""

    @web.authenticated
    def get(self) -> None:
        """Ask for the phrase."""
        self._ask()

    def _ask(self, refusal: str = "", status: int = 200) -> None:
        self.set_status(status)
        mine = has_words(self.settings["store"], self.current_user.username)
        self.show("come_back.html.j2", refusal=refusal, words_here=mine)

    @web.authenticated
    async def post(self) -> None:
        """Let in whoever has the phrase, as who they are."""
        try:
            phrase = phrases.read(self.get_body_argument("phrase", ""))
        except PhraseError as error:
            self._ask(str(error), 400)
            return
        if not self.may_try():
            self._ask(TOO_OFTEN, 429)
            return
        hashed = await asyncio.to_thread(phrases.hashed, phrase, session.phrase_salt())
        learner = self.people.known.by_phrase(hashed)
        if learner is None:
            self._ask("Nobody here has this phrase. A newer one may have replaced it.", 403)
            return
        here = self.current_user.username
        if self.get_body_argument("here", "") == "mine" and here != learner:
            self.people.known.same(here, learner)
        self.come_in(learner)
        self.redirect(f"{self.base_url}me")


class MakePhrase(_Coming):
    """A new return phrase, shown once."""

    @web.authenticated
    async def post(self) -> None:
        """Make one and show it; it stands in no address and no history."""
        if not self.may_try():
            self.set_status(429)
            self.show("sorry.html.j2", sorry=TOO_OFTEN)
            return
        phrase = await self.give_phrase(self.current_user.username)
        self.show("phrase.html.j2", phrase=phrase)


class SignOut(_Coming):
    """Leave this browser, or all of them."""

    @web.authenticated
    def post(self) -> None:
        """Take the cookie away; what was written stays, for whoever has the phrase."""
        if self.get_body_argument("where", "here") == "everywhere":
            self.people.known.sign_out_everywhere(self.current_user.username)
        self.identity.clear_login_cookie(self)
        # What the browser still keeps of this person's pages and half-written words.
        self.set_header("Clear-Site-Data", '"cache", "storage"')
        self.redirect(self.base_url)


class Join(_Coming):
    """Come into a cohort, or become a tutor, by an invitation."""

    @web.authenticated
    def get(self) -> None:
        """Ask for the code; the link carries it behind a #, which is sent nowhere."""
        self.show("join.html.j2", invitation=None, refusal="")

    @web.authenticated
    async def post(self) -> None:
        """Show what the invitation is to; then, if they say so, let them in."""
        code = self.get_body_argument("code", "").rpartition("#")[2]
        if not self.may_try():
            self._refuse(TOO_OFTEN, 429)
            return
        try:
            invitation = self.people.invitations.find(code)
            if self.get_body_argument("step", "look") != "join":
                self._look(invitation, code)
                return
            await self._join(invitation, code)
        except InvitationError as error:
            self._refuse(str(error), 403)

    def _refuse(self, refusal: str, status: int) -> None:
        self.set_status(status)
        self.show("join.html.j2", invitation=None, refusal=refusal)

    def _look(self, invitation: Invitation, code: str) -> None:
        store, learner = self.settings["store"], self.current_user.username
        self.show(
            "join.html.j2",
            invitation=invitation,
            cohort=self._cohort(invitation),
            code=code,
            words_here=has_words(store, learner),
            refusal="",
        )

    async def _join(self, invitation: Invitation, code: str) -> None:
        here = self.current_user.username
        store = self.settings["store"]
        apart = self.get_body_argument("here", "") == "apart"
        known = self.people.known.has_phrase(here)
        learner = session.new_learner() if apart and has_words(store, here) else here
        self.people.invitations.join(
            code, learner, name=self.get_body_argument("name", "")[:80]
        )
        self.come_in(learner)
        phrase = "" if known and learner == here else await self.give_phrase(learner)
        self.show(
            "joined.html.j2",
            invitation=invitation,
            cohort=self._cohort(invitation),
            phrase=phrase,
        )

    def _cohort(self, invitation: Invitation) -> Any:  # noqa: ANN401  a template takes it
        return self.people.cohorts.get(invitation.cohort) if invitation.cohort else None


class OwnersDoor(Page):
    """The link that `academy serve` opens: it works once, for the machine's owner."""

    @web.authenticated
    def get(self, token: str) -> None:
        """Make the visitor the owner of this machine, if the token is still good."""
        good = self.settings.pop("owner_token", "")
        if good and secrets.compare_digest(token, good):
            people: People = self.settings["people"]
            owner = Learner(people.known.canonical(session.owner()))
            self.identity.set_login_cookie(self, owner)
        elif good:
            self.settings["owner_token"] = good
        self.redirect(self.base_url)
