"""A learner's own reply and what the coach hears in it, by keyboard alone."""

import pytest
from looking import LISTENING, axe, exercises_open, saved, tab_to

pytestmark = pytest.mark.browser

REPLY = "You sound worn out. What would help? Thanks for telling me."


def opened(visit, served, **look):
    page = visit(served.url, LISTENING, **look)
    exercises_open(page)
    return page, page.locator(".ac-reply").first


def keep(scene, words):
    scene.get_by_role("button", name="Write my own words").click()
    scene.get_by_role("textbox").fill(words)
    scene.get_by_role("button", name="Keep my reply").click()
    scene.get_by_role("region", name="What the coach hears").wait_for()


def kept(served, exercise="02_listening/first_day"):
    store = served.store()
    record = store.read(exercise=exercise)[-1]
    store.close()
    return record.body["answer"]


def test_the_keyboard_alone_takes_a_learner_from_own_words_to_what_they_meant(
    quick_served, visit
):
    page, scene = opened(visit, quick_served)
    tab_to(page, scene.get_by_role("button", name="Write my own words"))
    page.keyboard.press("Enter")
    page.keyboard.type(REPLY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    sentences = scene.locator(".ac-heard > li")
    sentences.nth(2).wait_for()
    assert "Asks an open question" in sentences.nth(1).inner_text()
    assert sentences.nth(1).locator("mark").count() > 0

    tab_to(page, sentences.first.locator("summary"))
    page.keyboard.press("Enter")
    advice = sentences.first.get_by_role("button", name="advice")
    tab_to(page, advice)
    page.keyboard.press("Enter")
    sentences.first.get_by_text("You meant: advice.").wait_for()
    saved(page)
    assert advice.evaluate("(one) => one === document.activeElement")
    meant = [{"words": "You sound worn out.", "meant": "advice"}]
    assert kept(quick_served)["meant"] == meant

    page.reload()
    exercises_open(page)
    sentences.first.get_by_text("You meant: advice.").wait_for()
    assert scene.get_by_role("textbox").input_value() == REPLY
    assert page.watch.errors == []
    assert page.watch.outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_what_the_coach_says_is_accessible_and_fits(quick_served, visit, width, scheme):
    page, scene = opened(visit, quick_served, width=width, scheme=scheme)
    keep(scene, REPLY)
    for summary in scene.locator(".ac-coach summary").all():
        summary.click()
    scene.get_by_role("button", name="advice").first.click()
    scene.get_by_text("You meant: advice.").wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_ten_thousand_words_are_all_kept_and_come_back(quick_served, visit):
    words = ("You feel low. " * 3_334).strip()
    page, scene = opened(visit, quick_served)
    keep(scene, words)
    scene.get_by_text("has read only its beginning").wait_for()
    saved(page)
    assert kept(quick_served)["written"] == words
    page.reload()
    exercises_open(page)
    scene.get_by_text("has read only its beginning").wait_for()
    assert scene.get_by_role("textbox").input_value() == words


def test_a_reply_that_is_too_long_to_be_kept_stays_on_the_page(quick_served, visit):
    words = "x" * 100_001
    page, scene = opened(visit, quick_served)
    scene.get_by_role("button", name="Write my own words").click()
    scene.get_by_role("textbox").fill(words)
    scene.get_by_role("button", name="Keep my reply").click()
    scene.get_by_text("100,001 characters").wait_for()
    assert scene.get_by_role("textbox").input_value() == words
    assert page.watch.errors == []


def test_a_reply_in_another_script_is_kept_and_the_coach_says_it_reads_english(
    quick_served, visit
):
    page, scene = opened(visit, quick_served)
    keep(scene, "Как дела?")
    scene.get_by_text("Cannot tell: this coach knows English only.").wait_for()
    saved(page)
    assert kept(quick_served)["written"] == "Как дела?"
