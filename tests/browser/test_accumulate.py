"""A small bias over many promotions, in a real browser, from the guess to a comparison."""

import pytest
from looking import axe, exercises_open, saved, tab_to
from one_module import BIAS, course_with

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pyramids(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("accumulate")
    content = course_with(folder, "small_edges")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, pyramids, **look):
    page = visit(pyramids.url, BIAS, **look)
    exercises_open(page)
    return page, page.locator("section.ac-accumulate")


def press(page, place, name):
    tab_to(page, place.get_by_role("button", name=name, exact=True), most=200)
    page.keyboard.press("Enter")


def to_a_thousand(place):
    place.get_by_label("how many in 100 at the top").fill("45")
    place.get_by_role("button", name="That is my guess").click()
    place.get_by_role("button", name="Run it once").click()
    place.get_by_text("The start.").wait_for()
    place.get_by_role("button", name="Run it 1,000 times").click()
    place.get_by_role("figure").wait_for()


def test_the_keyboard_alone_guesses_steps_runs_and_compares(pyramids, visit):
    page, place = opened(visit, pyramids)
    tab_to(page, place.get_by_label("how many in 100 at the top"))
    page.keyboard.type("45")
    press(page, place, "That is my guess")
    press(page, place, "Run it once")
    place.get_by_text("The start. At the top, 5 of 10 are women.").wait_for()
    assert (
        place.get_by_role("button", name="Play").count() == 0
    )  # less movement was asked for
    press(page, place, "Next cycle")
    place.get_by_text("Cycle 1 of").wait_for()
    press(page, place, "To the end")
    place.get_by_text("this run is over").wait_for()
    press(page, place, "Run it once more")
    place.get_by_text("each run ends differently").or_(
        place.get_by_text("So far they end alike")
    ).wait_for()
    press(page, place, "Run it 1,000 times")
    place.get_by_text("You guessed 45 % women at the top.").wait_for()
    press(page, place, "Change something, and run it again")
    tab_to(page, place.get_by_label("How much is left"))
    page.keyboard.type("Half")
    press(page, place, "Run this 1,000 times")
    place.get_by_text("With what you changed").wait_for()
    assert "Criteria first: We take it" in place.locator(".ac-assumed").inner_text()
    saved(page)
    told = place.locator(".ac-outcome").inner_text()
    page.reload()
    exercises_open(page)
    place.get_by_text("With what you changed").wait_for()
    assert place.locator(".ac-outcome").inner_text() == told
    assert place.get_by_label("How much is left").input_value() == "50"
    press(page, place, "Show this run again")
    place.get_by_text("The start.").or_(place.get_by_text("Cycle")).first.wait_for()
    assert page.watch.errors == []
    assert page.watch.outside == []


def test_a_pyramid_that_cannot_be_is_told_in_a_sentence_and_can_be_mended(pyramids, visit):
    page, place = opened(visit, pyramids)
    to_a_thousand(place)
    place.get_by_role("button", name="Change something, and run it again").click()
    place.get_by_label("Pyramid").select_option(label="Your own")
    levels = place.get_by_label("People on each level")
    levels.fill("10, 20, 30")
    place.get_by_role("button", name="Run this 1,000 times").click()
    place.get_by_text("A level cannot have more people than the one below it.").wait_for()
    levels.fill("30, 20, 10")
    place.get_by_role("button", name="Run this 1,000 times").click()
    place.get_by_text("With what you changed").wait_for()
    rows = place.locator(".ac-strips .ac-name").all_inner_texts()
    assert rows == ["Top", "Bottom"]
    assert page.watch.errors == []


def test_a_run_plays_by_itself_where_movement_is_welcome(pyramids, visit, chromium):
    context = chromium.new_context(reduced_motion="no-preference")
    page, place = opened(visit, pyramids, context=context)
    place.get_by_label("how many in 100 at the top").fill("45")
    place.get_by_role("button", name="That is my guess").click()
    place.get_by_role("button", name="Run it once").click()
    place.get_by_role("button", name="Play").click()
    place.get_by_text("Cycle 2 of").wait_for()
    place.get_by_role("button", name="Pause").click()
    held = place.locator(".ac-cycle").inner_text()
    page.wait_for_timeout(1000)
    assert place.locator(".ac-cycle").inner_text() == held
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_every_part_is_accessible_and_fits(pyramids, visit, width, scheme):
    page, place = opened(visit, pyramids, width=width, scheme=scheme)

    def fits():
        # The page that this test makes has no heading between its title and the exercise.
        assert [
            one for one in axe(page) if not one.startswith("heading-order: ['h3']")
        ] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    fits()
    to_a_thousand(place)
    fits()
    place.get_by_role("button", name="Change something, and run it again").click()
    place.get_by_label("Size of the bias").select_option(label="Another number of points")
    place.get_by_label("Points that men are given").fill("3")
    place.get_by_label("Length of the list").select_option(label="3 names for 2 places")
    place.get_by_role("button", name="Run this 1,000 times").click()
    place.get_by_text("With what you changed").wait_for()
    for one in place.locator("details.ac-tabled summary").all():
        one.click()
    fits()
