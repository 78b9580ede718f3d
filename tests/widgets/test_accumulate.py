import json
import random
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from academy_widgets.accumulate.model import AccumulateExercise
from academy_widgets.accumulate.running import SEED
from academy_widgets.exercise import ResponseError

OURS = Path(__file__).parents[2] / "modules" / "03_bias" / "small_edges.yml"
DATA = yaml.safe_load(OURS.read_text("utf-8"))
PYRAMID = AccumulateExercise.model_validate(DATA)
SMALL_ONE = {"levels": [40, 24, 14, 6]}


def work(**asked):
    return list(PYRAMID.work(asked))


def kept(found):
    return {name: value for name, value in found.items() if name != "words"}


@pytest.fixture(scope="module")
def study():
    return kept(work(do="many")[-1])


@pytest.fixture(scope="module")
def small():
    return kept(work(do="many", setup=SMALL_ONE)[-1])


def test_a_thousand_runs_tell_how_far_they_are_and_come_out_the_same_again(small):
    steps = work(do="many", setup=SMALL_ONE)
    assert [one["runs"] for one in steps] == [200, 400, 600, 800, 1000]
    assert kept(steps[-1]) == small
    assert small["seed"] == SEED
    json.dumps(steps)


def test_the_study_s_thousand_runs_are_there_once_prepared(study):
    PYRAMID.prepare()
    assert len(work(do="many")) == 1
    assert study["others"][-1] == pytest.approx(39, abs=0.5)
    assert study["low"][-1] <= study["others"][-1] <= study["high"][-1]


def test_one_run_tells_its_seed_and_can_be_had_again():
    (first,), (again,) = work(do="one"), work(do="one", seed=17)
    assert work(do="one", seed=first["seed"]) == [first]
    assert again["seed"] == 17
    assert len(again["standing"]) == len(again["up"]) + 1


def test_the_guess_stands_beside_the_average_and_its_spread(study):
    told = PYRAMID.feedback({"guess": 45, "before": study})
    assert told["says"][0].startswith("You guessed 45 % women at the top. That is 6 points")
    assert "middle 80 %" in told["says"][1]
    assert [row["name"] for row in told["rows"]][::7] == ["Level 8, top", "Level 1, bottom"]
    assert told["rows"][0]["change"] is None
    assert "14 to 16 points" in told["caveats"][0]
    assert "Meldgin" in told["caveats"][1]
    near = PYRAMID.feedback({"guess": 39, "before": study})
    assert "just the average" in near["says"][0]


def test_what_was_changed_is_compared_level_by_level_and_named_an_assumption(study):
    tried = study | {
        "setup": {"criteria": 50, "blind": [6], "slate": 150},
        "others": [one + 5 for one in study["others"]],
    }
    told = PYRAMID.feedback({"guess": 45, "before": study, "after": tried})
    assert {row["change"] for row in told["rows"]} == {5}
    assert "5 points more" in told["says"][2]
    assert [one.split(":")[0] for one in told["assumed"]] == [
        "Criteria first",
        "Blind review",
        "Balanced shortlists",
    ]
    assert all("We take it" in one for one in told["assumed"])
    assert "50 % of the bias is left" in told["after"]


def test_a_change_that_chance_could_make_is_called_about_the_same(study):
    tried = study | {"others": [one - 1 for one in study["others"]]}
    told = PYRAMID.feedback({"guess": 45, "before": study, "after": tried})
    assert "about the same" in told["says"][2]


def test_of_unlike_pyramids_only_the_ends_are_compared(study, small):
    told = PYRAMID.feedback({"guess": 45, "before": study, "after": small})
    assert [row["name"] for row in told["rows"]] == ["Top", "Bottom"]
    assert told["rows"][0]["after"]["people"] == 6


@pytest.mark.parametrize(
    ("setup", "why"),
    [
        ({"levels": [10, 20, 30]}, "more people than the one below"),
        ({"levels": [30, "x", 5]}, "three to ten levels"),
        ({"levels": [30, 5]}, "three to ten levels"),
        ({"levels": [1500, 400, 300]}, "2,200 people are too many"),
        ({"levels": [10, 10, 10, 10], "leave": 40}, "level 1 is too small|Level 1 is"),
        ({"levels": [20, 10, 5], "exits": "indiv"}, "Level 2 is too small"),
        ({"bias": -1}, "from 0 to 10"),
        ({"bias": ""}, "from 0 to 10"),
        ({"leave": 3}, "Between 10 and 40"),
        ({"hires": 101}, "Between 0 and 100"),
        ({"hires": 12.5}, "Between 0 and 100"),
        ({"slate": 300}, "between 100 and 200"),
        ({"exits": "all"}, "choose one of the three"),
        ({"blind": [7]}, "nobody moves up"),
        ("x", "valid"),
    ],
)
def test_a_pyramid_that_cannot_be_is_refused_in_one_sentence(setup, why):
    with pytest.raises(ResponseError, match=why) as told:
        work(do="many", setup=setup)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("asked", [{}, {"do": "x"}, {"do": "one", "seed": "x"}])
def test_what_is_not_known_is_refused(asked):
    with pytest.raises(ResponseError, match="please reload"):
        work(**asked)


def test_an_answer_without_a_number_for_each_level_is_refused(study):
    with pytest.raises(ResponseError, match="number for each level"):
        PYRAMID.feedback({"guess": 45, "before": study | {"low": [1, 2, 3]}})
    with pytest.raises(ResponseError, match="guess"):
        PYRAMID.feedback({"guess": 101, "before": study})


def test_a_preset_that_cannot_be_is_refused():
    bad = {"id": "odd", "text": "Odd", "levels": [3, 4, 5]}
    with pytest.raises(ValidationError, match="below it"):
        AccumulateExercise.model_validate(DATA | {"presets": [bad]})


def test_guess_and_outcome_are_told_in_words_without_a_run(study):
    words = PYRAMID.in_words({"guess": 45, "before": study, "after": study})
    assert words[0].text == "45 % women"
    assert words[1].text.startswith("39 % women at the top")
    assert len(words) == 3
    assert PYRAMID.in_words({"before": "half"})


def test_on_paper_the_sheet_holds_no_result_and_the_key_does():
    sheet, key = PYRAMID.on_paper()
    assert "39 %" not in str(sheet)
    assert "39 %" in str(key)
    assert "not a finding" not in str(sheet)
    assert "We take it" in str(key)


def test_a_cohort_of_thirty_guesses_too_high_and_most_try_something():
    told = [PYRAMID.simulate(random.Random(one)) for one in range(30)]
    assert sum(one["guess"] for one in told) / 30 > 42
    assert 15 < sum("after" in one for one in told) < 30
    for one in told:
        assert PYRAMID.feedback(json.loads(json.dumps(one)))["rows"]
