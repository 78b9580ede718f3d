import random

import pytest
from pydantic import ValidationError

from academy_widgets.exercise import ResponseError
from academy_widgets.reply.heard import BEGINNING, LONGEST_HEARD, MOST_SENTENCES
from academy_widgets.reply.model import LONGEST_REPLY, ReplyExercise


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


def heard(head, written, *meant):
    told = [{"words": words, "meant": what} for words, what in meant]
    return made(head).feedback({"written": written, "meant": told})["heard"]


def test_what_is_shown_does_not_hold_what_replies_do(head):
    shown = made(head).shown()
    assert all(set(one) == {"id", "text"} for one in shown["replies"])
    shown = str(shown)
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
        {"written": "x" * (LONGEST_REPLY + 1)},
        {"written": "Why?", "meant": [{"words": "Why?", "meant": "wrong"}]},
        {"written": "Why?", "meant": {"Why?": "reflection"}},
        {"written": 3},
    ],
)
def test_a_response_that_does_not_fit_is_refused_in_one_sentence(head, bad):
    with pytest.raises(ResponseError) as told:
        made(head).feedback(bad)
    assert "\n" not in str(told.value)


def test_the_coach_says_of_each_sentence_what_it_does_how_sure_and_by_which_words(head):
    said = heard(head, "You sound worn out. What would help? If I were you I'd ring them.")
    assert said["note"] == ""
    called = [one["called"] for one in said["sentences"]]
    assert called[0].endswith("a reflection")
    assert called[1:] == ["Asks an open question", "Gives advice"]
    for one in said["sentences"]:
        assert "".join(part["text"] for part in one["parts"]) == one["text"]
        decided = [part["text"] for part in one["parts"] if part["decided"]]
        assert decided == one["words"] != []
        assert "sure" in one["sure"]
        assert not any(sign.isdigit() for sign in one["sure"])


def test_where_it_could_be_either_the_coach_names_both(head):
    said = heard(head, "The same trainers.")["sentences"][0]
    assert said["called"].startswith("Could be ")
    assert said["sure"] == "The coach is not sure."


@pytest.mark.parametrize("written", ["You feel low. What helps?", "😀 Why?\nNo."])
def test_the_coach_never_ranks_and_never_tells_simple_from_complex(head, written):
    said = str(heard(head, written)).lower()
    for word in ("right", "wrong", "correct", "better", "simple", "complex", "score"):
        assert word not in said.replace(written.lower(), "")


def test_what_the_learner_meant_stays_with_the_sentence_and_changes_nothing_heard(head):
    plain = heard(head, "Two kids? You look tired.")["sentences"]
    told = ("Two kids?", "reflection")
    for written in ("Two kids? You look tired.", "Hello there. Two kids?"):
        said = {one["text"]: one for one in heard(head, written, told)["sentences"]}
        assert said.pop("Two kids?")["meant"] == "reflection"
        assert [one["meant"] for one in said.values()] == [None]
    again = heard(head, "Two kids? You look tired.", told)["sentences"]
    assert [one["called"] for one in again] == [one["called"] for one in plain]


def test_of_two_meanings_of_a_sentence_the_last_counts(head):
    said = heard(head, "Why?", ("Why?", "advice"), ("Why?", "reflection"))
    assert said["sentences"][0]["meant"] == "reflection"


def test_nothing_is_heard_where_nothing_is_written(head):
    assert made(head).feedback({"chosen": ["a"], "written": " "})["heard"] is None


@pytest.mark.parametrize("written", ["Как дела?", "你今天感觉怎么样？", "كيف حالك اليوم؟"])
def test_other_scripts_are_kept_and_the_coach_says_that_it_reads_english(head, written):
    said = made(head).feedback({"written": written})
    assert "English only" in said["heard"]["note"]
    assert "kept as you wrote them" in said["heard"]["note"]
    assert said["heard"]["sentences"] == []
    assert said["written"] == written
    assert said["examples"]


def test_words_that_are_none_are_kept_and_the_coach_says_that_it_cannot_tell(head):
    assert "Cannot tell" in heard(head, "... 😀")["note"]


@pytest.mark.parametrize("sentence", ["You feel so very low today. ", "tired ", "?\n"])
def test_ten_thousand_words_are_kept_and_the_coach_reads_their_beginning(head, sentence):
    written = (sentence * (10_000 // len(sentence.split()))).strip()
    said = made(head).feedback({"written": written})
    assert said["written"] == written
    assert said["heard"]["note"] == BEGINNING
    assert len(said["heard"]["sentences"]) <= MOST_SENTENCES
    assert len(str(said["heard"])) < 5 * LONGEST_HEARD


def test_a_reply_that_cannot_be_kept_is_told_so_with_its_length(head):
    with pytest.raises(ResponseError, match=r"100,001 characters.*stays on this page"):
        made(head).feedback({"written": "x" * (LONGEST_REPLY + 1)})


def test_an_answer_in_words_tells_what_was_meant(head):
    meant = [{"words": "Two kids?", "meant": "reflection"}]
    said = made(head).in_words({"chosen": ["a"], "written": "Two kids?", "meant": meant})
    assert [(one.to, one.text) for one in said][1:] == [
        ("And you?", "Two kids?"),
        ("“Two kids?”", "I meant: reflection"),
    ]


def test_two_replies_of_one_name_are_refused(head):
    reply = {"id": "a", "text": "t", "move": "advice", "then": "t", "why": "w"}
    with pytest.raises(ValidationError, match="'a' is there twice"):
        made(head, replies=[reply] * 3)


def test_simulated_learners_are_plausible_and_the_same_for_the_same_seed(head):
    exercise = made(head)
    meant = 0
    for seed in range(50):
        response = exercise.simulate(random.Random(seed))
        assert response == exercise.simulate(random.Random(seed))
        said = exercise.feedback(response)
        assert said["tried"]
        shown = [one["meant"] for one in (said["heard"] or {"sentences": ()})["sentences"]]
        assert sum(one is not None for one in shown) == len(response["meant"])
        meant += len(response["meant"])
    assert 0 < meant < 25
