"""Thirty simulated learners of one cohort do all of Power, through the real store."""

import json
import re
from fractions import Fraction
from statistics import mean

import pytest

from academy import content, paths
from academy.group_results import FEWEST
from academy.group_results.gathering import for_learner

POWER = paths.content() / "modules" / "04_power"
LADDER = 8  # levels


@pytest.fixture(scope="module")
def thirty(thirty_of):
    return thirty_of(POWER.name)


def test_it_is_whole_and_its_design_names_each_exercise_in_order():
    design = (POWER / "DESIGN.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \|", design, re.MULTILINE)
    shown = [(one.id.partition("/")[2], one.kind) for one in content.in_order(POWER.name)]
    assert rows == shown
    assert [kind for _, kind in shown] == [
        *("ladder", "trustgame", "powermap", "votes", "cases", "share", "reflection")
    ]


def test_hard_parts_are_announced_with_a_way_out_before_they_come():
    cells = json.loads((POWER / "module.ipynb").read_text("utf-8"))["cells"]
    said = [" ".join("".join(cell["source"]).split()) for cell in cells]
    assert "Then use the made-up places; they teach as much." in said[0]
    for name, way_out in [
        ("unequal_stakes", "Leave it with a good conscience"),
        ("powermap", "take the hostel that is offered"),
        ("who_can_turn_it", "Then leave it"),
        ("facts_apart", "stop here"),
        ("share_one", "this plan may not fit"),
    ]:
        assert way_out in said[said.index(f'exercise("{name}.yml")') - 1], name


def test_each_word_for_a_kind_of_power_comes_after_what_somebody_does():
    cells = json.loads((POWER / "module.ipynb").read_text("utf-8"))["cells"]
    prose = " ".join("".join("".join(cell["source"]) for cell in cells).split())
    named = re.findall(r"- ([^*]+) That is \*\*power (\w+)\*\*", prose)
    assert [kind for _, kind in named] == ["over", "to", "with", "within"]
    assert not any("power" in does for does, _ in named)


def test_only_the_ladder_is_gathered_and_nobodys_own_decisions_are_in_it(thirty):
    (ladder,) = thirty.of("ladder")
    for exercise in thirty.exercises:
        asked = for_learner(
            thirty.store, thirty.people.cohorts, thirty.learners[0], exercise, []
        )
        assert (asked is None) == (exercise is not ladder)
    answers = [one.body["answer"] for one in thirty.answers[ladder.id]]
    own = {one["title"] for answer in answers for one in answer["own"]}
    assert own
    found = ladder.together(answers).model_dump_json()
    assert [title for title in own if title in found] == []


def test_seats_differ_and_gaps_are_of_those_who_placed_both(thirty):
    (ladder,) = thirty.of("ladder")
    gaps = [
        row["mine"] - row["theirs"]
        for one in thirty.feedback[ladder.id]
        for row in one["rows"]
        if row["mine"] and row["theirs"]
    ]
    assert len(gaps) > len(thirty.learners)
    assert 0 < mean(map(abs, gaps)) < LADDER - 1


def test_everybodys_say_adds_up_before_and_after_the_rule_is_changed(thirty):
    (votes,) = thirty.of("votes")
    changed = 0
    for one in thirty.feedback[votes.id]:
        for told in filter(None, (one["before"], one.get("after"))):
            for index in ("say_exact", "order_exact"):
                assert sum(Fraction(row[index]) for row in told["members"]) == 1
        changed += bool(one.get("after"))
    assert changed > FEWEST


def test_every_map_is_told_in_words_with_all_its_people_and_an_arrow_stays_one(thirty):
    (maps,) = thirty.of("powermap")
    for left, told in zip(thirty.answers[maps.id], thirty.feedback[maps.id], strict=True):
        drawn = left.body["answer"]["map"]
        assert told["measures"]["n"] == len(drawn["people"])
        assert str(len(drawn["people"])) in told["measures"]["says"][0]
        ways = {
            (tie["from"], tie["to"])[:: -1 if tie["sort"] in {"listens", "depends"} else 1]
            for tie in drawn["ties"]
        }
        for at, end in (("out", 0), ("in", 1)):
            counted = {one["id"]: one[at] for one in told["measures"]["people"]}
            assert counted == {id: sum(way[end] == id for way in ways) for id in counted}


def test_both_seats_of_the_game_are_played_with_more_and_with_less(thirty):
    (game,) = thirty.of("trustgame")
    whole = 0
    for told in thirty.feedback[game.id]:
        seats = {(one["place"], one["stake"]) for one in told["places"]}
        whole += len(seats) == 2 * len(game.pairs)
        for one in told["places"]:
            for row in one["rows"]:
                assert row["arrived"] == 3 * row["sent"]
                assert 0 <= row["back"] <= row["arrived"]
        assert not re.search(r"\b(naive|selfish|greedy)\b", json.dumps(told).lower())
    assert whole > len(thirty.learners) / 2


def test_facts_that_one_alone_knows_come_out_less_often_than_those_of_all(thirty):
    (cases,) = thirty.of("cases")
    shared, alone = [], []
    for told in thirty.feedback[cases.id]:
        for fact in told["facts"]:
            known = shared if fact["knew"] == "everybody" else alone
            known.append(fact["out"] != "not said")
    assert mean(alone) < mean(shared)
    assert any(alone)
