"""Weighing two posts in a real browser: by keyboard, over a reload, and as it looks."""

import pytest
from looking import axe, exercises_open, saved, tab_to
from one_module import BIAS, course_with

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def posts_served(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("criteria")
    content = course_with(folder, "two_posts")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, served, draw, **look):
    """Open the page as somebody for whom the dice fall as number `draw` of 8."""
    page = visit(served.url, BIAS, **look)
    exercises_open(page)
    page.evaluate(f"() => {{ Math.random = () => {draw / 8 + 0.01} }}")
    return page, page.locator("section.ac-criteria")


def press(page, place, name):
    tab_to(page, place.get_by_role("button", name=name), most=900)
    page.keyboard.press("Enter")


def choose(page, place, row, many):
    tab_to(page, place.locator("fieldset").nth(row).get_by_role("radio").first)
    page.keyboard.press("Space")
    for _ in range(many):
        page.keyboard.press("ArrowRight")


def weigh_all(place, number):
    for row in place.locator(".ac-rating fieldset").all():
        row.get_by_role("radio", name=str(number)).check(force=True)


def test_the_keyboard_alone_weighs_first_meets_and_chooses(posts_served, visit):
    page, place = opened(visit, posts_served, 0)
    press(page, place, "Begin")
    assert not place.get_by_text("Daniel", exact=False).count()
    for row in range(6):
        choose(page, place, row, 5 if row % 2 == 0 else 2)
    press(page, place, "Fix my numbers")
    place.get_by_role("heading", name="Daniel").wait_for()
    choose(page, place, 0, 1)
    press(page, place, "On to the second post")
    saved(page)
    page.reload()
    exercises_open(page)
    place.get_by_role("heading", name="Post 2 of 2: Manager of a day centre").wait_for()
    for row in range(6):
        choose(page, place, row, 3)
    press(page, place, "Fix my numbers")
    choose(page, place, 0, 0)
    press(page, place, "Show me")
    table = place.get_by_role("table").first
    table.wait_for()
    assert "you chose Martina" in table.inner_text()
    assert "You weighed first" in place.inner_text()
    assert "1.5 steps less than the rest" in place.inner_text()
    assert "what the man was good at counted 1.5 steps more" in place.inner_text()
    saved(page)
    told = place.locator(".ac-result").inner_text()
    page.reload()
    exercises_open(page)
    table.wait_for()
    assert place.locator(".ac-result").inner_text() == told
    assert page.watch.errors == []
    assert page.watch.outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_each_step_is_accessible_and_fits(posts_served, visit, width, scheme):
    page, place = opened(visit, posts_served, 5, width=width, scheme=scheme)

    def fits():
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    place.get_by_role("button", name="Begin").click()
    for _ in (1, 2):
        assert place.locator(".ac-people").is_visible()
        weigh_all(place, 4)
        fits()
        place.get_by_role("button", name="Those are my numbers").click()
        place.locator(".ac-chosen").get_by_role("radio").first.check()
        fits()
        place.get_by_role("button", name="On to the second post").or_(
            place.get_by_role("button", name="Show me")
        ).click()
    place.get_by_role("table").first.wait_for()
    fits()
    assert page.watch.errors == []
