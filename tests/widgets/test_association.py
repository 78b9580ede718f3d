import random
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from academy_widgets.association import drawing, telling
from academy_widgets.association.model import AssociationExercise
from academy_widgets.exercise import LONGEST_TEXT, ResponseError

OURS = Path(__file__).parents[2] / "modules" / "03_bias"
DATA = {
    name: yaml.safe_load((OURS / f"{name}.yml").read_text("utf-8"))
    for name in ("flowers_insects", "need_strengths", "first_thoughts")
}
FLOWERS, SERVICE, THOUGHTS = map(AssociationExercise.model_validate, DATA.values())
SIZES = [5, 5, 5, 5]


def drawn(exercise, seed, go=0):
    (found,) = exercise.work({"seed": seed, "go": go})
    return found


def rows(exercise, seed, go=0, *, ms=lambda _, rng: rng.gauss(700, 120), wrong=()):
    """Return a whole go; `ms` says how long a word of a pairing takes."""
    rng = random.Random(seed)
    blocks = drawing.blocks(seed, drawing.first(seed, go), exercise.counts, SIZES)
    made = []
    for at, block in enumerate(blocks):
        for nth in range(len(block.words)):
            took = ms(block.part, rng)
            made.append([at, nth, took, took + 400 * ((at, nth) in wrong), 0])
    return made


def timed(exercise, *goes):
    given = [{"seed": seed, "rows": all_rows} for seed, all_rows in goes]
    return exercise.feedback({"way": "timed", "goes": given})


def slower(pairing, by=150):
    return lambda part, rng: rng.gauss(700, 120) + by * bool(part and part[1] == pairing)


def untimed(**changed):
    given = {
        "way": "untimed",
        "seed": 4,
        "easier": "A",
        "halted": [],
        "felt": "",
        "where": "",
    }
    return given | changed


def test_what_comes_of_it_can_never_be_for_anybody_else():
    for one in DATA.values():
        with pytest.raises(ValidationError, match="stays_with_me"):
            AssociationExercise.model_validate(one | {"stays_with_me": False})


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"ways": []}, "at least 1"),
        ({"ways": ["timed", "timed"]}, "way 'timed' is there twice"),
        ({"cannot": []}, "at least 1"),
        (
            {"attributes": [DATA["flowers_insects"]["concepts"][0]] * 2},
            "set 'flowers' is there twice",
        ),
        (
            {
                "attributes": [
                    {"name": "A", "words": ["Tulip", "a", "b", "c"]},
                    {"name": "B", "words": ["d", "e", "f", "g"]},
                ]
            },
            "word 'tulip' is there twice",
        ),
        ({"concepts": [{"name": "A", "words": ["a", "b", "c"]}] * 2}, "at least 4"),
    ],
)
def test_an_author_s_mistake_is_told(changed, why):
    with pytest.raises(ValidationError, match=why):
        AssociationExercise.model_validate(DATA["flowers_insects"] | changed)


def test_seven_parts_and_the_two_that_change_sides_do_so_half_way():
    blocks = drawn(SERVICE, 3)["blocks"]
    assert [len(one["words"]) for one in blocks] == [20, 20, 20, 40, 40, 20, 40]
    assert sum(FLOWERS.counts) == 100
    start = blocks[0]["left"]
    assert blocks[1]["left"] == (2,)
    assert blocks[2]["left"] == blocks[3]["left"] == (*start, 2)
    assert blocks[4]["left"] == blocks[0]["right"]
    assert blocks[5]["left"] == blocks[6]["left"] == (*blocks[0]["right"], 2)
    assert all(one["right"][-1] == 3 for one in blocks if len(one["right"]) == 2)


@pytest.mark.parametrize("exercise", [FLOWERS, SERVICE])
def test_sets_are_shown_equally_often_take_turns_and_no_word_follows_itself(exercise):
    for seed in range(30):
        for block in drawn(exercise, seed)["blocks"]:
            words = block["words"]
            sets = Counter(one for one, _ in words)
            assert set(sets) == {*block["left"], *block["right"]}
            assert max(sets.values()) - min(sets.values()) <= 1 + (len(sets) == 4)
            assert all(one != other for one, other in pairwise(words))
            if len(sets) == 4:
                assert {one < 2 for one, _ in words[::2]} == {True}
                assert {one < 2 for one, _ in words[1::2]} == {False}


def test_which_pairing_comes_first_is_balanced_and_the_second_go_begins_with_the_other():
    first = Counter(drawn(FLOWERS, seed)["first"] for seed in range(1000))
    assert 440 < first["A"] < 560
    for seed in range(20):
        assert {drawn(FLOWERS, seed, go)["first"] for go in (0, 1)} == {"A", "B"}
    assert drawn(FLOWERS, 5) == drawn(FLOWERS, 5)
    assert drawn(FLOWERS, 5)["blocks"] != drawn(FLOWERS, 6)["blocks"]


@pytest.mark.parametrize("asked", [{}, {"seed": -1}, {"seed": 1, "go": 2}, {"seed": "x"}])
def test_what_cannot_be_drawn_is_told_in_a_sentence(asked):
    with pytest.raises(ResponseError, match="cannot be taken"):
        next(FLOWERS.work(asked))


def test_the_sign_is_of_the_pairing_whichever_came_first():
    for seed in range(12):
        found = timed(SERVICE, (seed, rows(SERVICE, seed, ms=slower("B", 300))))["goes"][0]
        assert found["first"] == drawn(SERVICE, seed)["first"]
        assert found["d"] > 0.3
        assert SERVICE.pairs.A in found["says"]
        found = timed(SERVICE, (seed, rows(SERVICE, seed, ms=slower("A", 300))))["goes"][0]
        assert found["d"] < -0.3
        assert SERVICE.pairs.B in found["says"]


def test_the_result_is_a_range_and_the_same_for_the_same_answers():
    go = (9, rows(SERVICE, 9, ms=slower("B", 60)))
    found = timed(SERVICE, go)["goes"][0]
    assert found == timed(SERVICE, go)["goes"][0]
    assert found["low"] < found["d"] < found["high"]
    assert "95 in 100 draws lie between" in found["range"]
    assert "cut points are .15, .35 and .65" in found["range"]
    assert list(found["variants"]) == ["D1", "D2", "D3", "D4", "D5", "D6"]


def test_a_range_that_takes_in_zero_names_no_pairing():
    found = timed(SERVICE, (2, rows(SERVICE, 2)))["goes"][0]
    assert found["low"] < 0 < found["high"]
    assert found["says"].startswith("In this go neither pairing was clearly faster")
    assert "“little or none”" in found["range"]


def test_errors_lengthen_a_word_until_the_right_key_by_d1_and_by_a_penalty_by_d4():
    wrong = {(at, nth) for at in (5, 6) for nth in range(0, 20, 2)}
    found = timed(FLOWERS, (3, rows(FLOWERS, 3, wrong=wrong)))["goes"][0]
    clean = timed(FLOWERS, (3, rows(FLOWERS, 3)))["goes"][0]
    assert found["errors"] == 15
    assert clean["errors"] == 0
    assert len({clean["variants"][one] for one in ("D1", "D3", "D4")}) == 1
    assert len({found["variants"][one] for one in ("D1", "D3", "D4")}) == 3
    assert abs(found["d"]) > abs(clean["d"])
    assert found["variants"]["D1"] == f"{found['d']:.2f}"


def test_a_disturbed_word_is_told_and_not_scored():
    whole = rows(FLOWERS, 8)
    disturbed = [[2, 0, 0, 0, 1], *whole, [6, 3, 0, 0, 1]]
    found = timed(FLOWERS, (8, disturbed))["goes"][0]
    assert found["disturbed"] == 2
    assert found | {"disturbed": 0} == timed(FLOWERS, (8, whole))["goes"][0]


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole[:-1],
        lambda whole: [*whole, whole[0]],
        lambda whole: [*whole[:-1], [*whole[-1][:4], 1]],
        lambda whole: [*whole, [0, 99, 500, 500, 0]],
    ],
)
def test_a_part_that_is_not_finished_is_refused_in_a_sentence(change):
    with pytest.raises(ResponseError, match=r"Part \d of go 1 is not finished"):
        timed(FLOWERS, (8, change(rows(FLOWERS, 8))))


def test_too_fast_or_too_slow_gives_a_sentence_and_no_number():
    found = timed(FLOWERS, (1, rows(FLOWERS, 1, ms=lambda *_: 150)))
    assert found["goes"][0]["d"] is None
    assert "faster than a word can be read" in found["goes"][0]["says"]
    assert "low" not in found["goes"][0]
    found = timed(FLOWERS, (1, rows(FLOWERS, 1, ms=lambda *_: 12_000)))
    assert found["goes"][0]["d"] is None
    assert "over ten seconds" in found["goes"][0]["says"]
    found = timed(FLOWERS, (1, rows(FLOWERS, 1, ms=lambda *_: 700)))
    assert "exactly as long" in found["goes"][0]["says"]


def test_two_goes_are_laid_beside_each_other():
    one = (1, rows(SERVICE, 1, ms=slower("B", 300)))
    other = (2, rows(SERVICE, 2, 1, ms=slower("A", 300)))
    found = timed(SERVICE, one, other)
    assert "do not even point the same way" in found["both"]
    assert "that is how much this wobbles" in found["both"]
    apart = found["goes"][0]["d"] - found["goes"][1]["d"]
    assert f"{apart:.2f} apart" in found["both"]
    again = (2, rows(SERVICE, 2, 1, ms=slower("B", 300)))
    assert "same way" not in timed(SERVICE, one, again)["both"]
    assert timed(SERVICE, one)["both"] == ""
    fast = (2, rows(SERVICE, 2, 1, ms=lambda *_: 150))
    assert "nothing to compare" in timed(SERVICE, one, fast)["both"]
    with pytest.raises(ResponseError, match="at most 2"):
        timed(SERVICE, one, other, one)


def test_what_it_cannot_say_is_shown_before_any_answer():
    shown = FLOWERS.shown()
    assert any("10.1037/pspa0000160" in one for one in shown["cannot"])
    assert any("checked that figure in no study" in one for one in shown["cannot"])
    assert shown["cannot"][0] == FLOWERS.cannot[0]


def test_whoever_finds_a_form_in_another_tab_reads_words_and_no_names_of_ours():
    view = (Path(telling.__file__).parent / "view.js").read_text("utf-8")
    steps = re.search(r"const STEPS = \[(.*?)\]", view)[1].replace('"', "").split(", ")
    named = {one["id"] for one in FLOWERS.shown()["named"]}
    assert named >= {*steps, *FLOWERS.ways, "A", "B", "neither", "unsure"}


def test_at_ones_own_pace_the_words_are_put_back_and_no_number_comes_of_it():
    found = FLOWERS.feedback(untimed(felt="Odd.", where="In referrals."))
    assert found["felt"] == "Odd."
    assert "It came easier to you" in found["says"]
    assert not any(isinstance(one, int | float) for one in found.values())
    (cards,) = FLOWERS.work({"seed": 4})
    assert Counter(one for one, _ in cards["cards"]) == dict.fromkeys(range(4), 3)
    halted = [list(cards["cards"][0])]
    assert len(FLOWERS.feedback(untimed(halted=halted))["halted"]) == 1


def test_that_the_order_may_explain_what_came_easier_is_said():
    first = drawing.first(4, 0)
    other = "B" if first == "A" else "A"
    assert "you met first" in FLOWERS.feedback(untimed(easier=first))["order"]
    assert "you met second" in FLOWERS.feedback(untimed(easier=other))["order"]
    assert (
        "Many people notice nothing" in FLOWERS.feedback(untimed(easier="unsure"))["order"]
    )


@pytest.mark.parametrize(
    ("exercise", "bad", "why"),
    [
        (FLOWERS, {}, "timed or untimed"),
        (THOUGHTS, {"way": "timed", "goes": []}, "is taken untimed"),
        (FLOWERS, {"way": "timed", "goes": []}, "at least 1"),
        (
            FLOWERS,
            {"way": "timed", "goes": [{"seed": 1, "rows": [[9, 0, 1, 1, 0]]}]},
            "than 7",
        ),
        (FLOWERS, {"way": "timed", "goes": [{"seed": 1, "rows": [[0, 0, -1, 1, 0]]}]}, "0"),
        (FLOWERS, untimed(easier="C"), "easier"),
        (FLOWERS, untimed(halted=[[0, 99]]), "no word"),
        (FLOWERS, untimed(felt="x" * (LONGEST_TEXT + 1)), "20,001 characters"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(exercise, bad, why):
    with pytest.raises(ResponseError, match=why) as told:
        exercise.feedback(bad)
    assert "\n" not in str(told.value)


def test_in_words_a_result_never_stands_without_what_it_cannot_say():
    given = {"way": "timed", "goes": [{"seed": 5, "rows": rows(SERVICE, 5)}]}
    said = SERVICE.in_words(given)
    assert said[0].to == "Timed, go 1"
    assert said[-1] == ("What it cannot say", SERVICE.cannot[0])
    told = FLOWERS.in_words(untimed(felt="Odd."))
    assert told[1] == ("What it was like", "Odd.")
    assert FLOWERS.in_words({"way": "gone", "felt": "Odd."})


def test_on_paper_nobody_is_timed_and_both_pairings_are_there():
    paper = FLOWERS.on_paper()
    tables = [one for one in paper.sheet if one.form == "table"]
    assert [one.items[1] for one in tables] == [
        "Flowers or Pleasant",
        "Insects or Pleasant",
    ]
    assert len(tables[0].rows) == 12
    assert "ask nobody" in str(paper.key)


@pytest.mark.parametrize("exercise", [FLOWERS, SERVICE, THOUGHTS])
def test_a_cohort_of_thirty_answers_every_way_that_there_is(exercise):
    told = [exercise.feedback(exercise.simulate(random.Random(one))) for one in range(30)]
    assert {one["way"] for one in told} == set(exercise.ways)
    goes = [go for one in told if one["way"] == "timed" for go in one["goes"]]
    if "timed" in exercise.ways:
        assert all(-2 < one["d"] < 2 and one["low"] < one["high"] for one in goes)
        assert sum(one["d"] for one in goes) > 0
        assert any(one["both"] for one in told if one["way"] == "timed")
    assert exercise.simulate(random.Random(3)) == exercise.simulate(random.Random(3))


def test_what_is_large_is_imported_by_prepare_and_not_before():
    code = (
        "import sys, academy_widgets.association.model as m;"
        "before = 'numpy' in sys.modules;"
        "m.AssociationExercise.prepare(None); print(before, 'numpy' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["False", "True"]
