"""The model of promotions, held to the reference rows that keep scores from hire on.

`data/martell_promotion.json`: means of 1,000 runs made elsewhere by the same published
rules (Martell, Lane & Emrich 1996, doi:10.1037/0003-066X.51.2.157).
"""

import json
from pathlib import Path

import numpy as np
import pytest

from academy_widgets.accumulate.on_paper import KEY
from academy_widgets.accumulate.pyramid import Pyramids, ends, unfold
from academy_widgets.accumulate.running import many_runs
from academy_widgets.accumulate.setup import LARGER, SMALL, STUDY, Setup, explained

FILE = Path(__file__).parent / "data" / "martell_promotion.json"
EXPECTED = json.loads(FILE.read_text("utf-8"))["results"]
RUNS = 250


def ran(seed=7, runs=RUNS, **changed):
    *_, found = ends(Setup(**changed), seed, runs)
    return found


@pytest.fixture(scope="module")
def small():
    return ran()


@pytest.mark.parametrize("name", EXPECTED)
def test_each_row_of_the_reference_comes_out(name):
    expected, exits = EXPECTED[name], name.split("|")[1]
    found = ran(bias=expected["bias"], exits=exits)
    spread = np.array(expected["women_sd_between_runs"])
    error = spread * np.sqrt(1 / RUNS + 1 / expected["runs"])  # of a difference of means
    assert (abs(found.others.mean(0) - expected["women_pct"]) < 4 * error).all()
    assert found.others.std(0, ddof=1) == pytest.approx(spread, rel=0.2)
    assert found.scores.mean(0) == pytest.approx(expected["mean_score"], abs=0.3)
    assert found.cycles.mean() == pytest.approx(expected["cycles"], abs=1.8)


def test_without_bias_it_is_half_everywhere():
    assert ran(bias=0, runs=1000).others.mean(0) == pytest.approx([50] * 8, abs=1.5)


def test_one_run_varies_by_14_to_16_points_at_the_top(small):
    assert 14 <= small.others[:, -1].std(ddof=1) <= 16.5


def test_the_key_on_paper_is_what_the_screen_shows():
    for bias, told in zip((0, SMALL, LARGER), KEY.values(), strict=True):
        *_, found = many_runs(Setup(bias=bias))
        assert tuple(round(one) for one in found["others"]) == told


@pytest.mark.parametrize("exits", ["level", "indiv", "org"])
@pytest.mark.parametrize(
    ("bias", "low", "high"), [(0, 49, 51), (SMALL, 36, 39), (LARGER, 22, 27)]
)
def test_the_thousand_runs_of_the_screen_end_in_the_band_of_the_reference(
    bias, low, high, exits
):
    *_, found = many_runs(Setup(bias=bias, exits=exits))
    assert low <= round(found["others"][-1]) <= high
    row = next(
        one
        for name, one in EXPECTED.items()
        if one["bias"] == bias and name.split("|")[1] == exits
    )
    error = np.array(row["women_sd_between_runs"]) * np.sqrt(1 / 1000 + 1 / row["runs"])
    assert (abs(np.array(found["others"]) - row["women_pct"]) < 3 * error + 0.05).all()


def test_the_same_seed_gives_the_same_runs_and_another_seed_others(small):
    again, other = ran(), ran(seed=8)
    assert (small.others == again.others).all()
    assert (small.others != other.others).any()


def test_there_is_something_after_each_batch_and_the_first_runs_stay():
    batches = [len(one.cycles) for one in ends(Setup(), 1, 450)]
    assert batches == [200, 400, 450]


def test_nobody_is_lost_and_every_place_is_filled():
    for exits in ("level", "indiv", "org"):
        pyramids = Pyramids(Setup(exits=exits, slate=130), 20, np.random.default_rng(1))
        for _ in range(20):
            moved = pyramids.cycle(count=True)
            assert (pyramids.people > -(2**31)).all()
            assert (moved.came[:, 0] == moved.left.sum(axis=1)).all()
            assert (moved.others <= moved.came).all()


def test_each_way_of_leaving_takes_its_share():
    cycle = {
        exits: Pyramids(Setup(exits=exits), 300, np.random.default_rng(2)).cycle().left
        for exits in ("level", "indiv", "org")
    }
    assert set(map(tuple, cycle["level"].tolist())) == {(75, 52, 30, 22, 15, 11, 6, 2)}
    assert set(cycle["org"].sum(axis=1)) == {214}
    assert len(set(cycle["indiv"].sum(axis=1))) > 20
    for left in cycle.values():
        assert left.sum(axis=1).mean() == pytest.approx(0.15 * sum(STUDY), rel=0.02)


def test_half_the_bias_is_what_a_bias_of_half_the_size_is(small):
    half, as_small = ran(criteria=50), ran(bias=SMALL / 2)
    assert (half.others == as_small.others).all()
    assert half.others[:, -1].mean() > small.others[:, -1].mean() + 2


def test_blind_everywhere_is_no_bias_and_at_one_step_moves_what_is_below(small):
    everywhere = ran(blind=tuple(range(7)))
    assert everywhere.others.mean(0) == pytest.approx([50] * 8, abs=2.5)
    late = ran(blind=(5, 6)).others.mean(0)
    assert late[6] > small.others.mean(0)[6] + 5
    assert late[5] < small.others.mean(0)[5] - 4  # who was kept back there moves on


def test_a_shortlist_of_two_for_each_place_changes_nothing_and_a_short_one_does(small):
    top = small.others[:, -1].mean()
    long, short, tight = (ran(slate=n).others.mean(0) for n in (200, 125, 100))
    assert long[-1] == pytest.approx(top, abs=3)
    assert short[-1] > top + 4
    assert tight[-1] == pytest.approx(50, abs=2.5)


def test_who_is_hired_is_who_is_there_in_the_end():
    assert ran(bias=0, hires=30).others.mean(0) == pytest.approx([30] * 8, abs=2.5)


def test_one_run_unfolds_from_half_to_its_end():
    standing, moves = unfold(Setup(), 3)
    assert len(standing) == len(moves) + 1
    assert standing[0][0] == 250
    assert standing[0][-1] == 5
    assert all(0 <= one <= n for row in standing for one, n in zip(row, STUDY, strict=True))
    assert unfold(Setup(), 3) == (standing, moves)


def test_the_two_biases_explain_one_and_five_percent():
    assert 100 * explained(SMALL) == pytest.approx(1, abs=0.01)
    assert 100 * explained(LARGER) == pytest.approx(5, abs=0.03)
