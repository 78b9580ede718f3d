"""The three studies, against reference tables counted by other code from the same data.

`data/bias_tables.json`: Bertrand & Mullainathan 2004, doi:10.1257/0002828042002561; Bickel,
Hammel & O'Connell 1975, doi:10.1126/science.187.4175.398; Larson et al. 2016, ProPublica.
"""

import json
import random
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from academy_widgets.audit import figures, resume, scores
from academy_widgets.audit.counts import admissions
from academy_widgets.audit.model import AuditExercise
from academy_widgets.exercise import LONGEST_TEXT, ResponseError

HERE = Path(__file__).parent
TABLES = json.loads((HERE / "data" / "bias_tables.json").read_text("utf-8"))
BIAS = HERE.parents[1] / "modules" / "03_bias"
STUDIES = ("same_letter", "berkeley", "two_fair_rules")
WOMEN, MEN = 0, 1


def given(name):
    return yaml.safe_load((BIAS / f"{name}.yml").read_text("utf-8"))


def made(name):
    return AuditExercise.model_validate(given(name))


def answered(name, **more):
    exercise = made(name)
    return exercise.feedback(exercise.simulate(random.Random(1)) | more)["blocks"]


def words(blocks):
    return json.dumps(blocks, ensure_ascii=False)


def told(rate):
    return {"callbacks": rate.k, "n": rate.n, "rate": round(rate.value, 4)}


CUTS = {
    "overall": (),
    "by_job_city": ("city",),
    "by_gender": ("gender",),
    "by_resume_quality": ("resume_quality",),
}


@pytest.mark.parametrize("table", CUTS)
def test_callbacks_are_those_of_the_reference(table):
    for name, expected in TABLES["bertrand_mullainathan"][table].items():
        race, *level = name.split("|")
        only = dict(zip(CUTS[table], level, strict=True))
        found = told(resume.callbacks(race=race, **only))
        assert found | {"rate": pytest.approx(expected["rate"], abs=5.1e-5)} == expected


def test_the_gap_in_callbacks_is_that_of_the_reference():
    expected = TABLES["bertrand_mullainathan"]
    white, black = resume.overall()
    assert round(figures.ratio(white, black)[0], 3) == expected["ratio"]
    assert round(100 * figures.difference(white, black)[0], 2) == expected["diff_pp"]
    z, p = figures.by_chance(white, black)
    assert round(z, 2) == expected["z"]
    assert p == pytest.approx(expected["p"], rel=1e-9)


def test_names_are_counted_once_in_both_files_and_all_36_are_drawn_most_first():
    found = resume.names()
    for group, race in enumerate(resume.GROUPS):
        mine = [one.rate for one in found if one.group == group]
        whole = resume.callbacks(race=race)
        assert (sum(one.k for one in mine), sum(one.n for one in mine)) == whole[:2]
    (plot,) = [
        one["dots"]
        for one in answered("same_letter")
        if "dots" in one and "36" in one["dots"]["caption"]
    ]
    assert [row["name"] for row in plot["rows"]][::35] == ["Brad", "Aisha"]
    assert len(plot["rows"]) == len(plot["table"]["rows"]) == 36


def test_that_names_overlap_is_said_with_the_names():
    assert "7 of the 18 names heard as Black had more callbacks than Todd" in words(
        answered("same_letter")
    )


def test_admissions_are_those_of_the_reference():
    counts, expected = admissions(), TABLES["ucb"]
    for group, name in ((WOMEN, "Female"), (MEN, "Male")):
        whole = expected["aggregate"][name]
        assert (counts.had(group), counts.people(group)) == (whole["admitted"], whole["n"])
        rates, _ = figures.standardised(counts)
        assert round(rates[group], 4) == expected["standardised_rate"][name]
        for layer, dept in enumerate(counts.layers):
            rate = counts.had(group, layer) / counts.people(group, layer)
            assert round(rate, 4) == expected["by_dept"][dept][name]
    gap = 100 * (rates[MEN] - rates[WOMEN])
    assert gap == pytest.approx(expected["gap_pp_standardised"], abs=5.1e-3)


def test_odds_of_admission_are_those_of_the_reference():
    counts, expected = admissions(), TABLES["ucb"]
    squares = [counts.square(MEN, layer) for layer in range(6)]
    assert round(figures.crude(counts.square(MEN)).value, 4) == expected["crude_OR_male"]
    pooled = figures.pooled(squares)
    assert round(pooled.odds.value, 4) == expected["mantel_haenszel_OR_male"]
    assert pooled.used == tuple(range(6))


@pytest.mark.parametrize("race", scores.RACES)
def test_error_rates_are_those_of_the_reference(race):
    expected = TABLES["compas"][race]
    found = scores.outcome(race, scores.USED)
    assert [expected[name] for name in ("TN", "FP", "FN", "TP")] == list(found)
    for name, rate in (
        ("FPR", found.alarms),
        ("FNR", found.misses),
        ("PPV", found.meaning),
        ("base_rate", found.again),
    ):
        assert round(rate.value, 4) == expected[name]


def test_what_must_follow_for_false_alarms_is_what_is_counted():
    for race in scores.RACES:
        found = scores.outcome(race, scores.USED)
        follows = scores.must_alarm(
            found.again.value, found.meaning.value, found.misses.value
        )
        assert follows == pytest.approx(found.alarms.value, rel=1e-12)


def test_a_rule_about_errors_needs_another_cut_off_for_one_group():
    assert scores.nearest("alarms") == scores.nearest("misses") == 7
    there = scores.outcome(scores.RACES[0], 7)
    here = scores.outcome(scores.RACES[1], scores.USED)
    assert abs(there.alarms.value - here.alarms.value) < 0.02
    assert abs(there.meaning.value - here.meaning.value) > 0.09


@pytest.mark.parametrize("rule", ["alarms", "misses", "meaning"])
def test_every_rule_is_told_its_price_and_none_is_called_right(rule):
    text = words(answered("two_fair_rules", rule=rule, why="Because of Kit.")).lower()
    assert "because of kit." in text
    assert "358 fewer people called high risk" in text
    assert "none of the three is the right answer" in text
    assert not any(word in text for word in ("correct", "well done", "you were wrong"))


@pytest.mark.parametrize("name", STUDIES)
def test_what_is_shown_before_the_guess_has_no_result_in_it(name):
    shown = words(made(name).shown())
    for number in ("9.65", "6.45", "43.0", "38.7", "44.8", "63.0", "235"):
        assert number not in shown


@pytest.mark.parametrize("name", STUDIES)
def test_a_guess_stands_in_words_and_beside_the_result(name):
    exercise = made(name)
    guess = exercise.simulate(random.Random(3))
    said = exercise.in_words(guess)
    assert len(said) == len([one for one in guess.values() if one is not None])
    assert all(one.to and one.text for one in said)


def test_that_one_pair_of_cut_offs_serves_two_rules_is_said():
    assert scores.nearest("alarms") == scores.nearest("misses") == 7
    assert scores.SAME in words(answered("two_fair_rules"))


def test_the_guessed_numbers_stand_beside_the_counted_ones():
    blocks = answered("same_letter", white=31, black=17.5)
    table = next(one["table"] for one in blocks if "table" in one)
    assert [row[1] for row in table["rows"]] == ["31", "17.5"]
    assert [row[2][:12] for row in table["rows"]] == ["235 of 2,435", "157 of 2,435"]
    assert "13.5 more of 100 for names heard as white" in words(blocks)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"white": None}, "Answer first"),
        ({"white": 101}, "from 0 to 100"),
        ({"white": "many"}, "from 0 to 100"),
        ({"white": True}, "from 0 to 100"),
        ({"quality": "often"}, "Choose one"),
        ({"quality": 3}, "in words"),
        ({"names": 3}, "no question 'names'"),
    ],
)
def test_a_guess_that_does_not_fit_is_told_in_a_sentence(change, sentence):
    guess = {"white": 10, "black": 10, "quality": "same"} | change
    with pytest.raises(ResponseError, match=sentence):
        made("same_letter").feedback(guess)


def test_a_choice_has_to_be_justified_in_words_that_can_be_kept():
    exercise = made("two_fair_rules")
    guess = {"both": "no", "rule": "alarms", "why": " "}
    with pytest.raises(ResponseError, match="Write a sentence first"):
        exercise.feedback(guess)
    with pytest.raises(ResponseError, match="20,001 characters"):
        exercise.feedback(guess | {"why": "x" * (LONGEST_TEXT + 1)})
    exercise.feedback(guess | {"why": "Kit waits in a cell."})


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_without_the_question_that_its_result_answers_is_refused(name):
    data = given(name)
    data["study"]["asks"].popitem()
    with pytest.raises(ValidationError, match="asks lacks"):
        AuditExercise.model_validate(data)


def test_a_question_of_another_form_is_refused():
    data = given("same_letter")
    data["study"]["asks"]["quality"]["choices"].pop("same")
    with pytest.raises(ValidationError, match=r"asks.quality must be a choose with white"):
        AuditExercise.model_validate(data)


@pytest.mark.parametrize("name", STUDIES)
def test_paper_asks_first_and_only_the_key_knows_what_was_counted(name):
    paper = made(name).on_paper()
    assert {one.form for one in paper.sheet} >= {"choose", "write"}
    assert not any(one.form == "table" for one in paper.sheet)
    assert any(one.form == "table" for one in paper.key)
