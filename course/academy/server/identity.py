"""Who a visitor is, and which kernels are theirs: the server decides, here only."""

from __future__ import annotations

import hashlib
import secrets

from jupyter_server.auth import Authorizer, IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from academy import paths, session

COOKIE_DAYS = 365


def cookie_name() -> str:
    """Return the cookie's name, another for each data folder.

    Browsers keep one jar for all ports of a host: two Academies on one machine would
    take each other's learners.
    """
    folder = hashlib.sha256(str(paths.data()).encode()).hexdigest()[:8]
    return f"academy-learner-{folder}"


class LearnerIdentity(IdentityProvider):
    """A random id in a signed cookie that no script can read; no account.

    The person whose machine this is gets their own id, the one that JupyterLab uses
    too, by opening a link that works once.
    """

    @property
    def auth_enabled(self) -> bool:
        """Every visitor is somebody, so there is no sign-in to enable."""
        return False

    def get_user(self, handler: web.RequestHandler) -> User | None:
        """Return who is asking; a new visitor gets an id, except over a WebSocket."""
        kept = handler.get_signed_cookie(cookie_name(), max_age_days=COOKIE_DAYS)
        if kept:
            return self._user(kept.decode())
        if handler.request.headers.get("Upgrade", "").lower() == "websocket":
            return None  # too late to set a cookie, and no page of ours comes this way
        user = self._user(session.new_learner())
        self.set_login_cookie(handler, user)
        return user

    def set_login_cookie(self, handler: web.RequestHandler, user: User) -> None:
        """Give the visitor the cookie that says who they are."""
        handler.set_signed_cookie(
            cookie_name(),
            user.username,
            expires_days=COOKIE_DAYS,
            path=handler.settings["base_url"],
            httponly=True,
            samesite="Lax",
            secure=handler.request.protocol == "https",
        )

    def _user(self, learner: str) -> User:
        return User(username=learner, name="Learner", display_name="Learner")


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


class OwnersDoor(JupyterHandler):
    """The link that `academy serve` opens: it works once, for the machine's owner."""

    @web.authenticated
    def get(self, token: str) -> None:
        """Make the visitor the owner of this machine, if the token is still good."""
        good = self.settings.pop("owner_token", "")
        if good and secrets.compare_digest(token, good):
            owner = User(username=session.owner())
            self.identity_provider.set_login_cookie(self, owner)
        elif good:
            self.settings["owner_token"] = good
        self.redirect(self.base_url)
