import json
from pathlib import Path

import pytest

from academy_widgets.airtime.measures import (
    Turn,
    evenness,
    interruptions,
    joined,
    spoken,
)

EXPECTED = json.loads(
    (Path(__file__).parent / "data" / "talk_time_measures.json").read_text("utf-8")
)["cases"]


@pytest.mark.parametrize("amounts", EXPECTED)
def test_evenness_is_what_the_reference_says_with_silent_members_counted(amounts):
    found = evenness(json.loads(amounts))
    assert {name: round(one, 4) for name, one in found.items()} == EXPECTED[amounts]


def test_evenness_does_not_depend_on_order_or_unit():
    assert evenness([10, 70, 10, 10]) == pytest.approx(evenness([7, 1, 1, 1]))


def test_one_person_alone_has_no_evenness_and_nothing_cannot_be_shared():
    assert evenness([5])["entropy_evenness"] is None
    assert evenness([5])["gini_normalised"] is None
    for nothing in ([0, 0], [3, -1]):
        with pytest.raises(ValueError, match="nobody"):
            evenness(nothing)


def test_what_one_person_says_on_end_is_one_turn_until_a_silence_or_somebody_else():
    a = [Turn(0, 0, 1000), Turn(0, 2000, 4000), Turn(0, 7000, 8000)]
    assert joined(a) == [Turn(0, 0, 4000), Turn(0, 7000, 8000)]
    b = [Turn(0, 0, 1000), Turn(1, 1000, 1500), Turn(0, 1500, 2000)]
    assert joined(reversed(b)) == b


def test_one_persons_overlapping_captions_count_once_also_with_others_between():
    turns = joined([Turn(0, 0, 10), Turn(1, 5, 7), Turn(0, 9, 20)])
    assert turns == [Turn(0, 0, 20), Turn(1, 5, 7)]
    assert spoken(turns) == 20


@pytest.mark.parametrize(
    ("begins", "ends", "how"),
    [
        (9_000, 12_000, ["over"]),
        (8_000, 8_900, []),  # a listener's sound
        (10_000, 12_000, []),  # no gap at all: how captions are made
        (10_199, 12_000, ["quick"]),
        (10_200, 12_000, []),
    ],
)
def test_an_interruption_is_an_overlap_or_a_gap_below_the_bound(begins, ends, how):
    found = interruptions([Turn(0, 0, 10_000), Turn(1, begins, ends)])
    assert [one.how for one in found] == how
    assert all((one.by, one.on) == (1, 0) for one in found)


def test_whoever_spoke_last_was_interrupted_and_not_a_shorter_voice_between():
    turns = [Turn(0, 0, 20_000), Turn(1, 5_000, 5_500), Turn(2, 20_100, 25_000)]
    assert [(one.by, one.on) for one in interruptions(turns)] == [(2, 0)]


def test_a_marked_turn_is_an_interruption_and_somebody_unknown_is_none():
    turns = [Turn(None, 0, 500), Turn(0, 500, 2000), Turn(1, 2000, 3000, cut_in=True)]
    assert [one.how for one in interruptions(turns)] == ["marked"]
