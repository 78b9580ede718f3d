"""Judging messages in a real browser: by keyboard, over a reload, and as it looks."""

import pytest
from looking import axe, exercises_open, saved, tab_to
from one_module import BIAS, course_with

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def messages_served(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("noise")
    content = course_with(folder, "twelve_cases")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, served, **look):
    page = visit(served.url, BIAS, **look)
    exercises_open(page)
    return page, page.locator("section.ac-noise")


def press(page, place, name):
    tab_to(page, place.get_by_role("button", name=name), most=900)
    page.keyboard.press("Enter")


def judge(page, place, numbers):
    for number in numbers:
        tab_to(page, place.get_by_role("spinbutton"))
        page.keyboard.type(str(number))
        page.keyboard.press("Enter")


def test_the_keyboard_alone_judges_rests_and_looks_twice(messages_served, visit):
    page, place = opened(visit, messages_served)
    press(page, place, "Begin")
    judge(page, place, [40] * 5)
    saved(page)
    page.reload()
    exercises_open(page)
    place.get_by_role("heading", name="Message 6 of 17").wait_for()
    judge(page, place, [40] * 4)
    press(page, place, "On with the messages")
    judge(page, place, [50] * 8)
    place.get_by_text("points apart on average").wait_for()
    assert "5 of them came twice" in place.inner_text()
    assert place.locator(".ac-pairs li").count() == 5
    press(page, place, "Take a second look")
    for _ in range(4):
        for at in range(3):
            tab_to(page, place.get_by_role("spinbutton").nth(at))
            page.keyboard.type("30")
        page.keyboard.press("Enter")
    place.get_by_role("table", name="Your first number, and the three parts").wait_for()
    saved(page)
    told = place.locator(".ac-result").inner_text()
    page.reload()
    exercises_open(page)
    place.get_by_role("table", name="Your first number, and the three parts").wait_for()
    assert place.locator(".ac-result").inner_text() == told
    assert page.watch.errors == []
    assert page.watch.outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_each_step_is_accessible_and_fits(messages_served, visit, width, scheme):
    page, place = opened(visit, messages_served, width=width, scheme=scheme)

    def fits():
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    place.get_by_role("button", name="Begin").click()
    place.locator(".ac-line").click(position={"x": 60, "y": 10})
    assert 0 < int(place.get_by_role("spinbutton").input_value()) < 60
    fits()
    for at in range(17):
        place.get_by_role("spinbutton").fill(str(5 * at))
        place.get_by_role("button", name="Next").click()
        if at == 8:
            fits()
            place.get_by_role("button", name="On with").click()
    place.get_by_text("points apart on average").wait_for()
    fits()
    place.get_by_role("button", name="Take a second look").click()
    fits()
    for _ in range(4):
        for one in place.get_by_role("spinbutton").all():
            one.fill("70")
        place.get_by_role("button", name="Next").or_(
            place.get_by_role("button", name="Show me")
        ).click()
    place.get_by_role("table", name="Your first number, and the three parts").wait_for()
    fits()
    assert page.watch.errors == []
