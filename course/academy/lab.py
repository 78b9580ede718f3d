"""JupyterLab with the modules in a workspace copy, into the same store."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from academy import content, kernelspec, paths, session
from academy.assessment import config as assessment

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
    assessment.fetched().mkdir(exist_ok=True)
    kept = copies / _LIST
    before: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    now: dict[str, str] = {}
    theirs = []
    for source in sorted(modules.rglob("*")):
        if not source.is_file() or source.name in ("DESIGN.md", "GUIDE.md"):
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


def folder(*, author: bool = False) -> Path:
    """Return the folder that JupyterLab shows, and starts in."""
    return paths.content() if author else workspace()


def workspace() -> Path:
    """Return the user's own copy of the modules."""
    return paths.data() / "workspace"


def command(*, port: int, ip: str, browser: bool, author: bool = False) -> list[str]:
    """Return the command that starts JupyterLab.

    Args:
        port: where it listens.
        ip: on which address.
        browser: whether to open one.
        author: whether it is for writing the course, over the course's own files;
            otherwise it is for taking it, over the workspace.
    """
    first = content.load_course().modules[0].id
    page = "/lab" if author else f"/lab/tree/{first}/module.ipynb"
    options = {
        "ServerApp.root_dir": folder(author=author),
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.ip": ip,
        "ServerApp.open_browser": browser,
        "ServerApp.log_level": "WARN",  # the address to open is told all the same
        # Jupyter refuses root, which in a container is who everybody is.
        "ServerApp.allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
        "LabApp.default_url": page,
        "LabApp.news_url": "None",
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "jupyterlab", *given]


def environment(*, author: bool = False) -> dict[str, str]:
    """Return the environment in which JupyterLab's kernels are forked and know whose.

    Args:
        author: whether formgrader, Create Assignment and Course List are there, which
            are for those who write assignments and mark.
    """
    ours = session.environment(session.owner(), session.course_version())
    settings = Path(__file__).parent / "lab_settings"
    who = settings / ("author" if author else "learner")
    ours["JUPYTER_CONFIG_PATH"] = _first("JUPYTER_CONFIG_PATH", who, settings / "everybody")
    ours["JUPYTER_PATH"] = _first("JUPYTER_PATH", kernelspec.install())
    if author:
        assessment.reach_alembic()
        ours["PATH"] = os.environ["PATH"]
    return os.environ | ours


def _first(name: str, *folders: Path) -> str:
    """Return the variable `name` with `folders` before what it lists already."""
    given = os.environ.get(name)
    return os.pathsep.join([*map(str, folders), *([given] if given else [])])
