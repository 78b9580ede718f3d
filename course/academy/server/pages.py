"""The pages that need no kernel."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from academy import paths
from academy.people import People
from academy.progress import onward, progress
from academy.schedule import mine
from academy.server.identity import LearnerIdentity, is_tutor_now
from academy.session import owner
from academy.store import Store, StoreError


class Page(JupyterHandler):
    """A page of ours: rendered on the server, the same for everybody but its learner."""

    async def prepare(self) -> None:  # type: ignore[override]  # upstream's is odder
        """Find out who is here; whoever opens a page stays known for another year."""
        if (later := super().prepare()) is not None:
            await later
        if self.request.method == "GET" and self.current_user:
            self.identity.renew(self, self.current_user)

    def show(self, template: str, **what: Any) -> None:  # noqa: ANN401  a template takes anything
        """Send a page; its forms can ask for `xsrf`."""
        self.set_header("Cache-Control", "no-store")
        page = self.settings["jinja2_env"].get_template(template)
        self.finish(page.render(xsrf=self.xsrf_form_html, **what))

    def sorry(self, status: int, sentence: str) -> None:
        """Send a page that says in one sentence what cannot be done."""
        self.set_status(status)
        self.show("sorry.html.j2", sorry=sentence)

    def write_error(self, status_code: int, **about: Any) -> None:  # noqa: ANN401  as Tornado has it
        """Say what the store says, if it is the store that did not answer."""
        error = about.get("exc_info", (None, None))[1]
        if isinstance(error, StoreError):
            self.sorry(503, f"Your words cannot be reached just now: {error}.")
        else:
            super().write_error(status_code, **about)

    @property
    def people(self) -> People:
        """Who is known here."""
        known: People = self.settings["people"]
        return known

    @property
    def store(self) -> Store:
        """Where words are kept."""
        kept: Store = self.settings["store"]
        return kept

    @property
    def learner(self) -> str:
        """The id of who is here."""
        id: str = self.current_user.username
        return id

    @property
    def identity(self) -> LearnerIdentity:
        """Jupyter Server's identity provider, which is ours."""
        return cast("LearnerIdentity", self.identity_provider)


def has_words(store: Store, learner: str) -> bool:
    """Return whether `learner` has written anything.

    Raises:
        StoreError: the store did not answer.
    """
    return bool(store.read(learner=learner) or store.drafts(learner=learner))


class Home(Page):
    """What the Academy is, the ways in, the modules, and where words are kept."""

    @web.authenticated
    def get(self) -> None:
        """Send the home page."""
        learner = self.current_user.username
        course = self.settings["course"]
        try:
            done = progress(self.store, learner, course.modules)
            cohorts = mine(self.people, course, learner, done, datetime.now(UTC))
            tutor = is_tutor_now(self)
        except StoreError:
            self.log.exception("the store did not answer; home shows no progress")
            done, cohorts, tutor = {}, [], False
        at_home = learner == self.settings["people"].known.canonical(owner())
        self.show(
            "home.html.j2",
            progress=done,
            onward=course.module(onward(course.modules, done)),
            cohorts=cohorts,
            tutor=tutor,
            folder=paths.data() if at_home else None,
        )


class Health(JupyterHandler):
    """Says that the server is up; for whoever watches over it."""

    @allow_unauthenticated
    def get(self) -> None:
        """Answer."""
        self.finish({"status": "open", "version": self.settings["course_version"]})


class NotFound(Page):
    """Any address that is not a page."""

    @allow_unauthenticated
    def get(self) -> None:
        """Say so."""
        raise web.HTTPError(404)
