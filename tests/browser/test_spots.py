"""A private journal, and the one way from it into a reflection, in a real browser."""

import pytest
from looking import axe, exercises_open, saved, tab_to
from one_module import BIAS, course_with

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def bias(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("spots")
    content = course_with(folder, "blind_spots", "a_judgement")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, bias, **look):
    page = visit(bias.url, BIAS, **look)
    exercises_open(page)
    return page, page.locator("section.ac-spots"), page.locator("section.ac-reflection")


def press(page, place, name):
    tab_to(page, place.get_by_role("button", name=name))
    page.keyboard.press("Enter")


def test_the_keyboard_alone_writes_changes_removes_and_takes_an_entry_along(visit, bias):
    page, place, reflection = opened(visit, bias)
    for question, words in (
        ("What did you decide?", "I rang her last."),
        ("What would you ask them?", "When is a good time?"),
    ):
        tab_to(page, place.get_by_role("textbox", name=question))
        page.keyboard.type(words)
    press(page, place, "Put it in my journal")
    place.get_by_text("1 entry, for you alone.").wait_for()
    assert "who could say" in place.locator(".ac-result").inner_text()

    press(page, place, "Change (entry 1)")
    tab_to(page, place.get_by_role("textbox", name="Who could tell you"))
    page.keyboard.type("She could.")
    press(page, place, "Keep the changes")
    place.locator(".ac-entries").get_by_text("She could.").wait_for()
    press(page, place, "Remove (entry 1)")
    place.get_by_text("Entry 1 is removed.").wait_for()
    press(page, place, "Put it back")
    place.get_by_text("Entry 1 is back.").wait_for()

    first = reflection.get_by_role("textbox").first
    first.fill("Of my own.")
    press(page, place, "Take to my reflection (entry 1)")
    place.get_by_text("Nothing was sent to anybody.").wait_for()
    whole = "Of my own.\n\nThe decision: I rang her last.\n"
    assert first.input_value().startswith(whole)
    saved(page)
    page.reload()
    exercises_open(page)
    assert first.input_value().startswith(whole)
    assert place.locator(".ac-entries").get_by_text("I rang her last.").is_visible()
    assert (page.watch.errors, page.watch.outside) == ([], [])


def test_what_was_taken_along_comes_out_again(visit, bias):
    page, place, reflection = opened(visit, bias)
    place.get_by_role("textbox").first.fill("A small one.")
    place.get_by_role("button", name="Put it in my journal").click()
    first = reflection.get_by_role("textbox").first
    first.fill("Before.")
    place.get_by_role("button", name="Take to my reflection").click()
    reflection.get_by_role("button", name="Take it out again").click()
    assert first.input_value() == "Before."
    assert page.watch.errors == []


def test_half_an_entry_outlives_the_page_and_nobody_else_can_be_let_in(visit, bias):
    page, place, _ = opened(visit, bias)
    place.get_by_role("textbox").nth(2).fill("That he would")
    saved(page)
    page.reload()
    exercises_open(page)
    assert place.get_by_role("textbox").nth(2).input_value() == "That he would"
    place.get_by_role("button", name="Put it in my journal").click()
    place.get_by_text("stays with you").wait_for()
    assert place.get_by_role("button", name="Change", exact=True).count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_a_journal_is_accessible_and_fits(visit, bias, width, scheme):
    page, place, _ = opened(visit, bias, width=width, scheme=scheme)
    for _ in range(2):
        place.get_by_role("textbox").first.fill("Longwordswithoutanyspace" * 20)
        place.get_by_role("button", name="Put it in my journal").click()
    place.get_by_text("2 entries, for you alone.").wait_for()
    place.get_by_text("See an example").click()
    place.get_by_role("button", name="Take to my reflection").first.click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
