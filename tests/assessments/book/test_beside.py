"""What stands beside the marks, and the end of all of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.api import MissingEntry

from academy.assessment.book import Given, Options
from academy.assessment.book.leaving import there

SMALL = "small"
NOW = datetime(2026, 3, 8, 20, 0, tzinfo=UTC)


def test_phrases_are_ones_own_and_the_shared_ones_the_most_used_first(book):
    mine = book.add_phrase("tom", " Well seen. ")
    shared = book.add_phrase("mia", "Say more about {what}.", shared=True)
    book.add_phrase("mia", "Mine alone.")
    book.use_phrase(shared.id)
    told = [(one.text, one.shared, one.owner, one.used) for one in book.phrases("tom")]
    assert told == [
        ("Say more about {what}.", True, "mia", 1),
        ("Well seen.", False, "tom", 0),
    ]
    assert mine in book.phrases("tom")


def test_a_phrase_is_changed_and_removed_by_its_owner_alone(book):
    one = book.add_phrase("mia", "Good.", shared=True)
    with pytest.raises(ValueError, match="no such phrase"):
        book.change_phrase(one.id, "tom", "Bad.", shared=True)
    book.remove_phrase(one.id, "tom")
    assert book.phrases("mia") == [one]
    changed = book.change_phrase(one.id, "mia", "Better.", shared=False)
    assert book.phrases("mia") == [changed]
    assert book.phrases("tom") == []
    book.remove_phrase(one.id, "mia")
    assert book.phrases("mia") == []


@pytest.mark.parametrize("text", [" ", "x" * 2001])
def test_a_phrase_without_words_or_without_end_is_refused(book, text):
    with pytest.raises(ValueError, match="1 to 2000"):
        book.add_phrase("tom", text)


def test_a_worry_is_for_its_contact_until_it_is_settled_and_in_no_marks(book, enter):
    enter(1)
    made = book.raise_worry(1, "tom", "mia", " She sounds alone. ", now=NOW)
    assert book.worries("mia") == [made]
    assert (made.learner, made.note, made.at) == ("ana", "She sounds alone.", NOW)
    assert book.worries("tom") == []
    assert book.history(1) == []
    with pytest.raises(ValueError, match="No such worry"):
        book.settle_worry(made.id, "tom")
    book.settle_worry(made.id, "mia")
    assert book.worries("mia") == []


def test_a_worry_stays_when_the_reflection_is_withdrawn(book, enter):
    enter(1)
    book.raise_worry(1, "tom", "mia", "Please call.")
    book.withdraw(1)
    assert [one.note for one in book.worries("mia")] == ["Please call."]


def test_a_worry_about_nothing_is_refused(book):
    with pytest.raises(ValueError, match="no such reflection"):
        book.raise_worry(1, "tom", "mia", "?")


def test_how_a_tutor_marked_a_reference_is_kept_once(book):
    book.calibrate("tom", SMALL, "first", {"what": Given(score=1)})
    last = book.calibrate("tom", SMALL, "first", {"what": Given(score=2)}, now=NOW)
    assert book.calibrations("tom", SMALL) == {"first": last}
    assert last.how == "calibration"
    assert book.calibrations("mia", SMALL) == {}
    with pytest.raises(ValueError, match="from 0 to 3"):
        book.calibrate("tom", SMALL, "first", {"what": Given(score=9)})


def test_a_cohort_does_an_assignment_as_it_chose(book):
    assert book.options("spring", SMALL) == Options(0, peers=False)
    book.set_options("spring", SMALL, Options(0.2, peers=True))
    book.set_options("spring", SMALL, Options(0.5, peers=True))
    assert book.options("spring", SMALL) == Options(0.5, peers=True)
    assert book.options("autumn", SMALL) == Options()
    with pytest.raises(ValueError, match="from 0 to 1"):
        book.set_options("spring", SMALL, Options(second_share=1.5))


def test_peers_read_whom_they_were_given_in_that_order_and_never_themselves(book):
    book.set_pairs("spring", SMALL, {"ana": ["cid", "ben"], "ben": ["ana"]})
    assert book.pairs("spring", SMALL) == {"ana": ("cid", "ben"), "ben": ("ana",)}
    with pytest.raises(ValueError, match="own peer"):
        book.set_pairs("spring", SMALL, {"ana": ["ana"]})
    book.set_pairs("spring", SMALL, {"ben": ["cid"]})
    assert book.pairs("spring", SMALL) == {"ben": ("cid",)}


def file(at):
    at = Path(at)
    parts = [at, at.with_name(at.name + "-wal")]
    return b"".join(part.read_bytes() for part in parts if part.exists())


def test_no_byte_of_a_learner_is_left(book, enter, full, formgrader, theirs):
    enter(1)
    book.save(1, "tom", full(comment="Heron, said Ana."), seen=0)
    formgrader("what", comment="Egret, said Ana.")
    book.save(1, "tom", full(comment="Stork."), seen=book.marking(1).id)
    enter(2, what="Else.")
    book.raise_worry(2, "tom", "mia", "About Bittern.")
    book.set_pairs("spring", SMALL, {"ana-1": ["ben"], "ben": ["ana-1"]})
    enter(3, "ana-1")
    enter(4, "ben")
    theirs.db.rollback()
    book.erase("ana", "ana-1")
    assert [one.learner for one in book.works()] == ["ben"]
    assert book.history(1) == book.worries("mia") == []
    assert book.pairs("spring", SMALL) == {}
    with pytest.raises(MissingEntry):
        theirs.find_student("ana")
    theirs.close()
    book.close()
    left = file(theirs.engine.url.database)
    for word in (b"ana-1", b"Heron", b"Egret", b"Stork", b"Bittern"):
        assert word not in left, word


def test_one_assignment_goes_alone(book, enter, theirs, full):
    theirs.add_assignment("other")
    theirs.add_notebook("reflection", "other")
    where = ("what", "reflection", "other")
    theirs.add_grade_cell(*where, max_score=3, cell_type="markdown")
    theirs.add_solution_cell(*where)
    enter(1)
    enter(2, assignment="other")
    book.erase("ana", assignment=SMALL)
    assert [one.id for one in book.works()] == [2]
    assert theirs.find_submission("other", "ana")


def test_a_worry_goes_with_the_one_reflection_that_is_erased(book, enter):
    enter(1)
    book.raise_worry(1, "tom", "mia", "Please call.")
    book.erase("ana", assignment=SMALL)
    assert book.worries("mia") == []


def test_marks_of_a_tutor_who_is_erased_stay_without_their_name(book, enter, full):
    enter(1)
    book.save(1, "tom", full(), seen=0)
    book.add_phrase("tom", "Mine alone.")
    shared = book.add_phrase("tom", "For all.", shared=True)
    book.calibrate("tom", SMALL, "first", {"what": Given(score=1)})
    book.erase("tom")
    assert (book.work(1).total, book.work(1).marked_by) == (9, "left")
    assert [one.id for one in book.phrases("mia")] == [shared.id]
    assert book.phrases("tom") == [shared._replace(owner="left")]
    assert book.calibrations("tom", SMALL) == {}


def test_a_tutor_who_comes_back_under_another_id_keeps_what_is_theirs(book, enter, full):
    enter(1)
    book.save(1, "old", full(), seen=0)
    phrase = book.add_phrase("old", "Good.")
    worry = book.raise_worry(1, "old", "old", "Please call.")
    book.same({"old": "tom"})
    assert book.has_marked(1, "tom")
    assert book.phrases("tom") == [phrase._replace(owner="tom")]
    assert book.worries("tom") == [worry._replace(tutor="tom", contact="tom")]


def test_of_what_one_person_has_under_two_ids_one_stays_and_nobody_reads_themselves(book):
    pairs = {"old": ("ana", "ben"), "ana": ("ben", "cid"), "ben": ("cid", "old")}
    book.set_pairs("spring", SMALL, pairs)
    for tutor, score in (("old", 1), ("ana", 2)):
        book.calibrate(tutor, SMALL, "first", {"what": Given(score=score)})
    book.same({"old": "ana"})
    now = {"ana": ("ben", "cid"), "ben": ("cid", "ana")}
    assert book.pairs("spring", SMALL) == now
    assert book.calibrations("ana", SMALL)["first"].given["what"].score == 2
    with book._reading() as db:
        assert "old" not in there(db)
