"""Voila's configuration, as the Academy needs it, and a server of it."""

from __future__ import annotations

import logging
import os
import sys

from traitlets.config import Config

from academy import backup, paths, session
from academy.server import identity
from academy.server.app import Academy
from academy.server.kernels import LearnersKernelManager, make_room, room
from academy.server.modules import add_surroundings, use_our_assets

IDLE_SECONDS = 600  # a kernel that no page is connected to ends after this


def make(  # noqa: PLR0913  the options of `academy serve`
    *,
    port: int,
    ip: str,
    open_browser: bool,
    plain: bool = False,
    behind_proxy: bool = False,
    sessions: int | None = None,
) -> Academy:
    """Return a server for the course, ready to `start`.

    Args:
        port: where to listen.
        ip: the address to listen at; 0.0.0.0 is all of this machine's.
        open_browser: whether to open one.
        plain: whether to do without snapshots.
        behind_proxy: whether to believe a proxy's headers.
        sessions: how many kernels there may be at once; as memory allows if not given.
    """
    backup.in_use()
    os.umask(0o077)  # whatever is written from here on is for this account alone
    config = Config()
    config.LearnersKernelManager.most = make_room(sessions or room(plain=plain))
    config.VoilaConfiguration.multi_kernel_manager_class = LearnersKernelManager
    config.Voila.port = port
    config.Voila.ip = ip
    config.Voila.open_browser = open_browser
    config.Academy.plain = plain
    config.Academy.behind_proxy = behind_proxy
    config.Voila.root_dir = str(paths.content() / "modules")
    config.Voila.cookie_secret = session.cookie_secret()
    config.Voila.identity_provider_class = identity.LearnerIdentity
    config.Voila.authorizer_class = identity.OwnKernelsOnly
    config.Voila.config_file_paths = []
    config.Voila.log_level = logging.WARNING
    config.VoilaConfiguration.template = "academy"
    config.VoilaConfiguration.prelaunch_hook = add_surroundings
    config.VoilaConfiguration.page_config_hook = use_our_assets
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.extension_allowlist = [
        "@voila-dashboards/widgets-manager8",
        "@jupyter-widgets/jupyterlab-manager",
        "anywidget",
    ]
    config.HTMLExporter.exclude_anchor_links = True
    if sys.platform == "linux":  # elsewhere a socket's path may be too long
        # Nobody else on this machine can listen in on a socket in our own folder.
        config.KernelManager.transport = "ipc"
    config.AsyncKernelManager.client_class = (
        "jupyter_forkserver.client.PromptAsyncKernelClient"
    )
    config.NotebookNotary.db_file = ":memory:"  # leave the user's own list alone
    config.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
    config.MappingKernelManager.cull_interval = 60
    app: Academy = Academy.instance(config=config)
    app.initialize(argv=[])
    return app
