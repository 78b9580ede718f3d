"""A real Academy in a process of its own, with a data folder of its own."""

import importlib.util
import os
import signal
import sys
import urllib.request
from pathlib import Path

import pytest
from launching import NotStarted, a_free_port, launch
from playwright.sync_api import sync_playwright

from academy import content, paths
from academy.store import SqliteStore

ROOT = Path(__file__).parents[1]
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


@pytest.fixture(autouse=True, scope="session")
def _not_my_own_words(tmp_path_factory):
    """Keep every test, also one that says nothing of it, off the user's data folder."""
    with pytest.MonkeyPatch.context() as env:
        env.setenv("ACADEMY_DATA", str(tmp_path_factory.mktemp("nobody") / "data"))
        yield


@pytest.fixture(scope="session")
def chromium():
    """Whichever Chromium this machine has; one for all tests, as Playwright wants it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_find_browser(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chromium_with(chromium):
    """How a test opens another one, with flags of its own."""

    def launch(*flags):
        path = _find_browser()
        return chromium.browser_type.launch(executable_path=path, args=[*FLAGS, *flags])

    return launch


class Served:
    """One `academy serve`: start, stop, kill, start again on the same words."""

    def __init__(self, data, mode="quick", options=(), **env):
        self.data, self.mode, self.options, self.env = data, mode, options, env
        self.port = a_free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data.parent / f"{data.name}.log"
        self.process = None

    def environment(self, **more):
        return os.environ | {"ACADEMY_DATA": str(self.data)} | self.env | more

    def start(self):
        words = [sys.executable, "-m", "academy", "serve", "--port", str(self.port)]
        words += [*(["--plain"] if self.mode == "plain" else []), *self.options]
        words.append("--no-browser")
        try:
            self.process = launch(words, self.log, self.health, env=self.environment())
        except NotStarted as error:
            raise AssertionError(str(error)) from None
        return self

    def health(self):
        return urllib.request.urlopen(f"{self.url}/health", timeout=2).close()

    def stop(self, sign=signal.SIGTERM):
        if self.process is not None:
            self.process.send_signal(sign)
            self.process.wait(timeout=30)
        self.process = None

    def store(self):
        return SqliteStore(self.data / "academy.db")

    def owners_door(self):
        lines = self.log.read_text().splitlines()
        return next(word for line in lines for word in line.split() if "/owner/" in word)


@pytest.fixture(scope="session")
def academy():
    """How a test makes an Academy that differs."""
    return Served


@pytest.fixture(scope="session")
def academy_class():
    """The same, for what a whole file of tests shares."""
    return Served


MODES = ["quick", "plain"]
"""From snapshots, and by plain Voila: the same course, and the same tests."""


@pytest.fixture(scope="session", params=MODES)
def served(request, tmp_path_factory):
    """The Academy that tests share when they do not harm it."""
    made = Served(tmp_path_factory.mktemp("shared") / "data", request.param).start()
    yield made
    made.stop()


@pytest.fixture(params=MODES)
def own_served(request, tmp_path):
    """An Academy of this test's own, to kill and to starve."""
    made = Served(tmp_path / "data", request.param).start()
    yield made
    made.stop()


@pytest.fixture
def own_quick(tmp_path):
    """An Academy with snapshots, of this test's own."""
    made = Served(tmp_path / "data").start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def quick_served(tmp_path_factory):
    """An Academy with snapshots."""
    made = Served(tmp_path_factory.mktemp("quick") / "data", "quick").start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def plain_served(tmp_path_factory):
    """An Academy without snapshots."""
    made = Served(tmp_path_factory.mktemp("plain") / "data", "plain").start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def in_listening():
    """How many exercises the Listening module has."""
    return len(content.exercises(paths.content() / "modules" / "02_listening"))


@pytest.fixture(scope="session")
def root():
    return Path(__file__).parents[1]


@pytest.fixture
def free_port():
    return a_free_port()


def pytest_collection_modifyitems(items):
    """Put the browser's tests last: Playwright keeps an event loop running until the end,
    and no test after it could have one of its own."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
