"""The pages that need no kernel."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from academy import paths
from academy.progress import module_progress
from academy.session import owner
from academy.store import StoreError


class Page(JupyterHandler):
    """A page of ours: rendered on the server, the same for everybody but its learner."""

    def show(self, template: str, **what: Any) -> None:  # noqa: ANN401  a template takes anything
        """Send a page."""
        self.set_header("Cache-Control", "no-store")
        self.finish(self.settings["jinja2_env"].get_template(template).render(**what))


class Home(Page):
    """What the Academy is, the ways in, the modules, and where words are kept."""

    @web.authenticated
    def get(self) -> None:
        """Send the home page; whoever comes back stays known for another year."""
        self.identity_provider.set_login_cookie(self, self.current_user)
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
        at_home = learner == owner()
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
