import pytest

from academy import handing_in
from academy.show import show
from academy.store import Record
from academy_widgets.kinds import EXERCISE

EXERCISE_DATA = {
    "kind": "reflection",
    "id": "m/write",
    "title": "t",
    "qualities": ["deep_relational_work"],
    "source": "ours",
    "basis": {"study": "s", "size": "b", "certainty": "c", "limits": "l"},
    "assignment": "m",
    "invite": "Think.",
    "questions": [{"id": "what", "prompt": "What?", "about": 80}],
}


@pytest.fixture
def widget(session, clock, monkeypatch, tmp_path):
    # Nothing is released in this data folder, so delivery finds nothing to do.
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "nobody"))
    return show(EXERCISE.validate_python(EXERCISE_DATA), session, clock)


def send(widget, text, n=1):
    answers = {"answers": {"what": text}, "send": True}
    widget.response = {"n": n, "answer": answers, "form": {"answers": {"what": text}}}


def test_writing_hands_nothing_in(widget, session):
    answers = {"answers": {"what": "I listened."}}
    widget.response = {"n": 1, "answer": answers, "form": {}}
    assert session.store.read(what="handed_in") == []


def test_sending_keeps_a_snapshot_for_the_tutor_and_gives_a_receipt(widget, session):
    send(widget, "I listened to her.")
    (sent,) = session.store.read(what="handed_in")
    assert sent.audience == "tutor"
    assert sent.body == {"assignment": "m", "answers": {"what": "I listened to her."}}
    receipt = widget.feedback["receipt"]
    assert (receipt["words"], receipt["state"]) == (4, "waiting")
    assert widget.saved["audience"] == "tutor"


def test_every_version_is_kept_and_the_receipt_is_of_the_last(widget, session):
    send(widget, "One.", n=1)
    send(widget, "One two three.", n=2)
    assert len(session.store.read(what="handed_in")) == 2
    assert widget.feedback["receipt"]["words"] == 3


def test_a_learner_sees_delivery_and_the_tutors_answer_to_what_they_sent(
    widget, session, clock
):
    send(widget, "I listened.")
    (sent,) = session.store.read(what="handed_in")

    def news(what, **body):
        session.store.append(
            Record(
                what=what,
                learner="ada",
                exercise="m/write",
                version="v",
                at=clock(),
                body={"handed_in": sent.id, **body},
            )
        )
        return handing_in.news(session.store.read())

    assert news("delivered")["receipt"]["state"] == "delivered"
    said = news("returned", score=2, max=3, questions=[])
    assert said["receipt"]["state"] == "returned"
    assert said["returned"]["score"] == 2
    send(widget, "Again.", n=2)
    assert widget.feedback["receipt"]["state"] == "waiting"
    assert widget.feedback["returned"]["score"] == 2
