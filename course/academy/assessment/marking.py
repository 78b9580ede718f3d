"""Formgrader, nbgrader's own marking page, on a server that has nothing else."""

from __future__ import annotations

import os
import secrets
import socket
from copy import deepcopy
from typing import Any, ClassVar

from jupyter_server.serverapp import ServerApp
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from academy import paths
from academy.assessment import config

PAGE = "/formgrader/gradebook"

_ONLY_OURS = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; frame-ancestors 'self'; "
    "form-action 'self'; base-uri 'self'"
)
"""Formgrader's own scripts are inline and compile templates; nothing may come from,
or go to, anywhere else."""


class MarkingServer(ServerApp):
    """A Jupyter server with formgrader and no other extension."""

    name = "academy-marking"
    extension: ClassVar[str] = "nbgrader.server_extensions.formgrader"

    def find_server_extensions(self) -> None:
        """Pass over what else is installed: no terminals, no JupyterLab."""

    @property
    def address(self) -> str:
        """The marking page's address, token included."""
        token = self.identity_provider.token
        return f"http://{self.ip}:{self.port}{PAGE}?token={token}"


def marking_server(*, port: int, browser: bool) -> MarkingServer:
    """Return a server on this machine alone, ready to start.

    nbgrader finds its configuration by Jupyter's search path, and formgrader loads it
    again at every request; so the path is set in this process's environment. The
    tutor's own Jupyter settings stay out of it.

    Args:
        port: where to listen; the next free one if it is taken, any free one if 0.
        browser: whether to open the page.
    """
    config.reach_alembic()
    jupyter = config.desk_folder() / "jupyter"
    os.environ["JUPYTER_CONFIG_DIR"] = str(jupyter / "config")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(jupyter / "runtime")
    os.environ["JUPYTER_CONFIG_PATH"] = str(paths.content() / "assessments")
    os.chdir(config.course_root())  # formgrader reads nbgrader's settings from here too
    server = MarkingServer(
        ip="127.0.0.1",
        port=port or _any_free_port(),
        open_browser=browser,
        default_url=PAGE,
        root_dir=str(config.course_root()),
        allow_root=True,  # who may run it is the tutor's decision, and it is local
        answer_yes=True,  # Ctrl-C ends it at once
        terminals_enabled=False,
        jpserver_extensions={MarkingServer.extension: True},
        tornado_settings={"headers": {"Content-Security-Policy": _ONLY_OURS}},
        logging_config=_log_to_file(),
    )
    server.initialize(argv=[f"--IdentityProvider.token={secrets.token_urlsafe(24)}"])
    # Formgrader lets its own templates win over the configuration file's: ours first.
    pages = server.web_app.settings
    pages["nbgrader_exporter"] = exporter(pages["nbgrader_formgrader"].config)
    return server


def exporter(formgrader: Config) -> HTMLExporter:
    """Return what makes the page of one submission, with nothing from a CDN."""
    settings = deepcopy(formgrader)
    settings.merge(config.settings())
    return HTMLExporter(config=settings)


def _any_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _log_to_file() -> dict[str, Any]:
    return {
        "handlers": {
            "file": {
                "class": "logging.FileHandler",
                "filename": str(config.log_file()),
                "formatter": "console",
                "level": "INFO",
            }
        },
        "loggers": {MarkingServer.__name__: {"handlers": ["file"]}},
    }
