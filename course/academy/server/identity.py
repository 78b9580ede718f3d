"""Who a visitor is, and which kernels are theirs: the server decides, here only."""

from __future__ import annotations

import hashlib
import re
import time
from datetime import UTC, datetime
from typing import Any

from jupyter_server.auth import Authorizer, IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from academy import paths, session
from academy.people import People

COOKIE_DAYS = 365
TUTOR_SECONDS = 12 * 3600
"""A tutor who has opened no page for so long comes in again by their return phrase."""
RENEWED_SECONDS = 3600  # a cookie younger than this is left as it is

_SECONDS = re.compile(r"\d{1,12}(\.\d{1,6})?")


def cookie_name() -> str:
    """Return the cookie's name, another for each data folder.

    Browsers keep one jar for all ports of a host: two Academies on one machine would
    take each other's learners.
    """
    folder = hashlib.sha256(str(paths.data()).encode()).hexdigest()[:8]
    return f"academy-learner-{folder}"


class Learner(User):
    """Who is here.

    Attributes:
        since: when their cookie was given, in seconds of the epoch.
    """

    def __init__(self, username: str, since: float = 0) -> None:
        super().__init__(username=username, name="Learner", display_name="Learner")
        self.since = since or time.time()


def _before() -> str:
    return cookie_name().replace("learner", "before")


class LearnerIdentity(IdentityProvider):
    """A random id in a signed cookie that no script can read; no account.

    The id is made here and the cookie is signed here: a browser can lose it and cannot
    make it. Somebody comes back at another device by their return phrase, and joins a
    cohort, or tutors one, by an invitation; both lead to `set_login_cookie`. The person
    whose machine this is gets the id that JupyterLab uses too, by a link that works
    once.
    """

    @property
    def auth_enabled(self) -> bool:
        """Every visitor is somebody, so there is no sign-in to enable."""
        return False

    def get_user(self, handler: web.RequestHandler) -> User | None:
        """Return who is asking; a new visitor gets an id, except over a WebSocket."""
        known = self._known(handler)
        if known:
            return Learner(*known)
        if handler.request.headers.get("Upgrade", "").lower() == "websocket":
            return None  # too late to set a cookie, and no page of ours comes this way
        user = Learner(session.new_learner())
        self.set_login_cookie(handler, user)
        return user

    def _known(self, handler: web.RequestHandler) -> tuple[str, float] | None:
        return self._read(handler, cookie_name())

    def _read(self, handler: web.RequestHandler, name: str) -> tuple[str, float] | None:
        """Return whom a cookie names and since when, unless they signed out since."""
        kept = handler.get_signed_cookie(name, max_age_days=COOKIE_DAYS)
        learner, _, given = (kept or b"").decode("utf-8", "replace").partition("|")
        if not learner or not _SECONDS.fullmatch(given):
            return None
        since = float(given)
        people: People = handler.settings["people"]
        learner = people.known.canonical(learner)
        ended = people.known.signed_out_at(learner)
        if ended and datetime.fromtimestamp(since, UTC) < ended:
            return None
        return learner, since

    def set_login_cookie(self, handler: web.RequestHandler, user: User) -> None:
        """Give the visitor the cookie that says who they are, from now on."""
        self._give(handler, cookie_name(), user.username, time.time())

    def _give(
        self, handler: web.RequestHandler, name: str, learner: str, since: float
    ) -> None:
        handler.set_signed_cookie(
            name, f"{learner}|{since:.6f}", expires_days=COOKIE_DAYS, **self._kind(handler)
        )

    def switch(self, handler: web.RequestHandler, learner: str) -> None:
        """Let this browser be `learner`'s; whoever was here comes back at sign-out.

        Their words would otherwise be out of reach, if they have no return phrase. Who
        has become `learner` just now is nobody else to come back.
        """
        before: Learner = handler.current_user
        people: People = handler.settings["people"]
        if people.known.canonical(before.username) != learner:
            self._give(handler, _before(), before.username, before.since)
        self.set_login_cookie(handler, Learner(learner))

    def clear_login_cookie(self, handler: web.RequestHandler) -> None:
        """Take the cookie away again, and let in whoever was here before."""
        kind = self._kind(handler)
        before = self._read(handler, _before())
        handler.clear_cookie(_before(), **kind)
        here: Learner = handler.current_user
        if before and before[0] != here.username:
            # As old as it was: a tutor's hours do not begin again by this.
            self._give(handler, cookie_name(), *before)
        else:
            handler.clear_cookie(cookie_name(), **kind)

    def renew(self, handler: web.RequestHandler, user: Learner) -> None:
        """Let whoever is here be known for another year; a page of ours does this.

        Not a tutor who was away too long: else the first page that they open would
        make them a tutor again.
        """
        age = time.time() - user.since
        if age < RENEWED_SECONDS:
            return
        people: People = handler.settings["people"]
        if age < TUTOR_SECONDS or not people.is_tutor(user.username):
            self.set_login_cookie(handler, user)

    def _kind(self, handler: web.RequestHandler) -> dict[str, Any]:
        return {
            "path": handler.settings["base_url"],
            "httponly": True,
            "samesite": "Lax",
            "secure": handler.request.protocol == "https",
        }


def is_tutor_now(handler: JupyterHandler) -> bool:
    """Return whether a tutor is here, and was seen in the last hours.

    Raises:
        StoreError: the store did not answer.
    """
    here: Learner = handler.current_user
    learner = here.username
    people: People = handler.settings["people"]
    if learner == people.known.canonical(session.owner()):
        return True  # whose machine it is can read the files anyway
    recent = time.time() - here.since < TUTOR_SECONDS
    return recent and people.is_tutor(learner)


class OwnKernelsOnly(Authorizer):
    """A learner may reach the kernels that were started for them, and no others."""

    def is_authorized(
        self, handler: JupyterHandler, user: User, action: str, resource: str
    ) -> bool:
        """Return whether `user` may do `action`, which for a kernel is its owner alone."""
        del action
        if resource != "kernels":
            return False
        kernel = str(handler.path_kwargs.get("kernel_id") or handler.path_args[0])
        owners: dict[str, str] = handler.settings["kernel_owners"]
        return kernel in owners and owners[kernel] == user.username
