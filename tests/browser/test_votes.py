"""Who can turn a decision, in a real browser: guess, count, change the rule."""

import pytest
from looking import axe, exercises_open, saved, tab_to
from one_module import course_with

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def committees(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("votes")
    content = course_with(folder, "who_can_turn_it", id="04_power")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, committees, **look):
    page = visit(committees.url, "/modules/04_power", **look)
    exercises_open(page)
    return page, page.locator("section.ac-votes")


def counted(place, title="Six countries, 1958"):
    place.get_by_text(title, exact=True).click()
    place.get_by_label("How much of the say").fill("30")
    place.get_by_role("button", name="Count it").click()
    place.get_by_text("Luxembourg has a vote").wait_for()


def test_the_keyboard_alone_guesses_counts_and_changes_the_rule(committees, visit):
    page, place = opened(visit, committees)
    tab_to(page, place.get_by_role("radio", name="The board of a health centre"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")  # six countries
    tab_to(page, place.get_by_role("combobox"))
    page.keyboard.type("Lux")
    tab_to(page, place.get_by_label("How much of the say"))
    page.keyboard.type("24")
    tab_to(page, place.get_by_role("button", name="Count it"))
    page.keyboard.press("Enter")
    place.get_by_text("You thought Luxembourg; counted, it is Luxembourg.").wait_for()
    saved(page)
    tab_to(page, place.get_by_role("slider"))
    for _ in range(3):
        page.keyboard.press("ArrowLeft")  # nine votes
    place.get_by_text("Luxembourg can turn a decision now").wait_for()
    tab_to(page, place.get_by_role("button", name="Keep this"))
    page.keyboard.press("Enter")
    place.get_by_text("Kept, beside how it was").wait_for()
    saved(page)
    page.reload()
    exercises_open(page)
    place.get_by_text("Kept, beside how it was").wait_for()
    assert place.get_by_label("Votes needed").first.input_value() == "9"


def test_a_seat_is_added_by_touch_and_put_back(committees, visit, chromium):
    context = chromium.new_context(has_touch=True, viewport={"width": 360, "height": 740})
    _, place = opened(visit, committees, context=context)
    place.get_by_text("Six countries, 1958", exact=True).tap()
    place.get_by_label("How much of the say").fill("30")
    place.get_by_role("button", name="Count it").tap()
    place.get_by_text("Luxembourg has a vote").wait_for()
    place.get_by_role("button", name="Add: Seat for lived experience").tap()
    place.get_by_text("where there was none").wait_for()
    place.get_by_role("button", name="Put it back").tap()
    place.get_by_text("where there was none").wait_for(state="detached")
    assert place.locator("tbody").first.locator("tr").count() == 6
    context.close()


def test_what_cannot_vote_is_told_in_a_sentence_and_nothing_is_lost(committees, visit):
    _, place = opened(visit, committees)
    counted(place)
    needed = place.get_by_label("Votes needed").first
    needed.fill("99")
    place.locator(".ac-rule").get_by_text("nothing could ever be carried").wait_for()
    needed.fill("0")
    place.get_by_text("must need more than 0").wait_for()
    needed.fill("12")
    place.get_by_label("Votes of France").fill("-4")
    seats = place.locator(".ac-changing > div:has(> .ac-committee)")
    seats.get_by_text("Line 1 (France) has fewer than 0").wait_for()
    place.get_by_label("Votes of France").fill("1e9")
    seats.get_by_text("Line 1 (France) has more than 1,000,000 votes").wait_for()
    place.get_by_label("Votes of France").fill("four")
    place.get_by_text("Line 1 needs a number").wait_for()
    assert place.get_by_text("Luxembourg has a vote").count()
    assert place.get_by_label("Votes of France").input_value() == "four"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_runs_over(committees, visit, width, scheme):
    page, place = opened(visit, committees, width=width, scheme=scheme)
    assert not axe(page)
    counted(place)
    place.get_by_role("button", name="Needing 9 votes").click()
    place.get_by_text("Luxembourg can turn a decision now").wait_for()
    place.locator("summary", has_text="numbers in full").last.click()
    assert not axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
