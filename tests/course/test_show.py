from dataclasses import replace

import pytest
import yaml

import academy
from academy.keeper import STAYS
from academy.session import NOBODY
from academy.show import show
from academy.store import StoreError
from academy_widgets.kinds import EXERCISE

BASIS = {"study": "s", "size": "b", "certainty": "c", "limits": "l"}


def made(**changed):
    replies = [
        {"id": id, "text": id, "move": "advice", "then": "t", "why": "w"} for id in "abc"
    ]
    given = {
        "kind": "reply",
        "id": "m/x",
        "title": "t",
        "qualities": ["deep_relational_work"],
        "source": "ours",
        "basis": BASIS,
        "scene": "A ward.",
        "speaker": {"name": "Ada", "who": "a nurse"},
        "says": "Nothing changes.",
        "invite": "And you?",
        "replies": replies,
        "examples": [{"text": "t", "why": "w"}],
    }
    return EXERCISE.validate_python(given | changed)


def answer(widget, n=1, **answer):
    widget.response = {"n": n, "answer": answer, "form": {"seen": True}}


def test_an_answer_is_kept_and_then_answered(session, clock):
    widget = show(made(), session, clock)
    answer(widget, chosen=["a"])
    (record,) = session.store.read()
    assert (record.learner, record.exercise, record.version) == ("ada", "m/x", "abc123")
    assert record.audience == "me"
    assert record.body["answer"] == {"chosen": ["a"]}
    assert widget.feedback["tried"][0]["id"] == "a"
    assert widget.saved == {
        "n": 1,
        "state": "kept",
        "at": "2026-05-03T10:00:01+00:00",
        "audience": "me",
        "learner": "ada",
        "seen": 1,
        "answered": True,
        "stays": False,
        "steps": ["me", "anyone"],
    }


def test_an_equal_answer_given_again_is_kept_again(session, clock):
    widget = show(made(), session, clock)
    answer(widget, n=1, chosen=["a"])
    answer(widget, n=2, chosen=["a"])
    assert len(session.store.read()) == 2


def test_half_written_words_come_back(session, clock):
    show(made(), session, clock).draft = {"n": 1, "form": {"written": "You are ti"}}
    again = show(made(), session, clock)
    assert again.draft["form"] == {"written": "You are ti"}
    assert again.response == {}
    assert session.store.read() == []


def test_the_newer_of_answer_and_draft_comes_back(session, clock):
    widget = show(made(), session, clock)
    widget.draft = {"n": 1, "form": {"written": "old"}}
    answer(widget, n=2, chosen=["b"])
    assert show(made(), session, clock).draft["form"] == {"seen": True}
    widget.draft = {"n": 3, "form": {"written": "newer"}}
    again = show(made(), session, clock)
    assert again.draft["form"] == {"written": "newer"}
    assert again.feedback["tried"][0]["id"] == "b"


def test_an_old_answer_that_no_longer_fits_loses_nothing(session, clock):
    answer(show(made(), session, clock), chosen=["a"])
    replies = [
        {"id": id, "text": id, "move": "advice", "then": "t", "why": "w"} for id in "xyz"
    ]
    again = show(made(replies=replies), session, clock)
    assert again.feedback == {}
    assert again.draft["form"] == {"seen": True}


def test_somebody_elses_words_are_not_shown(session, clock):
    show(made(), session, clock).draft = {"n": 1, "form": {"written": "mine"}}
    other = replace(session, learner="bo", page="page-2")
    assert show(made(), other, clock).draft == {}


def test_bad_input_is_told_in_one_sentence_and_not_kept(session, clock):
    widget = show(made(), session, clock)
    answer(widget, chosen=["z"])
    assert widget.saved["state"] == "refused"
    assert "no reply 'z'" in widget.saved["says"]
    assert session.store.read() == []


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (StoreError("the disk is full"), "the disk is full"),
        (RuntimeError("x"), "our side"),
    ],
)
def test_what_cannot_be_kept_is_told_plainly(session, clock, error, says):
    widget = show(made(), session, clock)

    def broken(_):
        raise error

    session.store.append = session.store.keep_draft = broken
    answer(widget, chosen=["a"])
    assert widget.saved["state"] == "failed"
    assert says in widget.saved["says"]
    assert STAYS in widget.saved["says"]
    widget.saved = {}
    widget.draft = {"n": 2, "form": {"written": "x"}}
    assert widget.saved["state"] == "failed"


def test_a_message_of_the_wrong_shape_is_told_and_breaks_nothing(session, clock):
    widget = show(made(), session, clock)
    widget.response = {"n": 1}
    assert widget.saved["state"] == "refused"
    assert "answer is missing" in widget.saved["says"]
    answer(widget, n=2, chosen=["a"])
    assert widget.saved["state"] == "kept"


def test_before_there_is_a_learner_nothing_of_one_is_shown(monkeypatch, tmp_path, session):
    path = tmp_path / "m" / "x.yml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump(made().model_dump(mode="json")))
    monkeypatch.chdir(path.parent)
    monkeypatch.setenv("ACADEMY_LEARNER", NOBODY)
    monkeypatch.setattr(academy.show, "current", lambda: session)
    show(made(), session).draft = {"n": 1, "form": {"written": "mine"}}
    widget = academy.exercise("x.yml")
    assert (widget.draft, widget.saved) == ({}, {})
    answer(widget, chosen=["a"])
    assert session.store.read() == []
    academy.show.learner_is_here()
    assert widget.draft["form"] == {"written": "mine"}
    answer(widget, n=2, chosen=["a"])
    assert widget.saved["state"] == "kept"
