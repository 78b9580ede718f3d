import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import mean, quantiles

import pytest

from academy_widgets.neighbours.rules import (
    EMPTY,
    SQUARE,
    TRIANGLE,
    Board,
    Wish,
    around,
    mixed,
    run,
    runs,
    segregation,
)

EXPECTED = json.loads((Path(__file__).parent / "data/schelling_polygons.json").read_text())
BIASES = [name for name in EXPECTED if name.startswith("bias=")]
HISTORY = EXPECTED["history: segregated start then bias 0"]
MOST = 20_000


@cache
def towns(least, most=100, n=60):
    return [run(mixed(20, one), Wish(least, most), one + 1000, MOST) for one in range(n)]


def ends(found):
    return [segregation(one.ways[-1][1]) for one in found]


@pytest.mark.parametrize("name", BIASES)
def test_every_row_of_the_reference_is_met(name):
    row = EXPECTED[name]
    found = towns(round(100 * float(name.removeprefix("bias="))))
    low, high = row["segregation_end_p10_p90"]
    # Two means of some 60 towns each: three standard errors, from the reference's spread.
    spread = 3 * (high - low) / 2.56 * (1 / len(found) + 1 / row["runs"]) ** 0.5
    assert mean(ends(found)) == pytest.approx(row["segregation_end_mean"], abs=spread)
    tenths = quantiles(ends(found), n=10)
    assert (tenths[0], tenths[-1]) == pytest.approx((low, high), abs=0.045)
    assert mean(one.moves for one in found) == pytest.approx(
        row["moves_mean"], rel=0.1, abs=1
    )
    unhappy = mean(one.unhappy_first / 320 for one in found)
    assert unhappy == pytest.approx(row["unhappy_start_mean"], abs=0.02)
    at_first = mean(segregation(one.ways[0][1]) for one in found)
    assert (
        row["segregation_start"][0] - 0.01 < at_first < row["segregation_start"][1] + 0.01
    )
    assert all(one.settled for one in found)
    assert row["converged"] == row["runs"]


def test_30_and_33_of_100_are_the_same_wish():
    assert towns(30) == towns(33)
    assert towns(33) != towns(34)


def test_a_sorted_town_stays_without_any_wish_and_wanting_some_difference_undoes_it():
    sorted_towns = towns(60, n=30)
    assert mean(ends(sorted_towns)) == pytest.approx(HISTORY["seg_start"], abs=0.02)
    for one in sorted_towns:
        still = run(one.end, Wish(0), 1, MOST)
        assert (still.moves, still.end) == (HISTORY["moves"], one.end)
    undone = [run(one.end, Wish(0, 90), at, MOST) for at, one in enumerate(sorted_towns)]
    after = HISTORY["seg_end_bias0_nonconform_0_9"]
    assert mean(ends(undone)) == pytest.approx(after, abs=0.04)
    moves = mean(one.moves for one in undone)
    assert moves == pytest.approx(HISTORY["moves_mean"], rel=0.1)
    assert sum(not one.settled for one in undone) == HISTORY["unconverged"]


def test_a_board_has_edges_and_corners_count():
    assert around(3)[0] == (1, 3, 4)
    assert len(around(3)[4]) == 8
    assert sum(map(len, around(20))) == 2 * (2 * 20 * 19 + 2 * 19 * 19)


def test_a_town_is_a_fifth_empty_and_half_and_half():
    for side, each in ((20, 160), (50, 1000)):
        board = mixed(side, 5)
        assert [board.count(one) for one in (TRIANGLE, SQUARE)] == [each, each]
        assert board.count(EMPTY) == side * side // 5


def test_who_is_alone_counts_as_alike_and_is_content():
    board = Board((TRIANGLE, EMPTY, EMPTY, EMPTY), 2, Wish(100, 0))
    assert board.unhappy == []
    assert board.alike() == 1


def test_exactly_as_many_as_wanted_is_enough():
    five = (TRIANGLE, TRIANGLE, TRIANGLE, SQUARE, TRIANGLE, SQUARE, EMPTY, EMPTY, EMPTY)
    assert Board(five, 3, Wish(60)).about(4) == (3, 5)
    assert 4 not in Board(five, 3, Wish(60)).unhappy
    assert 4 in Board(five, 3, Wish(61)).unhappy
    assert 4 not in Board(five, 3, Wish(0, 60)).unhappy
    assert 4 in Board(five, 3, Wish(0, 59)).unhappy


def test_segregation_is_0_when_mixed_or_less_and_1_when_like_meets_only_like():
    assert [segregation(one) for one in (0.3, 0.5, 0.75, 1)] == [0, 0, 0.5, 1]


def test_the_steps_lead_from_the_first_board_and_moods_to_the_last():
    found = run(mixed(20, 8), Wish(50), 8, MOST)
    places = list(found.start)
    sad = set(Board(found.start, 20, Wish(50)).unhappy)
    rest = list(found.steps)
    for _ in range(found.moves):
        start, to, many, *rest = rest
        assert start in sad
        assert places[to] == EMPTY
        places[start], places[to] = EMPTY, places[start]
        for one in rest[:many]:
            sad ^= {one}
        rest = rest[many:]
    assert (tuple(places), sorted(sad), rest) == (found.end, [], [])


def test_what_is_kept_up_to_date_is_what_a_board_made_anew_says():
    found = run(mixed(20, 3), Wish(70, 95), 3, 400)
    anew = Board(found.end, 20, Wish(70, 95))
    assert sorted(anew.unhappy) == list(found.unhappy)
    assert found.ways[-1] == (400, pytest.approx(anew.alike()))
    assert not found.settled


def test_the_same_seed_gives_the_same_moves_and_another_seed_others():
    first, again, other = (run(mixed(20, 1), Wish(40), one, MOST) for one in (4, 4, 5))
    assert first == again
    assert first.steps != other.steps


def test_a_long_run_says_now_and_then_how_far_it_is_and_stops_in_the_end():
    *so_far, last = runs(mixed(50, 2), Wish(75), 2, 3500)
    assert so_far == [1000, 2000, 3000]
    assert (last.moves, last.settled) == (3500, False)
    assert len(last.ways) <= 102
    at = [moves for moves, _ in last.ways[:-1]]
    assert len({b - a for a, b in pairwise(at)}) == 1  # as dense in the end as at first
