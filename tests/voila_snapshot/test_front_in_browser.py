"""The slim page's front end in a real browser, with real kernels."""

import json
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

HERE = Path(__file__).parent

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

LISTEN = """
window.said = []; window.unknown = []; window.hacked = 0;
document.addEventListener("snapshot:connection", (event) => said.push(event.detail.state));
document.addEventListener("snapshot:unknown", (event) => unknown.push(event.detail));
document.addEventListener("securitypolicyviolation",
  (event) => event.violatedDirective === "script-src-attr" ||
    console.error("policy: " + event.violatedDirective + " " + event.blockedURI));
"""


@pytest.fixture(scope="module")
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


@pytest.fixture
def visit(chromium, server):
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


def test_a_page_is_shown_without_a_kernel(visit, server):
    before = started(server)
    page = visit()
    expect(page.locator("#whole .widget-readout")).to_have_text("3")
    expect(page.locator("#whole label b")).to_have_text("Whole")
    expect(page.locator("#prose math")).to_be_visible()
    expect(page.locator("#formula math")).to_be_visible()
    expect(page.locator("#small p")).to_have_text("1,2")
    image = page.locator("#image img")
    assert image.evaluate("(one) => one.naturalWidth") == 1
    assert not [one for one in page.asked if one.startswith("POST") or "/api/" in one]
    assert page.evaluate("said") == []
    expect(page.locator("[onerror]")).to_have_count(0)
    assert page.evaluate("hacked") == 0
    assert page.errors == []
    assert started(server) == before


def test_an_unknown_class_is_a_plain_sentence_and_an_event(visit):
    page = visit()
    expect(page.locator("#foreign")).to_have_text(
        "This part of the page cannot be shown here."
    )
    assert {one["name"] for one in page.evaluate("unknown")} == {
        "ForeignModel",
        "ForeignView",
    }
    assert page.evaluate("unknown[0].module") == "somewhere-else"


def test_every_stock_widget_is_shown(visit):
    page = visit()
    assert page.locator("#everything > .snapshot-view > .widget-vbox > *").count() == 54
    expect(page.locator(".jupyter-widgets-error-widget")).to_have_count(0)
    expect(page.locator(".snapshot-unknown")).to_have_count(1)
    expect(page.locator("#everything .fa-play")).to_be_visible()
    font = "document.fonts.check('900 16px \"Font Awesome 5 Free\"')"
    eventually(page, font)
    assert page.errors == []


def test_a_page_needs_four_requests_at_most(visit):
    page = visit()
    extra = ("maths.js", "icons.", "blob:", "data:")
    asked = [one for one in page.asked if not any(word in one for word in extra)]
    names = [one.split("/")[-1].split("?")[0] for one in asked]
    assert names == ["page", "slim.css", "slim.js", "stock.js"]


def test_every_control_reaches_python_and_python_answers(visit):
    page = visit()
    slide(page, "whole")
    python_said(page, "whole=4")
    wait_for_state(page, "starting", "live")
    slide(page, "decimal")
    python_said(page, "decimal=0.6")
    page.locator("#choice select").select_option("blue")
    python_said(page, "choice=blue")
    page.locator("#radio input").nth(1).check()
    python_said(page, "radio=no")
    page.locator("#line input").fill("one")
    python_said(page, "line=one")
    page.locator("#held input").fill("two")
    page.locator("#held input").press("Enter")
    python_said(page, "held=two")
    page.locator("#area textarea").fill("three\nlines")
    python_said(page, "area=three lines")
    page.locator("#check input").check()
    python_said(page, "check=True")
    page.locator("#tabs").get_by_text("Two").click()
    python_said(page, "tab=1")
    expect(page.locator("#tabs input")).to_have_value("7")
    press(page, "button")
    python_said(page, "pressed 1")
    assert page.errors == []


def test_messages_before_the_kernel_keep_their_order(visit):
    page = visit()
    for _ in range(5):
        press(page, "button")
    python_said(page, "pressed 5")


def test_an_output_catches_prints_and_is_harmless(visit):
    page = visit()
    press(page, "printing")
    output = page.locator("#output")
    expect(output.locator("pre").first).to_have_text("red words\nmore words\n")
    expect(output.locator("b")).to_have_text("bold")
    expect(output.locator("svg circle")).to_have_count(1)
    expect(output.locator("script, [onerror], [onload]")).to_have_count(0)
    assert page.evaluate("hacked") == 0
    page.wait_for_timeout(200)
    press(page, "clearing")
    expect(output).to_have_text("fresh\n")
    assert page.errors == []


NASTY = [
    "<img src=data:, onerror=hacked=1>",
    "<svg><script>hacked=1</script></svg>",
    "<svg onload=hacked=1></svg>",
    "<math><mtext><table><mglyph><style><img src=data:, onerror=hacked=1></style></table>",
    "<a href='javascript:hacked=1' id=link>x</a>",
    "<iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
    "<object data='data:text/html,<script>parent.hacked=1</script>'></object>",
    "<form action='//elsewhere'><button formaction='javascript:hacked=1'>go</form>",
    "<style>body { display: none }</style>",
    "<base href='//elsewhere'><meta http-equiv=refresh content='0;url=//elsewhere'>",
    "<link rel=stylesheet href='//elsewhere'>",
    "<p id=snapshot>clobbers</p>",
]
NASTY_SVG = [
    "<svg><use href='//elsewhere#x'/><use href='data:image/svg+xml,x#x'/></svg>",
    "<svg><a xlink:href='javascript:hacked=1'><text>x</text></a></svg>",
    "<svg><foreignObject><iframe srcdoc='x'></iframe></foreignObject></svg>",
    "<svg><animate attributeName=href values='javascript:hacked=1'/></svg>",
]


def test_outputs_are_sanitised(visit):
    good = {
        "text/html": "<table><tr><td style='color: red' title='t'>1</td></tr></table>",
        "image/svg+xml": "<?xml version='1.0'?><svg viewBox='0 0 9 9'><defs><path id='p'"
        " d='M0 0'/></defs><use href='#p'/></svg>",
    }
    outputs = [{"text/html": one} for one in NASTY]
    outputs += [{"image/svg+xml": one} for one in NASTY_SVG]
    outputs += [{kind: one} for kind, one in good.items()]
    outputs = [
        {"output_type": "display_data", "data": one, "metadata": {}} for one in outputs
    ]
    page = visit(own=json.dumps({"output": {"outputs": outputs}}))
    output = page.locator("#output")
    banned = "script, iframe, object, form, style, base, meta, link, foreignObject, animate"
    expect(output.locator(banned)).to_have_count(0)
    expect(output.locator("[onerror], [onload], [formaction], [srcdoc]")).to_have_count(0)
    expect(output.locator("#snapshot")).to_have_count(0)
    hrefs = "(all) => all.flatMap((one) => one.getAttributeNames().filter((name) =>"
    hrefs += " name.endsWith('href')).map((name) => one.getAttribute(name)))"
    assert output.locator("*").evaluate_all(hrefs) == ["#p"]
    expect(output.locator("td[title=t]")).to_have_css("color", "rgb(255, 0, 0)")
    page.wait_for_timeout(200)
    assert page.evaluate("hacked") == 0
    assert page.errors == []


def test_a_widget_made_in_a_callback_works(visit):
    page = visit()
    press(page, "making")
    page.locator("#output .noUi-handle").press("ArrowRight")
    python_said(page, "made=6")
    assert page.errors == []


def test_an_image_from_python_is_binary(visit):
    page = visit()
    image = page.locator("#image img")
    before = image.get_attribute("src")
    press(page, "swap")
    expect(image).not_to_have_attribute("src", before)
    assert image.get_attribute("src").startswith("blob:")
    assert page.errors == []


def test_an_anywidget_sends_bytes_and_commands_and_is_cleaned_up(visit):
    page = visit()
    small = page.locator("#small")
    small.get_by_text("ask").click()
    expect(small.locator("output")).to_have_text("back 3-2-1")
    small.get_by_text("call").click()
    expect(small.locator("output")).to_have_text("doubled 42")
    small.get_by_text("set").click()
    python_said(page, "data=b'\\t\\x08'")
    expect(small.locator("p")).to_have_text("9,8")
    press(page, "leaving")
    expect(page.locator("body")).to_have_attribute("data-cleaned", "yes")
    assert page.errors == []


def test_linked_widgets_move_together_in_the_browser(visit):
    page = visit()
    slide(page, "source")
    bar = page.locator("#target .progress-bar")
    expect(bar).to_have_attribute("style", re.compile("width: 3%"))


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
