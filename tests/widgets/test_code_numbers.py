import csv
import itertools
import json
from collections import Counter
from pathlib import Path

import pytest

from academy_widgets.code.agreement import EXPERTS, HOLDS, agreement, cohen, number
from academy_widgets.code.measures import (
    GOOD_TALKS,
    GOOD_UNDER_FAIR,
    OPEN_PERCENT,
    POOR_AT_FAIR,
    POOR_TALKS,
    REFLECTIONS_A_QUESTION,
    THRESHOLDS,
    WORDS_PERCENT,
    Coded,
    open_share,
    ratio,
    words_percent,
)
from academy_widgets.code.model import EXPERT_PAIRS, LABELS

NO_RATIO = "without a question there is no ratio."
RATINGS = Path(__file__).parent / "data" / "annomi_10rater_therapist.csv"
EVIDENCE = Path(__file__).parents[3] / "shared" / "evidence"
OURS = {"therapist_input": "information"}


@pytest.fixture(scope="module")
def ratings():
    """What each of ten experts said of each turn, in our words: `(216, 10)`."""
    with RATINGS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [[OURS.get(row[str(n)], row[str(n)]) for n in range(10)] for row in rows]


def fleiss(ratings):
    """Fleiss' kappa. Source: Fleiss 1971, doi:10.1037/h0031619."""
    each, raters = [Counter(row) for row in ratings], len(ratings[0])
    pairs = [sum(n * (n - 1) for n in row.values()) for row in each]
    same = sum(pairs) / (len(ratings) * raters * (raters - 1))
    total = sum(each, Counter())
    chance = sum((n / total.total()) ** 2 for n in total.values())
    return (same - chance) / (1 - chance)


def test_how_often_experts_say_the_same_is_counted_from_their_labels(ratings):
    pairs = {label: Counter() for label in LABELS}
    for said in ratings:
        for one, another in itertools.permutations(said, 2):
            pairs[one][another] += 1
    assert pairs == EXPERT_PAIRS
    assert len(ratings) == 216
    unanimous = sum(len(set(said)) == 1 for said in ratings)
    # The share that the published analysis gives: half of all turns are unanimous.
    assert round(100 * unanimous / len(ratings), 1) == 51.9


@pytest.mark.parametrize("what", EXPERTS)
def test_the_experts_kappas_are_counted_from_their_labels(ratings, what):
    judged = [[one if what == "all" else one == what for one in row] for row in ratings]
    columns = list(zip(*judged, strict=True))
    pairs = [cohen(*pair).value for pair in itertools.combinations(columns, 2)]
    found = (fleiss(judged), min(pairs), max(pairs))
    assert EXPERTS[what] == pytest.approx(found, abs=0.005)


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the evidence is not beside this clone")
def test_what_is_told_of_other_studies_is_what_the_evidence_says(ratings):
    told = json.loads((EVIDENCE / "expected/annomi_reference.json").read_text("utf-8"))
    raters, talks = told["inter_rater"], told["pooled_by_quality"]
    assert fleiss(ratings) == pytest.approx(
        raters["main_therapist_behaviour"]["fleiss_kappa"], abs=5e-5
    )
    assert (
        pytest.approx(
            {
                "question": raters["question_exists"]["fleiss_kappa"],
                "reflection": raters["reflection_exists"]["fleiss_kappa"],
                "information": raters["therapist_input_exists"]["fleiss_kappa"],
                "open": raters["question_subtype"]["fleiss_kappa_where_all_coded"],
            },
            abs=0.005,
        )
        == HOLDS
    )
    kinds = ("high", "low")
    pooled = [talks[kind] for kind in kinds]
    words = [talks["therapist_share_of_words_pooled"][kind] for kind in kinds]
    assert tuple(round(one["R_to_Q"], 2) for one in pooled) == REFLECTIONS_A_QUESTION
    assert tuple(round(one["pct_open"]) for one in pooled) == OPEN_PERCENT
    assert tuple(round(100 * one) for one in words) == WORDS_PERCENT
    miti = json.loads((EVIDENCE / "expected/miti_thresholds.json").read_text("utf-8"))
    assert miti["R_to_Q"] == THRESHOLDS


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the evidence is not beside this clone")
def test_how_many_talks_miss_a_threshold_is_counted_talk_by_talk():
    with (EVIDENCE / "data/annomi_transcript_counts.csv").open(encoding="utf-8") as file:
        talks = [row for row in csv.DictReader(file) if row["RQ"]]
    good, poor = (
        [float(row["RQ"]) for row in talks if row["mi_quality"] == kind]
        for kind in ("high", "low")
    )
    assert (len(good), sum(one < 1 for one in good)) == (GOOD_TALKS, GOOD_UNDER_FAIR)
    assert (len(poor), sum(one >= 1 for one in poor)) == (POOR_TALKS, POOR_AT_FAIR)


def test_kappa_is_what_a_worked_table_gives():
    # 50 pairs: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no; same .7, chance .5.
    one = "y" * 25 + "n" * 25
    other = "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15
    found = cohen(one, other)
    assert found.value == pytest.approx(0.4)
    assert found.one_turn == pytest.approx(0.04)
    assert found.why == ""


def test_kappa_is_one_for_the_same_and_below_nought_for_the_contrary():
    assert cohen("abab", "abab").value == 1
    assert cohen("abab", "baba").value == -1


@pytest.mark.parametrize(
    ("one", "other", "value", "why"),
    [
        ("aaaa", "aaaa", None, "chance would agree just as often"),
        ("aaaa", "abab", 0, "you gave the same answer"),
        ("abab", "aaaa", 0, "we gave the same answer"),
        ("aaaa", "bbbb", 0, "the same answer"),
        ("a", "a", None, "two turns or more"),
        ("", "", None, "two turns or more"),
    ],
)
def test_a_kappa_that_says_little_is_told_in_words(one, other, value, why):
    found = cohen(one, other)
    assert found.value == value
    assert why in found.why.lower()
    assert (found.one_turn is None) == (value is None)


def test_markings_of_different_turns_are_refused():
    with pytest.raises(ValueError, match="each turn"):
        cohen("ab", "a")


def test_the_learners_kappas_are_over_all_labels_and_over_each():
    ours = ["question", "reflection", "other", "other"]
    yours = ["question", "other", "other", "other"]
    rows = {row["what"]: row for row in agreement(yours, ours)}
    assert list(rows) == ["all", *LABELS]
    assert rows["question"]["kappa"] == "1.00"
    assert rows["reflection"]["kappa"] == ".00"
    assert rows["reflection"]["why"].startswith("You gave the same answer")
    assert rows["information"]["kappa"] is None
    assert rows["all"]["experts"] == ".74"


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.737, ".74"), (1, "1.00"), (-0.05, "\u2212.05"), (-0.001, ".00")],
)
def test_a_kappa_is_written_with_two_digits(value, written):
    assert number(value) == written


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["reflection", "reflection", "question"], "2.0 (2 reflections, 1 question)."),
        (["question", "other"], "0.0 (no reflections, 1 question)."),
        (
            ["reflection"],
            "1 reflection, no questions; without a question there is no ratio.",
        ),
        (["other"], "no reflection and no question; without a question there is no ratio."),
    ],
)
def test_reflections_for_each_question_in_words_also_where_there_is_no_ratio(labels, told):
    assert ratio(labels) == told


def test_open_questions_are_counted_where_a_turn_is_a_question_to_us():
    turns = [
        Coded("question", "question", opens=True),
        Coded("question", "question", opens=False),
        Coded("question", "other", opens=None),
        Coded("other", "question", opens=True),
    ]
    assert open_share(turns, "yours").startswith("1 of 2, 50 in 100. One that you marked")
    assert open_share(turns, "ours") == "2 of 3, 67 in 100."
    assert open_share([], "yours") == "no question."
    assert "cannot be counted" in open_share(turns[2:3], "yours")


def test_the_listeners_share_is_of_all_words_of_the_talk():
    said = [("listener", "Where is it?"), ("speaker", "Here")]
    assert words_percent(said) == 75
