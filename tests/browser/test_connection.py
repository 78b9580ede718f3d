"""The line between a page and its kernel: it lasts, it breaks, it is mended."""

import pytest
from looking import LISTENING, exercises_open, saved

pytestmark = pytest.mark.browser

CALM = 35_000  # ms; longer than Jupyter Server waits between two pings


def test_a_quiet_page_keeps_its_connection(quick_served, visit):
    page = visit(quick_served.url, LISTENING)
    exercises_open(page)
    page.evaluate(
        "window.said = [];"
        "document.addEventListener('snapshot:connection', (e) => said.push(e.detail.state))"
    )
    box = page.locator(".ac-reflection textarea").first
    box.fill("Now I think.")
    saved(page)
    page.wait_for_timeout(CALM)
    assert "lost" not in page.evaluate("said")
    box.fill("Now I think. And go on.")
    saved(page)


def test_a_lost_connection_is_told_and_what_was_typed_meanwhile_is_saved(own_quick, visit):
    page = visit(own_quick.url, LISTENING)
    exercises_open(page)
    box = page.locator(".ac-reflection textarea").first
    box.fill("Before.")
    saved(page)
    own_quick.stop()
    page.get_by_text("The connection is lost").wait_for()
    box.fill("Before. And while it was gone.")
    own_quick.start()
    page.set_default_timeout(60_000)  # the page looks again every 15 s at the latest
    saved(page)
    assert page.locator("#offline").is_hidden()
    page.reload()
    exercises_open(page)
    assert box.input_value() == "Before. And while it was gone."
