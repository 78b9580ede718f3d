import json
import random
from collections import Counter
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from academy_widgets.cases import stand_ins
from academy_widgets.cases.model import CasesExercise, Response
from academy_widgets.cases.rules import Deal, Event, RefusedError, State, step
from academy_widgets.exercise import ResponseError

OURS = Path(__file__).parents[2] / "modules" / "04_power" / "facts_apart.yml"
DATA = yaml.safe_load(OURS.read_text("utf-8"))
CASES = CasesExercise.model_validate(DATA)
ROOM = CASES.cases[0]
FACTS = DATA["cases"][0]["facts"]
DEAL = Deal(
    options=("a", "b", "c"),
    sheets={"ann": ("all", "hers"), "bea": ("all", "beas"), "cal": ("all", "cals")},
    rounds=2,
)


def seed_of(seat, case=ROOM):
    return next(n for n in range(99) if CASES._seat(case, n) == seat)


def given(*moves, seat="carer", first="treatment", second="sitting", **more):
    return {
        "case": "empty_room",
        "seed": seed_of(seat),
        "first": first,
        "moves": [{"ask": one} if one in SEATS else {"say": one} for one in moves],
        "second": second,
    } | more


SEATS = {one.id for one in ROOM.roles}
SAYS_SHARED = ["couch", "survey", "damp", "couch"]
ASKS = ["cleaner", "nurse", "manager", "cleaner"]


def after(*events):
    state = State(deal=DEAL)
    for do, by, *what in events:
        state = step(state, Event(do=do, by=by, what=what[0] if what else None))
    return state


ALONE = [("choose", one, "a") for one in DEAL.sheets]


def test_each_chooses_alone_then_all_speak_in_order_and_choose_again():
    state = after(*ALONE[:2])
    assert state.phase == "alone"
    state = after(*ALONE)
    spoken = []
    while state.phase == "rounds":
        spoken.append((state.round, state.next))
        state = step(state, Event(do="pass", by=state.next))
    assert spoken == [(n, one) for n in (0, 1) for one in DEAL.sheets]
    for one in DEAL.sheets:
        state = step(state, Event(do="choose", by=one, what="b"))
    assert state.phase == "done"
    assert set(state.first.values()) == {"a"}
    assert set(state.second.values()) == {"b"}


def test_what_was_said_may_be_said_by_others_and_who_was_asked_is_remembered():
    state = after(*ALONE, ("say", "ann", "hers"), ("ask", "bea", "ann"))
    assert state.asked("ann") == ("bea",)
    state = step(state, Event(do="say", by="cal", what="hers"))
    state = step(state, Event(do="pass", by="ann"))
    assert state.turns[-1].asked_by == ("bea",)
    assert state.asked("ann") == ()
    assert state.said == ("hers",)
    assert State.model_validate(json.loads(state.model_dump_json())) == state


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([("say", "ann", "all")], "chooses alone first"),
        ([("choose", "ann", "z")], "one of the options"),
        ([("choose", "ann")], "one of the options"),
        ([ALONE[0], ALONE[0]], "chosen already"),
        ([("choose", "nobody", "a")], "Nobody of that role"),
        ([*ALONE, ("say", "bea", "all")], "somebody else’s turn"),
        ([*ALONE, ("say", "ann", "beas")], "You cannot know that"),
        ([*ALONE, ("say", "ann")], "Choose what to say"),
        ([*ALONE, ("ask", "ann", "ann")], "Ask somebody else"),
        ([*ALONE, ("ask", "ann", "dora")], "who sits here"),
        ([*ALONE, ("choose", "ann", "b")], "The talk is on"),
        ([*ALONE, *[("pass", one) for one in DEAL.order] * 2, ("pass", "ann")],
         "The talk is over"),
        ([*ALONE, *[("pass", one) for one in DEAL.order] * 2, *ALONE, ALONE[0]],
         "This case is over"),
    ],
)  # fmt: skip
def test_whatever_is_not_allowed_is_told_in_one_sentence_and_changes_nothing(events, says):
    state = after(*events[:-1])
    before = state.model_dump()
    do, by, *what = events[-1]
    with pytest.raises(RefusedError, match=says) as told:
        step(state, Event(do=do, by=by, what=what[0] if what else None))
    assert "\n" not in str(told.value)
    assert state.model_dump() == before


@pytest.mark.parametrize("case", CASES.cases, ids=lambda case: case.id)
def test_no_sheet_alone_tells_what_all_facts_say(case):
    shared = case.best(one.id for one in case.facts if one.only is None)
    whole = case.best(one.id for one in case.facts)
    assert shared != whole
    for role in case.roles:
        assert case.best(case.sheet(role.id)) == shared
        assert len(case.own(role.id)) == 2
        # Whoever hears what the other three know finds it, without their own two.
        others = [one.id for one in case.facts if one.only != role.id]
        assert case.best(others) == whole
    assert sum(role.leads for role in case.roles) == 2


def broken(**changed):
    case = json.loads(json.dumps(DATA["cases"][0])) | changed
    return DATA | {"cases": [case, DATA["cases"][1]]}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (broken(facts=[one for one in FACTS if not one.get("only")]),
         "all facts for another"),
        (broken(facts=[one for one in FACTS if one.get("only") != "nurse"]),
         "'nurse' knows nothing"),
        (broken(facts=[one | ({"only": "carer"} if one.get("only") else {})
                       for one in FACTS]
                + [{"id": role, "text": "x", "option": "store", "speaks": "for",
                    "only": role} for role in ("manager", "nurse", "cleaner")]),
         "sheet of 'carer'"),
        (broken(facts=[*FACTS,
                       {"id": "x", "text": "x", "option": "none", "speaks": "for"}]),
         "'x' is about no option"),
        (broken(facts=[*FACTS,
                       {"id": "x", "text": "x", "option": "store", "speaks": "for",
                        "only": "nobody"}]),
         "'x' is known to no role"),
        (DATA | {"cases": [DATA["cases"][0]] * 2}, "case 'empty_room' is there twice"),
    ],
)  # fmt: skip
def test_a_case_that_hides_nothing_is_refused(data, says):
    with pytest.raises(ValidationError, match=says):
        CasesExercise.model_validate(data)


def test_the_browser_gets_no_fact_before_it_has_a_seat_and_then_its_own_sheet_alone():
    shown = json.dumps(CASES.shown(), ensure_ascii=False)
    assert not any(one.text in shown for case in CASES.cases for one in case.facts)
    (found,) = CASES.work({"case": "empty_room", "seed": seed_of("carer")})
    text = json.dumps(found, ensure_ascii=False)
    for fact in ROOM.facts:
        assert (fact.text in text) == (fact.only in {None, "carer"})
    assert "for" not in found["sheet"][0]
    assert found["seat"]["name"] == "the carer"
    orders = set()
    for seed in range(60):
        (one,) = CASES.work({"case": "empty_room", "seed": seed})
        orders.add(tuple(fact["id"] for fact in one["sheet"]))
    assert len(orders) > 30


def test_the_seat_is_drawn_evenly():
    seats = Counter(CASES._seat(ROOM, seed) for seed in range(400))
    assert set(seats) == SEATS
    assert min(seats.values()) > 70


def test_whoever_is_asked_says_what_only_they_know_and_then_that_there_is_no_more():
    (found,) = CASES.work(given("cleaner", "cleaner", "cleaner", second=None))
    lines = [one for one in found["log"] if one["who"] == "the cleaner"]
    own = [one.text for one in ROOM.facts if one.only == "cleaner"]
    assert [one["text"] for one in lines[:3]] == [*own, ""]
    assert [one["does"] for one in lines] == ["say", "say", "pass"]
    assert all(one["asked"] for one in lines)


def test_those_who_are_seldom_heard_never_say_their_own_unasked_and_others_at_times():
    unasked = Counter()
    for case in CASES.cases:
        shared = [one.id for one in case.facts if one.only is None]
        for seed in range(200):
            moves = [{"say": one} for one in shared[: case.rounds]]
            asked = {"case": case.id, "seed": seed, "first": case.options[0].id}
            state = CASES._played(Response.model_validate(asked | {"moves": moves})).state
            for one in state.turns:
                if one.by != CASES._seat(case, seed):
                    leads = next(role.leads for role in case.roles if role.id == one.by)
                    unasked[leads, one.fact in case.own(one.by)] += 1
    assert unasked[False, True] == 0
    assert 0.17 < unasked[True, True] / (unasked[True, True] + unasked[True, False]) < 0.27


def test_a_stand_in_chooses_what_most_of_its_facts_speak_for():
    found = CASES.feedback(given(*ASKS))
    people = {one["name"]: one for one in found["people"]}
    assert {one["first"] for one in people.values()} == {"A second treatment room"}
    assert people["the nurse"]["second"] == "A sitting room, open in the evening"
    assert people["the cleaner"]["asked"] == 2
    assert people["you, the carer"]["own"] == "0 of 2"


def test_asking_brings_out_what_saying_what_all_know_does_not():
    def out(moves):
        rows = CASES.feedback(given(*moves))["facts"]
        return sum(one["knew"] != "everybody" and one["out"] != "not said" for one in rows)

    assert out(ASKS) >= 4
    assert out(ASKS) > out(SAYS_SHARED)
    heard = {one["option"]: one["heard"] for one in CASES.feedback(given(*ASKS))["points"]}
    assert max(heard, key=heard.get) == "A sitting room, open in the evening"


def test_whom_nobody_asked_is_told_with_what_they_knew():
    says = CASES.feedback(given(*SAYS_SHARED))["says"]
    cleaner = next(one for one in says if one.startswith("Nobody asked the cleaner"))
    assert "back stairs" in cleaner
    assert not any(one.startswith("Nobody asked the carer") for one in says)
    assert "you said 0" in says[4]
    asked = CASES.feedback(given("cleaner", "nurse", "nurse", "manager"))["says"]
    assert not any(one.startswith("Nobody asked the ") for one in asked)  # one fact is left
    assert asked[0].endswith("you chose “A sitting room, open in the evening”.")
    same = CASES.feedback(given(*ASKS, second="treatment"))["says"]
    assert same[0].endswith("and after the talk the same.")


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (given(*ASKS, first=None), "alone first"),
        (given(*ASKS, first="none"), "one of the options"),
        (given(*ASKS[:2], second=None), "2 rounds are left"),
        (given(*ASKS[:3], second=None), "a round is left"),
        (given(*ASKS[:3]), "The talk is on"),
        (given(*ASKS, second=None), "Choose once more"),
        (given(*ASKS, second="none"), "one of the options"),
        (given(*ASKS, "nurse"), "The talk is over"),
        (given("stairs", *ASKS[1:]), "You cannot know that"),
        (given(*ASKS, seed=-1), "seed"),
        (given(*ASKS, case="none"), "no case 'none'"),
        (given(moves=[{"say": "couch", "ask": "nurse"}]), "One thing in a turn"),
        ({}, "case"),
    ],
)
def test_what_is_no_case_is_refused_in_one_sentence(bad, says):
    with pytest.raises(ResponseError, match=says) as told:
        CASES.feedback(bad)
    assert "\n" not in str(told.value)


def test_what_somebody_did_is_told_in_words_and_an_old_answer_is_still_theirs():
    words = CASES.in_words(given("couch", "nurse", "damp", "damp", note=" Our porter. "))
    texts = [one.text for one in words]
    assert texts[0] == "I sat there as the carer."
    assert words[3].to == "Round 2, I asked the nurse"
    assert texts[-1] == "Our porter."
    left_out = given(*ASKS, moves=[{}] * 4)
    assert CASES.in_words(left_out)[2].text == "I left my turn out."
    assert CASES.in_words({"case": "gone", "note": "mine"})[-1].text == "mine"


def test_each_role_gets_a_sheet_to_cut_out_and_the_key_tells_who_knows_what():
    sheet, key = CASES.on_paper()
    for case in CASES.cases:
        for role in case.roles:
            at = next(
                n
                for n, part in enumerate(sheet)
                if f"{case.title}: {role.name}." in part.text
            )
            known = {one.text for one in case.facts if one.only in {None, role.id}}
            assert set(sheet[at + 1].items) == known
            assert [one.text for one in case.facts if one.text in known] != list(
                sheet[at + 1].items
            )
    assert "everybody" not in str([part.rows for part in sheet])
    cuts = [part for part in sheet if "cut here" in part.text]
    assert len(cuts) == sum(len(case.roles) + 1 for case in CASES.cases)
    assert sum("who knows what" in part.text for part in key) == len(CASES.cases)


def test_thirty_simulated_learners_do_as_people_may():
    answers = [CASES.simulate(random.Random(n)) for n in range(30)]
    assert CASES.simulate(random.Random(3)) == answers[3]
    found = [CASES.feedback(one) for one in answers]
    changed = sum("the same" not in one["says"][0] for one in found)
    assert 5 < changed < 28
    assert len({one["case"] for one in answers}) == 2


def test_the_rule_that_is_told_is_the_one_that_is_played():
    assert "one time in four" in stand_ins.RULE
    assert stand_ins.OWN == 1 / 4
