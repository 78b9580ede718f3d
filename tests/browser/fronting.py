"""How the tests of the slim page ask its server and wait for its page."""

import json
import time
import urllib.request

from playwright.sync_api import expect


def tell(server, what):
    with urllib.request.urlopen(f"{server}/test/{what}") as answer:
        return json.load(answer)


def started(server):
    return len(tell(server, "started")["kernels"])


def python_said(page, text):
    expect(page.locator("#said")).to_have_text(text, timeout=20_000)


def eventually(page, truth, seconds=15):
    """Ask again and again; Playwright's own waiting needs eval, which the page forbids."""
    until = time.monotonic() + seconds
    while not page.evaluate(truth):
        assert time.monotonic() < until, f"not so: {truth}; {page.errors}"
        page.wait_for_timeout(50)


def wait_for_state(page, *states):
    listed = json.dumps(states, separators=(",", ":"))
    eventually(page, f"JSON.stringify(said.slice(-{len(states)})) == '{listed}'")


def press(page, name):
    page.locator(f"#{name} button").click()


def slide(page, name, key="ArrowRight"):
    page.locator(f"#{name} .noUi-handle").press(key)
