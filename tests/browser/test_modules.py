"""Every module as it opens, and what it rests on, at every width and in both schemes."""

import time
import urllib.request

import pytest
from looking import axe, exercises_open

from academy import content

pytestmark = pytest.mark.browser

TRIES = 120  # a second apart
MODULES = [one.id for one in content.load_course().modules]


@pytest.fixture(scope="module")
def rehearsed(quick_served):
    """An Academy that sends every module from its snapshot."""
    for module in MODULES:
        for _ in range(TRIES):
            asks = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            with asks.open(f"{quick_served.url}/modules/{module}") as answer:
                if b"startUrl" in answer.read():
                    break
            time.sleep(1)
    return quick_served


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 820, 1440])
@pytest.mark.parametrize("module", MODULES)
def test_it_opens_whole_fits_and_axe_finds_nothing(rehearsed, visit, module, width, scheme):
    page = visit(rehearsed.url, f"/modules/{module}", width=width, scheme=scheme)
    exercises_open(page)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="What all of this rests on").click()
    page.get_by_role("heading", name="All that is cited").wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.watch.errors == []
    assert page.watch.outside == []
