"""A case in a real browser: read a sheet, choose alone, talk in rounds, choose again."""

import pytest
from looking import axe, exercises_open, saved, tab_to
from one_module import course_with

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def room(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cases")
    content = course_with(folder, "facts_apart", id="04_power")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, room, **look):
    page = visit(room.url, "/modules/04_power", **look)
    exercises_open(page)
    return page, page.locator("section.ac-cases")


def seated(place, press="click"):
    getattr(place.get_by_role("button", name="Draw my seat"), press)()
    place.get_by_text("Alone, by your sheet").wait_for()
    getattr(place.get_by_role("radio").first, press)()
    getattr(place.get_by_role("button", name="That is my choice"), press)()


def asked_round(place, rounds=4, press="click"):
    for n in range(1, rounds + 1):
        place.get_by_text(f"Round {n} of 4").wait_for()
        getattr(place.get_by_role("button", name="Ask the").nth(n % 3), press)()
    place.get_by_text("All have spoken").wait_for()


def test_the_keyboard_alone_decides_says_asks_and_finds_it_all_after_a_reload(room, visit):
    page, place = opened(visit, room)
    tab_to(page, place.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")  # the other case
    tab_to(page, place.get_by_role("button", name="Draw my seat"))
    page.keyboard.press("Enter")
    place.get_by_text("You are the").wait_for()
    assert place.get_by_role("heading", name="Late for the first lesson").count()
    tab_to(page, place.get_by_role("radio").first)
    page.keyboard.press("Space")
    tab_to(page, place.get_by_role("button", name="That is my choice"))
    page.keyboard.press("Enter")
    place.get_by_text("Round 1 of 4").wait_for()
    assert "Round 1" in page.evaluate("document.activeElement.textContent")
    tab_to(page, place.get_by_role("button", name="Say it"))
    page.keyboard.press("Enter")
    place.get_by_text("Choose which of your facts to say").wait_for()
    tab_to(page, place.get_by_role("button", name="Leave my turn out"))
    page.keyboard.press("Enter")
    place.get_by_text("Round 2 of 4").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, place.get_by_role("button", name="Say it"))
    page.keyboard.press("Enter")
    place.get_by_text("Round 3 of 4").wait_for()
    tab_to(page, place.get_by_role("button", name="Ask the").first)
    page.keyboard.press("Enter")
    place.get_by_text("Round 4 of 4").wait_for()
    place.get_by_text("what nobody has said yet").first.wait_for()
    saved(page)
    page.reload()
    exercises_open(page)
    place.get_by_text("Round 4 of 4").wait_for()
    tab_to(page, place.get_by_role("button", name="Ask the").last)
    page.keyboard.press("Enter")
    place.get_by_text("All have spoken").wait_for()
    tab_to(page, place.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    tab_to(page, place.get_by_role("textbox"))
    page.keyboard.type("Our porter.")
    tab_to(page, place.get_by_role("button", name="Choose, and see"))
    page.keyboard.press("Enter")
    place.get_by_text("All 14 facts together").wait_for()
    saved(page)
    page.reload()
    exercises_open(page)
    place.get_by_text("All 14 facts together").wait_for()
    place.get_by_text("Our porter.").wait_for()


def test_by_touch_a_case_goes_to_its_end_and_another_begins(room, visit, chromium):
    context = chromium.new_context(has_touch=True, viewport={"width": 360, "height": 740})
    _, place = opened(visit, room, context=context)
    seated(place, "tap")
    asked_round(place, press="tap")
    place.get_by_role("button", name="Choose, and see").tap()
    place.get_by_text("Choose one of the three, however unsure").wait_for()
    place.get_by_role("radio").nth(1).tap()
    place.get_by_role("button", name="Choose, and see").tap()
    place.get_by_text("All 14 facts together").wait_for()
    place.get_by_role("button", name="Try another case").tap()
    place.get_by_role("button", name="Draw my seat").wait_for()
    assert not place.get_by_text("All 14 facts together").count()
    context.close()


def test_no_fact_of_anybody_else_reaches_the_page_before_it_is_said(room, visit):
    _, place = opened(visit, room)
    page = place.page
    sent = []

    def came(frame):
        sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framereceived", came))
    page.reload()
    exercises_open(page)
    seated(place)
    place.get_by_text("Round 1 of 4").wait_for()
    name = place.locator(".ac-my-seat b").inner_text()
    other = "stairs to talk" if "cleaner" not in name else "found no place"
    assert sent
    assert not any(other in str(one) for one in sent)
    assert other not in page.content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_runs_over(room, visit, width, scheme):
    page, place = opened(visit, room, width=width, scheme=scheme)
    assert not axe(page)
    seated(place)
    asked_round(place, rounds=4)
    assert not axe(page)
    place.get_by_role("radio").nth(1).click()
    place.get_by_role("button", name="Choose, and see").click()
    place.get_by_text("All 14 facts together").wait_for()
    place.locator("summary", has_text="Every fact").click()
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
