"""The trust game in a real browser: send, give back, change places, look."""

import pytest
from looking import axe, exercises_open, saved, tab_to
from one_module import course_with

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def game(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trustgame")
    content = course_with(folder, "unequal_stakes", id="04_power")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, game, **look):
    page = visit(game.url, "/modules/04_power", **look)
    exercises_open(page)
    return page, page.locator("section.ac-trustgame")


def played(place, rounds=14, press="click"):
    """Play on, at most to the end, a coin each time; a stand-in may skip rounds."""
    for _ in range(rounds):
        if place.get_by_text("Before the numbers").is_visible():
            return
        moves = int(place.locator("[data-moves]").get_attribute("data-moves"))
        getattr(place.get_by_role("button", name="One more"), press)()
        getattr(place.locator(".ac-turn button.ac-main"), press)()
        place.locator(f"[data-moves='{moves + 1}']").wait_for()


def test_the_keyboard_alone_plays_both_places_and_finds_it_all_after_a_reload(game, visit):
    page, place = opened(visit, game)
    tab_to(page, place.get_by_role("button", name="Begin"))
    page.keyboard.press("Enter")
    coins = place.get_by_role("slider")
    coins.wait_for()
    for sent in (5, 6, 7):
        tab_to(page, coins)
        page.keyboard.press("Home")
        for _ in range(sent):
            page.keyboard.press("ArrowRight")
        tab_to(page, place.get_by_role("button", name=f"Send {sent}"))
        page.keyboard.press("Enter")
        place.get_by_text(f"You sent {sent}; {3 * sent} arrived").first.wait_for()
    # The places have changed, and the heading of it has the focus.
    place.get_by_text("You have changed places.").wait_for()
    assert page.evaluate("document.activeElement.tagName") == "H4"
    saved(page)
    page.reload()
    exercises_open(page)
    place.get_by_text("You have changed places.").wait_for()
    place.get_by_text("You sent 7; 21 arrived").first.wait_for()
    played(place)
    place.get_by_role("textbox").first.fill("The waiting was long.")
    tab_to(page, place.get_by_role("button", name="See it all together"))
    page.keyboard.press("Enter")
    first = place.get_by_text("before you knew anything, you sent 5 of 10.")
    first.wait_for()
    saved(page)
    page.reload()
    exercises_open(page)
    first.wait_for()
    assert place.get_by_role("textbox").first.input_value() == "The waiting was long."
    place.get_by_text("5.16 on average").first.wait_for()


def test_a_game_can_be_stopped_by_touch_and_played_anew(game, visit, chromium):
    context = chromium.new_context(has_touch=True, viewport={"width": 360, "height": 740})
    _, place = opened(visit, game, context=context)
    place.get_by_role("button", name="Begin").tap()
    stop = place.get_by_role("button", name="Stop here and look")
    place.get_by_role("slider").wait_for()
    assert not stop.count()
    while not stop.count():
        played(place, rounds=1, press="tap")
    stop.tap()
    place.get_by_role("button", name="See it all together").tap()
    place.get_by_text("In the first round").wait_for()
    place.get_by_role("button", name="Play once more").tap()
    place.get_by_role("button", name="Begin").wait_for()
    assert not place.get_by_text("In the first round").count()
    context.close()


def test_the_same_two_meet_again_and_again_and_another_is_first(game, visit):
    _, place = opened(visit, game)
    place.locator("summary", has_text="again and again").click()
    place.get_by_role("button", name="Let them meet").click()
    place.get_by_text("Copycat has most, with 57.").wait_for()
    place.get_by_label("Copycat", exact=False).first.uncheck()
    place.get_by_role("button", name="Let them meet").click()
    place.get_by_text("Of these 4").wait_for()
    place.get_by_text("None of them is how to be").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_runs_over(game, visit, width, scheme):
    page, place = opened(visit, game, width=width, scheme=scheme)
    assert not axe(page)
    place.get_by_role("button", name="Begin").click()
    place.get_by_role("slider").wait_for()
    played(place, rounds=4)
    assert not axe(page)
    played(place)
    place.get_by_role("button", name="See it all together").click()
    place.get_by_text("In the first round").wait_for()
    place.locator("summary", has_text="again and again").click()
    place.get_by_role("button", name="Let them meet").click()
    place.get_by_text("Copycat has most, with 57.").wait_for()
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
