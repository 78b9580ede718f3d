"""Guessing what was counted, and counting a table of one's own."""

import sqlite3

import pytest
from looking import axe, exercises_open, saved, tab_to
from one_module import BIAS, course_with

pytestmark = pytest.mark.browser

NAMES = ("same_letter", "berkeley", "two_fair_rules", "your_table")
TABLE = "\n".join(
    [
        "Straße;gesehen;Name",
        *["Über;ja;Kit Marlow"] * 30,
        *["Über;nein;Kit Marlow"] * 20,
        *["Unter;ja;Jo Byrne"] * 3,
        *["Unter;nein;Jo Byrne"] * 40,
    ]
)


@pytest.fixture(scope="module")
def counting(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("counting")
    content = course_with(folder, *NAMES)
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, counting, **look):
    page = visit(counting.url, BIAS, **look)
    exercises_open(page)
    return page, page.locator(".ac-audit")


def kept_words(made):
    """Return all that is in the store, as text."""
    with sqlite3.connect(made.data / "academy.db") as store:
        return "\n".join(store.iterdump())


def test_the_keyboard_alone_guesses_and_the_guess_comes_back_beside_the_count(
    counting, visit
):
    page, all_ = opened(visit, counting)
    letter = all_.nth(0)
    for number, guess in zip(letter.locator("input[type=number]").all(), "95", strict=True):
        tab_to(page, number)
        page.keyboard.type(guess)
    tab_to(page, letter.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    tab_to(page, letter.get_by_role("button", name="See who was called back"))
    page.keyboard.press("Enter")
    row = letter.get_by_role("row", name="Names heard as Black 5 157 of 2,435")
    row.wait_for()
    names = letter.locator("details", has_text="The same as a table").last
    tab_to(page, names.locator("summary"))
    page.keyboard.press("Enter")
    assert names.get_by_role("row").count() == 37
    saved(page)
    page.reload()
    exercises_open(page)
    row.wait_for()
    assert letter.locator("input[type=number]").first.input_value() == "9"
    assert page.watch.errors == []
    assert page.watch.outside == []


def test_a_choice_about_a_score_is_kept_with_its_reason_and_may_be_written_on(
    counting, visit
):
    page, all_ = opened(visit, counting)
    score = all_.nth(2)
    score.get_by_label("I do not know").check()
    score.get_by_label("Of those who will not be booked again").check()
    score.get_by_role("button", name="See how the score did").click()
    score.get_by_role("alert").get_by_text("Why this one?").wait_for()
    score.get_by_label("Why this one?").fill("Somebody waits in a cell for nothing.")
    score.get_by_role("button", name="See how the score did").click()
    score.get_by_role("heading", name="You chose: Equal false alarms").wait_for()
    tab_to(page, score.get_by_role("slider").first)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    cuts = score.get_by_role("table", name="What these cut-offs do")
    cuts.get_by_role("row", name="False alarms, people 447 349").wait_for()
    score.get_by_label("Having seen what it costs").fill("Ask those who waited.")
    score.get_by_role("button", name="Keep this with my answer").click()
    saved(page)
    page.reload()
    exercises_open(page)
    score.get_by_label("Having seen what it costs").wait_for()
    assert score.get_by_label("Having seen").input_value() == "Ask those who waited."
    assert page.watch.errors == []


def test_a_table_of_ones_own_is_counted_and_only_its_counts_are_kept_if_one_says_so(
    counting, visit
):
    page, all_ = opened(visit, counting)
    own = all_.nth(3)
    data = TABLE.encode("windows-1252")
    file = {"name": "ours.csv", "mimeType": "text/csv", "buffer": data}
    own.get_by_label("A file (CSV").set_input_files(file)
    own.get_by_text("Found 93 rows and 3 columns, with a semicolon").wait_for()
    own.get_by_label("Which column says the group?").select_option("Straße")
    own.get_by_label("Which column says what happened?").select_option("gesehen")
    own.get_by_label("Count those with").select_option("ja")
    own.get_by_role("button", name="See what comes out").click()
    own.get_by_text("One number is about 1 to 4 people").wait_for()
    with page.expect_download() as given:
        own.get_by_role("button", name="Save as CSV").click()
    text = given.value.path().read_text("utf-8-sig")
    assert "Unter,all,withheld," in text
    assert "Kit" not in text
    assert "Über" not in kept_words(counting)

    own.get_by_role("button", name="Keep the counts").click()
    saved(page)
    page.reload()
    exercises_open(page)
    own.get_by_text("These are the counts that you kept").wait_for()
    own.get_by_text("3 of 43", exact=True).first.wait_for(state="attached")
    kept = kept_words(counting)
    assert "gesehen" in kept
    assert "Kit" not in kept
    assert page.watch.errors == []


def test_a_table_that_cannot_be_counted_says_why_and_stays(counting, visit):
    page, all_ = opened(visit, counting)
    own = all_.nth(3)
    own.get_by_label("Or paste the table").fill("g,o\na,y\nb")
    own.get_by_role("button", name="Read its columns").click()
    own.get_by_role("alert").get_by_text("Line 3 has 1 entry").wait_for()
    assert own.get_by_label("Or paste the table").input_value() == "g,o\na,y\nb"
    assert page.watch.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_what_was_counted_is_accessible_and_fits(counting, visit, width, scheme):
    page, all_ = opened(visit, counting, width=width, scheme=scheme)
    for at in range(3):
        study = all_.nth(at)
        for number in study.locator("input[type=number]").all():
            number.fill("4")
        for group in study.locator("fieldset").all():
            group.get_by_role("radio").first.check()
        for box in study.locator("textarea:visible").all():
            box.fill("Because.")
        study.locator("button.ac-main").click()
        study.locator(".ac-headline").wait_for()
    own = all_.nth(3)
    own.get_by_role("button", name="made-up example").click()
    own.get_by_label("Which column says what happened?").select_option("seen")
    own.get_by_label("What else sets people apart?").select_option("site")
    own.get_by_label("Does a column say how many").select_option("people")
    own.get_by_role("button", name="See what comes out").click()
    own.locator(".ac-headline").wait_for()
    for details in all_.locator("details").all():
        details.evaluate("(one) => { one.open = true; }")
    # This page has no prose between its own heading and the exercises.
    assert [one for one in axe(page) if not one.startswith("heading-order")] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
