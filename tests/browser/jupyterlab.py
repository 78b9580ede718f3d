"""An `academy lab` beside an `academy serve`, on the same words."""

import contextlib
import subprocess
import sys
import time
import urllib.request
from types import SimpleNamespace

TOKEN = "let-me-in"  # noqa: S105  of a server on this machine, for one test


@contextlib.contextmanager
def running(served, port):
    """Start it and give its address and its process; end it at last."""
    log = served.data.parent / "lab.log"
    with log.open("wb") as file:
        words = ["lab", "--no-browser", "--port", str(port)]
        process = subprocess.Popen(
            [sys.executable, "-m", "academy", *words],
            env=served.environment(JUPYTER_TOKEN=TOKEN),
            stdout=file,
            stderr=file,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{url}/api", timeout=2)
                break
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        yield SimpleNamespace(url=url, process=process)
    finally:
        process.terminate()
        process.wait(timeout=30)
