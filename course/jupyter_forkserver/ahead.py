"""A Jupyter Server extension: start fork servers before the first kernel is asked for.

    c.ServerApp.jpserver_extensions = {"jupyter_forkserver.ahead": True}

Without it the first kernel of each kernelspec waits until its fork server is warm.
"""

from typing import Any

from jupyter_forkserver import servers
from jupyter_forkserver.config import PROVISIONER
from jupyter_forkserver.forkserver import NotForked


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "jupyter_forkserver.ahead"}]


def _load_jupyter_server_extension(app: Any) -> None:  # noqa: ANN401, a ServerApp
    for name, found in app.kernel_spec_manager.get_all_specs().items():
        metadata = found["spec"].get("metadata", {})
        if metadata.get("kernel_provisioner", {}).get("provisioner_name") != PROVISIONER:
            continue
        try:
            servers.start(app.kernel_spec_manager.get_kernel_spec(name))
        except NotForked as reason:
            app.log.warning("%s: forking no kernel: %s", name, reason)
