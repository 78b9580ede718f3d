"""Marking in a browser: by keyboard alone, by two at once, with the server gone."""

import re

import pytest
from looking import axe, tab_to, wait
from marked import IDS, WORDS, Marked

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def school(academy_class, tmp_path_factory):
    made = Marked(academy_class(tmp_path_factory.mktemp("marking") / "data")).start()
    yield made
    made.stop()


def said(page, text):
    page.locator("[data-saved]").get_by_text(re.compile(text)).wait_for()


def score(school, id, n):
    return school.book.marking(id).given[IDS[n]].score


def test_the_gradebook_gets_ready_and_the_page_goes_on_by_itself(school, come):
    page = come("una", "/tutor/marking")
    page.get_by_role("heading", name="Reflections to mark").wait_for()
    assert page.get_by_text("Nothing waits for you.").count() == 1
    page.goto(f"{school.served.url}/tutor")
    assert page.get_by_role("link", name="Go to the reflections").is_visible()
    assert page.watch.errors == []


def test_two_reflections_are_marked_by_keyboard_alone(school, come):
    first, second = school.hand_in("ada"), school.hand_in("bo", q3="")
    page = come("tess", "/tutor")
    press = page.keyboard.press
    tab_to(page, page.get_by_role("link", name="Go to the reflections"))
    press("Enter")
    page.get_by_role("heading", name="Reflections to mark").wait_for()
    tab_to(page, page.get_by_role("link", name="Begin with the first"))
    press("Enter")
    page.get_by_role("heading", name=f"Reflection {first}").wait_for()

    press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    press("4")  # chooses nothing behind the dialog
    press("Escape")
    press("3")
    press("c")
    page.keyboard.type("n s ? 1: all of it is text")
    press("Escape")
    for key in ("n", "2", "n", "1", "p", "n", "n", "4"):
        press(key)
    assert page.locator(".total").inner_text() == "6 of 12 fully marked"
    press("s")
    page.get_by_role("heading", name=f"Reflection {second}").wait_for()
    assert page.url.endswith(f"/tutor/marking/{second}")
    given = school.book.marking(first).given
    assert [given[id].score for id in IDS] == [2, 1, 0, 3]
    assert given[IDS[0]].comment == "n s ? 1: all of it is text"

    for key in ("1", "n", "4", "n", "5", "n", "4"):  # the third has nothing to mark
        press(key)
    press("s")
    page.get_by_role("heading", name="Reflections to mark").wait_for()
    assert school.book.work(second).total == 6
    assert page.watch.errors == []


def test_single_keys_can_be_switched_off(school, come):
    id = school.hand_in("cy", q1=WORDS * 5)
    page = come("tess", f"/tutor/marking/{id}")
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("checkbox", name="Use single keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("2")
    assert page.locator("input:checked[name^=level-]").count() == 0
    page.reload()
    page.keyboard.press("2")
    assert page.locator("input:checked[name^=level-]").count() == 0
    page.get_by_role("radio").nth(1).check()
    said(page, "^Saved")


def test_names_are_shown_on_purpose_and_on_this_page_alone(school, come):
    one, other = school.hand_in("ada", q1="x"), school.hand_in("bo", q1="x")
    page = come("tess", f"/tutor/marking/{one}")
    name = page.locator("h1 [data-name]")
    assert not name.is_visible()
    page.get_by_role("button", name="Show names").click()
    assert name.inner_text() == "Ada"
    page.reload()
    assert name.is_visible()
    page.goto(f"{school.served.url}/tutor/marking/{other}")
    assert not name.is_visible()


def test_a_comment_is_kept_found_by_typing_and_filled_in(school, come):
    id = school.hand_in("ada", q2="y")
    page = come("tess", f"/tutor/marking/{id}")
    box = page.get_by_role("textbox", name="Comment to question 1")
    box.fill("Thank you, {name}, for “{criterion}”")
    page.get_by_role("button", name="Keep this comment to question 1").click()
    dialog = page.get_by_role("dialog", name="My comments")
    dialog.get_by_role("button", name="Keep it").click()
    dialog.get_by_text("Kept.").wait_for()
    assert axe(page) == []
    page.keyboard.press("Escape")

    find = page.get_by_role("combobox", name="Find a comment of mine for question 2")
    find.focus()
    page.keyboard.type("thank")
    page.get_by_role("option").first.wait_for()
    assert axe(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    second = page.get_by_role("textbox", name="Comment to question 2")
    assert second.input_value().startswith("Thank you for “They look at what")
    assert page.get_by_text("No name is shown, so the name was left out").is_visible()
    said(page, "^Saved")
    assert school.book.marking(id).given[IDS[1]].comment == second.input_value()


def test_who_wrote_little_is_offered_the_rubrics_words(school, come):
    id = school.hand_in("bo", q1="We talked.")
    page = come("tess", f"/tutor/marking/{id}")
    page.get_by_role("button", name="Say this as the comment to question 1").click()
    box = page.get_by_role("textbox", name="Comment to question 1")
    assert box.input_value().startswith("Thank you for starting.")
    assert not page.get_by_role(
        "button", name="Say this as the comment to question 2"
    ).count()
    said(page, "^Saved")


def test_two_tutors_at_once_choose_question_by_question(school, come):
    id = school.hand_in("cy", q1="z")
    tess, tom = (come(who, f"/tutor/marking/{id}") for who in ("tess", "tom"))
    levels = [page.locator("#marks fieldset") for page in (tess, tom)]
    levels[1].nth(0).get_by_role("radio").nth(1).check()
    levels[1].nth(1).get_by_role("radio").nth(1).check()
    said(tom, "^Saved")
    levels[0].nth(0).get_by_role("radio").nth(3).check()
    levels[0].nth(3).get_by_role("radio").nth(2).check()
    dialog = tess.get_by_role("dialog", name="Somebody else has marked this, too")
    dialog.wait_for()
    assert axe(tess) == []
    assert score(school, id, 0) == 1  # nothing of Tom's is overwritten
    dialog.get_by_role("button", name="Save what I chose").click()
    dialog.get_by_text("Please choose for question 1, too.").wait_for()
    ours = dialog.get_by_role("group", name="Question 1")
    ours.get_by_role("radio", name=re.compile("Keep mine")).check()
    dialog.get_by_role("button", name="Save what I chose").click()
    said(tess, "^Saved")
    # Hers where she chose so and where he gave none; his where she gave none.
    assert [score(school, id, n) for n in range(4)][:2] == [3, 1]
    assert score(school, id, 3) == 2
    assert [one.tutor for one in school.book.history(id)][-2:] == ["tom", "tess"]


def test_while_the_server_is_gone_marks_stay_on_the_page_and_are_saved_after(school, come):
    id = school.hand_in("ada", q3="v")
    page = come("tess", f"/tutor/marking/{id}")
    page.context.set_offline(True)
    page.get_by_role("radio").nth(2).check()
    said(page, "Not saved: the Academy cannot be reached. Your marks stay on this page")
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.evaluate("setTimeout(() => location.reload())")
    page.context.set_offline(False)
    said(page, "^Saved")
    assert score(school, id, 0) == 2


def test_what_its_writer_took_back_leaves_the_screen(school, come):
    id = school.hand_in("di", q4="u")
    page = come("tess", f"/tutor/marking/{id}")
    school.withdraw("di", id)
    page.get_by_role("radio").nth(2).check()
    said(page, "Not saved: .*(took it back|taken back)")
    assert page.get_by_text("small room").count() == 0


def test_a_worry_is_told_and_settled(school, come):
    id = school.hand_in("cy", q2="t")
    page = come("tom", f"/tutor/marking/{id}")
    page.get_by_role("button", name="Worried about this person").click()
    dialog = page.get_by_role("dialog", name="Worried about this person")
    assert "goes to Tess" in dialog.inner_text()
    assert "the learner does not see it" in dialog.inner_text()
    dialog.get_by_role("textbox").fill("He writes that he does not sleep.")
    dialog.get_by_role("button", name="Tell Tess").click()
    dialog.get_by_text("Tess has it").wait_for()
    contact = come("tess", "/tutor")
    contact.get_by_text("He writes that he does not sleep.").wait_for()
    assert axe(contact) == []
    contact.get_by_role("button", name="Settled (the worry about Cy)").click()
    wait(contact, "() => !document.querySelector('.worry')")


SMALL = """() => [
    ...document.querySelectorAll("main :is(a, button, input, textarea, summary)"),
]
    .filter((one) => one.checkVisibility())
    .filter((one) => !one.closest("li > :not(h3), p:not(.inline, .small, .tools)"))
    .map((one) => one.closest("label, .work, .card") ?? one)
    .filter((one) => one.getBoundingClientRect().height < 43.9)
    .map((one) => one.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("width", [360, 820, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_they_fit_are_easy_to_touch_and_axe_finds_nothing(school, come, width, scheme):
    id = school.hand_in("ada", q1=f"<b>{'long' * 60}</b>", q2="Short.", q3="")
    for path in ("/tutor", "/tutor/marking", f"/tutor/marking/{id}"):
        page = come("tess", path, width=width, scheme=scheme)
        page.get_by_role("heading", level=1).wait_for()
        for one in page.locator("main details").all():
            one.evaluate("(one) => { one.open = true; }")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate(SMALL) == [], path
        assert page.watch.errors == []
        assert page.watch.outside == []
