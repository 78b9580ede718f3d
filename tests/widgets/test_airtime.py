import json
import random

import pytest
from pydantic import ValidationError

from academy_widgets.airtime.model import AirtimeExercise
from academy_widgets.airtime.transcripts import MOST_TURNS
from academy_widgets.exercise import ResponseError
from academy_widgets.view import _work, view

ANSWER = {
    "people": [
        {"group": 0, "guess": 50},
        {"group": 1, "guess": 30},
        {"group": 1, "guess": 0},
    ],
    "way": "tap",
    "unit": "ms",
    "length": 100_000,
    "turns": [[0, 0, 60_000, 0], [1, 60_000, 80_000, 1]],
}


@pytest.fixture
def made(head):
    given = {"kind": "airtime", "id": "m/x", "invite": "Measure.", "groups": ["In", "Out"]}
    return AirtimeExercise.model_validate(head | given)


def test_shares_silence_and_guess_minus_measured(made):
    said = made.feedback(ANSWER)
    assert [one["share"] for one in said["people"]] == [75.0, 25.0, 0.0]
    assert [one["guess"] for one in said["people"]] == [62.5, 37.5, 0.0]
    assert [one["minus"] for one in said["people"]] == [-12.5, 12.5, 0.0]
    assert [one["longest"] for one in said["people"]] == [60_000, 20_000, 0]
    assert said["silence"] == 20_000
    assert said["interruptions"] == {"total": 1, "over": 0, "quick": 0, "marked": 1}
    assert (said["people"][1]["came_in"], said["people"][0]["came_in_on"]) == (1, 1)


def test_whoever_says_nothing_counts_in_how_even_it_was(made):
    with_them = made.feedback(ANSWER)["evenness"]["gini"]
    without = made.feedback(ANSWER | {"people": ANSWER["people"][:2]})["evenness"]["gini"]
    assert (round(with_them, 4), round(without, 4)) == (0.5, 0.25)


def test_groups_have_their_peoples_share(made):
    rows = made.feedback(ANSWER)["groups"]
    assert [(one["name"], one["people"], one["share"]) for one in rows] == [
        ("In", 1, 75.0),
        ("Out", 2, 25.0),
    ]
    nobody = [{"guess": 1}, {"guess": 2}, {}]
    assert made.feedback(ANSWER | {"people": nobody})["groups"] == []


def test_speech_of_nobody_known_is_in_no_share(made):
    turns = [[-1, 0, 30_000, 0], *ANSWER["turns"][1:]]
    said = made.feedback(ANSWER | {"turns": turns, "way": "microphone"})
    assert said["somebody"] == 30_000
    assert said["people"][1]["share"] == 100.0
    alone = made.feedback(ANSWER | {"turns": turns[:1]})
    assert (alone["evenness"], alone["groups"]) == (None, [])
    assert alone["people"][0]["share"] is None


def test_taps_and_words_cannot_tell_interruptions_and_captions_can(made):
    turns = [[0, 0, 60_000, 0], [1, 59_000, 80_000, 0]]
    for way, unit, known in (
        ("tap", "ms", False),
        ("transcript", "words", False),
        ("transcript", "ms", True),
    ):
        said = made.feedback(ANSWER | {"turns": turns, "way": way, "unit": unit})
        assert (said["interruptions"] is not None) == known
        assert said["people"][1]["came_in"] == int(known)
    assert made.feedback(ANSWER | {"unit": "words"})["silence"] is None


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"turns": []}, "Nobody has spoken"),
        ({"turns": [[3, 0, 1, 0]]}, "turn 1 is of somebody"),
        ({"turns": [[0, 5, 5, 0]]}, "turn 1 ends before it begins"),
        ({"turns": [[0, 9, 5, 0]]}, "turn 1 ends before it begins"),
        ({"turns": [[0, -9, 5, 0]]}, "turns.0.1"),
        ({"turns": [[0, 0, 200_000, 0]]}, "after the talk does"),
        ({"turns": [[0, 0, 1, 0]] * (MOST_TURNS + 1)}, "turns"),
        ({"people": []}, "people"),
        ({"people": [{"guess": 1}] * 27}, "people"),
        ({"people": [{"group": 7}, {}]}, "group"),
        ({"people": [{"guess": -1}, {}]}, "guess"),
        ({"people": [{"guess": float("nan")}, {}]}, "guess"),
        ({"length": 10**12}, "length"),
        ({"words": "Good morning"}, "words"),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence(made, wrong, why):
    with pytest.raises(ResponseError, match=why) as told:
        made.feedback(ANSWER | wrong)
    assert "\n" not in str(told.value)


def test_names_are_taken_only_from_somebody_who_wants_them_kept(made):
    named = [{"name": "Ann", "guess": 1}, {"name": "Bo"}, {}]
    with pytest.raises(ResponseError, match="did not ask to keep them"):
        made.feedback(ANSWER | {"people": named})
    kept = ANSWER | {"people": named, "names_kept": True}
    assert [one.text.split(":")[0] for one in made.in_words(kept)] == ["Ann", "Bo", "C"]


def test_without_names_the_answer_in_words_has_letters_and_numbers(made):
    said = [one.text for one in made.in_words(ANSWER)]
    assert said[0] == "A: 75 in 100 (your guess: 62.5)"
    assert made.in_words({"people": "odd"})  # an old answer is still theirs


def sifted(made, text):
    return list(made.work({"transcript": text}))


def test_sifting_returns_who_and_when_and_not_a_word_of_it(made):
    (found,) = sifted(made, "Ann: The meter is a secret\nBo: Hm\n")
    assert found["speakers"] == ["Ann", "Bo"]
    assert found["turns"] == [[0, 0, 5, 0], [1, 5, 6, 0]]
    assert "secret" not in json.dumps(found)
    with pytest.raises(ResponseError, match="Line 1 "):
        sifted(made, "No names here")
    with pytest.raises(ResponseError, match="longer than a day"):
        sifted(made, "00:00:00.0 --> 30:00:00.0\nAnn: Hm")


def test_a_text_is_answered_beside_the_traits_and_kept_in_none(made, monkeypatch):
    widget = view(made)
    sent = []
    monkeypatch.setattr(widget, "send", sent.append)
    for text in ("Ann: The meter is a secret", "nobody", "\ud800: a"):
        data = {"method": "custom", "content": {"n": 7, "ask": {"transcript": text}}}
        widget._handle_msg({"content": {"data": data}, "buffers": []})
    found = sifted(made, "Ann: The meter is a secret")[0]
    assert sent[:2] == [{"n": 7, "so_far": found}, {"n": 7, "whole": True}]
    assert sent[2]["sorry"].startswith("Line 1 ")
    assert "sorry" in sent[3]
    assert "secret" not in json.dumps(widget.get_state(), default=str)


def test_each_step_of_what_is_asked_is_sent_and_the_last_is_the_whole(made, monkeypatch):
    class Slow(AirtimeExercise):
        def work(self, asked):
            yield {"done": 1}
            yield {"done": 2}
            if asked["trip"]:
                raise ZeroDivisionError
            yield {"done": 3}

    widget = view(made)
    sent = []
    monkeypatch.setattr(widget, "send", sent.append)
    slow = Slow.model_construct(**dict(made))
    for trip in (False, True):
        _work(slow, widget, {"n": 1, "ask": {"trip": trip}}, [])
    _work(slow, widget, {"n": 2}, [])
    steps = [{"n": 1, "so_far": {"done": done}} for done in (1, 2, 3)]
    assert sent[:4] == [*steps, {"n": 1, "whole": True}]
    assert sent[4:6] == steps[:2]
    assert "on our side" in sent[6]["sorry"]
    assert "reload" in sent[7]["sorry"]


def test_a_kind_that_does_nothing_else_says_so(made):
    with pytest.raises(ResponseError, match="nothing besides"):
        super(AirtimeExercise, made).work({"transcript": "Ann: Hi"})


def test_the_largest_answer_that_is_taken_can_be_kept(made):
    turns = [[i % 2, i * 14_000, i * 14_000 + 13_999, 0] for i in range(MOST_TURNS)]
    answer = ANSWER | {"turns": turns, "length": 86_000_000}
    assert made.feedback(answer)
    assert len(json.dumps(answer)) < 200_000


def test_simulated_learners_guess_nearer_to_even_than_it_was(made):
    rng = random.Random(1)
    guessed, was = 0.0, 0.0
    for _ in range(60):
        said = made.feedback(made.simulate(rng))
        shares = [one["share"] for one in said["people"]]
        guesses = [one["guess"] for one in said["people"]]
        even = 100 / len(shares)
        was += max(shares) - even
        guessed += max(guesses) - even
    assert 0 < guessed < was


def test_an_exercise_without_groups_to_choose_from_is_refused(made):
    with pytest.raises(ValidationError):
        AirtimeExercise.model_validate(made.model_dump() | {"groups": []})
