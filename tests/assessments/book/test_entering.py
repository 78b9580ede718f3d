"""Reflections on their way into the book, anew and again, and out of it."""

from datetime import timedelta

import pytest
from nbgrader.api import MissingEntry

from academy.assessment.book import Entry, Given

SMALL = "small"


def names(works):
    return [one.learner for one in works]


def test_what_is_entered_waits_with_the_first_sent_first(book, enter):
    enter(2, "ben")
    enter(1, "ana", what="One two three.", next="", why="four")
    first, second = book.works()
    assert (first.id, second.id) == (1, 2)
    assert (first.words, first.max, first.total, first.state) == (4, 12, None, "new")
    assert first.to_mark == ("what", "why")
    assert first.left_out == ("next",)
    assert second.to_mark == ("what", "next", "why")
    assert (first.late, first.marked_by, first.changed) == (None, None, ())


def test_late_is_told_by_how_much(book, enter):
    at = enter.__globals__["SENT"]
    enter(1, "ana", sent_at=at, due=at - timedelta(hours=2))
    enter(2, "ben", sent_at=at, due=at + timedelta(hours=2))
    assert [one.late for one in book.works()] == [timedelta(hours=2), None]


def test_a_date_that_moves_is_told_when_it_is_entered_again(book, enter):
    at = enter.__globals__["SENT"]
    enter(1, sent_at=at, due=at - timedelta(hours=2))
    enter(1, sent_at=at, due=at + timedelta(hours=2))
    assert book.work(1).late is None


def test_nothing_but_empty_answers_is_marked_without_a_tutor(book, enter, theirs):
    enter(1, what="", next=" \n", why="")
    work = book.work(1)
    assert (work.state, work.total, work.to_mark) == ("marked", 0, ())
    submission = theirs.find_submission(SMALL, "ana")
    assert not submission.needs_manual_grade
    said = {comment.comment for comment in submission.notebooks[0].comments}
    assert said == {"No response."}


def test_entering_again_changes_nothing(book, enter, full):
    enter(1)
    book.save(1, "tom", full(), seen=0)
    before = book.work(1), book.history(1)
    enter(1)
    assert (book.work(1), book.history(1)) == before


def test_all_go_in_or_none(book, enter):
    good = Entry(1, "ana", enter.__globals__["SENT"], None, {"what": "Yes."})
    bad = good._replace(handed_in=2, learner=None)
    with pytest.raises(Exception, match=r".+"):
        book.enter(SMALL, [good, bad])
    assert book.works() == []


def test_an_assignment_that_was_never_released_is_refused(book):
    with pytest.raises(ValueError, match="release it first"):
        book.enter("unknown", [])
    assert book.assignment("unknown") == {}


def test_a_newer_version_keeps_the_marks_of_what_it_left_as_it_was(
    book, enter, full, theirs
):
    enter(1)
    book.save(1, "tom", full(comment="Good."), seen=0)
    enter(5, next="Something else.")
    assert [one.id for one in book.works()] == [5]
    work = book.work(5)
    assert (work.state, work.total) == ("changed", None)
    assert work.to_mark == work.changed == ("next",)
    assert (work.marked_by, book.newest(1)) == ("tom", 5)
    now = book.marking(5)
    assert now.how == "kept"
    assert now.given["what"] == Given(score=2, comment="Good.")
    assert now.given["next"] == Given()
    where = ("next", "reflection", SMALL, "ana")
    assert theirs.find_grade(*where).needs_manual_grade
    assert theirs.find_grade(*where).manual_score is None
    assert theirs.find_comment(*where).comment is None
    was = book.history(5)
    assert [one.handed_in for one in was] == [1, 5]
    assert was[0].given["next"] == Given(score=3, comment="Good.")


def test_what_changed_stays_told_until_it_is_marked(book, enter, full):
    enter(1)
    book.save(1, "tom", full(), seen=0)
    enter(2, next="Else.")
    enter(3, next="Else.")  # the same again
    assert book.work(3).changed == ("next",)
    book.save(3, "tom", {"next": Given(score=1)}, seen=book.marking(3).id)
    assert (book.work(3).changed, book.work(3).total) == ((), 2 + 1 + 4)


def test_a_version_sent_before_anybody_marked_is_new(book, enter):
    enter(1)
    enter(2, what="Else.")
    assert (book.work(2).state, book.work(2).changed) == ("new", ())
    assert book.marking(2) is None


def test_an_answer_taken_out_needs_no_mark_any_more(book, enter, full):
    enter(1)
    book.save(1, "tom", full(), seen=0)
    enter(2, next="")
    assert book.work(2).left_out == ("next",)
    assert (book.work(2).state, book.work(2).total) == ("marked", 2 + 0 + 4)


def test_an_older_version_does_not_come_back(book, enter):
    enter(5)
    enter(1, what="Old.")
    assert [one.id for one in book.works()] == [5]
    assert (book.work(1), book.newest(1)) == (None, 5)


def test_of_two_versions_at_once_the_newer_stands(book, enter):
    at = enter.__globals__["SENT"]
    book.enter(SMALL, [Entry(n, "ana", at, None, {"what": f"{n}"}) for n in (2, 1)])
    assert [one.id for one in book.works()] == [2]


def test_what_is_withdrawn_is_in_neither_queue_nor_gradebook(book, enter, theirs):
    enter(1)
    enter(2, "ben")
    book.withdraw(1)
    assert names(book.works()) == ["ben"]
    with pytest.raises(MissingEntry):
        theirs.find_submission(SMALL, "ana")
    assert [one.id for one in theirs.students] == ["ben"]  # export has a 0 for each
    enter(1)
    assert names(book.works()) == ["ben"]
    enter(3, "ana")
    assert names(book.works()) == ["ben", "ana"]


def test_withdrawing_a_version_that_never_came_takes_the_older_one(book, enter):
    enter(1)
    book.withdraw(7, learner="ana", assignment=SMALL)
    assert (book.works(), book.work(1)) == ([], None)
    enter(7)
    assert [one.id for one in book.works()] == [7]


def test_withdrawing_an_older_version_leaves_the_newer(book, enter):
    enter(1)
    enter(2, what="Else.")
    book.withdraw(1)
    assert [one.id for one in book.works()] == [2]


def test_a_student_whom_a_tutor_gave_a_name_stays_known(book, enter, theirs):
    enter(1)
    theirs.update_or_create_student("ana", first_name="Ana")
    book.withdraw(1)
    assert [one.id for one in theirs.students] == ["ana"]


def test_what_nbgrader_alone_took_in_keeps_its_marks(book, enter, theirs, formgrader):
    theirs.add_student("ana")
    theirs.add_submission(SMALL, "ana", timestamp="2026-03-02 18:31:00 UTC")
    formgrader("what", score=2, comment="From formgrader.")
    enter(1)  # sent at that very time
    assert book.marking(1).given["what"] == Given(score=2, comment="From formgrader.")
    assert (book.work(1).state, book.work(1).to_mark) == ("begun", ("next", "why"))
    assert book.work(1).marked_by == "formgrader"


def test_what_nbgrader_alone_marked_in_another_version_needs_a_mark_again(
    book, enter, theirs, formgrader
):
    theirs.add_student("ana")
    theirs.add_submission(SMALL, "ana", timestamp="2026-03-01 10:00:00 UTC")
    formgrader("what", score=2, comment="From formgrader.")
    enter(1)
    assert book.work(1).to_mark == ("what", "next", "why")
    assert book.work(1).state == "changed"
    assert book.history(1)[0].given["what"] == Given(score=2, comment="From formgrader.")
    assert theirs.find_submission(SMALL, "ana").timestamp == book.work(1).sent_at.replace(
        tzinfo=None
    )


def test_what_somebody_removed_in_nbgrader_is_made_good(book, enter, theirs):
    enter(1)
    theirs.remove_submission(SMALL, "ana")
    assert book.works() == []
    enter(1)
    assert names(book.works()) == ["ana"]
    assert theirs.find_submission(SMALL, "ana").needs_manual_grade


def test_two_ids_of_one_person_have_one_reflection(book, enter, theirs, full):
    enter(1, "visitor")
    book.save(1, "tom", full(), seen=0)
    enter(2, "ana", next="Else.")
    book.same({"visitor": "ana", "else": "where"})
    assert [(one.id, one.learner) for one in book.works()] == [(2, "ana")]
    assert [one.handed_in for one in book.history(2)] == [1]
    with pytest.raises(MissingEntry):
        theirs.find_submission(SMALL, "visitor")


def test_a_newer_version_under_another_id_takes_the_marks_along(book, enter, theirs, full):
    enter(1, "visitor")
    book.save(1, "tom", full(), seen=0)
    book.same({"visitor": "ana", "else": "where"})
    assert names(book.works()) == ["ana"]
    enter(2, "ana", next="Else.")
    assert book.work(2).to_mark == ("next",)
    assert theirs.find_submission(SMALL, "ana").score == 2 + 4
