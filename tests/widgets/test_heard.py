import random
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from academy_widgets.exercise import LONGEST_TEXT, ResponseError
from academy_widgets.heard.model import HIGH, LOW, HeardExercise
from academy_widgets.heard.stand_in import BELIEVED, FOR_ADVICE, MISSED, PICKED_UP

OURS = Path(__file__).parents[2] / "modules" / "02_listening" / "heard.yml"
DATA = yaml.safe_load(OURS.read_text("utf-8"))
HEARD = HeardExercise.model_validate(DATA)
IDS = [one.id for one in HEARD.probes]
ALL = "You walk along the canal, nobody wants a thing there, and you said yes to company."


def pair(**changed):
    ratings = dict(zip(IDS, (5, 5, 2, 7), strict=True))
    given = {"way": "pair", "said": "A lot.", "guesses": dict.fromkeys(IDS, 5)}
    return given | {"ratings": ratings, "own": 4, "believed": 6} | changed


def alone(said, **changed):
    return {
        "way": "alone",
        "said": said,
        "guesses": dict.fromkeys(IDS, 4),
        "own": 3,
    } | changed


def felt(told):
    return {row["id"]: row["felt"] for row in told["rows"]}


def test_what_is_shown_tells_nothing_of_how_the_stand_in_rates():
    shown = str(HEARD.shown())
    assert "kicked myself" in shown
    assert "towpath" not in shown
    assert "probe'" not in shown


def test_guess_and_rating_stand_side_by_side_and_the_gap_is_the_guess_less_the_rating():
    told = HEARD.feedback(pair())
    assert [row["gap"] for row in told["rows"]] == [0, 0, 3, -2]
    assert told["apart"] == 1.2
    assert told["attention"] == {"own": 4, "believed": 6}
    assert told["rule"] == ""


def test_what_the_speaker_leaves_out_is_left_out_of_the_gap_and_refused_by_nobody():
    told = HEARD.feedback(pair(ratings={IDS[0]: 3}, believed=None))
    assert [row["gap"] for row in told["rows"]] == [2, None, None, None]
    assert told["apart"] == 2
    assert HEARD.feedback(pair(ratings={}))["apart"] is None


def test_the_stand_in_rates_by_the_rule_that_it_tells():
    assert felt(HEARD.feedback(alone(ALL))) == dict.fromkeys(IDS, PICKED_UP)
    told = HEARD.feedback(alone("You walk by the canal."))
    middle = round((PICKED_UP + 2 * MISSED) / 3)
    assert list(felt(told).values()) == [PICKED_UP, MISSED, MISSED, middle]
    assert told["rows"][0]["why"] == "your words hold “walk”"
    assert told["attention"]["believed"] == BELIEVED
    for number in (PICKED_UP, MISSED, FOR_ADVICE, BELIEVED):
        assert str(number) in told["rule"]


def test_advice_costs_the_stand_in_s_rating_of_what_was_said_back_and_no_other():
    told = HEARD.feedback(alone(f"{ALL} You should tell your neighbour tomorrow."))
    assert list(felt(told).values()) == [6, 6, 6, PICKED_UP - FOR_ADVICE]
    assert "less 2 for advice" in told["rows"][3]["why"]


def test_no_rating_of_the_stand_in_leaves_the_scale():
    advice = HEARD.feedback(alone("You should ring them tomorrow."))
    assert min(felt(advice).values()) >= LOW


@pytest.mark.parametrize("said", ["Ты ходишь пешком.", "你走路去上班", "?!", "😀"])
def test_words_that_a_script_cannot_read_are_kept_and_not_rated(said):
    told = HEARD.feedback(alone(said))
    assert set(felt(told).values()) <= {None, MISSED}
    assert told["said"] == said
    if said != "?!":
        assert "any language" in told["sorry"]
        assert told["attention"]["believed"] is None
    assert HEARD.feedback(pair(said=said))["sorry"] == ""


def test_what_is_known_stands_beside_it_with_its_citation():
    told = HEARD.feedback(pair())
    assert "24%" in " ".join(told["found"])
    assert "1,225 people" in told["cited"]
    assert "10.1037/xge0001473" in told["cited"]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (pair(said="  \n"), "one sentence is enough"),
        (pair(said="x" * (LONGEST_TEXT + 1)), "20,001 characters"),
        (pair(guesses={}), "one is missing: At the beginning"),
        (pair(guesses=dict.fromkeys(IDS, HIGH + 1)), "less than or equal"),
        (pair(ratings={"x": 1}), "no question 'x'"),
        (pair(own=0), "greater than or equal"),
        (pair(way="both"), "way"),
        ({}, "way"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(bad, why):
    with pytest.raises(ResponseError, match=why) as told:
        HEARD.feedback(bad)
    assert "\n" not in str(told.value)


def test_a_part_about_no_probe_is_refused():
    parts = [dict(one, probe="nowhere") for one in DATA["stand_in"]["parts"][:1]]
    parts += DATA["stand_in"]["parts"][1:]
    stand_in = DATA["stand_in"] | {"parts": parts}
    with pytest.raises(ValidationError, match="no probe"):
        HeardExercise.model_validate(DATA | {"stand_in": stand_in})


def test_both_sides_are_told_in_words():
    words = HEARD.in_words(pair(ratings={IDS[0]: 3}))
    assert words[0] == ("What I said back", "A lot.")
    assert words[1] == ("At the beginning", "guessed 5 of 7, felt 3 of 7")
    assert words[2].text == "guessed 5 of 7, felt not said"
    assert HEARD.in_words({"said": "Half."})


def test_a_cohort_of_thirty_guesses_a_little_too_high_and_somebody_leaves_one_out():
    told = [HEARD.feedback(HEARD.simulate(random.Random(one))) for one in range(30)]
    assert {one["way"] for one in told} == {"pair", "alone"}
    pairs = [one for one in told if one["way"] == "pair"]
    gaps = [row["gap"] for one in pairs for row in one["rows"]]
    assert None in gaps
    known = [one for one in gaps if one is not None]
    assert 0 < sum(known) / len(known) < 1.5
