"""Peers in a browser: by keyboard, on a phone and a screen, with nothing typed lost."""

import pytest
from looking import axe, tab_to
from marked import IDS, NAME, WORDS, Marked

from academy import sharing
from academy.assessment.book import Options

pytestmark = pytest.mark.browser

LOOKS = [(360, "dark"), (1440, "light")]


@pytest.fixture(scope="module")
def marked(academy_class, tmp_path_factory):
    made = Marked(academy_class(tmp_path_factory.mktemp("peers") / "data")).start()
    made.book.set_options(made.cohort, NAME, Options(peers=True))
    for who in ("ada", "bo", "cy"):
        said = {"answers": dict.fromkeys(IDS, f"{WORDS} Words of {who}.")}
        mine = made._record(who, "response", answer=said, form=said)
        made._record(who, "handed_in", assignment=NAME, **said)
        sharing.move(made.store, made.people.cohorts, mine, "cohort")
    yield made
    made.stop()


def good(page):
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.watch.errors == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_peer_is_read_and_written_to_by_keyboard_and_nothing_typed_is_lost(
    marked, chromium, visit, width, scheme
):
    context = marked.come(chromium, "ada", width=width, scheme=scheme)
    page = visit(marked.served.url, "/cohort", context=context)
    page.get_by_role("link", name="Reading each other").click()
    good(page)
    link = page.get_by_role("link", name="what Bo wrote")
    tab_to(page, link)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What Bo wrote").wait_for()
    box = page.get_by_label("A question I would ask")
    tab_to(page, box)
    page.keyboard.press("Control+A")
    page.keyboard.type("What was the silence like")
    good(page)
    page.reload()
    assert box.input_value() == "What was the silence like"
    page.goto(f"{marked.served.url}/cohort/peers")
    link.click()
    assert box.input_value() == "What was the silence like"
    box.fill("What was the silence like for you?")
    button = page.get_by_role("button", name="Send to Bo")
    tab_to(page, button)
    page.keyboard.press("Enter")
    page.get_by_text("Sent.").wait_for()
    good(page)
    kept = page.evaluate("Object.keys(sessionStorage).filter((k) => k.includes('form'))")
    assert kept == []
    context.close()

    other = marked.come(chromium, "bo", width=width, scheme=scheme)
    page = visit(marked.served.url, "/cohort/peers", context=other)
    page.get_by_text("What was the silence like for you?").wait_for()
    good(page)
    other.close()
