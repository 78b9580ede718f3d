from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from academy.assessment.book import Given, Marking
from academy.assessment.fair import Agreement
from academy.assessment.rubric import Criterion, Level, references, rubric
from academy.server.fair_agreement import Row, both, once_each, picture, rows
from academy.server.fair_view import Beside, beside, choices, in_sum, shares

AT = datetime(2027, 1, 11, tzinfo=UTC)
LEVELS = tuple(Level(points=n, says=f"Level {n}.") for n in range(4))
TICK = (Level(points=1, says="Written."),)
RUBRIC = {
    "what": Criterion(criterion="What.", points=3, levels=LEVELS, good="x", little="x"),
    "done": Criterion(
        criterion="Done.",
        points=1,
        completion_only=True,
        levels=TICK,
        good="x",
        little="x",
    ),
}


@dataclass(frozen=True)
class Work:
    id: int
    left_out: tuple[str, ...] = ()
    sent_at: datetime = AT


@dataclass(frozen=True)
class Twice:
    work: Work
    first: Marking
    second: Marking


def marking(tutor, **scores):
    given = {name: Given(score=score) for name, score in scores.items()}
    return Marking(1, tutor, AT, given, "mark")


def twice(id, first, second, **about):
    one, two = marking("tess", what=first), marking("tom", what=second)
    return Twice(Work(id, **about), one, two)


def mark(mine, ours, steps=None):
    far = abs(mine - ours) if steps is None else steps
    return Beside(mine, "", ours, "", "", "", far)


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([mark(2, 2), mark(0, 0)], "All 2 of your marks are the same as ours."),
        ([mark(2, 2), mark(1, 0)], "1 is the same as ours and 1 is one level away."),
        ([mark(1, 2), mark(1, 0)], "2 are one level away."),
        (
            [mark(2, 2), mark(2, 2), mark(1, 0), mark(3, 0)],
            "2 are the same as ours, 1 is one level away and 1 is further away.",
        ),
    ],
)
def test_ones_marks_beside_ours_are_one_sentence(marks, said):
    assert in_sum(marks).endswith(said)


def test_a_criterion_for_completion_alone_is_a_choice_of_two():
    assert [level.points for level in choices(RUBRIC["done"])] == [0, 1]
    assert choices(RUBRIC["what"]) == LEVELS


def test_a_criterion_that_came_later_is_left_out_of_what_was_marked_before():
    name = "02_listening"
    one, ours = references(name)[0], rubric(name)
    first, *_ = ours
    assert list(beside(one, ours, {first: Given(score=1)})) == [first]


def test_a_question_left_empty_is_no_agreement():
    found = [twice(n, 1, 2) for n in range(5)] + [twice(9, 0, 0, left_out=("what",))]
    what, done = rows(RUBRIC, found)
    assert (what.found.n, what.found.same) == (5, 0)
    assert done.found.n == 0


def test_of_a_third_mark_and_of_others_nothing_counts():
    found = [twice(1, 1, 2), twice(1, 1, 3), twice(2, 0, 0)]
    assert once_each(found, {1, 3}) == [found[0]]


def test_what_differs_is_told_with_what_stands_now():
    apart, alike = both([twice(1, 1, 3), twice(2, 2, 2)], RUBRIC, {1: marking("t", what=2)})
    assert alike.apart == []
    (one,) = apart.apart
    assert (apart.first, apart.second) == ("tess", "tom")
    assert (one.first, one.second, one.compared, one.now) == (1, 3, "2 levels higher", 2)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Agreement(9, 5, 0.5, -0.25, 1.0), "0.50, from −0.25 to 1.00"),
        (Agreement(9, 5, -0.001, says="Why."), "0.00. Why."),
        (Agreement(2, 1, says="Too few to say."), "Too few to say."),
    ],
)
def test_a_number_is_told_with_its_interval_or_why_there_is_none(found, said):
    assert Row(1, "What.", found).in_words == said


def test_the_picture_begins_at_nothing_or_at_the_half_below_the_lowest():
    def at(*alphas):
        made = [Row(1, "x", Agreement(9, 5, a, a - 0.1, a + 0.1)) for a in alphas]
        return picture(made).left

    assert at(0.5, 0.9) == 0
    assert at(0.05) == -0.5
    assert at(0.9, -0.7) == -1
    assert picture([Row(1, "x", Agreement(2, 1, says="Too few."))]) is None


def test_every_dot_is_within_the_picture():
    shown = picture([Row(1, "x", Agreement(9, 5, 0.2, -0.4, 1.0))])
    assert shown.EDGE <= shown.x(-0.4) < shown.x(0.2) < shown.x(1) <= 370
    assert [says for _, says in shown.ticks] == ["−0.5", "0", "0.5", "1"]


def test_a_share_that_is_not_a_usual_one_can_be_chosen_too():
    assert shares(0.3)[0.3] == "30% of them"
    assert list(shares(0.3)) == [0, 0.1, 0.2, 0.25, 0.3, 0.5, 1]
    assert shares(0.5)[0.5] == "Half of them"
