import random

import pytest
from pydantic import ValidationError

from academy_widgets.code.model import LABELS, CodeExercise, Turn, experts
from academy_widgets.exercise import ResponseError


def made(head, **changed):
    turns = [
        {"who": "listener", "id": "t1", "text": "Hello.", "label": "other", "why": "w"},
        {"who": "speaker", "text": "It is damp."},
        {
            "who": "listener",
            "id": "t2",
            "text": "Damp?",
            "label": "reflection",
            "also": ["question"],
            "opens": False,
            "why": "w",
        },
        {"who": "speaker", "text": "Yes."},
    ]
    given = {
        "kind": "code",
        "id": "m/x",
        "scene": "An office.",
        "speaker": "Omar",
        "listener": "Jo",
        "turns": turns,
        "meanings": dict.fromkeys(LABELS, "means"),
    }
    return CodeExercise.model_validate(head | given | changed)


def test_what_is_shown_does_not_hold_the_coding(head):
    for turn in made(head).shown()["turns"]:
        assert set(turn) == {"id", "who", "text"}


def test_marks_stand_as_same_arguable_or_different_and_never_wrong(head):
    exercise = made(head)

    def stands(label):
        rows = exercise.feedback({"labels": {"t2": label}})["turns"]
        return rows[0]["stands"]

    assert stands("reflection") == "same"
    assert stands("question") == "arguable"
    assert stands("other") == "different"


def test_counts_are_of_the_turns_marked(head):
    said = made(head).feedback({"labels": {"t1": "other", "t2": "question"}})
    assert (said["marked"], said["of"]) == (2, 2)
    assert (said["same"], said["arguable"]) == (1, 1)


@pytest.mark.parametrize(
    "bad", [{}, {"labels": {}}, {"labels": {"t9": "other"}}, {"labels": {"t1": "loud"}}]
)
def test_a_response_that_does_not_fit_is_refused(head, bad):
    with pytest.raises(ResponseError):
        made(head).feedback(bad)


@pytest.mark.parametrize(
    ("turn", "says"),
    [
        ({"who": "listener", "text": "Hm."}, "needs id, label and why"),
        ({"who": "speaker", "text": "Hm.", "why": "w"}, "only who and text"),
        ({"label": "question"}, "opens: true"),
        ({"also": ["question"]}, "opens: true"),
        ({"opens": True}, "opens: true"),
    ],
)
def test_a_turn_that_is_not_whole_or_too_much_is_refused(turn, says):
    whole = {"who": "listener", "id": "t", "text": "Hm.", "label": "other", "why": "w"}
    given = turn if "who" in turn else whole | turn
    with pytest.raises(ValidationError, match=says):
        Turn.model_validate(given)


def test_each_measure_stands_beside_what_is_published_and_its_caveat(head):
    for labels in ({"t1": "other"}, {"t1": "question", "t2": "reflection"}):
        said = made(head).feedback({"labels": labels})["measures"]
        assert len(said) == 3
        for one in said:
            assert all(one[name] for name in ("what", "yours", "threshold", "caveat"))
        assert "1 fair and 2 good" in said[0]["threshold"]
        assert "opinion" in said[0]["caveat"]
        assert "52 of 107" in said[0]["caveat"]


def test_experts_agree_in_percent():
    said = experts()
    assert said["overall"] == 80
    assert [row["same"] for row in said["labels"]] == [86, 79, 73, 82]


def test_simulated_learners_agree_with_us_about_as_often_as_experts_do(head):
    exercise = made(head)
    same = marked = 0
    for seed in range(400):
        response = exercise.simulate(random.Random(seed))
        assert response == exercise.simulate(random.Random(seed))
        said = exercise.feedback(response)
        same, marked = same + said["same"], marked + said["marked"]
    assert 0.74 < same / marked < 0.86
