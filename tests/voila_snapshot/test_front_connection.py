"""The slim page's way to its kernel: order, loss, earlier answers, goodbye."""

import json
import urllib.request

import pytest
from fronting import press, python_said, started, tell, wait_for_state
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.kernel]


def test_messages_before_the_kernel_keep_their_order(visit):
    page = visit()
    for _ in range(5):
        press(page, "button")
    python_said(page, "pressed 5")


def test_an_eager_page_is_live_by_itself(visit):
    page = visit(eager=1)
    wait_for_state(page, "starting", "live")
    assert page.evaluate("performance.getEntriesByName('snapshot:live').length") == 1


def test_earlier_answers_are_put_in_but_not_over_what_was_typed(visit):
    earlier = {name: {"value": "earlier"} for name in ("line", "held", "area")}
    page = visit(patch=json.dumps(earlier))
    page.locator("#held input").press_sequentially("not sent")
    page.locator("#line input").fill("typed")
    expect(page.locator("#area textarea")).to_have_value("earlier")
    python_said(page, "line=typed")
    expect(page.locator("#line input")).to_have_value("typed")
    expect(page.locator("#held input")).to_have_value("not sent")


def test_ones_own_state_in_the_page_is_there_at_once(visit):
    page = visit(own=json.dumps({"area": {"value": "mine"}}))
    expect(page.locator("#area textarea")).to_have_value("mine")
    assert page.evaluate("said") == []


def test_a_lost_connection_is_told_and_mended(visit, server):
    page = visit()
    press(page, "button")
    python_said(page, "pressed 1")
    before = started(server)
    page.route("**/api/kernels/*", lambda route: route.abort())
    tell(server, "drop")
    wait_for_state(page, "lost")
    press(page, "button")
    press(page, "button")
    page.wait_for_timeout(700)
    page.unroute("**/api/kernels/*")
    wait_for_state(page, "starting", "live", "lost", "restored")
    python_said(page, "pressed 3")
    assert started(server) == before


def test_what_python_said_meanwhile_is_not_lost(visit, server):
    page = visit()
    press(page, "printing")
    python_said(page, "0 outputs known")
    page.wait_for_timeout(200)
    for _ in range(3):
        tell(server, "drop")
        press(page, "button")
    python_said(page, "pressed 3")


@pytest.mark.parametrize("end", ["culled", "killed"])
def test_a_kernel_that_has_gone_is_replaced_at_the_next_touch(visit, server, end):
    page = visit(patch=json.dumps({"area": {"value": "kept"}}))
    press(page, "button")
    python_said(page, "pressed 1")
    page.locator("#line input").fill("typed")
    python_said(page, "line=typed")
    kernels = tell(server, "started")["kernels"]
    if end == "killed":
        tell(server, "kill")
    else:
        page.evaluate(
            "(id) => fetch(`api/kernels/${id}`, { method: 'DELETE', headers:"
            " { 'X-XSRFToken': /_xsrf=([^;]*)/.exec(document.cookie)[1] } })",
            kernels[-1],
        )
    page.wait_for_timeout(4000 if end == "killed" else 1000)
    assert tell(server, "started")["kernels"] == kernels
    press(page, "button")
    python_said(page, "pressed 1")
    expect(page.locator("#line input")).to_have_value("typed")
    assert started(server) == len(kernels) + 1
    assert page.evaluate("said.at(-1)") in ("live", "restored")


def test_a_message_that_ends_every_kernel_is_given_up(visit, server):
    page = visit()
    before = started(server)
    with page.expect_console_message(lambda said: "given up" in said.text):
        press(page, "ending")
    assert started(server) == before + 2
    press(page, "button")
    python_said(page, "pressed 1")


def test_leaving_a_page_lets_go_of_its_kernel(visit, server):
    page = visit(close=1)
    press(page, "button")
    python_said(page, "pressed 1")
    mine = tell(server, "started")["kernels"][-1]
    page.goto("about:blank")
    page.wait_for_timeout(2500)
    with urllib.request.urlopen(f"{server}/api/kernels") as answer:
        assert mine not in {one["id"] for one in json.load(answer)}
