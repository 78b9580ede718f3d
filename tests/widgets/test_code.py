import csv
import itertools
import random
from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from academy_widgets.code.model import EXPERT_PAIRS, LABELS, CodeExercise, experts
from academy_widgets.exercise import ResponseError

RATINGS = Path(__file__).parent / "data" / "annomi_10rater_therapist.csv"


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


def test_a_listeners_turn_without_a_coding_is_refused(head):
    with pytest.raises(ValidationError, match="needs id, label and why"):
        made(head, turns=[{"who": "listener", "text": "Hm."}] * 4)


def test_the_experts_numbers_are_counted_from_their_labels():
    ours = {"therapist_input": "information"}
    pairs = {label: Counter() for label in LABELS}
    unanimous = 0
    with RATINGS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        said = [ours.get(row[str(rater)], row[str(rater)]) for rater in range(10)]
        unanimous += len(set(said)) == 1
        for one, another in itertools.permutations(said, 2):
            pairs[one][another] += 1
    assert pairs == EXPERT_PAIRS
    assert len(rows) == 216
    # The share that the published analysis gives: half of all turns are unanimous.
    assert round(100 * unanimous / len(rows), 1) == 51.9


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
