"""Thirty simulated learners of one cohort do all of Bias, through the real store."""

import re
from statistics import mean

import pytest

from academy.group_results import FEWEST
from academy.group_results.gathering import for_learner

OWN = {"association", "criteria", "noise", "spots"}
"""What says something of a person's own bias."""


@pytest.fixture(scope="module")
def thirty(thirty_of):
    return thirty_of("03_bias")


def test_results_on_ones_own_bias_stay_with_everybody_and_only_two_kinds_are_gathered(
    thirty,
):
    for exercise in thirty.exercises:
        assert exercise.stays_with_me or exercise.kind not in OWN
    gathered = {one.kind for one in thirty.exercises if one.gathers}
    assert gathered == {"criteria", "noise"}
    for exercise in thirty.exercises:
        asked = for_learner(
            thirty.store, thirty.people.cohorts, thirty.learners[0], exercise, []
        )
        assert (asked is None) == (exercise.kind not in gathered)


def test_of_thirty_both_orders_are_told_and_their_contrast_with_a_range(thirty):
    (exercise,) = thirty.of("criteria")
    found = exercise.together([one.body["answer"] for one in thirty.answers[exercise.id]])
    for row in found.tables[0].rows:
        one, other, contrast = (cell.people for cell in row.cells)
        assert min(one, other) >= FEWEST
        assert one + other == contrast == len(thirty.learners)
        assert re.fullmatch(r".\d\.\d+ \(.\d\.\d+ to .\d\.\d+\)", row.cells[2].text)
    assert re.search(r"interval from .\d\.\d+ to .\d\.\d+", found.says[0])


def test_judges_differ_from_each_other_by_more_than_from_themselves(thirty):
    (exercise,) = thirty.of("noise")
    answers = [one.body["answer"] for one in thirty.answers[exercise.id]]
    for case in exercise.cases:
        numbers = [one["judged"][case.id] for one in answers]
        assert max(numbers) - min(numbers) > 20
    own = [
        abs(one["judged"][id] - again)
        for one in answers
        for id, again in one["again"].items()
    ]
    others = [
        abs(one["judged"][case.id] - other["judged"][case.id])
        for case in exercise.cases
        for at, one in enumerate(answers)
        for other in answers[:at]
    ]
    assert mean(own) < mean(others)


def test_timed_sorting_is_told_as_a_range_around_its_number(thirty):
    ranges = 0
    for exercise in thirty.of("association"):
        for one in thirty.feedback[exercise.id]:
            for go in one.get("goes", []):
                if go.get("d") is not None:
                    assert go["low"] <= go["d"] <= go["high"]
                    ranges += 1
    assert ranges > len(thirty.learners)


def test_guesses_of_the_top_are_kept_beside_what_the_pyramid_made_of_them(thirty):
    (pyramid,) = thirty.of("accumulate")
    for left, shown in zip(
        thirty.answers[pyramid.id], thirty.feedback[pyramid.id], strict=True
    ):
        assert shown["says"][0].startswith(f"You guessed {left.body['answer']['guess']}")
