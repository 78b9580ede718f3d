"""Saying back, guessing and being told, in a real browser: alone and as a pair."""

import pytest
from looking import LISTENING, axe, exercises_open, saved, tab_to

pytestmark = pytest.mark.browser


def opened(visit, served, **look):
    page = visit(served.url, LISTENING, **look)
    exercises_open(page)
    return page, page.locator("section.ac-heard")


def press(page, place, name):
    tab_to(page, place.get_by_role("button", name=name), most=900)
    page.keyboard.press("Enter")


def guess(page, place, step, keys):
    for row, many in zip(
        place.locator(f"[data-step={step}] .ac-asked").all(), keys, strict=True
    ):
        tab_to(page, row.get_by_role("radio").first)
        page.keyboard.press("Space")
        for _ in range(many):
            page.keyboard.press("ArrowRight")


def test_the_keyboard_alone_hears_says_back_and_guesses(quick_served, visit):
    page, place = opened(visit, quick_served)
    press(page, place, "I am alone")
    place.get_by_text("I walk to work now").wait_for()
    press(page, place, "put it away")
    assert not place.get_by_text("I walk to work now").is_visible()
    tab_to(page, place.get_by_role("textbox"))
    page.keyboard.type("You walk by the canal, where nobody wants a thing.")
    press(page, place, "That is what I heard")
    guess(page, place, "guess", (5, 4, 3, 2, 1))
    press(page, place, "Those are my guesses")
    table = place.get_by_role("table")
    table.wait_for()
    rows = [row.inner_text().split("\t") for row in table.get_by_role("row").all()[1:]]
    assert [row[1:] for row in rows] == [
        ["6", "6", "none"],
        ["5", "6", "1 lower"],
        ["4", "2", "2 higher"],
        ["3", "5", "2 lower"],
    ]
    assert "24% of the time" in place.inner_text()
    saved(page)
    told = place.inner_text()
    page.reload()
    exercises_open(page)
    table.wait_for()
    assert place.locator(".ac-both").inner_text() in told
    assert page.watch.errors == []
    assert page.watch.outside == []


def test_a_reload_before_the_speaker_says_keeps_the_guesses_and_hides_them(
    quick_served, visit
):
    page, place = opened(visit, quick_served)
    place.get_by_role("button", name="Somebody spoke").click()
    place.get_by_role("textbox").fill("Ты ходишь пешком.")
    place.get_by_role("button", name="That is what I heard").click()
    guess(page, place, "guess", (1, 1, 1, 1, 1))
    place.get_by_role("button", name="Those are my guesses").click()
    saved(page)
    page.reload()
    exercises_open(page)
    place.get_by_role("button", name="I am the one who spoke").click()
    assert place.locator("[data-step=guess]").is_hidden()
    guess(page, place, "rate", (3, 3, 3, 3, 3))
    place.get_by_role("button", name="Show us both").click()
    place.get_by_text("2 apart on average").wait_for()
    assert place.get_by_text("Ты ходишь пешком.").is_visible()
    assert page.watch.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_each_step_is_accessible_and_fits(quick_served, visit, width, scheme):
    page, place = opened(visit, quick_served, width=width, scheme=scheme)

    def fits():
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    place.get_by_role("button", name="I am alone").click()
    place.get_by_role("button", name="put it away").click()
    place.get_by_role("textbox").fill("Walking. " * 300)
    place.get_by_role("button", name="That is what I heard").click()
    for row in place.locator("[data-step=guess] .ac-asked").all():
        row.get_by_role("radio", name="4").check()
    fits()
    place.get_by_role("button", name="Those are my guesses").click()
    place.get_by_role("table").wait_for()
    fits()
