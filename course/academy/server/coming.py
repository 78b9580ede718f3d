"""Coming back, joining, and going: the ways to be somebody here without an account."""

from __future__ import annotations

import asyncio
import secrets

from tornado import web

from academy import phrases, session
from academy.cohort import Cohort
from academy.people import Invitation, InvitationError, UnknownInvitationError
from academy.phrases import PhraseError
from academy.server.ending import end_kernels
from academy.server.identity import Learner
from academy.server.pages import Page, has_words
from academy.server.tries import Tries
from academy_widgets.typeset.words import plain_text


def tries() -> Tries:
    """Return a count of how many phrases and codes are tried in ten minutes.

    A phrase has 66 bits, so this is not what keeps it; it keeps the slow hash from
    being used to hold the server up.
    """
    return Tries(each=10, together=300, seconds=600)


TOO_OFTEN = "That was tried too often just now. Please wait ten minutes and try again."

_SLOW_HASHES = asyncio.Semaphore(2)
"""Each takes 64 MiB and a tenth of a second; many at once would stop everybody's work."""

LONGEST_NAME = 80


async def _hashed(phrase: str) -> str:
    async with _SLOW_HASHES:
        return await asyncio.to_thread(phrases.hashed, phrase, session.phrase_salt())


class _Coming(Page):
    """What coming back and joining have in common."""

    @property
    def tries(self) -> Tries:
        made: Tries = self.settings["tries"]
        return made

    def here_before(self) -> bool:
        """Return whether this browser is somebody's already, and not just anybody's."""
        known, here = self.people.known, self.learner
        return (
            has_words(self.store, here)
            or known.has_phrase(here)
            or known.invited_as_tutor(here)
            or bool(self.people.cohorts.memberships(here))
        )

    async def give_phrase(self, learner: str) -> str:
        """Return a new return phrase for `learner`, in place of any before."""
        phrase = phrases.new()
        self.people.known.set_phrase(learner, await _hashed(phrase))
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

    def _ask(self, status: int = 200, **wrong: str) -> None:
        self.set_status(status)
        self.show(
            "come_back.html.j2",
            wrong=wrong,
            words_here=self.here_before(),
            here=self.get_body_argument("here", ""),
        )

    @web.authenticated
    async def post(self) -> None:
        """Let in whoever has the phrase, as who they are."""
        whose = self.get_body_argument("here", "")
        wrong = {}
        try:
            phrase = phrases.read(self.get_body_argument("phrase", ""))
        except PhraseError as error:
            wrong["phrase"] = str(error)
        if whose not in ("mine", "theirs") and self.here_before():
            wrong["here"] = "Please say whose the words on this device are."
        if wrong:
            self._ask(400, **wrong)
            return
        address = self.request.remote_ip or ""
        if not self.tries.allow(address):
            self._ask(429, phrase=TOO_OFTEN)
            return
        learner = self.people.known.by_phrase(await _hashed(phrase))
        if learner is None:
            nobody = "Nobody here has this phrase. A newer one may have replaced it."
            self._ask(403, phrase=nobody)
            return
        self.tries.forgive(address)
        if whose == "mine" and self.learner != learner:
            self.people.known.same(self.learner, learner)
        self.come_in(learner)
        self.redirect(f"{self.base_url}me")


class MakePhrase(_Coming):
    """A new return phrase, shown once."""

    @web.authenticated
    def get(self) -> None:
        """Lead whoever opens this address again to where a phrase can be made."""
        self.redirect(f"{self.base_url}me#coming-back")

    @web.authenticated
    async def post(self) -> None:
        """Make one and show it; it stands in no address and no history."""
        if not self.tries.allow(self.learner):
            self.sorry(429, TOO_OFTEN)
            return
        self.show("phrase.html.j2", phrase=await self.give_phrase(self.learner))


class SignOut(_Coming):
    """Leave this browser, or all of them."""

    @web.authenticated
    async def post(self) -> None:
        """Take the cookie away; what was written stays, for whoever has the phrase."""
        if self.get_body_argument("where", "here") == "everywhere":
            self.people.known.sign_out_everywhere(self.learner)
            await end_kernels(self.settings, self.learner)
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
        code = self.get_body_argument("code", "").rpartition("#")[2].strip()
        address = self.request.remote_ip or ""
        if not self.tries.allow(address):
            self._refuse(TOO_OFTEN, 429)
            return
        try:
            invitation = self._find(code, address)
            if self.get_body_argument("step", "look") == "join":
                await self._join(invitation, code)
            else:
                self._look(invitation, code)
        except InvitationError as error:
            self._refuse(str(error), 403)

    def _find(self, code: str, address: str) -> Invitation:
        """Return the invitation; only a code that nobody was given counts as a try.

        A room full of people joins by one address.
        """
        try:
            found = self.people.invitations.find(code)
        except UnknownInvitationError:
            raise
        except InvitationError:
            self.tries.forgive(address)
            raise
        self.tries.forgive(address)
        return found

    def _refuse(self, refusal: str, status: int) -> None:
        self.set_status(status)
        self.show("join.html.j2", invitation=None, refusal=refusal)

    def _look(
        self, invitation: Invitation, code: str, wrong: dict[str, str] | None = None
    ) -> None:
        self.set_status(400 if wrong else 200)
        self.show(
            "join.html.j2",
            invitation=invitation,
            cohort=self._cohort(invitation),
            code=code,
            words_here=self.here_before(),
            name=self._name() if wrong else invitation.name,
            here=self.get_body_argument("here", ""),
            wrong=wrong or {},
        )

    def _name(self) -> str:
        return " ".join(plain_text(self.get_body_argument("name", "")).split())

    async def _join(self, invitation: Invitation, code: str) -> None:
        here, before = self.learner, self.here_before()
        whose = self.get_body_argument("here", "")
        if wrong := self._mistakes(invitation, whose if before else "mine"):
            self._look(invitation, code, wrong)
            return
        apart = before and whose == "apart"
        learner = session.new_learner() if apart else here
        known = self.people.known.has_phrase(learner)
        self.people.invitations.join(code, learner, name=self._name())
        self.come_in(learner)
        self.show(
            "joined.html.j2",
            invitation=invitation,
            cohort=self._cohort(invitation),
            phrase="" if known else await self.give_phrase(learner),
        )

    def _mistakes(self, invitation: Invitation, whose: str) -> dict[str, str]:
        wrong = {}
        name = self._name()
        if not name:
            wrong["name"] = "Please write what you would like to be called."
        elif len(name) > LONGEST_NAME:
            wrong["name"] = f"Please write a name of at most {LONGEST_NAME} characters."
        if whose not in ("mine", "apart"):
            wrong["here"] = "Please say whether what is on this device comes with you."
        member = [
            one.name
            for one in self.people.cohorts.memberships(self.learner)
            if one.cohort == invitation.cohort and one.role == invitation.role
        ]
        if whose == "mine" and member:
            wrong["here"] = (
                f"This browser is in the cohort already, as {member[0]}; if you are "
                "somebody else, keep what is here apart."
            )
        return wrong

    def _cohort(self, invitation: Invitation) -> Cohort | None:
        return self.people.cohorts.get(invitation.cohort) if invitation.cohort else None


class OwnersDoor(Page):
    """The link that `academy serve` opens: it works once, for the machine's owner."""

    @web.authenticated
    def get(self, token: str) -> None:
        """Make the visitor the owner of this machine, if the token is still good."""
        good = self.settings.pop("owner_token", "")
        if good and secrets.compare_digest(token, good):
            owner = Learner(self.people.known.canonical(session.owner()))
            self.identity.set_login_cookie(self, owner)
        elif good:
            self.settings["owner_token"] = good
        self.redirect(self.base_url)
