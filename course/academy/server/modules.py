"""A module's page: a notebook run by Voila for one learner."""

from __future__ import annotations

from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from nbformat import NotebookNode
from tornado import web
from voila.tornado.handler import TornadoVoilaHandler

from academy import content, session
from academy.progress import module_progress


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


class ModuleHandler(TornadoVoilaHandler):  # type: ignore[misc]  # Voila ships no types
    """Renders a module's notebook with our template."""

    def initialize(self, **options: Any) -> None:  # noqa: ANN401  Voila's own options
        """Ask Voila to let us add what the template shows."""
        super().initialize(**options)
        self.voila_configuration.prelaunch_hook = add_surroundings
        self.voila_configuration.page_config_hook = use_our_assets
        self.prelaunch_hook = add_surroundings
        self.page_config_hook = use_our_assets

    @property
    def kernel_manager(self) -> LearnersKernels:
        """Kernels for whoever asked for this page."""
        kernels = self.settings["kernel_manager"]
        return LearnersKernels(kernels, self.current_user.username, self.settings)

    @web.authenticated
    async def get(self, path: str) -> None:
        """Send the module's page, prose first, exercises as they are ready."""
        if self.settings["course"].module(path) is None:
            raise web.HTTPError(404)
        await super().get(path=f"{path}/module.ipynb")


def add_surroundings(
    handler: ModuleHandler, notebook: NotebookNode, cwd: str
) -> NotebookNode:
    """Put what the template shows around the module into the notebook's metadata."""
    course = handler.settings["course"]
    module = course.module(cwd)
    place = course.modules.index(module)
    notebook.metadata["academy"] = {
        **handler.settings["frame"],
        "module": module,
        "place": place + 1,
        "previous": course.modules[place - 1] if place else None,
        "next": course.modules[place + 1] if place + 1 < len(course.modules) else None,
        "progress": module_progress(
            handler.settings["store"], handler.current_user.username, module
        ),
        "steps": content.STEPS,
    }
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
    """Ends a kernel when its page is left; only its learner may."""

    auth_resource = "kernels"

    def check_xsrf_cookie(self) -> None:
        """Ask for our own origin instead: Voila's beacon cannot send the token."""
        known = hasattr(self, "_jupyter_current_user")  # asked once too early, too
        if known and not self.check_origin():
            raise web.HTTPError(403)

    @web.authenticated
    @authorized(action="execute")
    async def post(self, kernel_id: str) -> None:
        """End the kernel."""
        await ensure_async(self.kernel_manager.shutdown_kernel(kernel_id))
        self.settings["kernel_owners"].pop(kernel_id, None)
        self.set_status(204)
        await self.finish()
