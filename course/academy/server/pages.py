"""The pages that need no kernel."""

from __future__ import annotations

from typing import Any, cast

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from academy import paths
from academy.progress import module_progress
from academy.server.identity import LearnerIdentity
from academy.session import owner
from academy.store import Store, StoreError


class Page(JupyterHandler):
    """A page of ours: rendered on the server, the same for everybody but its learner."""

    def show(self, template: str, **what: Any) -> None:  # noqa: ANN401  a template takes anything
        """Send a page; its forms can ask for `xsrf`."""
        self.set_header("Cache-Control", "no-store")
        page = self.settings["jinja2_env"].get_template(template)
        self.finish(page.render(xsrf=self.xsrf_form_html, **what))

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
        """Send the home page; whoever comes back stays known for another year."""
        self.identity.renew(self, self.current_user)
        learner = self.current_user.username
        store = self.settings["store"]
        try:
            progress = {
                module.id: module_progress(store, learner, module)
                for module in self.settings["course"].modules
            }
        except StoreError:
            self.log.exception("the store did not answer; home shows no progress")
            progress = {}
        at_home = learner == self.settings["people"].known.canonical(owner())
        self.show(
            "home.html.j2",
            progress=progress,
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
