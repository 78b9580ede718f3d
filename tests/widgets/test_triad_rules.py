import json
import random

import pytest

from academy_widgets.exercise import LONGEST_TEXT, ResponseError
from academy_widgets.triad.rules import (
    MOST_SAID,
    RefusedError,
    left,
    played,
    seat,
    step,
)
from academy_widgets.triad.state import Event, State

PEOPLE = [{"name": name} for name in "ABC"]
ROLES = ("speaker", "listener", "observer")
OFTEN = {  # or nearly every one would be stopped at once
    "begin": 3,
    "start": 9,
    "pause": 3,
    "look": 5,
    "count": 5,
    "say": 5,
    "line": 3,
    "finish": 3,
    "sheet": 9,
    "stop": 0.1,
}


def event(do, at=0, **more):
    return {"do": do, "at": at, **more}


def begun(*events, length=None):
    return played([event("begin", people=PEOPLE, length=length), *events])


def refused(*events, **given):
    with pytest.raises(RefusedError) as told:
        begun(*events, **given)
    assert "\n" not in str(told.value)
    return str(told.value)


def whole_round(at):
    return event("start", at), event("finish", at + 1000), event("sheet", at + 1000)


def any_event(rng, at):
    return Event(
        do=rng.choices(list(OFTEN), OFTEN.values())[0],
        at=at,
        people=tuple(PEOPLE) if rng.random() < 0.8 else (),
        length=60_000,
        what=rng.choice((None, "question", "reflection")),
        by=rng.randrange(3),
        text=rng.choice(("", "Yes.", "x" * (LONGEST_TEXT + 1))),
    )


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_in_whatever_order_the_rules_hold(seed):
    rng = random.Random(seed)
    state, at = State(), 0
    for _ in range(300):
        at = max(0, at + rng.choice((0, 10, 700, 9000, -5)))
        one, before = any_event(rng, at), state.model_dump_json()
        was = state
        try:
            state = step(state, one, at)
        except RefusedError:
            assert state.model_dump_json() == before
            continue
        assert was.model_dump_json() == before
        assert state == State.model_validate(json.loads(state.model_dump_json()))
        assert state.at >= was.at
        assert state.round in (was.round, was.round + 1)
        assert (state.since is not None) == (state.phase == "talking")
        for now, old in zip(state.rounds, was.rounds, strict=True):
            assert 0 <= old.spent <= now.spent <= 60_000
            assert now.questions >= old.questions
            assert now.reflections >= old.reflections
            assert now.said[: len(old.said)] == old.said
            assert now.lines >= old.lines


def test_each_has_each_role_once_and_nobody_has_two():
    for role in ROLES:
        assert {seat(role, one) for one in range(3)} == {0, 1, 2}
    for one in range(3):
        assert {seat(role, one) for role in ROLES} == {0, 1, 2}


def test_three_rounds_are_the_whole():
    state = begun(*whole_round(0), *whole_round(2000), *whole_round(4000))
    assert state.phase == "done"
    assert [one.spent for one in state.rounds] == [1000, 1000, 1000]
    assert "over" in refused(
        *whole_round(0), *whole_round(2000), *whole_round(4000), event("start", 9000)
    )


def test_a_pause_takes_no_time():
    state = begun(
        event("start", 0),
        event("pause", 5000),
        event("start", 60_000),
        event("look", 61_000),
    )
    assert state.now.spent == 6000


def test_a_round_ends_itself_when_its_time_is_up_and_never_takes_more():
    state = begun(event("start", 0), event("look", 200_000), length=120_000)
    assert (state.phase, state.now.spent, left(state)) == ("sheet", 120_000, 0)
    assert left(begun(event("start", 0), event("look", 9000))) is None


def test_what_is_counted_or_said_as_the_time_runs_out_still_counts():
    late = event("count", 70_000, what="question")
    state = begun(event("start"), late, event("say", 70_001, text="Yes."), length=60_000)
    assert (state.phase, state.now.questions, len(state.now.said)) == ("sheet", 1, 1)


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ([event("begin", people=PEOPLE)], "not begun"),
        ([event("pause")], "not begun"),
        ([event("count", what="question")], "not begun"),
        ([event("start"), event("start")], "clock runs"),
        ([event("start"), event("sheet")], "clock runs"),
        ([event("start"), event("count")], "Nothing was counted"),
        ([event("start"), event("say", by=2, text="I")], "observer says nothing"),
        ([event("start"), event("line")], "no script"),
        ([event("start", 5000), event("pause", 4000)], "before the last"),
        (
            [event("start"), event("say", text="x" * (LONGEST_TEXT + 1))],
            "20,001 characters",
        ),
        ([event("stop"), event("start")], "stopped"),
        ([event("start"), *[event("say", text="Mm.")] * (MOST_SAID + 1)], "60 turns"),
        (
            [
                event("start"),
                event("finish"),
                event("sheet", note="x" * (LONGEST_TEXT + 1)),
            ],
            "note has 20,001",
        ),
    ],
)
def test_what_cannot_be_done_now_is_refused_in_one_sentence(events, why):
    assert why in refused(*events)


@pytest.mark.parametrize(
    "people",
    [[], PEOPLE[:2], [{"name": "A"}, {"name": "a"}, {"name": "C"}]],
)
def test_there_have_to_be_three_who_can_be_told_apart(people):
    with pytest.raises(RefusedError):
        played([event("begin", people=people)])


def test_what_is_no_event_is_told():
    for bad in (
        {},
        {"do": "fly", "at": 0},
        {"do": "look", "at": -1},
        event("look") | {"x": 1},
    ):
        with pytest.raises(ResponseError):
            played([bad])


def test_nobody_can_speak_for_a_script():
    people = [{"name": "Me"}, *({"name": one, "stand_in": True} for one in "XY")]
    with pytest.raises(RefusedError, match="script"):
        played(
            [event("begin", people=people), event("start"), event("say", by=1, text="a")]
        )


def test_stopping_keeps_all_that_was():
    events = (event("start"), event("count", 900, what="reflection"))
    state = begun(*events, event("stop", 1000, note="She waited."))
    assert (state.phase, state.now.spent, state.now.reflections) == ("stopped", 1000, 1)
    assert state.now.sheet.note == "She waited."
