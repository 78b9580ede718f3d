"""Three rounds in a real browser: alone with stand-ins, and three around one screen."""

import re
import time

import pytest
from looking import LISTENING, axe, exercises_open, saved, tab_to

pytestmark = pytest.mark.browser


def opened(visit, served, **look):
    page = visit(served.url, LISTENING, **look)
    exercises_open(page)
    return page, page.locator(".ac-triad")


def press(page, place, name):
    tab_to(page, place.get_by_role("button", name=name), most=900)
    page.keyboard.press("Enter")


def test_the_keyboard_alone_listens_observes_and_speaks(quick_served, visit):
    page, place = opened(visit, quick_served)
    said = place.get_by_role("log")
    press(page, place, "Begin")
    press(page, place, "Start the round")
    said.get_by_text("I said yes before").wait_for()

    tab_to(page, place.get_by_label("What you say"))
    page.keyboard.type("You should write it on cards.")
    press(page, place, "Say this")
    said.get_by_text("Right. Yes, I could do that.").wait_for()
    press(page, place, "Stay silent")
    said.get_by_text("(A long breath.)").wait_for()
    press(page, place, "End the round")
    tab_to(page, place.get_by_label("The listener waited"))
    page.keyboard.press("Space")
    press(page, place, "Put the sheet down")

    place.get_by_role("heading", name="Round 2 of 3").wait_for()
    press(page, place, "Start the round")
    for heard in ("Twenty minutes", "I was cross", "what did you do"):
        press(page, place, "Hear the next line")
        said.get_by_text(heard).last.wait_for()
    press(page, place, "A question")
    place.get_by_role("button", name="A question: 1").wait_for()
    press(page, place, "End the round")
    press(page, place, "Put the sheet down")

    place.get_by_role("heading", name="Round 3 of 3").wait_for()
    press(page, place, "Start the round")
    tab_to(page, place.get_by_label("What you say"))
    page.keyboard.type("A heron stood on a shopping trolley.")
    press(page, place, "Say this")
    said.get_by_text("(nods, and waits)").wait_for()
    press(page, place, "End the round")
    press(page, place, "Put the sheet down")
    last = place.get_by_role("region", name="Round 2")
    last.wait_for()
    assert "1 question, 0 reflections" in last.inner_text()
    assert "1 question, 1 reflection, in 2 turns" in last.inner_text()
    saved(page)
    told = place.locator(".ac-rounds").inner_text()
    page.reload()
    exercises_open(page)
    last.wait_for()
    assert place.locator(".ac-rounds").inner_text() == told
    assert page.watch.errors == []
    assert page.watch.outside == []


def test_a_reload_in_the_middle_comes_back_paused_and_counts_no_time_away(
    quick_served, visit
):
    page, place = opened(visit, quick_served)
    place.get_by_label("Three of us").check()
    for at, name in enumerate("ABC"):
        place.locator(f"[name=name{at}]").fill(name)
    place.get_by_role("button", name="Begin").click()
    began = time.monotonic()
    place.get_by_role("button", name="Start the round").click()
    place.get_by_role("button", name="A reflection").click()
    place.get_by_role("button", name="A reflection: 1").wait_for()
    place.get_by_label("In your own words").fill("B looked up.")
    saved(page)
    stayed = time.monotonic() - began
    page.goto(quick_served.url)
    page.wait_for_timeout(5000)
    page.goto(quick_served.url + LISTENING)
    exercises_open(page)
    place.get_by_text("The time away is not counted").wait_for()
    assert place.get_by_label("In your own words").input_value() == "B looked up."
    assert place.get_by_role("button", name="A reflection: 1").is_visible()
    minutes, seconds = re.findall(r"\d+", place.get_by_role("timer").inner_text())
    assert 180 - 60 * int(minutes) - int(seconds) <= stayed + 2
    place.get_by_role("button", name="Go on").click()
    place.get_by_role("button", name="Stop here").click()
    place.get_by_text("fine way to end").wait_for()
    assert "B looked up." in place.locator(".ac-rounds").inner_text()
    assert page.watch.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_each_step_is_accessible_and_fits(quick_served, visit, width, scheme):
    page, place = opened(visit, quick_served, width=width, scheme=scheme)

    def fits():
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    place.get_by_role("button", name="Begin").click()
    place.get_by_role("button", name="Start the round").click()
    place.get_by_label("What you say").fill("long" * 400)
    place.get_by_role("button", name="Say this").click()
    place.get_by_text("I’ve known her").wait_for()
    fits()
    place.get_by_role("button", name="End the round").click()
    place.get_by_role("button", name="Put the sheet down").click()
    place.get_by_role("button", name="Start the round").click()
    place.get_by_role("button", name="Hear the next line").click()
    place.get_by_role("button", name="A reflection").click()
    fits()
    place.get_by_role("button", name="Stop here").click()
    place.locator(".ac-round").first.wait_for()
    fits()
