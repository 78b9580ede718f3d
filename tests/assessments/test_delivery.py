import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from academy import locks
from academy.assessment import config, delivery
from academy.assessment.__main__ import turn
from academy.assessment.delivery import deliver
from academy.session import open_store
from academy.store import StoreError

ANN = "learner-ann"
DELIVER = [sys.executable, "-m", "academy.assessment"]


def notebooks(course):
    found = [
        nbformat.read(config.inbound() / name / "reflection.ipynb", as_version=4)
        for name in course.submitted()
    ]
    return [{c.metadata.nbgrader.grade_id: c.source for c in n.cells} for n in found]


def test_a_delivery_is_the_released_notebook_with_the_answers_in_their_cells(course):
    record = course.hand_in(ANN, what="I *listened*.\n\nAnd # waited.", next="")

    assert deliver(course.store) == (1, 0)

    (name,) = course.submitted()
    (written,) = notebooks(course)
    assert written == {
        "title": "# Small",
        "what_question": "What happened?",
        "what": "I *listened*.\n\nAnd # waited.",
        "next_question": "What will you try next?",
        "next": "YOUR ANSWER HERE",
    }
    assert name == f"{ANN}+small+{record.at:%Y-%m-%d %H:%M:%S.%f} UTC"
    (done,) = course.store.read(what="delivered")
    assert done.body == {
        "assignment": "small",
        "handed_in": record.id,
        "submission": name,
    }
    assert (done.learner, done.exercise, done.version, done.audience) == (
        ANN,
        "02_listening/reflection",
        "abc",
        "tutor",
    )


def test_delivering_twice_delivers_once(course):
    course.hand_in(ANN, what="I listened.")
    assert deliver(course.store) == (1, 0)
    assert deliver(course.store) == (0, 0)
    assert len(course.store.read(what="delivered")) == len(course.submitted()) == 1


def test_two_processes_at_once_deliver_each_record_once(course):
    for place in range(6):
        course.hand_in(f"learner-{place}", what="I listened.")
    both = [subprocess.Popen(DELIVER, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=60)[0] for one in both]

    assert [one.returncode for one in both] == [0, 0]
    last = [lines.splitlines()[-1] for lines in said]
    assert sum(int(line.split()[1].rstrip(";")) for line in last) == 6
    done = [record.body["handed_in"] for record in course.store.read(what="delivered")]
    assert sorted(done) == [r.id for r in course.store.read(what="handed_in")]
    assert len(course.submitted()) == 6


def test_when_many_send_at_once_one_waits_and_the_others_need_not(course):
    course.hand_in(ANN, what="I listened.")
    with (config.desk_folder() / "next").open("w") as waits:
        locks.hold(waits.fileno())
        late = subprocess.run(DELIVER, capture_output=True, text=True, check=False)
    assert (late.returncode, late.stdout[:12]) == (0, "Delivered 0;")
    assert course.submitted() == []
    now = subprocess.run(DELIVER, capture_output=True, text=True, check=False)
    assert now.stdout.splitlines()[-1] == "Delivered 1; 0 waiting."


@pytest.mark.usefixtures("course")
def test_whoever_delivers_lets_the_next_one_wait():
    with turn() as mine, (config.desk_folder() / "next").open("w") as waits:
        assert mine
        locks.hold(waits.fileno(), wait=False)


def test_what_waits_for_a_release_stays_and_nbgrader_is_not_imported(course):
    released = config.outbound("small")
    away = released.rename(released.with_name("not_yet"))
    course.hand_in(ANN, what="I listened.")
    look = (
        "import sys; from academy.assessment.__main__ import main; code = main();"
        "sys.exit(code or 'nbgrader' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "Delivered 0; 1 waiting.\n"
    assert course.store.read(what="delivered") == []

    away.rename(released)
    assert deliver(course.store) == (1, 0)


def test_a_delivery_that_died_while_copying_leaves_nothing_to_collect(course, monkeypatch):
    course.hand_in(ANN, what="I listened.")

    def die(_, target):
        raise OSError(f"died before {target}")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", die)
        with pytest.raises(config.AssessmentError, match="died"):
            deliver(course.store)
    assert course.submitted() != []  # left by the crash, under a hidden name
    assert config.arrived("small") == []

    assert deliver(course.store) == (1, 0)
    assert [name[0] for name in course.submitted()] == ["l"]
    (cached,) = (config.cached(ANN) / config.COURSE).iterdir()
    assert cached.name == course.submitted()[0]


def test_a_delivery_that_died_before_its_record_is_recorded_and_not_sent_twice(
    course, monkeypatch
):
    course.hand_in(ANN, what="I listened.")

    def full(_):
        raise StoreError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(course.store, "append", full)
        with pytest.raises(StoreError):
            deliver(course.store)
    secret = config.inbound() / course.submitted()[0] / "submission_secret.txt"
    before = secret.read_text()

    assert deliver(course.store) == (1, 0)
    assert secret.read_text() == before
    assert len(course.submitted()) == 1


def test_two_sent_in_one_instant_are_both_kept(course):
    first = course.hand_in(ANN, what="First.")
    assert deliver(course.store) == (1, 0)
    course.store.append(
        first.model_copy(
            update={"id": None, "body": first.body | {"answers": {"what": "Second."}}}
        )
    )
    assert deliver(course.store) == (1, 0)
    assert {one["what"] for one in notebooks(course)} == {"First.", "Second."}


def test_of_what_was_sent_again_before_it_was_delivered_the_newest_goes(course):
    course.hand_in(ANN, what="First.")
    newest = course.hand_in(ANN, what="Second.")
    assert deliver(course.store) == (1, 0)
    assert [one["what"] for one in notebooks(course)] == ["Second."]
    (done,) = course.store.read(what="delivered")
    assert done.body["handed_in"] == newest.id


def test_what_was_withdrawn_before_it_was_delivered_goes_nowhere(course):
    course.hand_in(ANN, what="First.")
    record = course.hand_in(ANN, what="Second.")
    course.withdraw(record)
    assert deliver(course.store) == (0, 0)
    assert course.submitted() == []


def test_only_known_answer_cells_are_filled_and_the_rest_is_told(course):
    course.hand_in(ANN, what="Mine.", title="# Mine", what_question="?", other="Lost?")
    said = []
    deliver(course.store, said.append)
    assert notebooks(course)[0]["title"] == "# Small"
    assert notebooks(course)[0]["what_question"] == "What happened?"
    told = [line.split("'")[1] for line in said if "has no answer cell" in line]
    assert told == ["other", "title", "what_question"]


@pytest.mark.parametrize("learner", ["../ann", "a+b", "*", "", "a/b", ".", "a b"])
def test_an_id_that_could_be_a_path_or_a_pattern_is_refused(course, learner):
    course.hand_in(learner, what="I listened.")
    course.hand_in(ANN, what="I listened.")
    said = []
    assert deliver(course.store, said.append) == (1, 0)
    assert "nbgrader takes no such id" in said[0]
    assert len(course.submitted()) == 1


def test_a_record_that_is_not_shared_with_a_tutor_is_not_delivered(course):
    record = course.hand_in(ANN, what="I listened.")
    private = record.model_copy(update={"id": None, "audience": "me"})
    course.store.append(private)
    assert deliver(course.store) == (1, 0)


def test_a_broken_record_is_told_and_does_not_hold_up_the_others(course):
    broken = course.hand_in(ANN, what="x")
    course.store.append(broken.model_copy(update={"id": None, "body": {"answers": 1}}))
    said = []
    assert deliver(course.store, said.append) == (1, 0)
    assert said[0].endswith("cannot be delivered: assignment: Field required.")


def test_a_store_that_cannot_be_opened_is_told_in_one_sentence(tmp_path):
    (tmp_path / "academy.db").write_text("this is not a database, whatever it says")
    run = subprocess.run(
        DELIVER,
        env=os.environ | {"ACADEMY_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr == "the place where words are kept is damaged\n"


def test_the_lock_is_let_go_when_its_holder_dies(course):
    hold = (
        "import os, time; from academy.assessment.delivery import only_one\n"
        "with only_one(): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE) as one:
        assert one.stdout.readline() == b"held\n"
        one.kill()
    with delivery.only_one():
        pass


def test_records_are_json_and_survive_a_restart(course):
    course.hand_in(ANN, what="I listened.")
    deliver(course.store)
    again = open_store()
    assert json.dumps([r.body for r in again.read(what="delivered")])
    assert deliver(again) == (0, 0)
    again.close()
