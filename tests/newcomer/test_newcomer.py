"""A stranger's first minutes: clone into an empty folder, type the README's two commands.

Slow (it installs everything twice over), so `make newcomer` runs it, not `make test`.
"""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.newcomer


@pytest.fixture
def clone(root, tmp_path):
    words = ["git", "clone", "--quiet", str(root), str(tmp_path / "clone")]
    subprocess.run(words, check=True)
    return tmp_path / "clone"


@pytest.fixture
def stranger(tmp_path):
    """The environment of somebody who has never been here."""
    kept = {"PATH", "HOME", "LANG"}
    env = {
        key: value
        for key, value in os.environ.items()
        if key in kept or key.startswith(("PIP_", "npm_config_", "SSL_", "NODE_"))
    }
    ours = str(Path(sys.executable).parent)
    path = [one for one in env["PATH"].split(os.pathsep) if one != ours]
    env["PATH"] = os.pathsep.join(path)
    return env | {"ACADEMY_DATA": str(tmp_path / "data")}


def test_the_readmes_two_commands_work(clone, stranger, free_port):
    readme = (clone / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^make (\w+)", readme, re.MULTILINE) == ["serve", "test"]

    options = f"--port {free_port} --no-browser"
    serve = subprocess.Popen(
        ["make", "serve", f"OPTIONS={options}"],
        cwd=clone,
        env=stranger,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{free_port}"
    for _ in range(600):
        try:
            home = urllib.request.urlopen(url, timeout=5).read().decode()
            break
        except OSError:
            assert serve.poll() is None
            time.sleep(1)
    assert "Begin with Listening" in home
    module = (
        urllib.request.urlopen(f"{url}/modules/02_listening", timeout=60).read().decode()
    )
    assert module.count("exercise-place") > 10
    os.killpg(serve.pid, signal.SIGINT)
    serve.wait(timeout=30)

    test = subprocess.run(["make", "test"], cwd=clone, env=stranger, check=False)
    assert test.returncode == 0
