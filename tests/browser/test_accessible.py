"""axe-core finds nothing on any page, in any state, width or scheme."""

import pytest
from looking import LISTENING, axe, exercises_open, saved

pytestmark = pytest.mark.browser

LOOKS = [(width, scheme) for width in (360, 1440) for scheme in ("light", "dark")]
looks = pytest.mark.parametrize(("width", "scheme"), LOOKS)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@looks
@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_pages_without_a_kernel(served, visit, path, width, scheme):
    page = visit(served.url, path, width=width, scheme=scheme)
    assert axe(page) == []
    assert fits(page)


@looks
def test_a_module_as_it_opens_answered_and_sent(served, visit, width, scheme):
    page = visit(served.url, LISTENING, width=width, scheme=scheme)
    exercises_open(page)
    assert axe(page) == []

    scene = page.locator(".ac-reply").first
    scene.get_by_role("button", name="Say this").click()
    scene.get_by_role("radio").first.check()
    scene.get_by_role("button", name="Say this").click()
    scene.get_by_role("textbox").fill("You sat there a long while.")
    scene.get_by_role("button", name="Keep my reply").click()
    scene.locator(".ac-others li").first.wait_for()
    talk = page.locator(".ac-code")
    for turn in talk.locator("fieldset").all():
        turn.get_by_role("radio").first.check()
    talk.get_by_role("button", name="Compare").click()
    talk.locator(".ac-measures").wait_for()
    page.locator(".ac-basis summary").first.click()
    writing = page.locator(".ac-reflection")
    writing.get_by_role("textbox").first.fill("I waited.")
    writing.get_by_role("button", name="Read it through").click()
    assert axe(page) == []

    writing.get_by_role("button", name="Send to my tutor").click()
    writing.locator(".ac-receipt").wait_for()
    saved(page)
    assert axe(page) == []
    assert fits(page)


def test_on_a_phone_the_header_stays_one_line_with_what_is_saved(served, visit):
    page = visit(served.url, LISTENING, width=360)
    exercises_open(page)
    page.locator(".ac-reply input").first.check()
    saved(page)
    assert page.locator(".top").bounding_box()["height"] < 80


def test_a_page_zoomed_to_twice_its_size_still_fits(served, visit):
    page = visit(served.url, LISTENING, width=720)
    exercises_open(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert fits(page)


def test_prose_is_read_before_the_kernel_is_there(plain_served, visit):
    page = visit(plain_served.url, "/")
    page.goto(plain_served.url + LISTENING, wait_until="commit")
    page.get_by_role("heading", name="Listening", exact=True).wait_for()
    page.get_by_text("Opening the exercise").first.wait_for()
    exercises_open(page)
    assert page.get_by_text("Opening the exercise").count() == 0
