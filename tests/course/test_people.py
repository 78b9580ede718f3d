from datetime import UTC, datetime, timedelta

import pytest

from academy.people import InvitationError, People
from academy.store import Record

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def people(store):
    return People(store)


def put(people, cohort, learner, role="learner"):
    _, code = people.invitations.make(role=role, name=learner, cohort=cohort, now=NOON)
    people.invitations.join(code, learner, now=NOON)


def tied(people, reader):
    found = people.cohorts.ties(reader)
    return {author: [one.audience for one in ties] for author, ties in found.items()}


def test_ties_are_those_of_the_nearest_audience(people):
    for learner in ("ada", "bo", "cy"):
        put(people, "c", learner)
    put(people, "c", "tess", "tutor")
    put(people, "d", "dee")
    people.cohorts.pair("c")
    assert tied(people, "ada") == {
        "bo": ["partner"],
        "cy": ["partner"],
        "tess": ["cohort"],
    }
    assert tied(people, "tess") == {one: ["tutor"] for one in ("ada", "bo", "cy")}
    assert people.cohorts.ties("dee") == people.cohorts.ties("nobody") == {}
    people.cohorts.leave("c", "bo")
    assert "bo" not in people.cohorts.ties("ada")
    assert people.cohorts.ties("bo") == {}


def test_two_tutors_of_a_cohort_are_not_each_others(people):
    for tutor in ("tess", "tom"):
        put(people, "c", tutor, "tutor")
    put(people, "d", "tess")
    assert tied(people, "tom") == {"tess": ["cohort"]}


def test_audiences_are_those_with_somebody_in_them(people):
    assert people.cohorts.audiences("ada") == ("me", "anyone")
    put(people, "c", "ada")
    put(people, "c", "tess", "tutor")
    assert people.cohorts.audiences("ada") == ("me", "tutor", "cohort", "anyone")
    assert people.cohorts.audiences("tess") == ("me", "anyone")


def test_one_invitation_is_for_one_person_once(people):
    _, code = people.invitations.make(role="learner", name="Ada", cohort="c", now=NOON)
    people.invitations.join(code, "ada", now=NOON)
    with pytest.raises(InvitationError, match="used already"):
        people.invitations.join(code, "bo", now=NOON)
    late, revoked = (
        people.invitations.make(role="learner", name="Bo", cohort="c", now=NOON)
        for _ in range(2)
    )
    with pytest.raises(InvitationError, match="expired"):
        people.invitations.find(late[1], NOON + timedelta(days=22))
    people.invitations.revoke(revoked[0].id, "c", NOON)
    with pytest.raises(InvitationError, match="taken back"):
        people.invitations.join(revoked[1], "bo", now=NOON)
    assert [one.learner for one in people.cohorts.members("c")] == ["ada"]


def test_no_code_and_no_phrase_is_in_the_store(people, store):
    _, code = people.invitations.make(role="learner", name="Ada", cohort="c")
    people.known.set_phrase("ada", "hash")
    assert code.encode() not in b"".join(
        one.read_bytes() for one in store.path.parent.iterdir()
    )
    assert people.known.by_phrase("hash") == "ada"


def test_two_ids_become_one_with_all_that_either_was(people):
    put(people, "c", "old")
    put(people, "d", "old")
    put(people, "d", "ada")
    people.cohorts.leave("d", "ada", NOON)
    people.known.same("old", "ada")
    assert people.known.canonical("old") == "ada"
    assert {one.cohort for one in people.cohorts.memberships("ada")} == {"c", "d"}
    assert people.cohorts.memberships("old") == []
    people.known.same("ada", "new")
    assert [people.known.canonical(id) for id in ("old", "ada", "new")] == ["new"] * 3
    assert len(people.cohorts.memberships("new")) == 2


def test_becoming_one_twice_or_in_a_circle_changes_nothing(people, store):
    people.known.same("old", "ada")
    people.known.same("old", "ada")
    people.known.same("ada", "old")
    assert people.known.canonical("ada") == people.known.canonical("old") == "ada"
    given = {"exercise": "m/x", "version": "v", "at": NOON, "body": {}}
    store.append(Record(learner="old", **given))
    assert len(store.read(learner="ada")) == 1


def test_who_was_signed_out_or_a_tutor_stays_so_under_another_id(people):
    _, code = people.invitations.make(role="tutor", name="Tess", now=NOON)
    people.invitations.join(code, "old", now=NOON)
    people.known.sign_out_everywhere("old", NOON)
    people.known.sign_out_everywhere("ada", NOON - timedelta(days=1))
    people.known.same("old", "ada")
    assert people.known.signed_out_at("ada") == NOON
    assert people.is_tutor("ada")


def test_forgetting_leaves_no_name_phrase_or_place(people, store):
    put(people, "c", "Unmistakable")
    people.known.set_phrase("ada", "phrase-hash")
    people.known.same("Unmistakable", "ada")
    people.known.forget("ada")
    assert people.cohorts.members("c") == []
    assert [one.name for one in people.invitations.of("c")] == [""]
    assert people.known.by_phrase("phrase-hash") is None
    assert people.known.canonical("Unmistakable") == "Unmistakable"


def test_somebody_who_is_a_learner_and_a_tutor_is_paired_as_a_learner(people):
    put(people, "c", "ada")
    put(people, "c", "bo")
    put(people, "c", "ada", "tutor")
    people.cohorts.pair("c")
    assert tied(people, "bo")["ada"] == ["partner", "cohort"]
    tutors = [one for one in people.cohorts.members("c") if one.role == "tutor"]
    assert tutors[0].pair is None
