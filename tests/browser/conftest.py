"""A real browser, driven by Playwright; whichever Chromium this machine has."""

import importlib.util
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _find_browser():
    spec = importlib.util.spec_from_file_location(
        "bootstrap", ROOT / "course" / "bootstrap.py"
    )
    bootstrap = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    return bootstrap.find_browser()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_find_browser(), args=FLAGS)
        yield browser
        browser.close()


class Watch:
    """What went wrong on a page, and what it asked for outside its own server."""

    def __init__(self, page, url):
        self.errors, self.outside = [], []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)
        page.on("request", self._asked)
        self._url = url

    def _said(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def _asked(self, request):
        ours = (self._url, self._url.replace("http", "ws"), "blob:", "data:")
        if not request.url.startswith(ours):
            self.outside.append(request.url)


@pytest.fixture
def visit(chromium):
    """Open a page as a new visitor, or as one who has been here (`context`)."""
    made = []

    def open_page(url, path, *, width=1440, scheme="light", context=None):
        if context is None:
            context = chromium.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            made.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.watch = Watch(page, url)
        page.goto(url + path)
        return page

    yield open_page
    for context in made:
        context.close()
