import json
import random
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest
import yaml

from academy_widgets.exercise import ResponseError
from academy_widgets.votes.committee import Committee, counted
from academy_widgets.votes.counting import (
    MOST_MEMBERS,
    MOST_VOTES,
    least_quota_that_counts_all,
    power,
    vetoes,
)
from academy_widgets.votes.model import VotesExercise

OURS = Path(__file__).parents[2] / "modules" / "04_power" / "who_can_turn_it.yml"
PUBLISHED = json.loads((Path(__file__).parent / "data" / "voting_power.json").read_text())
"""Counted exactly by enumeration; the figures of 1958 and of 50-49-1 are published ones."""


@pytest.fixture(scope="module")
def exercise():
    return VotesExercise.model_validate(yaml.safe_load(OURS.read_text("utf-8")))


def committee(*votes, quota, **more):
    members = [{"name": f"m{n}", "votes": str(one)} for n, one in enumerate(votes)]
    return {"members": members, "quota": str(quota)} | more


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_published_figure_comes_out_exactly(name):
    expected = PUBLISHED[name]
    found = power(expected["weights"], expected["quota"])
    banzhaf = expected["banzhaf"]
    assert list(found.swings) == banzhaf["swings"]
    assert sum(found.swings) == banzhaf["total"]
    assert found.winning == banzhaf["winning"]
    assert [str(one) for one in found.banzhaf] == banzhaf["normalised"]
    assert [round(float(one), 4) for one in found.banzhaf] == banzhaf["normalised_dec"]
    assert [round(float(one), 4) for one in found.penrose] == banzhaf["penrose_banzhaf"]
    shapley = expected["shapley_shubik"]
    assert [str(one) for one in found.shapley] == shapley["exact"]
    assert [round(float(one), 4) for one in found.shapley] == shapley["dec"]


def by_enumeration(weights, quota):
    """The same by looking at every group and at every order, as slowly as it sounds."""
    n = len(weights)
    groups = [[i for i in range(n) if mask >> i & 1] for mask in range(2**n)]
    worth = [sum(weights[i] for i in group) for group in groups]
    swings = [
        sum(
            w >= quota > w - weights[i]
            for g, w in zip(groups, worth, strict=True)
            if i in g
        )
        for i in range(n)
    ]
    pivots = [0] * n
    orders = list(permutations(range(n)))
    for order in orders:
        so_far = 0
        for i in order:
            so_far += weights[i]
            if so_far >= quota:
                pivots[i] += 1
                break
    shapley = [Fraction(one, len(orders)) for one in pivots]
    return swings, sum(w >= quota for w in worth), shapley


@pytest.mark.parametrize("seed", range(60))
def test_random_committees_equal_looking_at_every_group_and_order(seed):
    rng = random.Random(seed)
    weights = [rng.choice((0, 1, 1, 2, 3, 5, 8, 20)) for _ in range(rng.randint(1, 7))]
    weights[0] = weights[0] or 1
    quota = rng.randint(1, sum(weights))
    found = power(weights, quota)
    swings, winning, shapley = by_enumeration(weights, quota)
    assert (list(found.swings), found.winning, list(found.shapley)) == (
        swings,
        winning,
        shapley,
    )
    assert sum(found.banzhaf) == 1
    assert sum(found.shapley) == 1


def test_fifty_members_with_many_votes_are_counted_exactly():
    rng = random.Random(50)
    weights = [rng.randint(1, 780) for _ in range(MOST_MEMBERS)]
    assert sum(weights) <= MOST_VOTES
    found = power(weights, sum(weights) * 2 // 3 + 1)
    assert sum(found.shapley) == 1
    assert sum(found.banzhaf) == 1
    both = sorted(zip(weights, found.swings, strict=True))
    assert [swings for _, swings in both] == sorted(found.swings)  # more votes, never less
    alike = power([1] * MOST_MEMBERS, 26)
    assert set(alike.banzhaf) == {Fraction(1, 50)}


def test_what_cannot_be_counted_is_refused_by_the_counting_too():
    for weights, quota in (([], 1), ([1, -1], 1), ([1], 2), ([1], 0), ([MOST_VOTES, 1], 5)):
        with pytest.raises(ValueError, match=r"counted|quota"):
            power(weights, quota)


def test_a_quota_at_which_everybody_counts_is_found_or_there_is_none():
    assert least_quota_that_counts_all([4, 4, 4, 2, 2, 1]) == 9
    for weights in ([4, 4, 4, 2, 2, 1], [31, 31, 28, 21, 2, 2], [7, 1], [5, 3, 0]):
        least = least_quota_that_counts_all(weights)
        for quota in range(sum(weights) // 2 + 1, sum(weights) + 1):
            all_count = all(
                swings
                for swings, votes in zip(power(weights, quota).swings, weights, strict=True)
                if votes
            )
            if all_count:
                assert least == quota
                break
        else:
            assert least is None


def test_who_can_stop_everything_is_found():
    assert vetoes([50, 49, 1], 51) == [0]
    assert vetoes([1, 1], 2) == [0, 1]
    assert vetoes([4, 4, 4, 2, 2, 1], 12) == []


def test_what_is_shown_has_no_answer_in_it(exercise):
    text = json.dumps(exercise.shown())
    for word in ("turns", "say_exact", "5/21", "sort"):
        assert word not in text


def test_luxembourg_is_told_in_words_and_then_gains_by_another_quota(exercise):
    six = exercise.shown()["presets"][2]["committee"]
    guess = {"never": "Italy", "say": 30}
    found = exercise.feedback({"preset": "six", "guess": guess, "before": six})
    assert found["says"][0].startswith("Luxembourg has a vote that can never turn")
    assert "In 10 of the 14 groups" in found["says"][1]
    assert found["guess"][0].endswith("You thought Italy; counted, it is Luxembourg.")
    assert found["before"]["counts_all"] == 9
    changed = exercise.feedback(
        {"preset": "six", "guess": guess, "before": six, "after": six | {"quota": "9"}}
    )
    assert any("Luxembourg can turn a decision now" in one for one in changed["changed"])
    (live,) = exercise.work({"committee": six | {"quota": "9"}, "before": six})
    assert live["changed"] == changed["changed"]
    assert live["counted"] == changed["after"]


def test_a_seat_for_lived_experience_is_told_with_what_it_gains_and_who_gives(exercise):
    clinic = exercise.shown()["presets"][0]["committee"]
    seat = {"name": "Carer", "votes": "2", "lived": True}
    more = {"members": [*clinic["members"], seat], "quota": "7"}
    (found,) = exercise.work({"committee": more, "before": clinic})
    assert any(one.startswith("Carer has ") for one in found["changed"])
    assert any("gives most" in one for one in found["changed"])
    assert any("seats for lived experience" in one for one in found["says"])
    (same,) = exercise.work({"committee": clinic, "before": clinic})
    assert same["changed"] == ["Nobody’s say has changed."]
    fewer = {"members": clinic["members"][:3], "quota": "6"}
    (gone,) = exercise.work({"committee": fewer, "before": clinic})
    assert "No longer there: Patients’ seat." in gone["changed"]


def test_one_alone_a_veto_and_a_seat_without_a_vote_are_told(exercise):
    def says(made):
        (found,) = exercise.work({"committee": made})
        return " ".join(found["says"])

    assert "m0 decides alone" in says(committee(5, 1, quota=4))
    assert "Nothing can be carried against m0." in says(committee(50, 49, 1, quota=51))
    assert "m2 sits there without a vote." in says(committee(1, 1, 0, quota=2))
    assert "could both carry theirs" in says(committee(1, 1, 1, 1, quota=2))


def test_decimals_are_counted_exactly():
    found = counted(Committee.model_validate(committee("0.5", "0.25", "0.25", quota="0.6")))
    assert [one["say_exact"] for one in found["members"]] == ["3/5", "1/5", "1/5"]
    assert (found["quota"], found["total"]) == (0.75, 1.0)  # the least that is above 0.6


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (committee(1, 1, quota=3), "only 2: nothing could ever be carried"),
        (committee(1, 1, quota=0), "more than 0 votes"),
        (committee(1, 1, quota=-1), "more than 0 votes"),
        (committee(3, -1, quota=1), "Line 2 (m1) has fewer than 0 votes"),
        (committee(0, 0, quota=1), "Nobody here has a vote"),
        (committee(1, quota=1), "add a second"),
        (committee(*[1] * 51, quota=3), "at most 50"),
        (committee(20_000, 1, quota=3), "at most 20,000"),
        (committee("0.0001", 1, quota=1), "Line 1 (m0) has more than 3 decimals"),
        (
            {
                "members": [{"name": "Ann", "votes": 1}, {"name": "ann", "votes": 1}],
                "quota": 1,
            },
            "Lines 1 and 2",
        ),
        (
            {"members": [{"name": " ", "votes": 1}, {"name": "B", "votes": 1}], "quota": 1},
            "Line 1 has no name",
        ),
        (committee("NaN", 1, quota=1), "members.0.votes"),
        (committee("1e999999", 1, quota=1), "Line 1 (m0) has more than 1,000,000 votes"),
        (committee("1e-99999999", 1, quota=1), "Line 1 (m0) has more than 3 decimals"),
        (committee(1, 1, quota="-1e99999999"), "must need more than 0"),
        (committee(1, 1, quota="1e-99999999"), "a number with 3 decimals at most"),
        (committee(1, 1, quota="1e99999999"), "not above all votes together"),
        ({}, "members"),
    ],
)
def test_what_cannot_vote_is_told_in_one_sentence(exercise, made, says):
    with pytest.raises(ResponseError) as told:
        next(exercise.work({"committee": made}))
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_a_preset_that_cannot_vote_is_refused_with_its_name():
    data = yaml.safe_load(OURS.read_text("utf-8"))
    data["presets"][1]["committee"]["quota"] = 99
    with pytest.raises(ValueError, match="committee 'estate': A decision needs 99"):
        VotesExercise.model_validate(data)


def test_what_a_learner_did_is_told_in_words_and_an_old_answer_is_still_theirs(exercise):
    answer = exercise.simulate(random.Random(2))
    words = exercise.in_words(answer)
    assert words[0].to == "Your committee"
    assert "votes carry a decision" in words[0].text
    assert exercise.in_words({"preset": "gone"})


def test_the_sheet_has_no_key_and_the_key_has_the_count(exercise):
    sheet, key = exercise.on_paper()
    assert "0" not in [cell for part in sheet for row in part.rows for cell in row]
    assert any("can never turn" in item for part in key for item in part.items)


def test_thirty_simulated_learners_answer_as_people_may(exercise):
    answers = [exercise.simulate(random.Random(n)) for n in range(30)]
    found = [exercise.feedback(one) for one in answers]
    assert len({one["preset"] for one in answers}) > 3
    assert 5 < sum("after" in one for one in found) < 25
    assert exercise.simulate(random.Random(3)) == exercise.simulate(random.Random(3))
    assert all(Decimal(one["before"]["quota"]) > 0 for one in answers)
