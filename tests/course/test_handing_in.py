from datetime import timedelta

import pytest

from academy import cohort
from academy.handing_in import news
from academy.journey import journey
from academy.people import People
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
    assert (receipt["words"], receipt["state"]) == (4, "sent")
    assert (receipt["number"], receipt["late"], receipt["notes"]) == (1, False, [])
    assert widget.saved["audience"] == "tutor"


def test_every_version_is_kept_and_the_receipt_is_of_the_last(widget, session):
    send(widget, "One.", n=1)
    send(widget, "One two three.", n=2)
    assert len(session.store.read(what="handed_in")) == 2
    assert widget.feedback["receipt"]["words"] == 3
    texts = [one["answers"]["what"] for one in widget.feedback["versions"]]
    assert texts == ["One two three.", "One."]


@pytest.fixture
def tutor(session, clock):
    """What others write into the log about what was handed in last."""

    def writes(what, of=None, **body):
        sent = session.store.read(what="handed_in")[-1]
        return session.store.append(
            Record(
                what=what,
                learner="ada",
                exercise="m/write",
                version="v",
                at=clock(),
                body={"assignment": "m", "handed_in": of or sent.id, **body},
            )
        )

    return writes


@pytest.fixture
def again(session, clock):
    """The page, opened again."""
    return lambda: show(EXERCISE.validate_python(EXERCISE_DATA), session, clock)


MARKS = {"score": 2, "max": 3, "questions": []}


def test_a_learner_sees_where_it_is_and_the_tutors_answer(widget, again, tutor):
    send(widget, "I listened.")
    assert widget.saved["sent"]
    tutor("delivered")
    assert again().feedback["receipt"]["state"] == "sent"
    tutor("marking")
    assert again().feedback["receipt"]["state"] == "marking"
    tutor("returned", **MARKS)
    widget = again()
    assert widget.feedback["receipt"]["state"] == "returned"
    assert widget.feedback["returned"]["score"] == 2
    send(widget, "Again.", n=2)
    assert widget.feedback["receipt"]["state"] == "sent"
    assert widget.feedback["returned"]["number"] == 1
    assert [one["number"] for one in widget.feedback["versions"]] == [2, 1]
    assert widget.feedback["versions"][1]["returned"]["score"] == 2


def do(widget, n=9, form=None, **what):
    given = {"answers": {"what": "I listened."}} if form is None else form
    widget.response = {"n": n, "page": "p", "answer": what, "form": given}
    return widget.saved


def withdraw(widget, n=9, **more):
    of = widget.feedback["receipt"]["id"]
    return do(widget, n, do="withdraw", of=of, **more)


def test_it_is_taken_back_until_a_tutor_begins_and_sent_again(widget, session, again):
    send(widget, "I listened.")
    saved = withdraw(widget)
    assert (saved["state"], saved["audience"], "sent" in saved) == ("kept", "me", False)
    assert widget.feedback["receipt"]["state"] == "withdrawn"
    assert "sent" not in again().saved
    (gone,) = session.store.read(what="withdrawn")
    (sent,) = session.store.read(what="handed_in")
    assert gone.body == {"assignment": "m", "handed_in": sent.id}
    assert len(session.store.read(what="response")) == 1
    send(widget, "I listened.", n=10)
    assert widget.feedback["receipt"]["state"] == "sent"
    assert widget.saved["sent"]


def test_taking_it_back_twice_is_taking_it_back_once(widget, session, again):
    send(widget, "I listened.")
    withdraw(widget)
    widget = again()
    assert withdraw(widget)["state"] == "kept"
    assert len(session.store.read(what="withdrawn")) == 1


def test_too_late_is_told_and_what_was_being_written_is_kept(widget, session, tutor):
    send(widget, "I listened.")
    tutor("marking")
    form = {"answers": {"what": "I listened, and"}}
    of = widget.feedback["receipt"]["id"]
    saved = do(widget, form=form, do="withdraw", of=of)
    assert saved["state"] == "refused"
    assert "has begun to read it" in saved["says"]
    assert widget.feedback["receipt"]["state"] == "marking"
    assert session.store.read(what="withdrawn") == []
    assert [one.body for one in session.store.drafts(learner="ada")] == [form]


def test_a_tutor_who_begins_at_the_same_moment_and_was_first_keeps_it(
    widget, session, tutor, monkeypatch
):
    send(widget, "I listened.")
    append = session.store.append

    def late(record):
        monkeypatch.setattr(session.store, "append", append)
        tutor("marking")
        return append(record)

    monkeypatch.setattr(session.store, "append", late)
    saved = withdraw(widget)
    assert "has begun to read it" in saved["says"]
    assert widget.feedback["receipt"]["state"] == "marking"
    assert widget.saved["sent"]


def test_another_version_than_the_newest_is_not_taken_back(widget, session):
    send(widget, "One.", n=1)
    of = widget.feedback["receipt"]["id"]
    send(widget, "One two.", n=2)
    assert "reload" in do(widget, do="withdraw", of=of)["says"]
    assert session.store.read(what="withdrawn") == []


def test_answering_back_is_kept_once_for_each_return(widget, session, again, tutor):
    send(widget, "I listened.")
    back = tutor("returned", **MARKS)
    widget = again()
    said = {"do": "answer", "of": back.id, "text": "Thank you.", "look": True}
    assert do(widget, 9, **said)["state"] == "kept"
    assert do(widget, 10, **said)["state"] == "kept"  # from a page that heard no answer
    refused = do(widget, 11, **said | {"text": "And more."})
    assert "answered this already" in refused["says"]
    answered = [journey(session.store.read()).answered]
    assert [one.body["text"] for one in answered] == ["Thank you."]
    assert journey(session.store.read()).asks_to_look
    told = widget.feedback["returned"]["answered"]
    assert (told["text"], told["look"]) == ("Thank you.", True)
    again_back = tutor("returned", **MARKS)
    widget = again()
    assert "answered" not in widget.feedback["returned"]
    said["of"] = again_back.id
    assert do(widget, 12, **said)["state"] == "kept"


def test_what_was_never_returned_is_not_answered(widget, session):
    send(widget, "I listened.")
    saved = do(widget, do="answer", of=1, text="Hello?")
    assert "reload" in saved["says"]
    assert session.store.read(what="answered") == []


def test_notes_from_elsewhere_come_with_the_receipt_though_nothing_was_answered_here(
    again, session, clock
):
    body = {"assignment": "m", "answers": {"what": "From a notebook."}}
    more = {"via": "jupyterlab", "notes": ["A cell was there twice; both texts are kept."]}
    given = {"learner": "ada", "exercise": "m/write", "version": "v", "at": clock()}
    session.store.append(Record(what="handed_in", body=body | more, **given))
    widget = again()
    assert widget.feedback["receipt"]["notes"] == more["notes"]
    assert widget.feedback["versions"][0]["via"] == "jupyterlab"
    assert "sent" not in widget.feedback
    assert widget.saved["sent"]


@pytest.mark.parametrize(("due", "late"), [(None, False), (-1, True), (3600, False)])
def test_late_is_after_the_day_it_was_due_and_is_taken(clock, due, late):
    day = due and clock.at + timedelta(seconds=due)
    told = news([sent_at(clock)], lambda: day)
    assert told["receipt"]["late"] == late


def test_the_day_it_was_due_is_the_last_of_ones_own_cohorts(store, session, clock):
    people = People(store)
    starts = {"first": "2025-01-06", "last": "2025-02-03", "somebody else's": "2027-01-11"}
    for title, day in starts.items():
        read = cohort.loads(
            cohort.template().replace("starts: 2027-01-11", f"starts: {day}")
        )
        assert str(read.starts) == day
        id = people.cohorts.add(read)
        learner = "bo" if title == "somebody else's" else "ada"
        _, code = people.invitations.make(role="learner", name="x", cohort=id)
        people.invitations.join(code, learner)
    due = people.cohorts.due("ada", "02_listening")
    assert due.date().isoformat() == "2025-02-10"
    assert people.cohorts.due("ada", "99_else") is None
    assert people.cohorts.due("zed", "02_listening") is None
    data = EXERCISE_DATA | {"id": "02_listening/write"}
    widget = show(EXERCISE.validate_python(data), session, clock)
    send(widget, "I listened.")
    assert widget.feedback["receipt"]["late"]


def sent_at(clock):
    return Record(
        what="handed_in",
        learner="ada",
        exercise="m/write",
        version="v",
        at=clock(),
        body={"assignment": "m", "answers": {"what": "x"}},
        id=1,
    )
