import json
import random
from itertools import combinations
from pathlib import Path

import pytest

from academy_widgets.exercise import ResponseError
from academy_widgets.trustgame.again import again
from academy_widgets.trustgame.repeated import (
    CHEATS,
    COINS,
    FIVE,
    HELPS,
    PLAYERS,
    POINTS,
    Slips,
    everybody,
    match,
)

EXPECTED = json.loads((Path(__file__).parent / "data" / "trust_games.json").read_text())
"""Counted by the rules of The Evolution of Trust (CC0); the tournament is Axelrod's."""

OURS = EXPECTED["evolution_of_trust_5_player_10_rounds"]
SEVEN = EXPECTED["evolution_of_trust_7_player_10_rounds_no_noise"]
AXELROD = EXPECTED["axelrod_payoffs_200_rounds_with_self_play"]


@pytest.mark.parametrize("pair", OURS["matches"])
def test_each_two_of_the_five_end_as_published(pair):
    assert list(match(*pair.split(" v "), 10)) == OURS["matches"][pair]


@pytest.mark.parametrize("pair", AXELROD["matches"])
def test_each_two_of_the_tournament_end_as_published(pair):
    assert list(match(*pair.split(" v "), 200, POINTS)) == AXELROD["matches"][pair]


def test_all_totals_come_out():
    assert set(OURS["totals"]) == set(FIVE)
    assert everybody(FIVE, 10) == OURS["totals"]
    assert everybody(list(PLAYERS), 10) == SEVEN["totals"]
    assert everybody(FIVE, 200, POINTS, themselves=True) == AXELROD["totals"]


def test_the_payoffs_are_the_published_ones():
    assert OURS["payoffs"] == "CC 2/2, CD -1/3, DC 3/-1, DD 0/0"
    assert (COINS.both, COINS.used, COINS.uses, COINS.neither) == (2, -1, 3, 0)
    assert AXELROD["payoffs"] == "R=3,T=5,S=0,P=1"
    assert (POINTS.both, POINTS.uses, POINTS.used, POINTS.neither) == (3, 5, 0, 1)


def test_all_21_pairs_add_up_to_the_totals_from_either_side():
    pairs = list(combinations(PLAYERS, 2))
    assert len(pairs) == 21
    totals = dict.fromkeys(PLAYERS, 0)
    for one, other in pairs:
        a, b = match(one, other, 10)
        assert match(other, one, 10) == (b, a)
        totals[one] += a
        totals[other] += b
    assert totals == SEVEN["totals"]


def test_copykitten_forgives_once_and_stayer_changes_when_it_was_let_down():
    kitten, stayer = PLAYERS["copykitten"].play, PLAYERS["simpleton"].play
    assert kitten([], [CHEATS]) is HELPS
    assert kitten([], [CHEATS, CHEATS]) is CHEATS
    assert kitten([], [CHEATS, CHEATS, HELPS]) is HELPS
    assert stayer([CHEATS], [HELPS]) is CHEATS
    assert stayer([CHEATS], [CHEATS]) is HELPS
    assert stayer([HELPS], [CHEATS]) is CHEATS


def test_who_is_first_changes_with_the_others_and_with_mistakes():
    def first(players, often=0):
        slips = Slips(random.Random(7), often) if often else None
        totals = dict.fromkeys(players, 0)
        for _ in range(200):
            for name, total in everybody(players, 10, slips=slips).items():
                totals[name] += total
        return max(totals, key=totals.get)

    assert first(FIVE) == "copycat"
    assert first(FIVE, 0.2) == "always_cheat"
    assert first(["always_cooperate", "always_cheat"]) == "always_cheat"


def test_a_meeting_is_told_in_a_sentence_and_is_the_same_for_the_same_seed():
    found = again({"players": list(FIVE)})
    assert found["says"] == "Of these 5, over 10 rounds: Copycat has most, with 57."
    assert [one["total"] for one in found["rows"]] == [57, 46, 45, 45, 29]
    asked = {"players": list(FIVE), "mistakes": 5, "seed": 3}
    assert again(asked) == again(asked) != again(asked | {"seed": 4})
    assert "5 in 100 by mistake" in again(asked)["says"]
    equal = again({"players": ["copycat", "grudger"]})["says"]
    assert "Copycat and Grudger have most, with 20" in equal


@pytest.mark.parametrize(
    "asked",
    [
        {"players": ["copycat"]},
        {"players": ["copycat", "copycat"]},
        {"players": ["copycat", "nobody"]},
        {"players": list(FIVE), "rounds": 201},
        {"players": list(FIVE), "mistakes": -1},
        {"players": 3},
    ],
)
def test_what_is_no_meeting_is_refused_in_one_sentence(asked):
    with pytest.raises(ResponseError) as told:
        again(asked)
    assert "\n" not in str(told.value)
