import random

import pytest
from pydantic import ValidationError

from academy_widgets.exercise import ResponseError
from academy_widgets.reply.model import ReplyExercise


def made(head, **changed):
    replies = [
        {"id": id, "text": id, "move": move, "then": f"then {id}", "why": "w"}
        for id, move in (("a", "reflection"), ("b", "advice"), ("c", "open question"))
    ]
    given = {
        "kind": "reply",
        "id": "m/x",
        "scene": "A ward.",
        "speaker": {"name": "Ada", "who": "a nurse"},
        "says": "Nothing changes.",
        "invite": "And you?",
        "replies": replies,
        "examples": [{"text": "Nothing at all.", "why": "w"}],
    }
    return ReplyExercise.model_validate(head | given | changed)


def test_what_is_shown_does_not_hold_what_replies_do(head):
    shown = str(made(head).shown())
    assert "reflection" not in shown
    assert "then a" not in shown


def test_feedback_says_what_each_reply_tried_does_newest_first(head):
    said = made(head).feedback({"chosen": ["a", "b", "a"]})
    assert [one["id"] for one in said["tried"]] == ["a", "b"]
    assert said["tried"][1]["move"] == "advice"
    assert said["left"] == 1


def test_examples_come_only_after_ones_own_words(head):
    exercise = made(head)
    assert exercise.feedback({"chosen": ["a"]})["examples"] == []
    assert exercise.feedback({"chosen": ["a"], "written": "  "})["examples"] == []
    assert exercise.feedback({"written": "Tell me."})["examples"]


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"chosen": ["z"]},
        {"chosen": [], "written": ""},
        {"chosen": "a", "other": 1},
        {"written": "x" * 20_001},
        {"written": 3},
    ],
)
def test_a_response_that_does_not_fit_is_refused_in_one_sentence(head, bad):
    with pytest.raises(ResponseError) as told:
        made(head).feedback(bad)
    assert "\n" not in str(told.value)


def test_two_replies_of_one_name_are_refused(head):
    reply = {"id": "a", "text": "t", "move": "advice", "then": "t", "why": "w"}
    with pytest.raises(ValidationError, match="'a' is there twice"):
        made(head, replies=[reply] * 3)


def test_simulated_learners_are_plausible_and_the_same_for_the_same_seed(head):
    exercise = made(head)
    for seed in range(50):
        response = exercise.simulate(random.Random(seed))
        assert response == exercise.simulate(random.Random(seed))
        assert exercise.feedback(response)["tried"]
