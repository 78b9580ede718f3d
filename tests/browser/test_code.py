"""Marking a talk and reading what comes of it, by keyboard alone."""

import pytest
from looking import LISTENING, axe, exercises_open, saved, tab_to

pytestmark = pytest.mark.browser


def opened(visit, served, **look):
    page = visit(served.url, LISTENING, **look)
    exercises_open(page)
    return page, page.locator(".ac-code")


def test_the_keyboard_alone_marks_a_talk_and_brings_kappas_that_come_back(
    quick_served, visit
):
    page, talk = opened(visit, quick_served)
    for turn in talk.locator("fieldset").all():
        tab_to(page, turn.get_by_role("radio").first)
        page.keyboard.press("ArrowRight")
    tab_to(page, talk.get_by_role("button", name="Compare"))
    page.keyboard.press("Enter")
    kappas = talk.get_by_role("table", name="You and we, beside ten experts")
    kappas.get_by_text("You gave the same answer").first.wait_for()
    assert ".74" in kappas.get_by_role("row", name="One of the four").inner_text()
    assert "no ratio" in talk.locator(".ac-measures").inner_text()

    first = talk.locator("fieldset").first
    tab_to(page, first.get_by_role("radio", name="Reflection"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert first.get_by_role("radio", name="Other").is_checked()
    tab_to(page, talk.get_by_role("button", name="Compare"))
    page.keyboard.press("Enter")
    talk.get_by_text("The same as ours").first.wait_for()
    saved(page)
    told = kappas.inner_text()
    page.reload()
    exercises_open(page)
    assert kappas.inner_text() == told
    assert page.watch.errors == []
    assert page.watch.outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_what_comes_out_is_accessible_and_fits(quick_served, visit, width, scheme):
    page, talk = opened(visit, quick_served, width=width, scheme=scheme)
    for i, turn in enumerate(talk.locator("fieldset").all()):
        turn.get_by_role("radio").nth(i % 4).check()
    talk.get_by_role("button", name="Compare").click()
    talk.locator(".ac-measures").wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
