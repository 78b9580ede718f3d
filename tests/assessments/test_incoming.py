"""What JupyterLab brings, and what pretends to have come from there."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta

import nbformat
import pytest
from arriving import ANSWERS, notebook, put, submit
from nbformat import v4

from academy.assessment import config, incoming, untrusted
from academy.people import People
from academy.session import owner

AT = "2026-01-01 12:00:00.000000 UTC"
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives files to others"
)
DAEMON = 1


@pytest.fixture
def take_in(course):
    def run():
        said = []
        taken = incoming.take_in(course.store, said.append)
        return taken, said

    return run


def handed_in(course):
    return [record.body for record in course.store.read(what="handed_in")]


def test_what_was_submitted_in_jupyterlab_becomes_a_record_like_any_other(course, take_in):
    before = datetime.now(UTC)
    folder = submit(notebook(**ANSWERS))

    assert take_in() == (1, [f"{owner()}: small came from JupyterLab."])

    (record,) = course.store.read(what="handed_in")
    assert record.body == {
        "assignment": "small",
        "answers": ANSWERS,
        "via": "jupyterlab",
        "submission": folder.name,
        "notes": [],
    }
    assert (record.learner, record.audience) == (owner(), "tutor")
    assert abs(record.at - before) < timedelta(seconds=30)
    assert [name[:7] for name in course.submitted()] == [".taken+"]
    assert take_in() == (0, [])


def test_its_feedback_is_found_by_the_secret_that_its_learner_has(course):
    folder = submit(notebook(**ANSWERS))
    secret = (folder / "submission_secret.txt").read_text()
    course.desk.collect("small")
    (made,) = [at for at in config.inbound().iterdir() if at.name[0] != "."]
    assert (made / "submission_secret.txt").read_text() == secret
    # The learner's own list has it once, under the name that JupyterLab gave it.
    (cached,) = (config.cached(owner()) / config.COURSE).iterdir()
    assert folder.name.startswith(cached.name)


def test_a_crash_before_it_was_set_aside_is_made_good(course, take_in, monkeypatch):
    submit(notebook(**ANSWERS))

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(incoming, "_set_aside", die)
        with pytest.raises(KeyboardInterrupt):
            take_in()
    assert take_in() == (0, [])
    assert len(handed_in(course)) == 1
    assert [name[:7] for name in course.submitted()] == [".taken+"]


def test_what_a_delivery_left_half_made_is_nobodys_submission(course, take_in):
    record = course.hand_in(owner(), what="From a page.")
    put(f"{owner()}+small+{record.at:%Y-%m-%d %H:%M:%S.%f} UTC")
    assert take_in() == (0, [])


def test_submitting_again_is_a_newer_version(course):
    submit(notebook(what="First.", next=""))
    course.desk.collect("small")
    submit(notebook(what="Second.", next=""))
    assert course.desk.collect("small").new == 1
    assert [body["answers"]["what"] for body in handed_in(course)] == ["First.", "Second."]


def test_who_came_by_a_return_phrase_is_the_same_person(course, take_in):
    People(course.store).known.same(owner(), "learner-known")
    folder = submit(notebook(**ANSWERS), owner())
    assert take_in()[0] == 1
    (record,) = course.store.read(what="handed_in")
    assert record.learner == "learner-known"
    assert folder.name.startswith(owner())


REFUSED = {
    "no name of nbgrader's": lambda: put("hello"),
    "a name with a path": lambda: put("a b+small+x"),
    "a name with a line break": lambda: put(f"a\nb+small+{AT}"),
    "an assignment that is not": lambda: put(f"{owner()}+other+{AT}"),
    "somebody else's name": lambda: put(f"learner-ben+small+{AT}"),
    "broken JSON": lambda: put(f"{owner()}+small+{AT}", b'{"cells": ['),
    "no JSON": lambda: put(f"{owner()}+small+{AT}", b"\xff\xfe\x00"),
    "deep JSON": lambda: put(f"{owner()}+small+{AT}", b"[" * 200_000),
    "no cells": lambda: put(f"{owner()}+small+{AT}", b'{"cells": {"a": 1}}'),
    "a list": lambda: put(f"{owner()}+small+{AT}", b"[]"),
    "a cell that is none": lambda: put(f"{owner()}+small+{AT}", b'{"cells": [1]}'),
    "a source that is none": lambda: put(
        f"{owner()}+small+{AT}", b'{"cells": [{"source": [1]}]}'
    ),
    "40 MB": lambda: put(f"{owner()}+small+{AT}", b" " * 40_000_000),
    "nothing in it": lambda: shutil.copytree(config.outbound("small"), here(), ignore=all_),
    "a file": lambda: here().write_text("x"),
    "a pipe": lambda: os.mkfifo(here()),
    "a pipe in it": lambda: _in_place_of_the_notebook(os.mkfifo),
    "a folder in it": lambda: _in_place_of_the_notebook(os.mkdir),
}


def all_(_, names):
    return names


def here():
    return config.inbound() / f"{owner()}+small+{AT}"


def _in_place_of_the_notebook(make):
    file = put(f"{owner()}+small+{AT}") / "reflection.ipynb"
    file.unlink()
    make(file)


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_one_sentence_said_once_and_stays(course, take_in, what):
    REFUSED[what]()
    there = course.submitted()
    taken, said = take_in()
    assert (taken, len(said)) == (0, 1)
    assert said[0].startswith("Not taken in, and left in the exchange: ")
    assert "\n" not in said[0]
    assert take_in() == (0, [])
    assert course.submitted() == there
    assert handed_in(course) == []


def test_what_is_refused_holds_up_nobody_else(course, take_in):
    put("hello")
    put(f"{owner()}+small+{AT}", b"no notebook")
    submit(notebook(**ANSWERS))
    taken, said = take_in()
    assert (taken, len(said)) == (1, 3)
    assert course.desk.collect("small").new == 1


def test_what_was_refused_is_taken_in_when_it_is_mended(course, take_in):
    folder = put(f"{owner()}+small+{AT}", b"no notebook")
    assert take_in()[0] == 0
    nbformat.write(notebook(**ANSWERS), folder / "reflection.ipynb")
    assert take_in()[0] == 1


@pytest.mark.parametrize("what", ["notebook", "folder", "inbound"])
def test_no_link_is_followed(course, take_in, tmp_path, what):
    folder = put(f"{owner()}+small+{AT}", made=notebook(what="Somebody's secret."))
    if what == "notebook":
        (folder / "reflection.ipynb").rename(tmp_path / "elsewhere.ipynb")
        (folder / "reflection.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
    elif what == "folder":
        folder.rename(tmp_path / "elsewhere")
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        config.inbound().rename(tmp_path / "elsewhere")
        config.inbound().symlink_to(tmp_path / "elsewhere")
        with pytest.raises(config.AssessmentError, match="not as nbgrader made it"):
            take_in()
        return
    assert take_in()[0] == 0
    assert handed_in(course) == []


def test_a_second_name_of_somebodys_file_is_refused(course, take_in, tmp_path):
    folder = put(f"{owner()}+small+{AT}")
    os.link(folder / "reflection.ipynb", tmp_path / "other-name")
    taken, said = take_in()
    assert taken == 0
    assert "somebody else's file under a second name" in said[0]


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    (tmp_path / "n.ipynb").write_bytes(b"x" * 10)
    read = os.read
    monkeypatch.setattr(os, "read", lambda fd, n: read(fd, n) + b"more")
    with (
        untrusted.folder(tmp_path) as here,
        pytest.raises(untrusted.Refused, match="grew while it was read"),
    ):
        untrusted.read(here, "n.ipynb", 12)


@as_root
def test_another_user_may_send_in_their_own_name_alone(course, take_in):
    for learner in ("daemon", "learner-ben", owner()):
        folder = put(f"{learner}+small+{AT}")
        for at in (folder, *folder.iterdir()):
            os.chown(at, DAEMON, DAEMON)
    taken, said = take_in()
    assert taken == 1
    assert [record.learner for record in course.store.read(what="handed_in")] == ["daemon"]
    refused = [line for line in said if "somebody else put it there" in line]
    assert len(refused) == 2


@as_root
def test_a_file_of_somebody_elses_in_ones_own_folder_is_refused(course, take_in):
    folder = put(f"daemon+small+{AT}")
    os.chown(folder, DAEMON, DAEMON)  # the notebook in it stays another's
    assert take_in()[0] == 0


def test_the_time_that_counts_is_the_systems_and_not_the_one_claimed(course, take_in):
    folder = submit(notebook(**ANSWERS))
    early = folder.with_name(f"{owner()}+small+2020-01-01 00:00:00.000000 UTC")
    folder.rename(early)
    (early / "timestamp.txt").write_text("2020-01-01 00:00:00.000000 UTC")
    for at in (early, *early.iterdir()):
        os.utime(at, (0, 0))
    taken, said = take_in()
    assert taken == 1
    (record,) = course.store.read(what="handed_in")
    assert datetime.now(UTC) - record.at < timedelta(minutes=5)
    assert "Its name tells another time" in said[0]
    assert course.desk.collect("small").new == 1
    (at,) = (config.course_root() / "submitted").rglob("timestamp.txt")
    assert not at.read_text().startswith("2020")


def answers_of(take_in, course, made):
    submit(made if isinstance(made, str) else nbformat.from_dict(made))
    assert take_in()[0] == 1
    return handed_in(course)[-1]


def box(grade_id, source, kind="markdown"):
    about = {"grade": True, "solution": True, "locked": False, "points": 3}
    about |= {"task": False, "schema_version": 3, "cell_type": kind, "grade_id": grade_id}
    make = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    return make.get(kind, v4.new_raw_cell)(source, metadata={"nbgrader": about})


def test_a_copied_box_keeps_both_texts_in_order(course, take_in):
    made = notebook(**ANSWERS)
    made.cells.insert(3, box("what", "And then I spoke."))
    body = answers_of(take_in, course, made)
    assert body["answers"] == {"what": "I listened.\n\nAnd then I spoke.", "next": "Wait."}
    assert body["notes"] == ["“what” had more than one box; all texts are sent, in order."]


def test_a_copy_that_says_the_same_or_nothing_changes_nothing(course, take_in):
    made = notebook(**ANSWERS)
    made.cells += [box("what", "I listened."), box("what", "YOUR ANSWER HERE")]
    body = answers_of(take_in, course, made)
    assert (body["answers"], body["notes"]) == (ANSWERS, [])


def test_a_deleted_box_is_an_empty_answer(course, take_in):
    made = notebook(**ANSWERS)
    del made.cells[2]
    body = answers_of(take_in, course, made)
    assert body["answers"] == {"what": "", "next": "Wait."}
    assert body["notes"] == ["The box for “what” was missing, so it is sent empty."]
    assert course.desk.collect("small").to_mark == 1


def test_a_box_that_the_reflection_does_not_have_is_not_sent(course, take_in):
    made = notebook(**ANSWERS)
    made.cells.append(box("other", "Words."))
    body = answers_of(take_in, course, made)
    assert body["answers"] == ANSWERS
    assert body["notes"] == [
        "An answer box that this reflection does not have was not sent."
    ]
    (aside,) = config.inbound().iterdir()  # nothing of it is lost
    assert "Words." in (aside / "reflection.ipynb").read_text()


@pytest.mark.parametrize("kind", ["code", "raw"])
def test_a_box_that_became_code_is_text(course, take_in, tmp_path, kind):
    made, proof = notebook(**ANSWERS), tmp_path / "ran"
    made.cells[2] = box("what", f"open({str(proof)!r}, 'w')", kind)
    body = answers_of(take_in, course, made)
    assert body["answers"]["what"] == f"open({str(proof)!r}, 'w')"
    assert body["notes"] == [
        "The box for “what” had become one of code; it is sent as text."
    ]
    course.desk.collect("small")
    assert not proof.exists()


@pytest.mark.parametrize(
    "cell",
    [
        v4.new_markdown_cell("My own thoughts."),
        v4.new_code_cell("print('hello')"),
        v4.new_raw_cell("<script>alert(1)</script>"),
    ],
    ids=["words", "code", "raw"],
)
def test_what_is_outside_the_boxes_is_not_sent(course, take_in, cell):
    made = notebook(**ANSWERS)
    made.cells.append(cell)
    body = answers_of(take_in, course, made)
    assert body["answers"] == ANSWERS
    assert body["notes"] == ["What you wrote outside the answer boxes was not sent."]


def test_a_locked_cell_that_was_changed_is_not_sent(course, take_in):
    made = notebook(**ANSWERS)
    made.cells[1].source = "Another question?"
    body = answers_of(take_in, course, made)
    assert body["notes"] == ["What you wrote outside the answer boxes was not sent."]
    course.desk.collect("small")
    (file,) = (config.course_root() / "autograded").rglob("*.ipynb")
    assert "Another question?" not in file.read_text()


def test_a_very_long_answer_is_cut_and_its_learner_is_told(course, take_in):
    body = answers_of(take_in, course, notebook(what="a" * 30_000, next="Wait."))
    assert body["answers"]["what"] == "a" * 20_000
    assert body["notes"][0].startswith("Only the first 20,000 characters")


def test_characters_that_are_none_do_not_hold_it_up(course, take_in):
    made = json.loads(nbformat.writes(notebook(**ANSWERS)))
    made["cells"][2]["source"] = "half \ud800 and \0 none"
    body = answers_of(take_in, course, json.dumps(made))
    assert body["answers"]["what"] == "half \ufffd and  none"
    assert course.desk.collect("small").new == 1


def test_everything_of_a_withdrawn_one_leaves_the_exchange(course):
    submit(notebook(**ANSWERS))
    course.desk.collect("small")
    (record,) = course.store.read(what="handed_in")
    course.withdraw(record)
    assert course.desk.collect("small").withdrawn == 1
    assert course.submitted() == []
    assert not list((config.course_root() / "submitted").rglob("*.ipynb"))
    assert not list((config.course_root() / "autograded").rglob("*.ipynb"))
    assert course.desk.collect("small") == (0, 0, 0)
    assert handed_in(course)[0]["answers"] == ANSWERS  # still its learner's own


def test_who_hands_in_after_withdrawing_is_on_the_desk_again(course):
    record = course.hand_in("learner-ann", **ANSWERS)
    course.desk.collect("small")
    course.withdraw(record)
    course.desk.collect("small")
    course.hand_in("learner-ann", **ANSWERS)
    assert course.desk.collect("small") == (1, 1, 0)


def test_an_exchange_without_an_inbound_folder_is_empty(course, take_in):
    shutil.rmtree(config.inbound())
    assert take_in() == (0, [])
