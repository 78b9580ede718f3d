"""What a tutor may mark, and who was first."""

from datetime import timedelta

import pytest

from academy.assessment.book import Conflict, Given, Options, Replaced
from academy.assessment.marker import Marker, Withdrawn
from academy.cohort import KEPT, Cohort
from academy.people import People
from academy.store import Record, SqliteStore

SMALL = "small"
EXERCISE = "02_listening/reflection"


def given(score=1, comment=""):
    return {"what": Given(score=score, comment=comment)}


@pytest.fixture
def store(tmp_path):
    made = SqliteStore(tmp_path / "data" / "academy.db")
    yield made
    made.close()


@pytest.fixture
def people(store):
    return People(store)


@pytest.fixture
def marker(store, people, book):
    return Marker(store, people, book)


@pytest.fixture
def sent_at(enter):
    return enter.__globals__["SENT"]


@pytest.fixture
def spring(people, sent_at):
    """A cohort of Tom's and Mia's, with Ana and Ben in it."""
    body = {
        "title": "Spring",
        "for": {"kind": "place", "says": "People here"},
        "starts": "2026-03-02",
        "time_zone": "UTC",
        "schedule": [{"week": 1, "module": "02_listening"}],
        "tutors": ["Tom", "Mia"],
        "contact": "tom@example.org",
    }
    cohort = people.cohorts.add(Cohort.model_validate(body, context=KEPT))
    roles = {"tom": "tutor", "mia": "tutor", "ana": "learner", "ben": "learner"}
    for who, role in roles.items():
        join(people, cohort, who, role, sent_at - timedelta(days=1))
    return cohort


def join(people, cohort, who, role, at):
    _, code = people.invitations.make(role=role, name=who, cohort=cohort, now=at)
    people.invitations.join(code, who, now=at)


@pytest.fixture
def log(store, sent_at):
    def _log(what, learner, at=sent_at, **body):
        return store.append(
            Record(
                what=what,
                learner=learner,
                exercise=EXERCISE,
                version="abc",
                at=at,
                audience="tutor",
                body={"assignment": SMALL} | body,
            )
        )

    return _log


@pytest.fixture
def send(log, enter, sent_at):
    """Hand in, and have it delivered."""

    def _send(learner="ana", at=sent_at, **answers):
        written = {"what": "A.", "next": "B.", "why": "C."} | answers
        record = log("handed_in", learner, at=at, answers=written)
        enter(record.id, learner, sent_at=at, **written)
        return record

    return _send


@pytest.mark.usefixtures("spring")
def test_a_tutor_may_mark_what_their_learners_sent_and_nobody_elses(marker, send):
    mine, foreign = send("ana"), send("zoe")
    assert [one.id for one in marker.works("tom")] == [mine.id]
    assert marker.works("ana") == marker.works("ben") == marker.works("zoe") == []
    for tutor, id in (("tom", foreign.id), ("ben", mine.id), ("tom", 999)):
        with pytest.raises(KeyError):
            marker.open(tutor, id)
        with pytest.raises(KeyError):
            marker.save(tutor, id, given(), seen=0)


def test_what_was_sent_before_its_writer_joined_was_for_others(
    marker, spring, people, send, sent_at
):
    join(people, spring, "cid", "learner", sent_at + timedelta(days=1))
    before = send("cid", at=sent_at)
    assert marker.works("tom") == []
    with pytest.raises(KeyError):
        marker.open("tom", before.id)
    after = send("cid", at=sent_at + timedelta(days=2), what="Else.")
    assert [one.id for one in marker.works("tom")] == [after.id]


@pytest.mark.usefixtures("spring")
def test_what_a_tutor_sent_as_a_learner_elsewhere_is_not_their_colleagues(marker, send):
    id = send("mia").id
    assert marker.works("tom") == []
    with pytest.raises(KeyError):
        marker.open("tom", id)


def test_who_leaves_takes_the_right_along(marker, spring, people, send):
    send("ana")
    people.cohorts.leave(spring, "tom")
    assert marker.works("tom") == []
    assert len(marker.works("mia")) == 1


@pytest.mark.usefixtures("spring")
def test_what_is_opened_has_the_words_and_the_marks(marker, send):
    id = send("ana", what="A heron.").id
    saved = marker.save("tom", id, given(2, "Well seen."), seen=0)
    opened = marker.open("tom", id)
    assert opened.answers == {"what": "A heron.", "next": "B.", "why": "C."}
    assert (opened.work.id, opened.marking, opened.history) == (id, saved, [saved])
    assert (opened.earlier, opened.blind_second) == ([], False)


@pytest.mark.usefixtures("spring")
def test_the_first_mark_is_told_in_the_store_once(marker, send, store):
    id = send("ana").id
    seen = marker.save("tom", id, given(1), seen=0)
    marker.save("mia", id, given(2), seen=seen.id)
    (begun,) = store.read(what="marking")
    assert begun.body == {"assignment": SMALL, "handed_in": id}
    assert (begun.learner, begun.exercise) == ("ana", EXERCISE)


@pytest.mark.usefixtures("spring")
def test_what_is_refused_begins_nothing(marker, send, store):
    id = send("ana").id
    with pytest.raises(ValueError, match="from 0 to 3"):
        marker.save("tom", id, given(9), seen=0)
    assert store.read(what="marking") == []


@pytest.mark.usefixtures("spring")
def test_what_was_taken_back_first_is_not_there_before_the_book_knows(marker, send, log):
    id = send("ana").id
    log("withdrawn", "ana", handed_in=id)
    assert marker.works("tom") == []
    with pytest.raises(KeyError):
        marker.save("tom", id, given(), seen=0)


@pytest.mark.usefixtures("spring")
def test_of_a_mark_and_a_withdrawal_at_once_the_first_in_the_store_counts(
    marker, send, log, store, monkeypatch
):
    id = send("ana").id
    append, there = store.append, store.read(what="handed_in")[0]
    take_back = there.model_copy(
        update={
            "what": "withdrawn",
            "body": {"assignment": SMALL, "handed_in": id},
            "id": None,
        }
    )

    def a_moment_before(record):
        append(take_back)
        return append(record)

    monkeypatch.setattr(store, "append", a_moment_before)
    with pytest.raises(Withdrawn):
        marker.save("tom", id, given(), seen=0)
    assert marker.works("tom") == []


@pytest.mark.usefixtures("spring")
def test_what_a_tutor_has_begun_stays(marker, send, log):
    id = send("ana").id
    marker.save("tom", id, given(), seen=0)
    log("withdrawn", "ana", handed_in=id)
    assert [one.id for one in marker.works("tom")] == [id]


@pytest.mark.usefixtures("spring")
def test_an_older_versions_number_opens_the_newest_and_cannot_be_marked(marker, send):
    old, new = send("ana").id, send("ana", what="Else.").id
    assert marker.open("tom", old).work.id == new
    with pytest.raises(Replaced) as told:
        marker.save("tom", old, given(), seen=0)
    assert told.value.newer == new


@pytest.mark.usefixtures("spring")
def test_a_conflict_is_told(marker, send):
    id = send("ana").id
    first = marker.save("tom", id, given(1), seen=0)
    with pytest.raises(Conflict) as told:
        marker.save("mia", id, given(2), seen=0)
    assert told.value.now == first


@pytest.fixture
def second_all(book, spring):
    book.set_options(spring, SMALL, Options(second_share=1))


@pytest.mark.usefixtures("second_all")
def test_a_second_tutor_marks_blind_and_then_sees_both(marker, send, full, book):
    id = send("ana").id
    first = marker.save("tom", id, full(comment="Toms."), seen=0)
    assert (marker.wants_second("mia"), marker.wants_second("tom")) == ({id}, set())
    opened = marker.open("mia", id)
    assert (opened.blind_second, opened.marking, opened.history) == (True, None, [])
    part = marker.save("mia", id, given(0), seen=0)
    assert marker.open("mia", id).marking == part
    assert marker.open("mia", id).history == []
    done = marker.save("mia", id, full(what=0), seen=part.id)
    assert done.how == "second"
    assert book.marking(id) == first
    assert marker.wants_second("mia") == set()
    seen = marker.open("mia", id)
    assert (seen.blind_second, seen.marking) == (False, first)
    assert [one.how for one in seen.history] == ["mark", "second", "second"]


@pytest.mark.usefixtures("second_all")
def test_whoever_gave_the_last_second_mark_can_write_on_in_the_open_page(
    marker, send, full, book
):
    id = send("ana").id
    first = marker.save("tom", id, full(), seen=0)
    done = marker.save("mia", id, full(what=0), seen=0)
    more = marker.save("mia", id, given(0, "A late thought."), seen=done.id)
    assert (more.how, more.given["what"].comment) == ("second", "A late thought.")
    assert book.marking(id) == first
    with pytest.raises(Conflict):
        marker.save("mia", id, given(3), seen=done.id)


@pytest.mark.usefixtures("second_all")
def test_the_first_sees_nothing_of_a_second_who_is_not_done(marker, send, full):
    id = send("ana").id
    first = marker.save("tom", id, full(), seen=0)
    part = marker.save("mia", id, given(0), seen=0)
    assert marker.open("tom", id).history == [first]
    marker.save("mia", id, full(what=0), seen=part.id)
    assert "second" in [one.how for one in marker.open("tom", id).history]


@pytest.mark.usefixtures("spring")
def test_without_second_marking_a_colleague_sees_the_marks(marker, send, full):
    id = send("ana").id
    first = marker.save("tom", id, full(), seen=0)
    assert marker.open("mia", id).marking == first
    assert marker.wants_second("mia") == set()


@pytest.mark.usefixtures("spring")
def test_another_look_is_asked_for_until_it_is_returned_again(marker, send, log, full):
    id = send("ana").id
    marker.save("tom", id, full(), seen=0)
    body = {"handed_in": id, "score": 9, "max": 12, "questions": []}
    back = log("returned", "ana", **body)
    assert marker.asked_to_look("tom") == set()
    log("answered", "ana", handed_in=id, returned=back.id, text="Why?", look=True)
    assert marker.asked_to_look("tom") == {id}
    assert marker.asked_to_look("ben") == set()
    log("returned", "ana", **body)
    assert marker.asked_to_look("tom") == set()


def test_who_comes_back_by_their_phrase_is_the_same_to_their_tutor(
    marker, spring, people, send, sent_at
):
    join(people, spring, "visitor", "learner", sent_at - timedelta(days=1))
    id = send("visitor", what="A heron.").id
    people.known.same("visitor", "known")
    assert [one.learner for one in marker.works("tom")] == ["known"]
    assert marker.open("tom", id).answers["what"] == "A heron."


@pytest.fixture
def another(theirs):
    """Another assignment, of one criterion."""
    theirs.add_assignment("first")
    theirs.add_notebook("reflection", "first")
    where = ("what", "reflection", "first")
    theirs.add_grade_cell(*where, max_score=3, cell_type="markdown")
    theirs.add_solution_cell(*where)


@pytest.fixture
def before(log, enter, sent_at, another):
    """An earlier reflection of Ana's."""
    early = sent_at - timedelta(hours=5)
    sent = log("handed_in", "ana", at=early, assignment="first", answers={"what": "A."})
    enter(sent.id, "ana", assignment="first", sent_at=early, what="A.")
    return sent.id


def test_an_earlier_one_that_is_to_be_marked_blind_shows_no_marks_elsewhere(
    marker, spring, book, send, before
):
    book.set_options(spring, "first", Options(second_share=1))
    marker.save("tom", before, given(2), seen=0)
    id = send("ana").id
    assert marker.open("mia", id).earlier == []
    assert [one.id for one, _ in marker.open("tom", id).earlier] == [before]
    marker.save("mia", before, given(1), seen=0)
    assert [one.id for one, _ in marker.open("mia", id).earlier] == [before]


@pytest.mark.usefixtures("second_all")
def test_what_the_learner_says_to_the_first_marks_is_kept_from_a_second(
    marker, send, full, log
):
    id = send("ana").id
    marker.save("tom", id, full(), seen=0)
    back = log("returned", "ana", handed_in=id, score=9, max=12, questions=[])
    said = {"handed_in": id, "returned": back.id, "text": "Only 2?", "look": False}
    log("answered", "ana", **said)
    assert marker.open("tom", id).answered.body["text"] == "Only 2?"
    assert marker.open("mia", id).answered is None


@pytest.mark.usefixtures("spring")
def test_whoever_is_in_two_cohorts_of_a_tutor_is_seen_since_the_first(
    marker, people, send, sent_at
):
    id = send("ana").id
    kept = people.cohorts.get(people.cohorts.memberships("tom")[0].cohort)
    summer = people.cohorts.add(kept)
    for who, role in (("tom", "tutor"), ("ana", "learner")):
        join(people, summer, who, role, sent_at + timedelta(days=3))
    assert [one.id for one in marker.works("tom")] == [id]


@pytest.mark.usefixtures("spring", "another")
def test_earlier_reflections_of_the_same_learner_come_along_with_their_marks(
    marker, store, send, enter, sent_at
):
    early = sent_at - timedelta(hours=5)
    record = store.append(
        Record(
            what="handed_in",
            learner="ana",
            exercise="01_welcome/reflection",
            version="abc",
            at=early,
            audience="tutor",
            body={"assignment": "first", "answers": {"what": "Before."}},
        )
    )
    enter(record.id, "ana", assignment="first", sent_at=early, what="Before.")
    id = send("ana").id
    assert marker.open("tom", id).earlier == []  # nobody has marked it yet
    marked = marker.save("mia", record.id, given(2), seen=0)
    ((work, marking),) = marker.open("tom", id).earlier
    assert (work.assignment, marking) == ("first", marked)


@pytest.mark.usefixtures("spring")
def test_what_was_erased_from_the_store_cannot_be_opened(marker, send, store):
    id = send("ana").id
    store.erase(learner="ana")
    with pytest.raises(KeyError):
        marker.open("tom", id)
