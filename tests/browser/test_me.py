"""Coming back, joining and My page, as somebody does it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from looking import LISTENING, axe, exercises_open, saved, tab_to

from academy.cohort import Cohort
from academy.people import People

pytestmark = pytest.mark.browser

LOOKS = [(360, "dark"), (1440, "light")]
looks = pytest.mark.parametrize(("width", "scheme"), LOOKS)


@pytest.fixture
def invite(served):
    def make(**more):
        store = served.store()
        people = People(store)
        body = {
            "title": "Listening at Northfield",
            "for": {"kind": "place", "says": "People who work at Northfield."},
            "starts": datetime.now(UTC).date().isoformat(),
            "time_zone": "Europe/London",
            "schedule": [{"week": 1, "module": "02_listening"}],
            "tutors": ["Ines"],
            "contact": "ines@example.org",
        }
        cohort = people.cohorts.add(Cohort.model_validate(body))
        _, code = people.invitations.make(role="learner", name="Ada", cohort=cohort, **more)
        store.close()
        return code

    return make


def fine(page):
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def answer(page, words):
    exercises_open(page)
    scene = page.locator(".ac-reply").first
    scene.get_by_role("radio").first.check()
    scene.get_by_role("button", name="Say this").click()
    scene.get_by_role("textbox").fill(words)
    scene.get_by_role("button", name="Keep my reply").click()
    scene.locator(".ac-others li").first.wait_for()
    saved(page)


@looks
def test_an_invitations_link_joins_and_leaves_no_code_behind(
    served, visit, invite, width, scheme
):
    code = invite()
    page = visit(served.url, f"/join#{code}", width=width, scheme=scheme)
    page.get_by_role("heading", name="Join “Listening at Northfield”").wait_for()
    assert code not in page.url
    fine(page)
    page.get_by_label("What would you like to be called?").fill("Ada L.")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("list", name="Your return phrase").wait_for()
    assert page.get_by_role("list", name="Your return phrase").locator("li").count() == 6
    assert page.get_by_role("button", name="Print").is_visible()
    fine(page)
    tab = page.context.new_cdp_session(page)
    behind = [one["url"] for one in tab.send("Page.getNavigationHistory")["entries"]]
    assert f"{served.url}/join" in behind
    assert not [url for url in behind if code in url]
    page.goto(served.url + "/me")
    assert page.get_by_text("as “Ada L.”").is_visible()
    assert not page.watch.errors
    assert not page.watch.outside


def test_an_invitation_is_joined_without_a_script(served, chromium, invite):
    code = invite()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/join#{code}")
    page.get_by_label("The link that you were sent").fill(f"{served.url}/join#{code}")
    page.get_by_role("button", name="Look at the invitation").click()
    page.get_by_role("button", name="Join").click()
    page.get_by_role("link", name=re.compile("go on")).wait_for()
    context.close()


@looks
def test_what_is_wrong_with_an_invitation_is_told_at_its_field(
    served, visit, invite, width, scheme
):
    code = invite(now=datetime.now(UTC) - timedelta(days=30))
    page = visit(served.url, f"/join#{code}", width=width, scheme=scheme)
    field = page.get_by_label("The link that you were sent")
    page.get_by_text("has expired").wait_for()
    assert field.evaluate("(one) => one === document.activeElement")
    told = field.get_attribute("aria-describedby").split()[-1]
    assert "has expired" in page.locator(f"#{told}").inner_text()
    fine(page)


@looks
def test_my_page_shows_shares_gives_and_erases(served, visit, width, scheme, tmp_path):
    page = visit(served.url, LISTENING, width=width, scheme=scheme)
    answer(page, "שתקת הרבה זמן. You sat there a long while.")
    page.goto(served.url + "/me")
    said = page.get_by_text("You sat there a long while.")
    assert said.evaluate("(one) => getComputedStyle(one).direction") == "rtl"
    fine(page)

    page.get_by_text("Why it says this").first.click()
    written = page.locator(".written").first
    written.get_by_text("Change").click()
    fine(page)
    written.get_by_role("radio", name="Anyone").check()
    written.get_by_role("button", name="Save").click()
    page.get_by_text("Anyone who visits, without your name can read this.").wait_for()

    with page.expect_download() as download:
        page.get_by_role("link", name="Download my words").click()
    file = Path(tmp_path / "words.zip")
    download.value.save_as(file)
    assert file.stat().st_size > 1000

    page.get_by_role("link", name="Erase everything I wrote").click()
    fine(page)
    page.get_by_label("Yes, erase everything").check()
    page.get_by_role("button", name="Erase everything").click()
    page.get_by_role("heading", name="It is erased").wait_for()
    fine(page)
    page.goto(served.url + LISTENING)
    exercises_open(page)
    assert page.locator(".ac-reply textarea").first.input_value() == ""
    assert not page.watch.errors


def test_a_page_open_in_another_tab_does_not_put_erased_words_back(served, visit):
    page = visit(served.url, LISTENING)
    answer(page, "Gone for good")
    page.locator(".ac-reply textarea").first.fill("Gone for good, and half more")
    saved(page)
    mine = visit(served.url, "/me", context=page.context)
    mine.get_by_role("link", name="Erase everything I wrote").click()
    mine.get_by_label("Yes, erase everything").check()
    mine.get_by_role("button", name="Erase everything").click()
    mine.get_by_role("heading", name="It is erased").wait_for()
    page.wait_for_url(served.url + "/")
    page.goto(served.url + LISTENING)
    exercises_open(page)
    assert page.locator(".ac-reply textarea").first.input_value() == ""
    store = served.store()
    assert "Gone for good" not in str(store.read()[-5:])
    store.close()


@looks
def test_a_phrase_is_made_written_down_and_leads_back_by_keyboard_alone(
    served, visit, width, scheme
):
    page = visit(served.url, LISTENING, width=width, scheme=scheme)
    answer(page, "Mine alone")
    page.goto(served.url + "/me")
    tab_to(page, page.get_by_role("button", name="Make a return phrase"))
    page.keyboard.press("Enter")
    words = page.get_by_role("list", name="Your return phrase").locator("li")
    words.first.wait_for()
    fine(page)
    phrase = " ".join(words.all_inner_texts())

    away = visit(served.url, "/return", width=width, scheme=scheme)
    fine(away)
    tab_to(away, away.get_by_label("Your six words"))
    away.keyboard.type("abandon ability able about above zzzz")
    away.keyboard.press("Enter")
    away.get_by_text("No return phrase has the word “zzzz”").wait_for()
    assert away.get_by_label("Your six words").input_value() == ""
    fine(away)
    away.keyboard.type(phrase)
    away.keyboard.press("Enter")
    away.get_by_text("Mine alone").wait_for()

    tab_to(away, away.get_by_role("button", name="Sign out here"))
    away.keyboard.press("Enter")
    away.wait_for_url(served.url + "/")
    away.goto(served.url + "/me")
    assert away.get_by_text("Mine alone").count() == 0
