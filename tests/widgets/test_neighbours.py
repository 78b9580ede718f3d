import base64
import random
from pathlib import Path

import pytest
import yaml

from academy_widgets.exercise import ResponseError
from academy_widgets.neighbours.model import MOST_RUNS, SMALL, NeighboursExercise
from academy_widgets.neighbours.rules import EMPTY, Wish, mixed, run

OURS = Path(__file__).parents[2] / "modules" / "03_bias" / "neighbours.yml"
DATA = yaml.safe_load(OURS.read_text("utf-8"))
TOWN = NeighboursExercise.model_validate(DATA)
THIRD = {"least": 33, "most": 100}


def response(*runs, **changed):
    return {"guess": 55, "seed": 7, "side": 20, "runs": list(runs or [THIRD])} | changed


def worked(**asked):
    return list(TOWN.work(asked))


def test_the_small_board_has_unhappy_shapes_and_can_be_made_content():
    hand = TOWN.shown()["hand"]
    assert len(hand["board"]) == SMALL * SMALL
    assert 4 <= len(hand["unhappy"]) <= 10
    assert run(mixed(SMALL, TOWN.seed), Wish(TOWN.least), 1, 200).settled


def test_a_move_by_hand_is_answered_with_everybodys_mood():
    hand = TOWN.shown()["hand"]
    start, to = hand["unhappy"][0], hand["board"].index("0")
    (told,) = worked(do="hand", moves=[[start, to]])
    assert told["board"][to] == hand["board"][start]
    assert told["board"][start] == "0"
    assert (told["near"][start], len(told["near"])) == (None, SMALL * SMALL)
    alike, near = told["near"][to]
    assert (to in told["unhappy"]) == (near > 0 and 100 * alike < 33 * near)
    assert worked(do="hand", moves=[]) == [hand]


def test_who_is_content_stays_and_nobody_moves_in_with_another():
    hand = TOWN.shown()["hand"]
    content = next(
        at
        for at, near in enumerate(hand["near"])
        if near is not None and at not in hand["unhappy"]
    )
    empty, sad = hand["board"].index("0"), hand["unhappy"][0]
    for moves, why in (
        ([[content, empty]], "content where it is"),
        ([[sad, content]], "to an empty one"),
        ([[empty, empty]], "to an empty one"),
        ([[sad, 49]], "less than or equal to|less than 49"),
    ):
        with pytest.raises(ResponseError, match=why):
            worked(do="hand", moves=moves)


def test_a_run_is_told_move_by_move_in_numbers_of_two_bytes():
    (told,) = worked(do="run", seed=7, side=20, runs=[THIRD])
    assert told["start"] == "".join(map(str, mixed(20, 7)))
    steps = memoryview(base64.b64decode(told["steps"])).cast("H").tolist()
    assert told["start"][steps[0]] != "0"
    assert told["start"][steps[1]] == "0"
    assert told["ways"][-1][0] == told["moves"]
    assert worked(do="run", seed=7, side=20, runs=[THIRD]) == [told]


def test_the_next_run_begins_where_the_last_one_ended():
    first = TOWN.feedback(response())
    then = {"least": 60, "most": 100}
    (told,) = worked(do="run", seed=7, side=20, runs=[THIRD, then])
    assert told["start"] == first["board"]
    both = TOWN.feedback(response(THIRD, then))
    assert both["rows"][0] == first["rows"][0]
    assert both["rows"][1]["before"] == first["rows"][0]["after"]
    assert both["rows"][1]["moves"] == told["moves"]


def test_what_is_answered_says_what_came_of_each_run():
    told = TOWN.feedback(
        response({"least": 60, "most": 100}, {"least": 0}, {"least": 0, "most": 90})
    )
    apart, still, undone = told["rows"]
    assert apart["segregation"] > 0.85
    assert (still["moves"], still["segregation"]) == (0, apart["segregation"])
    assert undone["segregation"] < 0.3
    assert all(one["settled"] for one in told["rows"])
    assert (told["guess"], told["shapes"], told["unhappy"]) == (55, 320, [])


def test_sixty_other_towns_end_where_the_reference_does():
    *so_far, told = worked(do="others", seed=7, least=33)
    assert [one["done"] for one in so_far] == list(range(1, 61))
    assert told["mean"] == pytest.approx(75, abs=2)
    assert (told["low"], told["high"]) == pytest.approx((71, 79), abs=3)
    assert told["segregation"] == pytest.approx(0.5, abs=0.03)
    assert "between 71 and 79" in TOWN.basis.size


def test_a_large_town_runs_too_and_says_when_it_cannot_settle():
    told = TOWN.feedback(response({"least": 90, "most": 100}, side=50))
    (row,) = told["rows"]
    assert (row["settled"], row["moves"], told["shapes"]) == (False, 20_000, 2000)
    assert row["left"] > 0
    assert len(str(told)) < 20_000


def test_a_town_stands_before_it_runs():
    (told,) = worked(do="town", seed=3, side=50)
    assert told["board"].count(str(EMPTY)) == 500
    assert 48 <= told["alike"] <= 52
    assert told["near"] == []


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({}, "moved, run or tried"),
        ({"do": ["run"]}, "moved, run or tried"),
        ({"do": "run", "seed": 1, "runs": []}, "runs"),
        ({"do": "run", "seed": -1, "runs": [THIRD]}, "seed"),
        ({"do": "town", "seed": 1, "side": 5000}, "side"),
        ({"do": "others", "seed": 1, "least": 101}, "least"),
    ],
)
def test_nothing_else_is_done(asked, why):
    with pytest.raises(ResponseError, match=why) as told:
        list(TOWN.work(asked))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (response(guess=101), "guess"),
        (response(*[THIRD] * (MOST_RUNS + 1)), "runs"),
        (response({"least": -1}), "least"),
        (response(side=21), "side"),
        ({}, "guess"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(bad, why):
    with pytest.raises(ResponseError, match=why) as told:
        TOWN.feedback(bad)
    assert "\n" not in str(told.value)


def test_it_says_that_it_is_a_model_and_whose():
    shown = TOWN.shown()
    left_out = " ".join(shown["leaves_out"]).lower()
    for word in ("laws", "prices", "violence"):
        assert word in left_out
    assert "10.1080/0022250X.1971.9989794" in shown["cited"]


def test_it_is_told_in_words_also_when_it_fits_no_more():
    said = TOWN.in_words(response(THIRD, {"least": 0, "most": 90}))
    assert said[0].text == "55 of 100"
    assert said[2].to.endswith("and no more than 90 of 100 neighbours like themselves")
    assert "moves; neighbours alike went from" in said[1].text
    assert TOWN.in_words({"guess": "half"})[0].text == "half"


def test_on_paper_the_same_board_is_laid_with_coins():
    sheet, key = TOWN.on_paper()
    board = next(one for one in sheet if one.form == "table")
    drawn = "".join(cell or "." for row in board.rows for cell in row[1:])
    shown = TOWN.shown()["hand"]["board"]
    assert drawn == shown.translate({48: ".", 49: "▲", 50: "■"})
    assert any("violence" in item for part in key for item in part.items)


def test_a_cohort_of_thirty_guesses_too_low():
    told = [TOWN.feedback(TOWN.simulate(random.Random(one))) for one in range(30)]
    assert sum(one["guess"] < one["rows"][0]["after"] for one in told) > 24
    assert any(len(one["rows"]) == 3 for one in told)
