"""The pages of cohorts, at every width and in both schemes."""

import re

import pytest
from looking import axe

from academy import cohort
from academy.people import People

pytestmark = pytest.mark.browser

GUIDE = "/tutor/guide/02_listening"
LONG = "Cyriac Okonkwo-Featherstonehaugh-Wolstenholme"


@pytest.fixture(scope="module")
def members(quick_served):
    """A cohort with links for a learner and a tutor, and somebody in it already."""
    store = quick_served.store()
    people = People(store)
    id = people.cohorts.add(cohort.loads(cohort.template()))

    def link(name, role):
        return people.invitations.make(role=role, name=name, cohort=id)[1]

    people.invitations.join(link(LONG, "learner"), "cyriac", f"\u202e{LONG}<b>")
    yield lambda role: (id, link("Ada", role))
    store.close()


@pytest.mark.parametrize(
    "look", [(width, scheme) for width in (360, 820, 1440) for scheme in ("light", "dark")]
)
@pytest.mark.parametrize("role", ["learner", "tutor", None])
def test_they_fit_and_axe_finds_nothing(quick_served, members, visit, role, look):
    page = visit(quick_served.url, "/", width=look[0], scheme=look[1])
    id, code = members(role or "learner")
    if role:
        page.goto(f"{quick_served.url}/join#{code}")
        page.get_by_role("button", name="Join", exact=True).click()
        page.get_by_role("heading", name=re.compile("Welcome")).wait_for()
    paths = ["/cohort", "/shared", "/"]
    if role == "tutor":
        paths = ["/tutor", "/tutor/cohorts/new", f"/tutor/cohorts/{id}", GUIDE, "/"]
    for path in paths:
        page.goto(quick_served.url + path)
        for one in page.locator("main details").all():
            one.evaluate("(one) => { one.open = true; }")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert page.watch.errors == []


def test_a_name_is_text_and_turns_nothing_round(quick_served, members, visit):
    id, code = members("tutor")
    page = visit(quick_served.url, f"/join#{code}")
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_role("heading", name=re.compile("Welcome")).wait_for()
    page.goto(f"{quick_served.url}/tutor/cohorts/{id}")
    assert page.get_by_role("row", name=f"{LONG}<b>").count() == 1
    assert "\u202e" not in page.content()
