"""Marks that tutors give, and what is kept of them."""

from datetime import UTC, datetime, timedelta

import pytest

from academy.assessment.book import Conflict, Given, Replaced

NOW = datetime(2026, 3, 8, 20, 0, tzinfo=UTC)
SMALL = "small"


def one(score=None, comment=""):
    return {"what": Given(score=score, comment=comment)}


def test_marks_are_kept_with_who_gave_them_and_when(book, enter, full):
    enter(1)
    made = book.save(1, "tom", full(comment="Good."), seen=0, now=NOW)
    assert book.marking(1) == made
    assert (made.tutor, made.at, made.how, made.handed_in) == ("tom", NOW, "mark", 1)
    assert list(made.given) == ["what", "next", "why"]
    work = book.work(1)
    assert (work.state, work.total, work.marked_by) == ("marked", 9, "tom")
    assert work.marked_at == NOW


def test_a_part_is_begun_and_has_no_total(book, enter):
    enter(1)
    book.save(1, "tom", one(2), seen=0)
    work = book.work(1)
    assert (work.state, work.total, work.to_mark) == ("begun", None, ("next", "why"))


def test_what_is_not_given_stays_as_it_is(book, enter):
    enter(1)
    first = book.save(1, "tom", one(2, "Yes."), seen=0)
    made = book.save(1, "tom", {"next": Given(score=1)}, seen=first.id)
    assert made.given["what"] == Given(score=2, comment="Yes.")


def test_a_mark_can_be_taken_back(book, enter, full):
    enter(1)
    first = book.save(1, "tom", full(), seen=0)
    book.save(1, "tom", one(), seen=first.id)
    assert (book.work(1).total, book.work(1).to_mark) == (None, ("what",))


def test_points_may_be_given_for_what_was_left_out(book, enter, full):
    enter(1, what="")
    last = book.save(1, "tom", full(what=1), seen=0)
    assert (book.work(1).total, book.work(1).left_out) == (8, ())
    book.save(1, "tom", one(), seen=last.id)
    assert (book.work(1).total, book.work(1).left_out) == (7, ("what",))


@pytest.mark.parametrize("score", [-0.5, 3.5, float("nan"), float("inf")])
def test_a_score_that_cannot_be_is_refused_and_nothing_is_kept(book, enter, score):
    enter(1)
    with pytest.raises(ValueError, match=r"what: .* give a score from 0 to 3"):
        book.save(1, "tom", {"next": Given(score=1), **one(score)}, seen=0)
    assert book.marking(1) is None


def test_an_unknown_criterion_is_refused(book, enter):
    enter(1)
    with pytest.raises(ValueError, match="no criterion 'other'; there is: what, next, why"):
        book.save(1, "tom", {"other": Given(score=1)}, seen=0)


def test_what_is_not_there_or_withdrawn_cannot_be_marked(book, enter):
    enter(1)
    book.withdraw(1)
    for id in (1, 99):
        with pytest.raises(ValueError, match="no such reflection"):
            book.save(id, "tom", one(1), seen=0)


def test_whoever_marks_an_older_version_is_told_which_is_newer(book, enter):
    enter(1)
    enter(4, what="Else.")
    with pytest.raises(Replaced) as told:
        book.save(1, "tom", one(1), seen=0)
    assert told.value.newer == 4


def test_two_tutors_at_once_are_told_and_nothing_is_overwritten(book, enter):
    enter(1)
    first = book.save(1, "tom", one(1, "From Tom."), seen=0)
    with pytest.raises(Conflict) as told:
        book.save(1, "mia", one(3, "From Mia."), seen=0)
    assert told.value.now == first
    assert book.marking(1) == first
    agreed = book.save(1, "mia", one(2, "Both."), seen=first.id)
    assert [each.tutor for each in book.history(1)] == ["tom", "mia"]
    assert book.marking(1) == agreed


def test_somebody_who_writes_on_makes_a_conflict_for_who_saw_the_beginning(book, enter):
    enter(1)
    seen_by_mia = book.save(1, "tom", one(2, "Go"), seen=0, now=NOW)
    on = book.save(1, "tom", one(2, "Good."), seen=seen_by_mia.id, now=NOW)
    with pytest.raises(Conflict) as told:
        book.save(1, "mia", one(1), seen=seen_by_mia.id)
    assert told.value.now == on


def test_typing_a_comment_is_one_row_of_history_for_ten_minutes(book, enter):
    enter(1)
    seen, at = 0, NOW
    for text in ("G", "Goo", "Good."):
        seen = book.save(1, "tom", one(2, text), seen=seen, now=at).id
        at += timedelta(minutes=4)
    assert [each.given["what"].comment for each in book.history(1)] == ["Good."]
    book.save(1, "tom", one(2, "Good. And"), seen=seen, now=at)
    said = [each.given["what"].comment for each in book.history(1)]
    assert said == ["Good.", "Good. And"]


def test_another_score_or_another_tutor_is_a_row_of_its_own(book, enter):
    enter(1)
    first = book.save(1, "tom", one(2, "Go"), seen=0, now=NOW)
    second = book.save(1, "tom", one(1, "Good."), seen=first.id, now=NOW)
    book.save(1, "mia", one(1, "Good!"), seen=second.id, now=NOW)
    told = [(each.tutor, each.given["what"]) for each in book.history(1)]
    assert told == [
        ("tom", Given(score=2, comment="Go")),
        ("tom", Given(score=1, comment="Good.")),
        ("mia", Given(score=1, comment="Good!")),
    ]


def test_saving_the_same_again_is_no_change(book, enter, full):
    enter(1)
    first = book.save(1, "tom", full(), seen=0)
    assert book.save(1, "mia", full(), seen=first.id) == first
    assert book.history(1) == [first]


def test_what_formgrader_did_is_in_the_history_and_is_a_conflict(book, enter, formgrader):
    enter(1)
    seen = book.save(1, "tom", one(1, "From Tom."), seen=0)
    formgrader("what", score=3, comment="From formgrader.")
    formgrader("next", score=1, extra=0.5)
    assert book.work(1).marked_by == "formgrader"
    with pytest.raises(Conflict) as told:
        book.save(1, "tom", one(2), seen=seen.id)
    now = told.value.now
    assert (now.tutor, now.how) == ("formgrader", "formgrader")
    assert now.given["what"] == Given(score=3, comment="From formgrader.")
    assert now.given["next"].score == 1.5
    assert book.history(1) == [seen, now]
    assert book.marking(1) == now


def test_what_formgrader_did_before_anybody_else_is_found_by_looking(
    book, enter, formgrader
):
    enter(1)
    formgrader("what", score=3)
    assert book.work(1).state == "begun"
    assert [each.how for each in book.history(1)] == ["formgrader"]
    assert len(book.history(1)) == 1


@pytest.mark.parametrize("score", [99, -5])
def test_a_score_of_formgraders_beyond_its_bounds_needs_a_tutor(
    book, enter, full, formgrader, score
):
    enter(1)
    book.save(1, "tom", full(), seen=0)
    formgrader("what", score=score)
    work = book.work(1)
    assert (work.out_of_bounds, work.to_mark) == (("what",), ("what",))
    assert (work.state, work.total) == ("begun", None)
    book.save(1, "tom", one(3), seen=book.marking(1).id)
    assert book.work(1).total == 3 + 3 + 4


def test_extra_credit_of_formgraders_goes_when_a_tutor_marks_anew(book, enter, formgrader):
    enter(1)
    formgrader("what", score=2, extra=1)
    seen = book.marking(1)
    assert seen.given["what"].score == 3
    now = book.save(1, "tom", {"what": Given(score=2)}, seen=seen.id)
    assert now.given["what"].score == 2
    assert book.marking(1) == now


def test_a_second_mark_stands_beside_and_never_in_nbgrader(book, enter, full, theirs):
    enter(1)
    first = book.save(1, "tom", full(), seen=0)
    second = book.save_second(1, "mia", full(what=0))
    assert book.marking(1) == first
    assert book.second(1, "mia") == second
    assert theirs.find_submission(SMALL, "ana").score == 9
    assert book.work(1).marked_by == "tom"
    (twice,) = book.seconds(SMALL)
    assert (twice.work.id, twice.first, twice.second) == (1, first, second)


def test_a_second_mark_is_somebody_elses_and_within_bounds(book, enter, full):
    enter(1)
    book.save(1, "tom", full(), seen=0)
    with pytest.raises(ValueError, match="another tutor's"):
        book.save_second(1, "tom", full())
    with pytest.raises(ValueError, match="from 0 to 3"):
        book.save_second(1, "mia", one(4))


def test_only_what_both_marked_fully_is_compared(book, enter, full):
    enter(1)
    book.save(1, "tom", full(), seen=0)
    book.save_second(1, "mia", one(1))
    assert book.seconds(SMALL) == []


def test_what_was_changed_after_both_were_seen_is_not_what_is_compared(book, enter, full):
    enter(1)
    blind = book.save(1, "tom", full(), seen=0)
    second = book.save_second(1, "mia", full(what=0))
    book.save(1, "tom", one(0), seen=blind.id)
    assert book.seconds(SMALL)[0][1:] == (blind, second)


def test_a_first_mark_that_came_later_is_compared(book, enter, full):
    enter(1)
    second = book.save_second(1, "mia", full(what=0))
    first = book.save(1, "tom", full(), seen=0)
    assert book.seconds(SMALL)[0][1:] == (first, second)
