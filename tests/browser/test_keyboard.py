"""A learner who uses no mouse, from the home page to a reflection handed in."""

import re

import pytest
from looking import exercises_open, saved, tab_to

pytestmark = pytest.mark.browser


def test_the_keyboard_alone_takes_a_learner_from_home_to_a_reflection_handed_in(
    served, visit
):
    page = visit(served.url, "/")
    tab_to(page, page.get_by_role("link", name="Skip to the content"))
    tab_to(page, page.get_by_role("link", name="Begin with Listening"))
    page.keyboard.press("Enter")
    exercises_open(page)

    scene = page.locator(".ac-reply").first
    tab_to(page, scene.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    tab_to(page, scene.get_by_role("button", name="Say this"))
    page.keyboard.press("Enter")
    scene.locator(".ac-tried li").wait_for()
    tab_to(page, scene.get_by_role("textbox"))
    page.keyboard.type("Twenty minutes in the car.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    scene.locator(".ac-others li").first.wait_for()

    talk = page.locator(".ac-code")
    first = talk.locator("fieldset").first
    tab_to(page, first.get_by_role("radio").first)
    page.keyboard.press("ArrowRight")
    assert first.get_by_role("radio").nth(1).is_checked()
    tab_to(page, talk.get_by_role("button", name="Compare"))
    page.keyboard.press("Enter")
    talk.locator(".ac-measures").wait_for()

    writing = page.locator(".ac-reflection")
    for box in writing.get_by_role("textbox").all():
        tab_to(page, box)
        page.keyboard.type("I waited, and she went on.")
    tab_to(page, writing.get_by_role("button", name="Read it through"))
    page.keyboard.press("Enter")
    heading = writing.get_by_role("heading", name="This is what your tutor will read")
    assert heading.evaluate("(one) => one === document.activeElement")
    tab_to(page, writing.get_by_role("button", name="Send to my tutor"))
    page.keyboard.press("Enter")
    writing.locator(".ac-receipt").get_by_text("24 words").wait_for()
    saved(page)

    store = served.store()
    sent = store.read(what="handed_in")[-1]
    assert set(sent.body["answers"].values()) == {"I waited, and she went on."}
    answered = {record.exercise for record in store.read(learner=sent.learner)}
    assert len(answered) == 3
    store.close()
    assert page.watch.errors == []
    assert page.watch.outside == []


def test_home_tells_how_far_a_learner_is(served, visit, in_listening):
    page = visit(served.url, "/modules/02_listening")
    exercises_open(page)
    page.locator(".ac-reply").first.get_by_role("radio").first.check()
    page.get_by_role("button", name="Say this").first.click()
    page.locator(".ac-tried li").wait_for()
    page.get_by_role("link", name="Home", exact=True).click()
    page.get_by_text(f"1 of {in_listening} exercises answered").wait_for()
    page.get_by_role("link", name="Go on with Listening").wait_for()


def test_one_can_leave_quickly_by_button_and_by_shift(served, visit):
    for leave in (
        lambda page: page.get_by_role("link", name="Leave this page quickly").click(),
        lambda page: [page.keyboard.press("Shift") for _ in range(3)],
    ):
        page = visit(served.url, "/modules/02_listening")
        page.route(re.compile("^https://"), lambda route: route.fulfill(body="weather"))
        exercises_open(page)
        page.locator(".ac-reflection textarea").first.fill("Something private")
        leave(page)
        page.wait_for_url(re.compile("^https://"))
        assert page.inner_text("body") == "weather"
        page.go_back()
        assert "listening" not in page.url
