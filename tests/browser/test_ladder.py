"""Two learners and a tutor of one cohort, and a stranger: each sees what they should."""

import re
from datetime import UTC, datetime

import pytest
from looking import LISTENING, axe, exercises_open, saved

from academy import cohort
from academy.people import People

pytestmark = pytest.mark.browser

WORDS = "I would wait one breath longer."
SHARED = "/shared"
TOLD = {
    "Only me": "Only you",
    "My partner": "You and your partner",
    "My tutor": "You, your partner and your tutor",
    "My cohort": "You, your partner, your tutor and your cohort",
    "Anyone": "Anyone",
}


def invited_tutor(served):
    """Return the way in for a tutor, as the operator's command makes it."""
    store = served.store()
    _, code = People(store).invitations.make(role="tutor", name="Tia")
    store.close()
    return f"/join#{code}"


def join(visit, served, link, name):
    """Come in by an invitation, as a new visitor; return the page one is led to."""
    page = visit(served.url, link)
    page.get_by_label("What would you like to be called?").fill(name)
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_role("heading", name=re.compile("Welcome")).wait_for()
    page.get_by_role("link", name=re.compile("go on", re.IGNORECASE)).click()
    return page


def make_cohort(page):
    page.get_by_role("link", name="Make a cohort").click()
    assert page.get_by_label("Time zone").input_value() != ""
    page.get_by_label("What is the cohort called?").fill("The night ward")
    page.get_by_label("Whom is it for?").fill("Whoever works nights.")
    page.get_by_label("First day").fill(datetime.now(UTC).date().isoformat())
    page.get_by_label("What are the members to call you?").fill("Tia")
    page.get_by_role("button", name="Make the cohort", exact=True).click()
    page.get_by_text("Please look again").first.wait_for()
    assert page.get_by_label("What is the cohort called?").input_value() == "The night ward"
    assert axe(page) == []
    page.get_by_label("How does a member reach you?").fill("On 0123.")
    page.get_by_role("button", name="Make the cohort", exact=True).click()
    page.get_by_role("heading", name="The night ward").wait_for()


def invite(page, *names):
    """Return the links that a tutor makes for these names, each shown this once."""
    page.get_by_label("Whom do you want to invite?").fill("\n".join(names))
    page.get_by_role("button", name="Make links for learners").click()
    page.get_by_text("is shown this once").wait_for()
    links = [one.inner_text() for one in page.locator(".link").all()]
    assert axe(page) == []
    assert "#" not in page.url
    page.goto(page.url)
    assert links[0].rpartition("#")[2] not in page.content()
    return ["/join#" + link.rpartition("#")[2] for link in links]


def reads(page, served):
    """Return who is said to have written the words, or nothing if they are not there."""
    page.goto(served.url + SHARED)
    card = page.locator(".answer", has_text=WORDS)
    return card.locator("b").first.inner_text() if card.count() else None


def answer(page, served):
    page.goto(served.url + LISTENING)
    exercises_open(page)
    scene = page.locator(".ac-reply").first
    scene.get_by_role("radio").first.check()
    scene.get_by_role("button", name="Say this").click()
    scene.get_by_role("textbox").fill(WORDS)
    scene.get_by_role("button", name="Keep my reply").click()
    scene.locator(".ac-others li").first.wait_for()
    saved(page)
    return scene


def move(scene, to):
    group = scene.get_by_role("group", name="Who can read your answer")
    if not group.is_visible():
        scene.get_by_role("button", name="Change who can read your answer").click()
    group.get_by_label(to).check()
    if to == "Anyone":
        scene.get_by_role("button", name="Let anyone read it").click()
    scene.get_by_text(f"Saved. {TOLD[to]} can").wait_for()


def test_each_sees_exactly_what_one_learner_lets_them(served, visit, in_listening):
    tutor = join(visit, served, invited_tutor(served), "Tia")
    make_cohort(tutor)
    for_ada, for_bo, for_cy = invite(tutor, "Ada", "Bo", "Cy")
    ada, bo = join(visit, served, for_ada, "Ada"), join(visit, served, for_bo, "Bo")
    tutor.reload()
    tutor.get_by_role("button", name="Pair partners by lot").click()
    tutor.get_by_role("row", name=re.compile("^Ada")).get_by_text("Bo").wait_for()
    other = join(visit, served, for_cy, "Cy")
    stranger = visit(served.url, "/")
    people = {"Bo": bo, "Tia": tutor, "Cy": other, "a stranger": stranger}

    ada.reload()
    assert "Your partner is Bo" in ada.locator("main").inner_text()
    assert axe(ada) == []
    scene = answer(ada, served)
    by_name, unnamed = "Ada", "Somebody"
    assert not any(reads(page, served) for page in people.values())
    for step, sees in (
        ("My partner", {"Bo": by_name}),
        ("My tutor", {"Bo": by_name, "Tia": by_name}),
        ("My cohort", {"Bo": by_name, "Tia": by_name, "Cy": by_name}),
        ("Anyone", dict.fromkeys(people, unnamed)),
        ("My cohort", {"Bo": by_name, "Tia": by_name, "Cy": by_name}),
        ("My tutor", {"Bo": by_name, "Tia": by_name}),
        ("My partner", {"Bo": by_name}),
        ("Only me", {}),
    ):
        move(scene, step)
        assert {
            who: found for who, page in people.items() if (found := reads(page, served))
        } == sees, step
    assert axe(tutor) == []

    tutor.goto(served.url + "/tutor")
    tutor.get_by_role("link", name="The night ward").click()
    row = tutor.get_by_role("row", name=re.compile("^Ada"))
    assert f"1 of {in_listening}" in row.inner_text()
    assert WORDS not in tutor.content()


def test_times_are_told_in_the_learners_own_zone(quick_served, chromium):
    store = quick_served.store()
    people = People(store)
    id = people.cohorts.add(cohort.loads(cohort.template()))
    _, code = people.invitations.make(role="learner", name="Ada", cohort=id)
    store.close()
    context = chromium.new_context(timezone_id="Asia/Kolkata")
    page = context.new_page()
    page.goto(f"{quick_served.url}/join#{code}")
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_role("link", name=re.compile("go on", re.IGNORECASE)).click()
    page.get_by_role("heading", name="What is open, and what is due").wait_for()
    # 23:59 of the 18th in London is 5:29 of the 19th in Kolkata.
    page.get_by_text("due on Tuesday, 19 January 2027 at 05:29 GMT+5:30").wait_for()
    still = page.request.get(f"{quick_served.url}/cohort").text()
    assert "Monday 18 January 2027, 23:59 (Europe/London time)" in still
    with page.expect_download() as download:
        page.get_by_role("link", name="Put it in my calendar").click()
    assert download.value.suggested_filename == "academy.ics"
    context.close()
