"""A plan to share a decision, in a real browser: written, kept, taken away."""

import pytest
from icalendar import Calendar
from looking import axe, exercises_open, saved, tab_to
from one_module import course_with

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def plans(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("share")
    content = course_with(folder, "share_one", id="04_power")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, plans, **look):
    page = visit(plans.url, "/modules/04_power", **look)
    exercises_open(page)
    return page, page.locator("section.ac-share")


def written(place, day="2031-05-06"):
    place.get_by_label("Which decision will you share?").fill("Who goes first on the list.")
    place.get_by_label("With whom?").fill("The three who wait longest.")
    place.get_by_label("Time: what exactly?").fill("An hour, with cover.")
    place.get_by_label("Day").fill(day)
    place.get_by_label("Time, if you know it").fill("14:30")


def taken(page, button):
    with page.expect_download() as coming:
        button.click()
    return coming.value


def test_the_keyboard_alone_writes_a_plan_and_takes_the_page(plans, visit):
    page, place = opened(visit, plans)
    tab_to(page, place.get_by_label("Which decision will you share?"))
    page.keyboard.type("Who goes first.")
    tab_to(page, place.get_by_role("checkbox", name="An ally"))
    page.keyboard.press("Space")
    tab_to(page, place.get_by_role("button", name="Keep my plan"))
    page.keyboard.press("Enter")
    place.get_by_text("Still open, and it may stay so").wait_for()
    saved(page)
    tab_to(page, place.get_by_role("button", name="One page, as PDF"))
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    assert coming.value.suggested_filename == "sharing.pdf"
    assert coming.value.path().read_bytes().startswith(b"%PDF-")
    page.reload()
    exercises_open(page)
    assert place.get_by_role("checkbox", name="An ally").is_checked()
    place.get_by_text("Still open, and it may stay so").wait_for()


def test_a_calendar_file_has_what_is_ticked_and_the_next_one_changes_it(plans, visit):
    page, place = opened(visit, plans)
    written(place)
    button = place.get_by_role("button", name="Calendar file")
    [bare] = Calendar.from_ical(taken(page, button).path().read_bytes()).walk("VEVENT")
    assert "description" not in bare
    place.get_by_role("checkbox", name="With whom").check()
    saved(page)
    page.reload()
    exercises_open(page)
    [told] = Calendar.from_ical(taken(page, button).path().read_bytes()).walk("VEVENT")
    assert str(told["description"]) == "With whom: The three who wait longest."
    assert told["uid"] == bare["uid"]
    assert told["sequence"] > bare["sequence"]
    place.get_by_text("it changes the entry").wait_for()


def test_a_finger_ticks_and_takes_and_a_past_day_gets_a_sentence(plans, visit, chromium):
    context = chromium.new_context(has_touch=True, viewport={"width": 360, "height": 740})
    page, place = opened(visit, plans, context=context)
    written(place, day="2020-05-06")
    place.get_by_role("checkbox", name="Money").tap()
    place.get_by_role("button", name="Keep my plan").tap()
    place.get_by_text("This date has passed").wait_for()
    place.get_by_text("Wednesday 6 May 2020 at 14:30").wait_for()
    with page.expect_download() as coming:
        place.get_by_role("button", name="One page, as PDF").tap()
    assert coming.value.suggested_filename == "sharing.pdf"
    context.close()


def test_a_plan_goes_to_the_reflection_of_its_page_and_stays_there(quick_served, visit):
    page, place = opened(visit, quick_served)
    written(place)
    reflection = page.locator("section.ac-reflection")
    reflection.get_by_role("textbox").first.fill("Mine.")
    place.get_by_role("button", name="Take to my reflection").click()
    place.get_by_text("It stands in the first box of your reflection now").wait_for()
    taken_in = reflection.get_by_role("textbox").first.input_value()
    assert taken_in.startswith(
        "Mine.\n\nThe decision: Who goes first on the list.\nWith whom:"
    )
    assert "May 6, 2031" in taken_in or "6 May 2031" in taken_in
    saved(page)
    page.reload()
    exercises_open(page)
    assert reflection.get_by_role("textbox").first.input_value() == taken_in
    assert place.get_by_label("With whom?").input_value() == "The three who wait longest."


def test_what_is_missing_is_told_and_nothing_is_lost(plans, visit):
    _, place = opened(visit, plans)
    place.get_by_role("button", name="One page, as PDF").click()
    place.get_by_text("Write a line first").wait_for()
    place.get_by_label("With whom?").fill("Them.")
    place.get_by_role("button", name="Calendar file").click()
    place.get_by_text("Choose a date first: a calendar needs one.").wait_for()
    place.get_by_role("button", name="Take to my reflection").click()
    place.get_by_text("There is no reflection on this page").wait_for()
    day = place.get_by_label("Day")
    day.press_sequentially("3")  # half a date
    keep = place.get_by_role("button", name="Keep my plan")
    keep.click()
    place.get_by_text("The day is not whole yet").wait_for()
    day.fill("2031-05-06")
    keep.click()
    place.get_by_text("6 May 2031").wait_for()
    assert place.get_by_text("not whole yet").count() == 0
    day.fill("0022-05-06")
    keep.click()
    place.get_by_text("or its year is far off").wait_for()
    assert place.get_by_label("With whom?").input_value() == "Them."


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_runs_over(plans, visit, width, scheme):
    page, place = opened(visit, plans, width=width, scheme=scheme)
    assert not axe(page)
    written(place)
    place.get_by_role("button", name="Keep my plan").click()
    place.get_by_text("Tuesday 6 May 2031 at 14:30").wait_for()
    taken(page, place.get_by_role("button", name="Calendar file"))
    place.get_by_text("among your downloads").wait_for()
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
