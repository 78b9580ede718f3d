import csv
import json
import random
from pathlib import Path

import pytest

from academy_widgets.association import scoring
from academy_widgets.association.chance import interval
from academy_widgets.association.reading import UnreadableError, read_csv
from academy_widgets.association.scoring import (
    PARTS,
    VARIANTS,
    NotScoredError,
    Trial,
    score,
    too_fast,
)

DATA = Path(__file__).parent / "data"
REFERENCE = json.loads((DATA / "iat_reference.json").read_text("utf-8"))
NEAR = 1e-6
AS_THEY_ARE = {part: part for part in PARTS}
HAND = (DATA / "iat_hand_case.csv").read_text("utf-8")
SAMPLES = (DATA / "iat_iatscore_samples.csv").read_text("utf-8")
MILK = read_csv((DATA / "iat_milk_trials.csv").read_text("utf-8"), blocks=AS_THEY_ARE)


def hand():
    return read_csv(HAND, person=None, blocks=AS_THEY_ARE)[""]


def samples(**options):
    return read_csv(
        SAMPLES,
        person="dataset",
        latency="rt",
        outcome="error",
        right={"0"},
        wrong={"1"},
        others=True,
        blocks={"2": "pA", "3": "tA", "5": "pB", "6": "tB"},
        **options,
    )


def right(part, ms):
    return Trial(part, ms, correct=True)


def even(ms=500, many=10):
    return [right(part, ms + 20 * (at % 5)) for part in PARTS for at in range(many)]


@pytest.mark.parametrize("variant", VARIANTS)
def test_each_variant_is_what_the_r_package_makes_of_real_people(variant):
    with (DATA / "iat_milk_dscores.csv").open(encoding="utf-8") as file:
        expected = list(csv.DictReader(file))
    assert len(expected) == len(MILK) == 12
    for row in expected:
        found = score(MILK[row["participant"]], variant)
        name = variant.lower()
        assert found.practice == pytest.approx(float(row[f"d_practice_{name}"]), abs=NEAR)
        assert found.test == pytest.approx(float(row[f"d_test_{name}"]), abs=NEAR)
        assert found.d == pytest.approx(float(row[f"dscore_{name}"]), abs=NEAR)


@pytest.mark.parametrize("variant", VARIANTS)
def test_each_variant_of_the_case_by_hand(variant):
    expected = REFERENCE["hand_case"][variant.lower()].values()
    assert list(score(hand(), variant)) == pytest.approx(list(expected), abs=NEAR)


def test_where_the_spread_is_taken_before_the_penalty_the_number_is_another():
    expected = REFERENCE["hand_case_d4_if_SD_taken_before_penalty"].values()
    found = score(hand(), "D4", spread="before")
    assert list(found) == pytest.approx(list(expected), abs=NEAR)
    assert score(hand(), "D1", spread="before") == score(hand(), "D1")


def test_a_file_with_errors_coded_the_other_way_round_and_numbered_blocks():
    expected = REFERENCE["IATScore_package"]
    found = samples(zeros=False)
    for name in ("IAT", "BriefIAT", "TooFastIAT"):
        d = score(found[name], "D4", exclude=False).d
        assert d == pytest.approx(expected[name], abs=NEAR)
    kept = score(samples()["TooFastIAT"], "D4", exclude=False).d
    assert kept == pytest.approx(-0.909690807, abs=NEAR)


def test_whoever_was_too_fast_to_read_is_not_scored():
    fast = samples()["TooFastIAT"]
    assert too_fast(fast) == pytest.approx(0.369, abs=0.001)
    with pytest.raises(NotScoredError, match="faster than a word can be read"):
        score(fast)
    one_in_ten = [right(part, 299) for part in PARTS] + even(many=9)
    assert score(one_in_ten)
    with pytest.raises(NotScoredError, match="faster"):
        score([*one_in_ten, right("pA", 299)])


def test_the_sign_follows_the_pairing_and_not_what_came_first():
    lines = ["block,latency_ms,correct,first"]
    for block, ms in ((3, 500), (4, 510), (6, 700), (7, 720)):
        lines += [f"{block},{ms + 7 * at},1,FIRST" for at in range(10)]
    text = "\n".join(lines)
    a_first = read_csv(text.replace("FIRST", "A"), person=None)[""]
    options = {"person": None, "order": "first", "b_first": {"B"}}
    same = read_csv(text.replace("FIRST", "A"), **options)[""]
    b_first = read_csv(text.replace("FIRST", "B"), **options)[""]
    assert score(a_first).d > 1
    assert same == a_first
    assert score(b_first).d == pytest.approx(-score(a_first).d)


def test_seconds_are_read_as_such():
    text = "block,t,correct\n" + "".join(
        f"{block},{0.5 + at / 50 + block / 20},1\n"
        for block in (3, 4, 6, 7)
        for at in range(5)
    )
    found = read_csv(text, person=None, latency="t", unit_ms=1000)[""]
    assert found[0] == right("pA", 650)


def test_ten_seconds_count_and_more_do_not():
    slow = [*even(), right("pA", 10_000)]
    assert score(slow).practice < score(even()).practice
    assert score([*even(), right("pA", 10_001)]) == score(even())
    assert score([*even(), right("pA", 399)], "D2") == score(even(), "D2")
    assert score([*even(), right("pA", 400)], "D2") != score(even(), "D2")


def test_too_few_or_no_spread_gives_a_sentence_and_no_number():
    with pytest.raises(NotScoredError, match="Too few answers"):
        score([one for one in even() if one.part != "tB"])
    with pytest.raises(NotScoredError, match="Too few answers"):
        score([])
    with pytest.raises(NotScoredError, match="exactly as long"):
        score([right(part, 500) for part in PARTS for _ in range(5)])
    wrong = [one._replace(correct=False) if one.part == "pA" else one for one in even()]
    with pytest.raises(NotScoredError, match="hardly any answer was right"):
        score(wrong, "D4")


@pytest.mark.parametrize(
    ("text", "options", "why"),
    [
        ("", {}, "no column 'participant'; its columns are: none"),
        ("block,latency_ms\n3,500", {"person": None}, "no column 'correct'"),
        (HAND, {"person": None}, "No row belongs"),
        ("block,latency_ms,correct\n3,fast,1", {"person": None}, "Line 2: 'fast'"),
        ("block,latency_ms,correct\n3,-4,1", {"person": None}, "at least 0"),
        ("block,latency_ms,correct\n3,nan,1", {"person": None}, "is no time"),
        ("block,latency_ms,correct\n3,500,yes", {"person": None}, "'yes' in column"),
        ("block,latency_ms,correct\n3,500,1", {"person": None}, "none of part tA"),
        ("block,latency_ms,correct\n3,500", {"person": None}, "'' in column 'correct'"),
        (
            'block,latency_ms,correct\n3,500,1"\x00',
            {"person": None},
            "Line 2|cannot be read",
        ),
    ],
)
def test_a_file_that_is_none_gets_one_sentence(text, options, why):
    with pytest.raises(UnreadableError, match=why) as told:
        read_csv(text, **options)
    assert "\n" not in str(told.value)


def test_the_range_is_the_same_for_the_same_seed_and_holds_the_score():
    for trials in list(MILK.values())[:4]:
        low, high = interval(trials, 7)
        assert (low, high) == interval(trials, 7)
        assert low != interval(trials, 8)[0]
        assert low < score(trials).d < high


def test_the_range_takes_in_the_truth_about_as_often_as_it_says():
    rng = random.Random(5)
    hits = 0
    for go in range(200):
        trials = [
            right(part, rng.gauss(800 if part[1] == "B" else 700, 200))
            for part in PARTS
            for _ in range(40 if part[0] == "t" else 20)
        ]
        low, high = interval(trials, go, draws=400)
        apart = (
            100 / (200**2 + 50**2) ** 0.5
        )  # the inclusive spread has the difference in it
        hits += low <= apart <= high
    assert 0.88 <= hits / 200 <= 0.99


def test_all_six_variants_are_there():
    assert list(VARIANTS) == ["D1", "D2", "D3", "D4", "D5", "D6"]
    assert scoring.TOO_SLOW == 10_000
