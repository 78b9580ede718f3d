"""A reflection on its learner's page: sent, taken back, sent again, returned, answered."""

import pytest
from looking import LISTENING, axe, exercises_open, saved, tab_to
from marked import IDS, NAME, Marked

from academy.journey import journey

pytestmark = pytest.mark.browser

WORDS = "I waited, and she went on."
HOSTILE = "<script>alert(1)</script>"
LOOKS = [(360, "dark"), (1440, "light")]


@pytest.fixture
def school(academy, tmp_path):
    made = Marked(academy(tmp_path / "data")).start()
    yield made
    made.stop()


@pytest.fixture
def here(come):
    """The reflection on a page of Ada's, who is in India just now."""
    return lambda **look: come("ada", LISTENING, timezone_id="Asia/Kolkata", **look)


def reflection(page):
    exercises_open(page)
    return page.locator(".ac-reflection")


def send(writing, text):
    writing.get_by_role("textbox").first.fill(text)
    writing.get_by_role("button", name="Read it through").click()
    assert text in writing.locator(".ac-reading").inner_text()
    writing.get_by_role("button", name="Send to my tutor").click()


def log(school):
    return journey(school.store.read(learner="ada"))


def tutor(school, what, **body):
    sent = log(school).newest.id
    return school._record("ada", what, assignment=NAME, handed_in=sent, **body)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def good(page):
    assert axe(page) == []
    assert fits(page)
    assert page.watch.errors == []


def press(page, locator, key="Enter"):
    """Go to a button without a mouse, and press it."""
    tab_to(page, locator)
    page.keyboard.press(key)


def test_it_is_sent_taken_back_by_keyboard_and_sent_again_until_a_tutor_begins(
    school, here
):
    page = here()
    writing = reflection(page)
    send(writing, WORDS)
    receipt = writing.locator(".ac-receipt")
    receipt.get_by_text("GMT+5:30").wait_for()
    assert "6 words" in receipt.inner_text()
    saved(page)
    send(writing, f"{WORDS} {HOSTILE}")
    receipt.get_by_text("version 2, 7 words").wait_for()
    versions = writing.locator(".ac-sent-versions")
    versions.locator("summary").first.click()
    versions.get_by_text("Version 1").click()
    good(page)
    assert "What you sent: 2 versions, newest" in versions.inner_text()
    assert "after the day it was due" not in receipt.inner_text()

    take = writing.get_by_role("button", name="Take it back", exact=True)
    press(page, take)
    page.keyboard.press("Escape")
    assert take.evaluate("(one) => one === document.activeElement")
    page.keyboard.press("Enter")
    press(page, writing.get_by_role("button", name="Yes, take it back"), "Space")
    receipt.get_by_text("You took it back").wait_for()
    assert log(school).state == "withdrawn"
    assert "Only you can read your answer" in writing.locator(".ac-audience").inner_text()
    good(page)
    page.reload()
    writing = reflection(page)
    writing.get_by_text("You took it back").wait_for()

    send(writing, f"{WORDS} Again.")
    writing.locator(".ac-receipt").get_by_text("version 3").wait_for()
    saved(page)
    tutor(school, "marking")
    writing.get_by_role("button", name="Take it back", exact=True).click()
    writing.get_by_role("button", name="Yes, take it back").click()
    writing.get_by_text("Your tutor has begun to read it, so it stays").wait_for()
    writing.get_by_text("It comes back to you here, with their answer").wait_for()
    assert log(school).state == "marking"
    good(page)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_what_comes_back_is_read_answered_once_and_still_there(school, here, width, scheme):
    school.hand_in("ada", q1=f"{WORDS} {HOSTILE}")
    notes = ["A cell was there twice; both texts were kept, one after the other."]
    said = {"assignment": NAME, "answers": dict.fromkeys(IDS, WORDS)}
    school._record("ada", "handed_in", **said, via="jupyterlab", notes=notes)
    page = here(width=width, scheme=scheme)
    writing = reflection(page)
    assert notes[0] in writing.locator(".ac-receipt").inner_text()
    good(page)

    rows = [
        {
            "id": id,
            "score": n % 4,
            "max": 3,
            "comment": f"{HOSTILE} {n}",
            "left_out": n == 3,
        }
        | {"criterion": "One conversation can be seen.", "level": f"Level {n} in words."}
        for n, id in enumerate(IDS)
    ]
    tutor(school, "returned", score=6, max=12, questions=rows)
    page.reload()
    writing = reflection(page)
    back = writing.locator(".ac-returned")
    for words in (
        "6 of 12 points",
        "Level 1 in words.",
        f"{HOSTILE} 2",
        "left this one out",
    ):
        assert words in back.inner_text()
    back.get_by_label("Is there something you would say back?").fill("I see, thank")
    saved(page)
    page.reload()
    writing = reflection(page)
    back = writing.locator(".ac-returned")
    box = back.get_by_label("Is there something you would say back?")
    assert box.input_value() == "I see, thank"
    box.fill(f"I see, thank you. {HOSTILE}")
    back.get_by_label("Please take another look at it").check()
    good(page)
    press(page, back.get_by_role("button", name="Send my answer"))
    answered = back.locator(".ac-answered")
    answered.get_by_text("asked for another look").wait_for()
    assert answered.evaluate("(one) => one === document.activeElement")
    assert log(school).asks_to_look
    saved(page)
    page.reload()
    writing = reflection(page)
    assert f"I see, thank you. {HOSTILE}" in writing.locator(".ac-answered").inner_text()
    assert not writing.get_by_role("button", name="Send my answer").is_visible()
    good(page)
    page.goto(f"{school.served.url}/me")
    assert "Half-written" not in page.locator("main").inner_text()
    page.get_by_text("It came back with an answer").click()
    assert "Level 1 in words." in page.locator("main").inner_text()
    good(page)
