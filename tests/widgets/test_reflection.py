import random

import pytest

from academy_widgets.exercise import ResponseError
from academy_widgets.reflection.model import ReflectionExercise


def made(head, **changed):
    given = {
        "kind": "reflection",
        "id": "m/x",
        "assignment": "m",
        "invite": "Think of one.",
        "questions": [
            {"id": "what", "prompt": "What?", "about": 80},
            {"id": "next", "prompt": "Next?", "about": 40},
        ],
    }
    return ReflectionExercise.model_validate(head | given | changed)


def test_only_sending_hands_in_and_every_question_is_there(head):
    exercise = made(head)
    answers = {"what": "I listened."}
    assert exercise.handed_in({"answers": answers}) is None
    sent = exercise.handed_in({"answers": answers, "send": True})
    assert sent is not None
    assert sent.assignment == "m"
    assert sent.answers == {"what": "I listened.", "next": ""}


def test_words_are_counted_and_nothing_else_is_judged(head):
    said = made(head).feedback({"answers": {"what": "I said  nothing.", "next": ""}})
    assert said == {"words": {"what": 3, "next": 0}, "sent": False}


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"answers": {"nobody_asked": "x"}},
        {"answers": {"what": " \n"}, "send": True},
        {"answers": {"what": "x" * 20_001}},
        {"answers": {"what": "x"}, "send": "perhaps"},
    ],
)
def test_a_response_that_does_not_fit_is_refused(head, bad):
    with pytest.raises(ResponseError):
        made(head).handed_in(bad)


@pytest.mark.parametrize(
    "response",
    [{"answers": {"what": "x"}}, {"answers": {"what": "x"}, "send": True}],
)
def test_an_answer_does_nothing_with_what_was_sent_before(head, response):
    assert made(head).afterwards(response) is None


@pytest.mark.parametrize(
    "response",
    [
        {"do": "withdraw", "of": 7},
        {"do": "answer", "of": 8, "text": "Thank you."},
        {"do": "answer", "of": 8, "look": True},
    ],
)
def test_what_was_sent_is_taken_back_or_answered(head, response):
    done = made(head).afterwards(response)
    assert done.model_dump(exclude_defaults=True) == response


@pytest.mark.parametrize(
    "bad",
    [
        {"do": "erase", "of": 7},
        {"do": "withdraw"},
        {"do": "withdraw", "of": "all"},
        {"do": "withdraw", "of": 2**53},
        {"do": "answer", "of": 8, "text": "  "},
        {"do": "answer", "of": 8, "text": "x" * 20_001},
        {"do": "answer", "of": 8, "text": "x", "answers": {"what": "x"}},
    ],
)
def test_what_is_neither_is_refused(head, bad):
    with pytest.raises(ResponseError):
        made(head).afterwards(bad)


def test_words_to_a_tutor_that_are_not_sent_yet_are_told_with_the_others(head):
    said = made(head).in_words({"answers": {"what": "a"}, "back": {"of": 8, "text": "b"}})
    assert said == [("What?", "a"), ("To my tutor", "b")]


def test_simulated_learners_send(head):
    exercise = made(head)
    for seed in range(20):
        response = exercise.simulate(random.Random(seed))
        assert response == exercise.simulate(random.Random(seed))
        assert exercise.handed_in(response) is not None
