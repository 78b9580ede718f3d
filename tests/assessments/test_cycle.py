import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from academy.assessment import config, notebook
from academy.assessment.config import AssessmentError
from academy.assessment.desk import Desk
from academy.assessment.exchange import answer_cells
from academy.session import open_store
from academy.store import Record, StoreError
from academy_widgets.exercise import HandedIn

ANN, BEN = "learner-ann", "learner-ben"


def nbgrader(*words):
    """Run nbgrader's own command as somebody in `assessments/` would."""
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=Path(os.environ["ACADEMY_CONTENT"]) / "assessments",
        capture_output=True,
        text=True,
        check=True,
    ).stderr


def test_two_learners_and_a_tutor_from_release_to_returned_marks(course, tmp_path):
    anns = course.hand_in(ANN, what="I listened.", next="Wait.")
    bens = course.hand_in(BEN, what="I spoke.", next="Ask.")

    assert course.desk.collect("small").new == 2
    course.mark(ANN, what=3, next=2, comment="A brave one.")
    course.mark(BEN, what=1, next=0, comment="Which moment?")
    assert course.desk.give_back("small").now == [ANN, BEN]

    (ann,), (ben,) = course.returned(ANN), course.returned(BEN)
    for one in ann["questions"]:
        del one["criterion"], one["level"]
    assert ann == {
        "assignment": "small",
        "handed_in": anns.id,
        "score": 5,
        "max": 6,
        "questions": [
            {
                "id": "what",
                "score": 3,
                "max": 3,
                "comment": "A brave one.",
                "left_out": False,
            },
            {
                "id": "next",
                "score": 2,
                "max": 3,
                "comment": "A brave one.",
                "left_out": False,
            },
        ],
    }
    assert (ben["handed_in"], ben["score"]) == (bens.id, 1)
    assert [one["comment"] for one in ben["questions"]] == ["Which moment?"] * 2
    record = course.store.read(learner=ANN, what="returned")[0]
    assert (record.audience, record.version) == ("me", "abc")
    assert record.exercise == "02_listening/reflection"

    for learner, own, others in (
        (ANN, "I listened.", "I spoke."),
        (BEN, "I spoke.", "I listened."),
    ):
        page = course.feedback(learner)
        assert own in page
        assert others not in page
    assert "A brave one." in course.feedback(ANN)

    # nbgrader's own commands over the same folders tell the same
    listed = nbgrader("list", "--inbound")
    assert listed.count("feedback ready to be fetched") == 2
    assert ANN in listed
    assert BEN in listed
    nbgrader("export", "--to", str(tmp_path / "marks.csv"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "marks.csv").read_text())))
    assert {row["student_id"]: float(row["score"]) for row in rows} == {ANN: 5, BEN: 1}
    times = {row["student_id"]: row["timestamp"] for row in rows}
    assert times[ANN] == str(anns.at.replace(tzinfo=None))


def test_the_courses_own_reflection_goes_all_the_way(tmp_path, monkeypatch):
    monkeypatch.delenv("ACADEMY_CONTENT", raising=False)
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "data"))
    store = open_store()
    desk = Desk(store, lambda _: None)
    desk.release("02_listening")
    released = notebook.read(config.outbound("02_listening") / "reflection.ipynb")
    ids = [cell.metadata.nbgrader.grade_id for cell in answer_cells(released)]
    assert len(ids) == 4
    words = {one: f"My own words about {one}." for one in ids}
    store.append(
        Record(
            what="handed_in",
            learner=ANN,
            exercise="02_listening/reflection",
            version="abc",
            at=datetime.now(UTC),
            audience="tutor",
            body=HandedIn(assignment="02_listening", answers=words).model_dump(),
        )
    )
    assert desk.collect("02_listening").new == 1
    with desk.api.gradebook as gradebook:
        for place, one in enumerate(ids):
            grade = gradebook.find_grade(one, "reflection", "02_listening", ANN)
            grade.manual_score, grade.needs_manual_grade = place, False
        gradebook.db.commit()
    assert desk.give_back("02_listening").now == [ANN]

    (returned,) = store.read(learner=ANN, what="returned")
    assert (returned.body["score"], returned.body["max"]) == (6, 12)
    scores = {one["id"]: one["score"] for one in returned.body["questions"]}
    assert scores == dict(zip(ids, range(4), strict=True))
    folder = config.course_root() / "feedback" / ANN / "02_listening"
    page = (folder / "reflection.html").read_text()
    assert all(text in page for text in words.values())
    store.close()


def test_what_nbgrader_fetches_is_the_feedback_that_was_returned(course, tmp_path):
    course.hand_in(ANN, what="I listened.", next="Wait.")
    course.desk.collect("small")
    course.mark(ANN, what=3, next=2)
    course.desk.give_back("small")

    fetched = tmp_path / "fetched"
    fetched.mkdir()
    course.desk.api.config.Exchange.assignment_dir = str(fetched)
    course.desk.api.config.Exchange.cache = str(config.cached(ANN))
    assert course.desk.api.fetch_feedback("small", ANN)["success"]

    (page,) = fetched.rglob("*.html")
    assert page.read_text() == course.feedback(ANN)


def test_returning_again_returns_only_what_changed(course):
    course.hand_in(ANN, what="I listened.", next="Wait.")
    course.hand_in(BEN, what="I spoke.", next="Ask.")
    course.desk.collect("small")
    course.mark(ANN, what=3, next=2)
    course.mark(BEN, what=3, next=2)
    course.desk.give_back("small")

    again = course.desk.give_back("small")
    assert (again.now, again.before) == ([], [ANN, BEN])

    course.mark(BEN, what=3, next=3)
    assert course.desk.give_back("small").now == [BEN]
    assert [body["score"] for body in course.returned(BEN)] == [5, 6]
    assert len(course.returned(ANN)) == 1


def test_a_crash_between_feedback_and_record_is_made_good(course, monkeypatch):
    def full(_):
        raise StoreError("the disk is full")

    course.hand_in(ANN, what="I listened.", next="Wait.")
    course.desk.collect("small")
    course.mark(ANN, what=3, next=2)
    with monkeypatch.context() as patch:
        patch.setattr(course.store, "append", full)
        with pytest.raises(StoreError):
            course.desk.give_back("small")
    assert course.returned(ANN) == []

    assert course.desk.give_back("small").now == [ANN]


def test_unmarked_is_not_returned(course):
    course.hand_in(ANN, what="I listened.", next="Wait.")
    course.hand_in(BEN, what="I spoke.", next="Ask.")
    course.desk.collect("small")
    course.mark(ANN, what=3, next=2)
    course.mark(BEN, what=3)

    done = course.desk.give_back("small")

    assert (done.now, done.unmarked) == ([ANN], [BEN])
    assert course.returned(BEN) == []
    assert course.said[-1] == f"[2/2] {BEN}: not returned, still to mark: next"


@pytest.mark.parametrize("score", [99, -5, 3.5])
def test_a_score_out_of_bounds_is_not_returned(course, score):
    course.hand_in(ANN, what="I listened.", next="Wait.")
    course.desk.collect("small")
    course.mark(ANN, what=score, next=2)

    done = course.desk.give_back("small")

    assert done.out_of_bounds == [f"{ANN}, what: {score:g} of 3"]
    assert done.now == course.returned(ANN) == []


def test_handing_in_again_before_marking_puts_the_newer_text_on_the_desk(course):
    course.hand_in(ANN, what="First.", next="Wait.")
    course.desk.collect("small")
    newer = course.hand_in(ANN, what="Second.", next="Wait.")

    assert course.desk.collect("small").new == 1
    assert course.desk.collect("small").new == 0

    course.mark(ANN, what=3, next=2)
    course.desk.give_back("small")
    assert course.returned(ANN)[0]["handed_in"] == newer.id
    assert "Second." in course.feedback(ANN)
    assert "First." not in course.feedback(ANN)
    assert len(course.submitted()) == 2  # every version is kept


def test_handing_in_again_after_the_return_needs_marking_again(course):
    course.hand_in(ANN, what="First.", next="Wait.")
    course.desk.collect("small")
    course.mark(ANN, what=3, next=2)
    course.desk.give_back("small")
    course.hand_in(ANN, what="Second.", next="Wait.")
    course.desk.collect("small")

    done = course.desk.give_back("small")

    assert (done.now, done.unmarked) == ([], [ANN])
    assert len(course.returned(ANN)) == 1


def test_a_question_left_empty_is_no_response_and_not_to_mark(course):
    course.hand_in(ANN, what="I listened.", next="  \n")
    course.desk.collect("small")
    course.mark(ANN, what=3)
    course.desk.give_back("small")

    empty = course.returned(ANN)[0]["questions"][1]
    assert (empty["id"], empty["score"], empty["max"]) == ("next", 0, 3)
    assert (empty["comment"], empty["left_out"]) == ("", True)


def test_a_collection_that_died_half_way_is_made_ready_again(course):
    course.hand_in(ANN, what="I listened.", next="Wait.")
    course.desk.collect("small")
    notebook = config.course_root() / "autograded" / ANN / "small" / "reflection.ipynb"
    notebook.chmod(0o644)  # as nbgrader has it before its last step

    assert course.desk.collect("small").new == 1
    assert not notebook.stat().st_mode & 0o222


def test_standings_follow_a_reflection_from_step_to_step(course):
    def standing():
        return course.desk.standings("small")[ANN]

    course.hand_in(ANN, what="I listened.", next="Wait.")
    assert standing() == (True, False, False, False, False, False, False)
    course.desk.collect("small")
    assert standing() == (True, True, True, True, False, False, False)
    course.mark(ANN, what=3, next=2)
    assert standing() == (True, True, True, False, True, False, False)
    course.desk.give_back("small")
    assert standing() == (True, True, True, False, True, True, False)
    course.hand_in(ANN, what="Again.", next="Wait.")
    assert standing() == (True, False, False, False, False, False, False)


def test_releasing_again_changes_nothing(course):
    released = config.outbound("small") / "reflection.ipynb"
    before = hashlib.sha256(released.read_bytes()).hexdigest()
    source = config.sources() / "small"
    (source / ".ipynb_checkpoints").mkdir()
    (source / ".ipynb_checkpoints" / "reflection-checkpoint.ipynb").write_text("{}")
    assert not course.desk.release("small")
    shutil.rmtree(source / ".ipynb_checkpoints")
    assert hashlib.sha256(released.read_bytes()).hexdigest() == before


def test_a_changed_assignment_is_released_again_until_somebody_hands_it_in(content):
    store = open_store()
    desk = Desk(store, lambda _: None)
    source = content / "assessments" / "source" / "small" / "reflection.ipynb"
    assert desk.release("small")
    source.write_text(source.read_text().replace("What happened?", "What was said?"))
    assert desk.release("small")
    released = (config.outbound("small") / "reflection.ipynb").read_text()
    assert "What was said?" in released

    (config.inbound() / f"{ANN}+small+2026-01-01 00:00:00.0 UTC").mkdir()
    source.write_text(source.read_text().replace("What was said?", "What was heard?"))
    with pytest.raises(AssessmentError, match="handed it in already"):
        desk.release("small")
    store.close()


def test_a_release_that_died_half_way_is_made_whole(course):
    shutil.rmtree(config.outbound("small"))
    config.outbound("small").mkdir()
    assert course.desk.release("small")
    assert config.released("small")


def test_nobody_else_may_read_nbgraders_folder(course):
    course.hand_in(ANN, what="I listened.", next="Wait.")
    course.desk.collect("small")
    assert config.desk_folder().stat().st_mode & 0o077 == 0
    assert config.desk_folder().parent.stat().st_mode & 0o077 == 0
