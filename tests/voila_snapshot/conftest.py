"""Slim pages in a real browser, with real kernels."""

import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fronting import eventually, tell

HERE = Path(__file__).parent

LISTEN = """
window.said = []; window.unknown = []; window.hacked = 0;
document.addEventListener("snapshot:connection", (event) => said.push(event.detail.state));
document.addEventListener("snapshot:unknown", (event) => unknown.push(event.detail));
document.addEventListener("securitypolicyviolation",
  (event) => event.violatedDirective === "script-src-attr" ||
    console.error("policy: " + event.violatedDirective + " " + event.blockedURI));
"""


@pytest.fixture(scope="session")
def server():
    process = subprocess.Popen(
        [sys.executable, HERE / "front_server.py"], stdout=subprocess.PIPE, text=True
    )
    url = process.stdout.readline().strip()
    for _ in range(100):  # it says where before it listens
        try:
            tell(url, "started")
            break
        except OSError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


def wrong(page, said):
    # Chromium reports handlers even in the inert document in which DOMPurify removes them.
    if said.type == "error" and "Executing inline event handler" not in said.text:
        page.errors.append(said.text)


@pytest.fixture(scope="module")
def open_slim(chromium, server):
    """Open the page; for tests that share it."""
    yield from _opening(chromium, server)


@pytest.fixture
def visit(chromium, server):
    """Open the page for this test alone."""
    yield from _opening(chromium, server)


def _opening(chromium, server):
    contexts = []

    def open_page(**query):
        context = chromium.new_context()
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.errors, page.asked = [], []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda said: wrong(page, said))
        page.on("request", lambda one: page.asked.append(f"{one.method} {one.url}"))
        page.add_init_script(LISTEN)
        page.goto(f"{server}/page?{urlencode(query)}")
        eventually(page, "performance.getEntriesByName('snapshot:views').length == 1")
        return page

    yield open_page
    for context in contexts:
        context.close()
