import json
import random
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from academy_widgets.exercise import ResponseError
from academy_widgets.trustgame.model import TrustgameExercise
from academy_widgets.trustgame.rules import Event, Leg, RefusedError, State, kept, step
from academy_widgets.trustgame.stand_ins import WAYS, drawn, move

OURS = Path(__file__).parents[2] / "modules" / "04_power" / "unequal_stakes.yml"
DATA = yaml.safe_load(OURS.read_text("utf-8"))
GAME = TrustgameExercise.model_validate(DATA)
WHOLE = [5, 5, 5, 5, 5, 5, 1, 1, 2, 2, 5, 5, 1, 1]
LEGS = (
    Leg(stakes=(10, 10), sender=0, rounds=2),
    Leg(stakes=(2, 10), sender=1, rounds=1),
)


def after(*events, legs=LEGS):
    state = State(legs=legs)
    for do, by, *amount in events:
        state = step(state, Event(do=do, by=by, amount=amount[0] if amount else 0))
    return state


def test_what_is_sent_is_tripled_and_nothing_is_lost_on_the_way_back():
    state = after(("send", 0, 6), ("give", 1, 8))
    assert kept(state, state.rounds[0]) == (12, 20)
    state = after(("send", 0, 0), ("send", 0, 0), ("send", 1, 10), ("give", 0, 30))
    assert kept(state, state.rounds[-1]) == (2, 30)
    assert state.phase == "done"


def test_places_change_after_the_rounds_and_each_round_begins_with_the_stakes():
    state = after(("send", 0, 6), ("give", 1, 0), ("send", 0, 10))
    assert (state.next, state.most) == (1, 30)
    state = step(state, Event(do="give", by=1, amount=1))
    assert (state.phase, state.leg, state.next, state.most) == ("sending", 1, 1, 10)


def test_of_nothing_that_was_sent_nothing_is_asked_back():
    state = after(("send", 0, 0))
    assert state.rounds[0].back == 0
    assert (state.phase, state.next) == ("sending", 0)


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([("send", 0, 11)], "Only 10 can be sent here, and this is 11."),
        ([("send", 0, -1)], "Fewer than 0 coins cannot be sent: choose 0 to 10."),
        ([("send", 1, 1)], "It is the other’s turn: they send first."),
        ([("give", 0, 1)], "This is not the moment for that: now you send."),
        ([("give", 1, 1)], "It is the other’s turn: they send first."),
        ([("send", 0, 3), ("give", 1, 10)], "Only 9 can be given back"),
        ([("send", 0, 3), ("give", 1, -1)], "Fewer than 0 coins cannot be given back"),
        ([("send", 0, 3), ("send", 1, 1)], "now you give back"),
        ([("send", 0, 3), ("send", 0, 1)], "It is the other’s turn: they give back first."),
        ([("stop", 0), ("send", 0, 1)], "This game was stopped"),
        ([("stop", 1), ("stop", 0)], "This game was stopped"),
        (
            [("send", 0, 0), ("send", 0, 0), ("send", 1, 0), ("send", 0, 1)],
            "This game is over",
        ),
    ],
)
def test_whatever_is_not_allowed_is_told_in_one_sentence_and_changes_nothing(events, says):
    state = after(*events[:-1])
    before = state.model_dump()
    do, by, *amount = events[-1]
    with pytest.raises(RefusedError) as told:
        step(state, Event(do=do, by=by, amount=amount[0] if amount else 0))
    assert says in str(told.value)
    assert "\n" not in str(told.value)
    assert state.model_dump() == before


def test_two_people_can_play_by_the_same_rules_and_a_state_survives_being_kept():
    state = after(("send", 0, 6), ("give", 1, 8))
    again = State.model_validate(json.loads(state.model_dump_json()))
    assert step(again, Event(do="send", by=0, amount=1)) == step(
        state, Event(do="send", by=0, amount=1)
    )


def returns(way, sent, stake=10):
    legs = (Leg(stakes=(stake, 10), sender=0, rounds=1),)
    return move(after(("send", 0, sent), legs=legs), way).amount


def sends(way, *backs, stake=10):
    legs = (Leg(stakes=(10, stake), sender=1, rounds=5),)
    state = State(legs=legs)
    for back in backs:
        state = step(state, move(state, way))
        if state.phase == "giving":
            state = step(state, Event(do="give", by=0, amount=back))
    return move(state, way).amount


def test_each_stand_in_gives_back_by_the_rule_that_it_was_told_to_have():
    assert [returns("even", n) for n in (1, 5, 10)] == [1, 5, 10]
    assert [returns("bit_more", n) for n in (1, 5, 10)] == [2, 6, 11]
    assert [returns("keeps", n) for n in (1, 5, 10)] == [0, 0, 0]
    # Half of what arrives for all, a quarter for half.
    assert returns("mirror", 10) == 15
    assert returns("mirror", 4) == 2
    assert returns("mirror", 2, stake=2) == 3


def test_each_stand_in_sends_by_the_rule_that_it_was_told_to_have():
    assert sends("even") == sends("bit_more") == sends("mirror") == 5
    assert sends("even", 15) == sends("even", 0) == 5
    assert sends("keeps") == sends("keeps", 3) == 1
    assert sends("even", stake=2) == 1
    assert sends("mirror", 0) == 0
    assert sends("mirror", 0, 0) == 0
    assert sends("mirror", 15) == 10
    assert sends("mirror", 7) == 9  # 14 in 30 of ten


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("stakes", [(10, 10), (2, 10), (10, 2), (1, 1), (100, 3)])
def test_no_stand_in_ever_breaks_the_rules(way, stakes):
    rng = random.Random(str((way, stakes)))
    for _ in range(60):
        sender = rng.randrange(2)
        state = State(legs=(Leg(stakes=stakes, sender=sender, rounds=5),))
        while state.next is not None:
            if state.next == 1:
                state = step(state, move(state, way))
            else:
                do = "send" if state.phase == "sending" else "give"
                amount = rng.randint(0, state.most)
                state = step(state, Event(do=do, by=0, amount=amount))


def test_the_draw_depends_on_the_seed_alone_and_nobody_comes_twice_among_four():
    assert drawn(5, 3) == drawn(5, 3)
    draws = {tuple(drawn(seed, 4)) for seed in range(400)}
    assert len(draws) == 24
    assert all(sorted(one) == sorted(WAYS) for one in draws)
    assert len(drawn(1, 6)) == 6


def test_the_rules_are_told_before_and_the_draw_only_when_its_part_is_over():
    shown = GAME.shown()
    assert shown["ways"] == [one.words for one in WAYS.values()]
    assert "seed" not in str(shown)
    (begun,) = GAME.work({"seed": 3, "moves": WHOLE[:5]})
    assert begun["drawn"] == []
    (second,) = GAME.work({"seed": 3, "moves": WHOLE[:6]})
    assert [one["words"] for one in second["drawn"]] == [WAYS[drawn(3, 3)[0]].words]
    assert second["title"] == "You have two, they have ten"
    assert (second["yours"], second["theirs"], second["most"]) == (2, 10, 2)


def test_after_each_move_the_stand_in_moves_until_it_is_the_learners_turn():
    (found,) = GAME.work({"seed": 3, "moves": [5]})
    assert (found["round"], found["place"]) == (2, "sends")
    assert found["last"].startswith("You sent 5; 15 arrived;")
    (found,) = GAME.work({"seed": 3, "moves": [5, 5, 5]})
    assert (found["place"], found["swapped"]) == ("gives", True)
    assert found["most"] == 3 * found["sent"]


def test_a_stand_in_that_sends_nothing_does_not_ask_for_anything():
    seed = next(seed for seed in range(99) if drawn(seed, 1) == ["mirror"])
    (found,) = GAME.work({"seed": seed, "moves": [5, 5, 5, 0]})
    # It got nothing back, sends nothing twice, and the next part begins.
    assert (found["pair"], found["place"]) == (1, "sends")
    assert found["last"].startswith("The stand-in sent nothing.")
    places = GAME.feedback({"seed": seed, "moves": [5, 5, 5, 0]})["places"]
    assert places[1]["did"] == "0, 0, 0"
    assert places[1]["part"] == 0


def test_the_result_is_told_by_place_and_by_stake_beside_the_study():
    moves = [5, 6, 10, 5, 5, 5, 2, 1, 8, 2, 3, 4, 1, 0]
    found = GAME.feedback({"seed": 1, "moves": moves})
    assert [(one["place"], one["stake"], one["part"]) for one in found["places"]] == [
        ("sends", "as much as the other", 70),
        ("gives", "as much as the other", 33),
        ("sends", "less", 75),
        ("gives", "less", 22),
        ("sends", "more", 35),
        ("gives", "more", 17),
    ]
    assert found["says"][0].endswith("you sent 5 of 10.")
    assert "70 when you had as much as the other, 75 when you had less" in found["says"][1]
    assert "5.16" in found["study"][0]
    assert len(found["drawn"]) == 3


def test_nobody_is_called_anything():
    words = json.dumps([GAME.feedback(GAME.simulate(random.Random(n))) for n in range(60)])
    words += OURS.read_text("utf-8")
    for word in ("naive", "selfish", "greedy", "generous", "mean ", "trusting", "foolish"):
        assert word not in words.lower()


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"seed": 1, "moves": []}, "play a round first"),
        ({"seed": 1, "moves": [11]}, "Only 10 can be sent"),
        ({"seed": 1, "moves": [1.5]}, "moves"),
        ({"seed": -1, "moves": [1]}, "seed"),
        ({"seed": 1, "moves": [10**12]}, "moves.0"),
        ({"moves": [1]}, "seed"),
        ({"seed": 1, "moves": [*WHOLE, 1]}, "This game is over"),
        ({"seed": 1, "moves": [1], "felt": {"nobody": "x"}}, "no question 'nobody'"),
    ],
)
def test_what_is_no_game_is_refused_in_one_sentence(bad, says):
    with pytest.raises(ResponseError, match=says) as told:
        GAME.feedback(bad)
    assert "\n" not in str(told.value)


def test_a_game_that_was_stopped_is_told_as_far_as_it_went():
    found = GAME.feedback({"seed": 1, "moves": WHOLE[:7]})
    assert [one["stake"] for one in found["places"]] == [
        "as much as the other",
        "as much as the other",
        "less",
    ]
    assert len(found["drawn"]) == 2


def test_the_first_stakes_must_be_the_studys():
    pairs = [DATA["pairs"][1], DATA["pairs"][0]]
    with pytest.raises(ValidationError, match="first pair must be equal"):
        TrustgameExercise.model_validate(DATA | {"pairs": pairs})


def test_what_was_done_and_felt_is_told_in_words_and_an_old_answer_is_still_theirs():
    given = {"seed": 1, "moves": WHOLE, "felt": {"sending": "Long.", "giving": " "}}
    words = GAME.in_words(given)
    assert words[0].text.startswith("You sent 5, 5, 5 of 10, that is 50 in 100")
    assert [one.text for one in words if one.to.startswith("What was it like")] == ["Long."]
    assert GAME.in_words({"seed": "x", "felt": "mine"})[-1].text == "mine"


def test_paper_is_for_two_people_and_the_figures_are_in_the_key():
    sheet, key = GAME.on_paper()
    assert "5.16" not in str(sheet)
    assert "5.16" in str(key)
    assert "57" in str(key)
    assert sum(part.form == "table" for part in sheet) == len(DATA["pairs"])


def test_thirty_simulated_learners_play_as_people_may():
    answers = [GAME.simulate(random.Random(n)) for n in range(30)]
    assert GAME.simulate(random.Random(3)) == answers[3]
    found = [GAME.feedback(one) for one in answers]
    parts = [one["places"][0]["part"] for one in found]
    assert min(parts) < 35
    assert max(parts) > 65
    assert sum(len(one["places"]) == 6 for one in found) > 20
