"""Decisions on a ladder, in a real browser: by keys, by mouse and by finger."""

import pytest
from looking import axe, exercises_open, saved, tab_to
from one_module import course_with

pytestmark = pytest.mark.browser

VISITS = "When visitors may come"


@pytest.fixture(scope="module")
def house(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ladder")
    content = course_with(folder, "who_decides", id="04_power")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, house, **look):
    page = visit(house.url, "/modules/04_power", **look)
    exercises_open(page)
    return page, page.locator("section.ac-ladder")


def on(place, rung):
    return place.locator(f"[data-rung='{rung}'] .ac-chip").all_inner_texts()


def middle(locator):
    locator.scroll_into_view_if_needed()
    at = locator.bounding_box()
    return at["x"] + at["width"] / 2, at["y"] + at["height"] / 2


def in_list(place, title, mine, theirs):
    place.get_by_label(f"{title}, from my seat").select_option(label=mine)
    place.get_by_label(f"{title}, from the other seat").select_option(label=theirs)


def both_seats(place):
    place.get_by_text("All decisions as a list").click()
    place.get_by_role("button", name="a tenant").click()
    in_list(place, VISITS, "Partnership", "Informing")
    in_list(place, "Who helps whom", "Informing", "Consultation")
    in_list(place, "Where medicines are kept", "Therapy", "Therapy")


def test_the_keyboard_alone_places_from_both_seats_and_says_how_far(house, visit):
    page, place = opened(visit, house)
    tab_to(page, place.get_by_label("Whose is the other seat?"))
    page.keyboard.type("the night shift")
    chip = place.get_by_role("button", name=VISITS)
    tab_to(page, chip)
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    assert on(place, "consultation") == [VISITS]
    page.keyboard.press("ArrowDown")
    assert on(place, "informing") == [VISITS]
    page.keyboard.press("Delete")
    assert on(place, "") == [
        VISITS,
        "Who helps whom",
        "What the garden money is for",
        "Where medicines are kept",
    ]
    page.keyboard.press("ArrowDown")
    assert on(place, "control") == [VISITS]
    place.get_by_role("radio", name="my own seat").focus()
    page.keyboard.press("ArrowDown")
    assert on(place, "control") == []  # another seat begins anew
    tab_to(page, chip)
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert on(place, "informing") == [VISITS]
    tab_to(page, place.get_by_role("button", name="See the gap"))
    page.keyboard.press("Enter")
    place.get_by_text("From the other seat: Informing, 5 levels lower.").wait_for()
    tab_to(page, place.get_by_label(f"{VISITS}: could it move?"))
    page.keyboard.type("It cannot")
    page.keyboard.press("Tab")
    page.keyboard.type("The lease says so.")
    tab_to(page, place.get_by_role("button", name="Keep this"))
    page.keyboard.press("Enter")
    place.get_by_text("It cannot move because: The lease says so.").wait_for()
    saved(page)
    page.reload()
    exercises_open(page)
    place.get_by_text("It cannot move because: The lease says so.").wait_for()
    assert place.get_by_label("Because").input_value() == "The lease says so."
    assert place.get_by_label("Whose is the other seat?").input_value() == "the night shift"


def test_the_mouse_carries_a_decision_to_a_level_and_back(house, visit):
    page, place = opened(visit, house)
    x, y = middle(place.get_by_role("button", name="Who helps whom"))
    target = place.locator("[data-rung='consultation']").bounding_box()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y + 10)
    # the page follows towards what is below its edge
    for _ in range(200):
        target = place.locator("[data-rung='consultation']").bounding_box()
        if target["y"] + 20 < 780:
            break
        page.mouse.move(x + 10, 895)
        page.wait_for_timeout(30)
    page.mouse.move(target["x"] + 60, target["y"] + 20, steps=4)
    page.wait_for_timeout(100)
    target = place.locator("[data-rung='consultation']").bounding_box()
    page.mouse.move(target["x"] + 60, target["y"] + 20)
    page.mouse.up()
    assert on(place, "consultation") == ["Who helps whom"]
    assert place.locator(".ac-ghost").count() == 0
    saved(page)
    page.reload()
    exercises_open(page)
    assert on(place, "consultation") == ["Who helps whom"]


def test_a_finger_carries_a_decision_and_a_tap_leaves_it(house, visit, chromium):
    context = chromium.new_context(has_touch=True, viewport={"width": 360, "height": 1100})
    page, place = opened(visit, house, context=context)
    chip = place.get_by_role("button", name=VISITS)
    chip.tap()
    place.get_by_text("not placed. There are set hours now").wait_for()
    assert VISITS in on(place, "")
    x, y = middle(chip)
    page.evaluate(f"scrollBy(0, {y} - 250)")  # away from the edges, where pages follow
    x, y = middle(chip)
    target = place.locator("[data-rung='delegated']").bounding_box()
    touch = context.new_cdp_session(page)
    at = (target["x"] + 40, target["y"] + 20)
    points = [(x, y), (x + 8, y + 8), at, at]
    kinds = ["touchStart", "touchMove", "touchMove", "touchMove"]
    for kind, (one, two) in zip(kinds, points, strict=True):
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": one, "y": two}]},
        )
        page.wait_for_timeout(60)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(100)
    assert on(place, "delegated") == [VISITS]
    context.close()


def test_own_decisions_are_added_up_to_eight_and_removed(house, visit):
    page, place = opened(visit, house)
    own = place.get_by_label("A decision of your own")
    for name in ("One <b>x</b>", "Two", "Three", "Four"):
        own.fill(name)
        own.press("Enter")
    assert own.is_disabled()
    place.get_by_text("A ladder holds 8 decisions.").wait_for()
    assert "One <b>x</b>" in on(place, "")
    place.get_by_text("All decisions as a list").click()
    place.get_by_role("button", name="Remove “Two”").click()
    assert own.is_enabled()
    saved(page)
    page.reload()
    exercises_open(page)
    assert on(place, "")[-3:] == ["One <b>x</b>", "Three", "Four"]


def test_nothing_placed_is_told_and_a_stale_gap_says_that_it_is(house, visit):
    _, place = opened(visit, house)
    place.get_by_role("button", name="See the gap").click()
    place.get_by_text("Place a decision first").wait_for()
    both_seats(place)
    place.get_by_role("button", name="See the gap").click()
    place.get_by_text("From the other seat: Informing, 3 levels lower.").wait_for()
    in_list(place, VISITS, "Partnership", "Therapy")
    place.get_by_text("Something was moved since").wait_for()
    place.get_by_role("button", name="See the gap").click()
    place.get_by_text("From the other seat: Therapy, 4 levels lower.").wait_for()
    assert place.get_by_text("Something was moved since").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_runs_over(house, visit, width, scheme):
    page, place = opened(visit, house, width=width, scheme=scheme)
    both_seats(place)
    assert not axe(page)
    place.get_by_role("button", name="See the gap").click()
    place.get_by_text("3 levels lower").wait_for()
    could = place.get_by_label(f"{VISITS}: could it move?")
    could.select_option(label="Consultation")
    place.get_by_label("What would that need?").first.fill("An evening with everybody.")
    place.get_by_role("button", name="Keep this").click()
    place.get_by_text("It needs: An evening").wait_for()
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
