from datetime import UTC, datetime, timedelta

import pytest

from academy import retention
from academy.cohort import Cohort
from academy.people import People
from academy.store import Draft, Record

SCENE = "02_listening/night_shift"
DAY = timedelta(days=1)
START = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def people(store):
    return People(store)


@pytest.fixture
def add(people):
    def make(starts=START, keep=30):
        body = {
            "title": "A group",
            "for": {"kind": "place", "says": "People here"},
            "starts": starts.date().isoformat(),
            "time_zone": "UTC",
            "schedule": [{"week": 1, "module": "02_listening"}],
            "keep_days": keep,
            "tutors": ["Ines"],
            "contact": "ines@example.org",
        }
        cohort = Cohort.model_validate(body)
        return people.cohorts.add(cohort), cohort.erased()

    return make


@pytest.fixture
def join(people):
    def let_in(cohort, learner, at, role="learner"):
        _, code = people.invitations.make(role=role, name=learner, cohort=cohort, now=at)
        people.invitations.join(code, learner, now=at)

    return let_in


@pytest.fixture
def write(store):
    def keep(learner, at, text):
        form = {"chosen": [], "written": text}
        given = {"learner": learner, "exercise": SCENE, "at": at}
        store.append(Record(version="v", body={"answer": form, "form": form}, **given))

    return keep


def words(store, learner):
    return [one.body["answer"]["written"] for one in store.read(learner=learner)]


def test_nothing_goes_before_the_day(store, people, add, join, write):
    cohort, day = add()
    join(cohort, "ada", START)
    write("ada", START + DAY, "mine")
    assert retention.tidy(store, people, day - timedelta(seconds=1)) == {}
    assert words(store, "ada") == ["mine"]


def test_on_the_day_what_was_written_since_joining_goes_and_no_more(
    store, people, add, join, write
):
    cohort, day = add()
    write("ada", START - DAY, "before")
    join(cohort, "ada", START)
    write("ada", START, "as I joined")
    store.keep_draft(
        Draft(learner="ada", exercise=SCENE, page="p", at=START + DAY, body={"a": "half"})
    )
    write("ada", day - timedelta(seconds=1), "the last second")
    write("ada", day, "after")
    assert retention.tidy(store, people, day + DAY) == {cohort: 3}
    assert words(store, "ada") == ["before", "after"]
    assert store.drafts(learner="ada") == []
    assert people.cohorts.erased_at(cohort) == day + DAY
    assert retention.tidy(store, people, day + 2 * DAY) == {}


def test_tutors_others_and_those_who_left_keep_their_words(store, people, add, join, write):
    cohort, day = add()
    join(cohort, "ines", START, role="tutor")
    join(cohort, "left", START)
    for learner in ("ines", "left", "stranger"):
        write(learner, START + DAY, "mine")
    people.cohorts.leave(cohort, "left", START + 2 * DAY)
    assert retention.tidy(store, people, day) == {cohort: 0}
    for learner in ("ines", "left", "stranger"):
        assert words(store, learner) == ["mine"]


def test_what_a_later_cohort_covers_waits_for_its_day(store, people, add, join, write):
    first, day = add()
    second, later = add(starts=START + 30 * DAY)
    join(first, "ada", START)
    write("ada", START + DAY, "in the first")
    join(second, "ada", START + 10 * DAY)
    write("ada", START + 11 * DAY, "in both")
    assert retention.tidy(store, people, day) == {first: 1}
    assert words(store, "ada") == ["in both"]
    assert retention.tidy(store, people, later) == {second: 1}
    assert words(store, "ada") == []


def test_both_days_passed_while_nobody_looked(store, people, add, join, write):
    first, _ = add()
    second, later = add(starts=START + 30 * DAY)
    join(first, "ada", START)
    join(second, "ada", START + 10 * DAY)
    write("ada", START + DAY, "in the first")
    write("ada", START + 11 * DAY, "in both")
    retention.tidy(store, people, later)
    assert words(store, "ada") == []
    assert people.cohorts.erased_at(first) == people.cohorts.erased_at(second) == later


def test_what_was_written_under_a_former_id_goes_too(store, people, add, join, write):
    cohort, day = add()
    join(cohort, "ada-phone", START)
    write("ada-phone", START + DAY, "from my phone")
    people.known.same("ada-phone", "ada")
    assert retention.tidy(store, people, day) == {cohort: 1}
    assert words(store, "ada") == []
