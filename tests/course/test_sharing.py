from datetime import UTC, datetime, timedelta

import pytest

from academy import sharing
from academy.people import People
from academy.sharing import SharingError
from academy.store import Record

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
ONE, TWO = "02_listening/night_shift", "02_listening/damp_again"


@pytest.fixture
def people(store):
    """A cohort of partners ada and bo, of cy and dee, a tutor, and a tutor elsewhere."""
    made = People(store)
    cohort = {"ada": 0, "bo": 0, "cy": 1, "dee": 1}
    for learner in cohort:
        put(made, "c", learner)
    put(made, "c", "tess", "tutor")
    put(made, "d", "tom", "tutor")
    with store.changing() as db:
        for learner, pair in cohort.items():
            db.exec_driver_sql(
                "UPDATE members SET pair = ? WHERE learner = ?", (pair, learner)
            )
    return made


def put(people, cohort, learner, role="learner", now=NOON):
    _, code = people.invitations.make(role=role, name=learner, cohort=cohort, now=now)
    people.invitations.join(code, learner, now=now)


def said(store, word="w", *, exercise=ONE, learner="ada", audience="me"):
    return store.append(
        Record(
            learner=learner,
            exercise=exercise,
            version="v",
            at=NOON,
            audience=audience,
            body={"answer": {"written": word}, "form": {}},
        )
    )


EVERYBODY = ("bo", "cy", "tess", "tom", "stranger")
MAY = {
    "me": (),
    "partner": ("bo",),
    "tutor": ("bo", "tess"),
    "cohort": ("bo", "tess", "cy"),
    "anyone": EVERYBODY,
}


def readers(store, people):
    return {
        one
        for one in EVERYBODY
        if any(found.learner == "ada" for found in sharing.read(store, people.cohorts, one))
    }


def test_up_and_down_the_ladder_each_step_lets_in_exactly_its_readers(store, people):
    answer = said(store)
    for step in (
        *sharing.LADDER,
        *reversed(sharing.LADDER),
        "cohort",
        "me",
        "anyone",
        "me",
    ):
        sharing.move(store, people.cohorts, answer, step)
        assert readers(store, people) == set(MAY[step]), step


def test_nobody_reads_themselves_here(store, people):
    sharing.move(store, people.cohorts, said(store), "anyone")
    assert sharing.read(store, people.cohorts, "ada") == []


def test_taking_an_answer_back_takes_older_ones_with_it_and_sharing_does_not(store, people):
    older = said(store, "older")
    sharing.move(store, people.cohorts, older, "cohort")
    newer = said(store, "newer")
    (read,) = sharing.read(store, people.cohorts, "cy")
    assert read.body["answer"]["written"] == "older"
    sharing.move(store, people.cohorts, newer, "anyone")
    (read,) = sharing.read(store, people.cohorts, "cy")
    assert read.body["answer"]["written"] == "newer"
    assert [one.audience for one in sharing.answers(store.read())] == ["cohort", "anyone"]
    sharing.move(store, people.cohorts, newer, "me")
    assert readers(store, people) == set()


def happened(store, what, **body):
    given = {"learner": "ada", "exercise": ONE, "version": "v", "at": NOON}
    return store.append(Record(what=what, audience="tutor", body=body, **given))


@pytest.mark.parametrize("step", ["tutor", "cohort", "anyone"])
def test_what_was_withdrawn_in_time_no_tutor_and_nobody_else_reads(store, people, step):
    answer = said(store, audience="tutor")
    sent = happened(store, "handed_in", answers={"what": "w"})
    sharing.move(store, people.cohorts, answer, step)
    assert readers(store, people) == set(MAY[step])
    happened(store, "withdrawn", handed_in=sent.id)
    assert readers(store, people) == set()
    sharing.move(store, people.cohorts, answer, "tutor")
    assert readers(store, people) == set(MAY["tutor"])


def test_what_a_tutor_had_begun_to_mark_stays_with_them_when_it_is_withdrawn(store, people):
    said(store, audience="tutor")
    sent = happened(store, "handed_in", answers={"what": "w"})
    happened(store, "marking", handed_in=sent.id)
    happened(store, "withdrawn", handed_in=sent.id)
    assert readers(store, people) == set(MAY["tutor"])


def test_another_exercise_is_not_moved_with_it(store, people):
    said(store, exercise=TWO)
    sharing.move(store, people.cohorts, said(store), "cohort")
    (read,) = sharing.read(store, people.cohorts, "cy")
    assert read.exercise == ONE
    assert sharing.read(store, people.cohorts, "cy", exercise=TWO) == []


def test_somebody_elses_shared_moves_nothing_of_mine(store, people):
    mine = said(store)
    theirs = said(store, learner="bo")
    store.append(
        theirs.model_copy(
            update={
                "id": None,
                "what": "shared",
                "audience": "anyone",
                "body": {"of": mine.id},
            }
        )
    )
    assert [one.audience for one in sharing.answers(store.read(learner="ada"))] == ["me"]
    assert readers(store, people) == set()


def test_what_stays_with_its_writer_or_is_of_no_exercise_goes_nowhere(store, people):
    gone = said(store, exercise="m/gone")
    with pytest.raises(SharingError, match="stays with you"):
        sharing.move(store, people.cohorts, gone, "anyone")
    said(store, exercise="m/gone", audience="anyone")
    assert readers(store, people) == set()


def test_who_has_nobody_there_is_told_so(store, people):
    alone = said(store, learner="zed")
    for step, words in sharing.NOBODY_THERE.items():
        with pytest.raises(SharingError, match=words):
            sharing.move(store, people.cohorts, alone, step)


def test_who_has_left_can_still_step_back(store, people):
    answer = said(store, audience="tutor")
    people.cohorts.leave("c", "ada", now=NOON)
    for to in ("tutor", "partner", "me"):
        sharing.move(store, people.cohorts, answer, to)
    assert sharing.answers(store.read())[0].audience == "me"
    with pytest.raises(SharingError, match="no cohort"):
        sharing.move(store, people.cohorts, answer, "cohort")


def test_what_was_shared_with_one_cohort_is_not_for_one_that_is_joined_later(store, people):
    earlier = said(store, audience="cohort")
    later = NOON + timedelta(days=1)
    put(people, "d", "ada", now=later)
    put(people, "d", "eve", now=NOON)
    assert sharing.read(store, people.cohorts, "eve") == []
    assert sharing.read(store, people.cohorts, "tom") == []
    assert [one.id for one in sharing.read(store, people.cohorts, "cy")] == [earlier.id]
    after = lambda: later + timedelta(hours=1)  # noqa: E731  a clock
    sharing.move(store, people.cohorts, earlier, "cohort", now=after)
    assert [one.id for one in sharing.read(store, people.cohorts, "eve")] == [earlier.id]


def test_leaving_a_cohort_counts_at_the_next_read(store, people):
    sharing.move(store, people.cohorts, said(store), "cohort")
    people.cohorts.leave("c", "cy")
    assert readers(store, people) == {"bo", "tess"}
    people.cohorts.leave("c", "ada")
    assert readers(store, people) == set()


def test_what_somebody_wrote_under_another_id_is_shared_as_theirs(store, people):
    answer = said(store, learner="old")
    people.known.same("old", "ada")
    (now,) = store.read(learner="ada")
    sharing.move(store, people.cohorts, now, "anyone")
    assert readers(store, people) == set(EVERYBODY)
    assert answer.id == now.id
