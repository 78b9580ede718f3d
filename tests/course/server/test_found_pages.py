"""The page of what a cohort found: five and more, for those who are in it."""

import random
from datetime import UTC, datetime

import pytest
from visiting import Visitor

from academy import cohort, content
from academy.people import People
from academy.store import Record

pytestmark = pytest.mark.kernel


class Group:
    """A cohort on a server, and what its learners counted in."""

    def __init__(self, served):
        self.url, self.store = served.url, served.store()
        self.people = People(self.store)
        self.id = self.people.cohorts.add(cohort.loads(cohort.template()))
        self.page = f"/cohort/found/{self.id}"
        modules = self.people.cohorts.get(self.id).modules()
        every = [one for module in modules for one in content.in_order(module)]
        self.exercise = next(one for one in every if one.gathers)

    def come(self, name, role):
        _, code = self.people.invitations.make(role=role, name=name, cohort=self.id)
        visitor = Visitor(self.url)
        given = {"code": f"{self.url}/join#{code}", "step": "join", "name": name}
        assert visitor.post("/join", **given).status == 200
        return visitor

    def count_in(self, learner):
        answer = self.exercise.simulate(random.Random(learner))
        given = {"learner": learner, "exercise": self.exercise.id, "version": "v"}
        for what, body in (
            ("response", {"answer": answer, "form": {}}),
            ("counted", {"in": True}),
        ):
            record = Record(what=what, at=datetime.now(UTC), body=body, **given)
            self.store.append(record)


@pytest.fixture(scope="module")
def group(quick_served):
    made = Group(quick_served)
    yield made
    made.store.close()


def test_learners_and_tutors_see_the_same_from_five_on_and_strangers_nothing(group):
    tutor, *learners = [
        group.come(name, "tutor" if name == "Tess" else "learner")
        for name in ("Tess", "Ada", "Bo", "Cy", "Di", "Ed", "Flo")
    ]
    for learner in learners[:4]:
        group.count_in(learner.id)
    page = tutor.get(group.page)
    assert page.status == 200
    assert group.exercise.title in page.text
    assert "Fewer than five have counted theirs in." in page.text
    group.count_in(learners[4].id)
    for one in (tutor, learners[5]):
        text = one.get(group.page).text
        assert "5 people counted theirs in." in text
        assert "<table>" in text
        assert "Ada" not in text
    stranger = Visitor(group.url)
    stranger.get("/")
    assert stranger.get(group.page).status == 404
    assert tutor.get("/cohort/found/cohort-00000000").status == 404


def test_it_is_found_from_a_cohorts_own_pages(group):
    assert group.page in group.come("Gus", "learner").get("/cohort").text
    tutor = group.come("Tom", "tutor")
    assert group.page in tutor.get(f"/tutor/cohorts/{group.id}").text
