"""A module's page: a notebook run by Voila for one learner."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from nbformat import NotebookNode
from tornado import ioloop, web

from academy import content, session
from academy.server import headers
from academy.server.plain import PlainHandler
from academy.server.quick import QuickPage, kernel_name

LATER = 15  # seconds until a page that found no room asks again
GRACE = 3.0  # seconds between a page's goodbye and the end of its kernel


@dataclass(frozen=True)
class Shown:
    """A notebook that is shown as a page.

    Attributes:
        notebook: its path below `modules/`.
        around: what the template shows around it; `at` is the page's own address.
        needs: what its exercises ask of the browser.
    """

    notebook: str
    around: dict[str, Any]
    needs: frozenset[str]

    @property
    def folder(self) -> str:
        """Where its kernel runs, below `modules/`."""
        return self.notebook.rpartition("/")[0]


def find_module(settings: dict[str, Any], id: str) -> Shown | None:
    """Return what shows the module of that id, if the course has it."""
    modules = settings["course"].modules
    module = settings["course"].module(id)
    if module is None:
        return None
    place = modules.index(module)
    around = {
        **settings["frame"],
        "at": f"modules/{id}",
        "title": module.title,
        "module": module,
        "place": place + 1,
        "previous": modules[place - 1] if place else None,
        "next": modules[place + 1] if place + 1 < len(modules) else None,
        "steps": content.STEPS,
    }
    return Shown(f"{id}/module.ipynb", around, needs(id))


def needs(module: str, *only: str) -> frozenset[str]:
    """Return what a module's exercises ask of the browser, or `only` some of them."""
    try:
        exercises = content.in_order(module)
    except content.ContentError:
        return frozenset()  # the page itself says which exercise cannot be opened
    return frozenset(
        need for one in exercises if not only or one.id in only for need in one.needs
    )


class LearnersKernels:
    """The kernel manager, starting kernels that belong to one learner."""

    def __init__(self, kernels: Any, learner: str, settings: dict[str, Any]) -> None:  # noqa: ANN401  untyped upstream
        self._kernels, self._learner, self._settings = kernels, learner, settings

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the manager has
        return getattr(self._kernels, name)

    async def start_kernel(self, *, env: dict[str, str], **options: Any) -> str:  # noqa: ANN401
        """Start a kernel that knows whose it is, and remember it."""
        mine = session.environment(self._learner, self._settings["course_version"])
        kernel: str = await ensure_async(
            self._kernels.start_kernel(env=env | mine, **options)
        )
        self._settings["kernel_owners"][kernel] = self._learner
        return kernel


class ModuleHandler(PlainHandler):
    """Renders a module's notebook with our template."""

    around: dict[str, Any]

    def find(self, id: str) -> Shown | None:
        """Return what this page shows, if the course has it."""
        return find_module(self.settings, id)

    @property
    def kernel_manager(self) -> LearnersKernels:
        """Kernels for whoever asked for this page."""
        kernels = self.settings["kernel_manager"]
        return LearnersKernels(kernels, self.current_user.username, self.settings)

    @web.authenticated
    async def get(self, path: str) -> None:
        """Send the page: from its snapshot, or prose first and then the rest."""
        shown = self.find(path)
        if shown is None:
            raise web.HTTPError(404)
        self.around = shown.around
        self.set_header(headers.PERMISSIONS, headers.permissions(*shown.needs))
        quick = self.settings["quick_pages"]
        page = quick and await quick.get(shown.notebook, shown.around)
        if page:
            self._send(page)
        elif self.settings["kernel_manager"].full():
            self.set_status(503)
            self.set_header("Retry-After", str(LATER))
            template = self.settings["jinja2_env"].get_template("full.html.j2")
            self.finish(template.render(later=LATER))
        else:
            self.set_header(headers.CSP, headers.PLAIN)
            await super().get(path=shown.notebook)

    def _send(self, page: QuickPage) -> None:
        here = session.Session(
            learner=self.current_user.username,
            version=self.settings["course_version"],
            page="",
            store=self.settings["store"],
            ties=self.settings["people"].cohorts,
        )
        end = page.own(here)
        self.xsrf_token  # noqa: B018  reading it sets the cookie that asking for a kernel needs
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(page.page.gzipped(end))
        else:
            self.finish(page.page.plain(end))


class ModuleKernel(APIHandler):
    """Starts a kernel for a module's page that was sent from a snapshot."""

    def find(self, id: str) -> Shown | None:
        """Return what this page shows, if the course has it."""
        return find_module(self.settings, id)

    @web.authenticated
    async def post(self, path: str) -> None:
        """Fork a kernel in which the page's widgets live, for whoever asks."""
        shown = self.find(path)
        quick = self.settings["quick_pages"]
        page = shown and quick and await quick.get(shown.notebook, shown.around)
        if not shown or not page:
            raise web.HTTPError(404)
        if self.get_argument("snapshot") != page.snapshot.key:
            raise web.HTTPError(409, "This page is from before the module was changed.")
        kernels = self.settings["kernel_manager"]
        if kernels.full():
            # Whoever is at work keeps their kernel; this page asks again by itself.
            self.set_header("Retry-After", str(LATER))
            self.set_status(503)
            await self.finish({"message": "The Academy is full just now."})
            return
        mine = LearnersKernels(kernels, self.current_user.username, self.settings)
        kernel = await mine.start_kernel(
            kernel_name=kernel_name(shown.notebook),
            path=shown.folder,
            env=dict(os.environ),
        )
        kernels.revivable = kernels.revivable | {kernel}
        self.set_status(201)
        await self.finish({"id": kernel})


def add_surroundings(
    handler: ModuleHandler, notebook: NotebookNode, cwd: str
) -> NotebookNode:
    """Put what the template shows around the module into the notebook's metadata."""
    del cwd
    notebook.metadata["academy"] = handler.around
    return notebook


def use_our_assets(config: dict[str, Any], **about: Any) -> dict[str, Any]:  # noqa: ANN401
    """Point Voila's front end at our cached copies, and at no CDN."""
    assets = about["settings"]["assets"]
    config["fullStaticUrl"] = assets["voila"].url
    config["fullLabextensionsUrl"] = assets["lab"].url
    # Nothing here needs a formula, and Voila would fetch MathJax from a CDN.
    config["disabledExtensions"] = ["@jupyterlab/mathjax2-extension"]
    return config


class CloseKernel(APIHandler):
    """Ends a kernel some seconds after its page was left; only its learner may."""

    auth_resource = "kernels"

    def check_xsrf_cookie(self) -> None:
        """Ask for our own origin instead: a beacon cannot send the token."""
        known = hasattr(self, "_jupyter_current_user")  # asked once too early, too
        if known and not self.check_origin():
            raise web.HTTPError(403)

    @web.authenticated
    @authorized(action="execute")
    async def post(self, kernel_id: str) -> None:
        """Have the kernel ended, unless a page is still, or again, connected to it.

        The page's last words may be on their way when it says goodbye, and whoever is
        asked whether to leave may stay.
        """
        ioloop.IOLoop.current().call_later(GRACE, self._end, kernel_id)
        self.set_status(204)
        await self.finish()

    async def _end(self, kernel_id: str) -> None:
        kernels = self.settings["kernel_manager"]
        if kernel_id not in kernels:
            return
        if kernels.kernel_model(kernel_id)["connections"] == 0:
            await ensure_async(kernels.shutdown_kernel(kernel_id))
