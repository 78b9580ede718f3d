import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from academy.assessment.fair import (
    _agreement,
    agreement,
    alpha,
    chosen,
    compared,
    due_second,
)

MONDAY = datetime(2027, 1, 11, tzinfo=UTC)


@dataclass(frozen=True)
class Sent:
    id: int
    learner: str = ""
    assignment: str = "small"
    state: str = "marked"
    marked_by: str | None = "first"

    @property
    def sent_at(self):
        return MONDAY + timedelta(hours=self.id)


def sent(n, **about):
    return [Sent(id, f"learner-{id}", **about) for id in range(1, n + 1)]


def ids(works):
    return [one.id for one in works]


def test_a_share_of_nothing_chooses_nobody():
    assert chosen(sent(50), 0) == []
    assert chosen([], 0.5) == []


def test_a_share_of_all_chooses_everybody_oldest_first():
    assert ids(chosen(reversed(sent(50)), 1)) == list(range(1, 51))


@pytest.mark.parametrize("n", [1, 2, 5])
def test_where_there_is_a_share_at_least_one_is_chosen(n):
    assert len(chosen(sent(n), 0.0001)) == 1


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5])
def test_whoever_is_chosen_stays_so_when_more_come_in(share):
    works = sent(40)
    before = set()
    for n in range(1, 41):
        now = set(ids(chosen(works[:n], share)))
        assert before <= now
        before = now


def test_about_the_share_is_chosen():
    share, n = 0.2, 2_000
    spread = (share * (1 - share) / n) ** 0.5
    assert len(chosen(sent(n), share)) / n == pytest.approx(share, abs=4 * spread)


def test_the_lots_of_two_assignments_differ():
    here = ids(chosen(sent(100), 0.3))
    there = ids(chosen(sent(100, assignment="other"), 0.3))
    assert here != there


def test_a_second_mark_is_due_from_somebody_else_once_the_first_is_there():
    works = [
        Sent(1, "a"),
        Sent(2, "b", marked_by="second"),
        Sent(3, "c", state="begun"),
        Sent(4, "d", state="changed"),
        Sent(5, "e", state="new", marked_by=None),
        Sent(6, "f", marked_by="formgrader"),
    ]
    assert ids(due_second("second", works, 1, done=())) == [1, 6]
    assert ids(due_second("second", works, 1, done={1})) == [6]
    assert due_second("second", works, 0, done=()) == []


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (2, 2, "the same"),
        (3, 2, "one level higher"),
        (1, 2, "one level lower"),
        (0, 3, "3 levels lower"),
        (2.5, 2, "a little higher"),
    ],
)
def test_two_marks_are_compared_in_words(mine, theirs, said):
    assert compared(mine, theirs, [0, 1, 2, 3]) == said


def counts(*tutors):
    """Return how often each unit got each value, from a row of values a tutor."""
    values = sorted({one for row in tutors for one in row if one is not None})
    return [[unit.count(v) for v in values] for unit in zip(*tutors, strict=True)]


def test_alpha_is_the_published_one_of_two_observers():
    # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section A.
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(counts(meg, owen)) == pytest.approx(0.095, abs=0.0005)
    found = agreement(zip(meg, owen, strict=True), draws=50)
    assert found.alpha == pytest.approx(0.095, abs=0.0005)
    assert (found.n, found.same) == (10, 6)


def test_alpha_for_ranks_is_the_published_one_of_four_observers():
    # The same, sections C and D: 12 units, some without a value; ordinal .815, where
    # nominal would be .743 and interval .849.
    o = None
    found = counts(
        [1, 2, 3, 3, 2, 1, 4, 1, 2, o, o, o],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, o, 3],
        [o, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, o],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, o],
    )
    assert alpha(found) == pytest.approx(0.815, abs=0.0005)


def test_alpha_is_what_it_is_by_hand():
    # Marks (0,0) (1,1) (2,2) (1,2) (0,0). n_0=4, n_1=3, n_2=3, ten values in all.
    # Ordinal distances squared: d01 = (7/2)^2, d12 = 3^2, d02 = (4+3+3 - 7/2)^2.
    # Observed, both ways round: 2 * d12 = 18. By chance: 2 * (4*3*d01 + 3*3*d12 +
    # 4*3*d02) / (10 - 1) = 2 * (147 + 81 + 507) / 9 = 490/3. Alpha: 1 - 18 / (490/3).
    found = agreement([(0, 0), (1, 1), (2, 2), (1, 2), (0, 0)], draws=50)
    assert found.alpha == pytest.approx(1 - 54 / 490)


def test_who_marks_first_and_in_which_order_makes_no_difference():
    marks = [(0, 1), (1, 1), (2, 2), (3, 2), (3, 3), (1, 0)]
    one = agreement(marks, draws=200)
    assert agreement(reversed(marks), draws=200) == one
    other = agreement([(b, a) for a, b in marks], draws=200)
    assert other.alpha == pytest.approx(one.alpha)


@pytest.mark.parametrize("n", [0, 1, 4])
def test_below_five_it_is_too_few_to_say(n):
    found = agreement([(1, 1), (2, 2), (3, 0), (0, 1)][:n])
    assert found.n == n
    assert found.alpha is found.low is found.high is None
    assert found.says == "Too few to say."


def test_without_variation_there_is_no_number_and_it_says_why():
    found = agreement([(3, 3)] * 8)
    assert (found.n, found.same, found.alpha) == (8, 8, None)
    assert found.says == "Every mark is 3, so there is nothing to tell apart."


def test_with_next_to_no_variation_there_is_no_interval_and_it_says_why():
    # The one that differs is not in (1 - 1/61)^61 = 37% of the draws.
    found = agreement([(3, 3)] * 60 + [(3, 2)], draws=400)
    assert found.alpha == pytest.approx(0, abs=0.02)
    assert found.says == "The marks vary too little for an interval."
    assert found.low is found.high is None


def test_the_interval_holds_alpha_is_the_same_each_time_and_narrows():
    rng = np.random.default_rng(5)

    def marks(n):
        first = rng.integers(0, 4, n)
        off = rng.choice([-1, 0, 0, 0, 1], n)
        return [
            (int(a), int(np.clip(a + b, 0, 3))) for a, b in zip(first, off, strict=True)
        ]

    few, many = marks(8), marks(200)
    small, large = agreement(few, draws=400), agreement(many, draws=400)
    for one in (small, large):
        assert -1 < one.low < one.alpha < one.high <= 1
    assert large.high - large.low < (small.high - small.low) / 2
    _agreement.cache_clear()
    assert agreement(list(few), draws=400) == small


def test_full_agreement_is_one():
    found = agreement([(0, 0), (1, 1), (2, 2), (3, 3), (3, 3)], draws=200)
    assert (found.alpha, found.low, found.high) == (1, 1, 1)


def test_choosing_needs_no_numpy():
    code = (
        "import sys; from academy.assessment import fair; "
        "sys.exit('numpy' in sys.modules or 'nbgrader' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
