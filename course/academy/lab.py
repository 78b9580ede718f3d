"""JupyterLab with the modules in a workspace copy, into the same store."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from academy import content, kernelspec, paths, session

_LIST = ".as-copied.json"


def refresh_workspace(root: Path | None = None) -> list[str]:
    """Copy the modules to the user's workspace and return what was left alone.

    A file that the user has changed is theirs: it stays as it is. All others become
    what the course has now.

    Args:
        root: the content folder; by default the one being served.
    """
    modules = (root or paths.content()) / "modules"
    copies = workspace()
    copies.mkdir(exist_ok=True, mode=0o700)
    kept = copies / _LIST
    before: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    now: dict[str, str] = {}
    theirs = []
    for source in sorted(modules.rglob("*")):
        if not source.is_file() or source.name == "DESIGN.md":
            continue
        name = source.relative_to(modules).as_posix()
        copy = copies / name
        now[name] = _hash(source)
        if copy.exists() and _hash(copy) not in (before.get(name), now[name]):
            theirs.append(name)
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    kept.write_text(json.dumps(now, indent=1))
    return theirs


def _hash(path: Path) -> str:
    """Return a hash of what somebody wrote: a notebook's outputs are nobody's words."""
    raw = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            cells = json.loads(raw)["cells"]
            raw = json.dumps(
                [[c["cell_type"], "".join(c["source"])] for c in cells]
            ).encode()
        except (ValueError, KeyError, TypeError):
            pass  # no notebook any more: whatever it is, it is theirs
    return hashlib.sha256(raw).hexdigest()


def workspace() -> Path:
    """Return the user's own copy of the modules."""
    return paths.data() / "workspace"


def command(*, port: int, ip: str, browser: bool) -> list[str]:
    """Return the command that starts JupyterLab on the workspace."""
    first = content.load_course().modules[0].id
    options = {
        "ServerApp.root_dir": workspace(),
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.ip": ip,
        "ServerApp.open_browser": browser,
        "ServerApp.log_level": "WARN",  # the address to open is told all the same
        # Jupyter refuses root, which in a container is who everybody is.
        "ServerApp.allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
        "LabApp.default_url": f"/lab/tree/{first}/module.ipynb",
        "LabApp.news_url": "None",
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "jupyterlab", *given]


def environment() -> dict[str, str]:
    """Return the environment in which JupyterLab's kernels are forked and know whose."""
    ours = session.environment(session.owner(), session.course_version())
    ours["JUPYTER_CONFIG_PATH"] = _first(
        Path(__file__).parent / "lab_settings", "JUPYTER_CONFIG_PATH"
    )
    ours["JUPYTER_PATH"] = _first(kernelspec.install(), "JUPYTER_PATH")
    return os.environ | ours


def _first(folder: Path, name: str) -> str:
    """Return the variable `name` with `folder` before what it lists already."""
    given = os.environ.get(name)
    return f"{folder}{os.pathsep}{given}" if given else str(folder)
