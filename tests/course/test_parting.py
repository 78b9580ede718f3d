import random
from datetime import UTC, datetime

import pytest

from academy import cohort, parting, sharing
from academy.people import People
from academy.store import Record

EXERCISE = "02_listening/night_shift"
LONG_AGO = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def people(store):
    return People(store)


@pytest.fixture
def made(people):
    id = people.cohorts.add(cohort.loads(cohort.template()))
    for name in ("ada", "bo"):
        enter(people, id, name)
    enter(people, id, "tia", "tutor")
    people.cohorts.pair(id)
    return id


def enter(people, id, name, role="learner"):
    _, code = people.invitations.make(role=role, name=name, cohort=id, now=LONG_AGO)
    people.invitations.join(code, name, now=LONG_AGO)


def share(store, people, clock, to):
    given = {"exercise": EXERCISE, "version": "v", "at": clock(), "body": {"answer": {}}}
    answer = store.append(Record(learner="ada", **given))
    sharing.move(store, people.cohorts, answer, to, now=clock)


def readers(store, people, *who):
    return [one for one in who if sharing.read(store, people.cohorts, one)]


def test_whoever_leaves_takes_what_they_shared_with_them(store, people, made, clock):
    share(store, people, clock, "cohort")
    assert readers(store, people, "bo", "tia") == ["bo", "tia"]
    parting.leave(store, people, made, "ada")
    other = people.cohorts.add(cohort.loads(cohort.template()))
    enter(people, other, "ada")
    enter(people, other, "cy")
    enter(people, other, "tom", "tutor")
    assert readers(store, people, "bo", "tia", "cy", "tom") == []


def test_what_is_for_anyone_stays_so(store, people, made, clock):
    share(store, people, clock, "anyone")
    parting.leave(store, people, made, "ada")
    assert readers(store, people, "bo", "stranger") == ["bo", "stranger"]


def test_what_was_for_one_partner_is_not_for_the_next(store, people, made, clock):
    share(store, people, clock, "partner")
    assert readers(store, people, "bo") == ["bo"]
    parting.leave(store, people, made, "bo")
    enter(people, made, "cy")
    parting.pair(store, people, made, random.Random(1))
    assert people.cohorts.ties("cy")["ada"][0].audience == "partner"
    assert readers(store, people, "bo", "cy") == []


def test_new_partners_leave_what_the_tutor_and_the_cohort_read(store, people, made, clock):
    share(store, people, clock, "tutor")
    parting.pair(store, people, made)
    assert readers(store, people, "bo", "tia") == ["bo", "tia"]


def test_who_is_in_another_cohort_goes_on_sharing_with_it(store, people, made, clock):
    other = people.cohorts.add(cohort.loads(cohort.template()))
    enter(people, other, "ada")
    enter(people, other, "cy")
    share(store, people, clock, "cohort")
    parting.leave(store, people, made, "ada")
    assert readers(store, people, "bo", "cy") == ["cy"]
