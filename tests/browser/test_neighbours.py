"""Moving neighbours by keyboard, pointer and touch, and a town that runs."""

import pytest
from looking import axe, exercises_open, saved, tab_to
from one_module import BIAS, course_with

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def bias(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("neighbours")
    content = course_with(folder, "neighbours")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, bias, **look):
    page = visit(bias.url, BIAS, **look)
    exercises_open(page)
    return page, page.locator("section.ac-neighbours")


def places(place, begins):
    return place.locator(f"[role=gridcell][aria-label^={begins}]")


def where(place, cell):
    """Return row and place of a cell, from 1."""
    words = cell.get_attribute("aria-label").replace(",", "").split()
    return int(words[words.index("row") + 1]), int(words[words.index("place") + 1])


def guess(place):
    place.get_by_role("button", name="That is my guess").click()
    place.get_by_text("A new town, mixed by chance").wait_for()


def go_to(page, place, cell):
    """Press arrow keys from where the focus is on the board to `cell`."""
    row, column = where(place, place.locator("[role=gridcell]:focus"))
    to_row, to_column = where(place, cell)
    for key, many in (
        ("ArrowDown", to_row - row),
        ("ArrowUp", row - to_row),
        ("ArrowRight", to_column - column),
        ("ArrowLeft", column - to_column),
    ):
        for _ in range(max(0, many)):
            page.keyboard.press(key)


def test_the_keyboard_alone_makes_the_small_board_content_and_runs_a_town(visit, bias):
    page, place = opened(visit, bias)
    says = place.locator(".ac-says")
    tab_to(page, place.locator("[role=gridcell][tabindex='0']"))
    for turn in range(60):
        if "Nobody is unhappy" in says.inner_text():
            break
        go_to(page, place, places(place, "unhappy").first)
        page.keyboard.press("Enter")
        assert "Picked up" in says.inner_text()
        empty = places(place, "empty")
        go_to(page, place, empty.nth(turn % empty.count()))
        before = says.inner_text()
        page.keyboard.press("Enter")
        says.filter(has_text="neighbours are alike").wait_for()
        assert says.inner_text() != before
    assert "Nobody is unhappy any more" in says.inner_text()

    tab_to(page, place.get_by_role("slider", name="My guess"))
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    tab_to(page, place.get_by_role("button", name="That is my guess"))
    page.keyboard.press("Enter")
    place.get_by_text("You guessed 62 of 100.").wait_for()
    place.get_by_text("A new town, mixed by chance").wait_for()
    tab_to(page, place.get_by_role("button", name="Run", exact=True))
    page.keyboard.press("Enter")
    place.get_by_text("more than you guessed (62)").wait_for()
    saved(page)
    told = place.locator(".ac-summary").inner_text()
    page.reload()
    exercises_open(page)
    place.get_by_text(told).wait_for()
    assert "Nobody is unhappy any more" in says.inner_text()
    assert place.get_by_role("table").locator("tbody tr").count() == 1
    assert (page.watch.errors, page.watch.outside) == ([], [])


def test_a_sorted_town_stays_without_wishes_and_comes_apart_by_wanting_difference(
    visit, bias
):
    page, place = opened(visit, bias)
    guess(place)
    run = place.get_by_role("button", name="Run", exact=True)
    rows = place.get_by_role("table").locator("tbody tr")
    run.click()
    rows.nth(0).wait_for()
    wanted = ({"least": 60}, {"least": 0}, {"most": 90})
    for at, wish in enumerate(wanted, start=1):
        for name, value in wish.items():
            place.locator(f"input[name={name}]").fill(str(value))
        run.click()
        rows.nth(at).wait_for()
    cells = [one.inner_text().split("\t") for one in rows.all()]
    shares = [[int(one) for one in row[1].split(" to ")] for row in cells]
    assert shares[1][1] >= 93
    assert cells[2][3] == "0"
    assert shares[2] == [shares[1][1]] * 2
    assert shares[3][1] <= 65
    saved(page)
    page.reload()
    exercises_open(page)
    rows.nth(3).wait_for()
    assert [one.inner_text().split("\t") for one in rows.all()] == cells
    place.get_by_role("button", name="A new town").click()
    place.get_by_text("A new town, mixed").wait_for()
    assert page.watch.errors == []


def test_a_pointer_drags_and_what_is_dropped_on_somebody_goes_back(visit, bias):
    page, place = opened(visit, bias)
    board = place.locator(".ac-grid")
    board.scroll_into_view_if_needed()
    says = place.locator(".ac-says")
    sad, empty = places(place, "unhappy").first, places(place, "empty").first
    start, home = where(place, sad), where(place, empty)

    def drag(cell, to):
        one, other = cell.bounding_box(), to.bounding_box()
        page.mouse.move(one["x"] + 10, one["y"] + 10)
        page.mouse.down()
        page.mouse.move(other["x"] + 8, other["y"] + 8, steps=4)
        assert place.locator(".ac-ghost").is_visible()
        page.mouse.up()
        assert place.locator(".ac-ghost").is_hidden()

    drag(sad, places(place, "content").first)
    says.filter(has_text="Put back").wait_for()
    drag(sad, empty)
    says.filter(has_text="neighbours are alike").wait_for()
    assert start in [where(place, one) for one in places(place, "empty").all()]
    assert home not in [where(place, one) for one in places(place, "empty").all()]
    assert page.watch.errors == []


def test_fingers_choose_a_shape_and_its_place(visit, bias, chromium):
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page, place = opened(visit, bias, context=context)
    sad, empty = places(place, "unhappy").first, places(place, "empty").first
    start = where(place, sad)
    assert sad.evaluate("(one) => getComputedStyle(one).touchAction") == "none"
    assert empty.evaluate("(one) => getComputedStyle(one).touchAction") != "none"
    sad.tap()
    place.get_by_text("Picked up").wait_for()
    empty.tap()
    place.locator(".ac-says").filter(has_text="neighbours are alike").wait_for()
    assert start in [where(place, one) for one in places(place, "empty").all()]
    guess(place)
    place.get_by_role("button", name="Run", exact=True).tap()
    place.get_by_role("button", name="Pause").tap()
    count = place.locator(".ac-so-far")
    stood = count.inner_text()
    page.wait_for_timeout(200)
    assert count.inner_text() == stood
    place.get_by_role("button", name="One move").tap()
    assert count.inner_text() != stood
    place.get_by_role("button", name="To the end").tap()
    place.locator(".ac-summary").wait_for()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_it_is_accessible_and_fits_and_no_motion_is_made_for_who_wants_none(
    visit, bias, width, scheme
):
    page, place = opened(visit, bias, width=width, scheme=scheme)

    def fits():
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    places(place, "unhappy").first.click()
    guess(place)
    fits()
    place.get_by_role("combobox", name="Size").select_option("50")
    place.get_by_text("A new town, mixed").wait_for()
    place.get_by_role("button", name="Run", exact=True).click()
    place.locator(".ac-summary").wait_for()
    assert place.get_by_role("button", name="Pause").is_hidden()
    place.get_by_role("button", name="Do 60 other towns").click()
    place.get_by_text("In 60 other towns").wait_for()
    fits()
