"""The holes that nbgrader's stock way of working has, each shown closed.

Each test does what went wrong in a stock set-up and looks at what came of it.
"""

import contextlib
import os
import re
import shutil
import sqlite3

import nbformat
import pytest
from arriving import ANSWERS, notebook, put, submit
from nbformat import v4
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeList
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from traitlets.config import Config

from academy.assessment import config
from academy.assessment.marking import exporter
from academy.session import owner

ANN, BEN = "learner-ann", "learner-ben"
AT = "2026-01-01 12:00:00.000000 UTC"
EVIL = "<img src=x onerror=alert(1)>"


def made_ready(learner):
    return config.course_root() / "autograded" / learner / "small" / "reflection.ipynb"


def everything_ready(course):
    """Return all that stands in what a tutor's tools read."""
    found = ""
    for step in ("submitted", "autograded", "feedback"):
        for file in (config.course_root() / step).rglob("*"):
            found += file.read_text() if file.is_file() else ""
    return found


def by_hand(course, learner):
    """Autograde with nbgrader's own tool, set up as ours, what the store did not give."""
    submitted = config.course_root() / "submitted" / learner / "small"
    shutil.rmtree(submitted, ignore_errors=True)
    shutil.rmtree(made_ready(learner).parent, ignore_errors=True)
    return submitted


def test_hole_1_code_in_a_submitted_notebook_does_not_run_as_the_tutor(course, tmp_path):
    proof = tmp_path / "ran"
    code = f"open({str(proof)!r}, 'w').write('ran')"
    made = notebook(**ANSWERS)
    made.cells.insert(0, v4.new_code_cell(code))
    made.cells[3] = v4.new_code_cell(code, metadata=made.cells[3].metadata)
    submit(made)

    assert course.desk.collect("small").new == 1
    course.mark(owner(), what=3, next=3)
    course.desk.give_back("small")
    assert not proof.exists()

    # Nor when somebody types nbgrader's own command over the notebook as it came.
    submitted = by_hand(course, owner())
    submitted.mkdir(parents=True)
    nbformat.write(made, submitted / "reflection.ipynb")
    (submitted / "timestamp.txt").write_text(AT)
    course.desk.api.autograde("small", owner())
    assert not proof.exists()


def test_hole_2_markup_in_an_answer_does_not_act_in_formgrader(course):
    submit(notebook(what=EVIL, next=f"Words, then {EVIL}"))
    course.hand_in(ANN, what=EVIL, next="Calm.")
    course.desk.collect("small")
    about = {"base_url": "", "index": 0, "total": 1, "submission_id": "s"}
    for learner in (owner(), ANN):
        formgrader = exporter(FormgradeExtension().build_extra_config())
        shown, _ = formgrader.from_filename(str(made_ready(learner)), resources=about)
        assert not re.search(r"<img[^>]*onerror", shown)
        assert "&lt;img src=x onerror=alert(1)&gt;" in shown


@pytest.mark.parametrize("what", ["notebook", "folder", "second name"])
def test_hole_3_a_link_in_the_exchange_brings_nobody_anothers_words(course, what):
    private = "Only my tutor may know."
    course.hand_in(BEN, what=private, next="Wait.")
    course.desk.collect("small")
    theirs = config.course_root() / "submitted" / BEN / "small"
    folder = put(f"{owner()}+small+{AT}")
    if what == "folder":
        shutil.rmtree(folder)
        folder.symlink_to(theirs)
    else:
        (folder / "reflection.ipynb").unlink()
        link = os.symlink if what == "notebook" else os.link
        link(theirs / "reflection.ipynb", folder / "reflection.ipynb")

    course.desk.collect("small")
    assert course.store.read(learner=owner(), what="handed_in") == []
    # Nor when somebody types nbgrader's own command.
    assert course.desk.api.collect("small")["success"]
    shutil.rmtree(config.course_root() / "submitted" / BEN)
    shutil.rmtree(config.course_root() / "autograded" / BEN)
    assert private not in everything_ready(course)


def test_hole_4_a_folder_in_anothers_name_and_a_forged_time_displace_nothing(course):
    course.hand_in(BEN, what="What I wrote.", next="Wait.")
    course.desk.collect("small")
    for at in ("2099-01-01 12:00:00.000000 UTC", "2020-01-01 12:00:00.000000 UTC"):
        folder = put(f"{BEN}+small+{at}+abc", made=notebook(what="Not what I wrote."))
        (folder / "timestamp.txt").write_text(at)

    assert course.desk.collect("small").new == 0
    assert course.desk.api.collect("small", update=True)["success"]  # nor by hand
    assert "What I wrote." in everything_ready(course)
    assert "Not what I wrote." not in everything_ready(course)
    (record,) = course.store.read(learner=BEN, what="handed_in")
    assert record.body["answers"]["what"] == "What I wrote."


def test_hole_5_nobody_else_can_make_a_course_and_no_other_is_listed(course):
    course.desk.release("small")
    root = config.desk_folder() / "exchange"
    assert root.stat().st_mode & 0o077 == 0  # nbgrader had opened it to everybody
    phish = root / "somebodys" / "outbound" / "phish"
    phish.mkdir(parents=True)
    nbformat.write(v4.new_notebook(), phish / "n.ipynb")

    c = Config()
    config.configure_for_learner(c)
    lister = ExchangeList(
        coursedir=CourseDirectory(config=c), authenticator=Authenticator(config=c), config=c
    )
    config.fetched().mkdir(parents=True, exist_ok=True)
    listed = {one["course_id"] for one in lister.start()}
    assert listed == {config.COURSE}


def test_no_mark_was_changed_by_any_of_it(course):
    course.hand_in(BEN, what="What I wrote.", next="Wait.")
    course.desk.collect("small")
    course.mark(BEN, what=3, next=2)
    gradebook = config.course_root() / "gradebook.db"
    made = notebook(**ANSWERS)
    zero = "d.execute('update grade set manual_score = 0'); d.commit()"
    code = f"import sqlite3; d = sqlite3.connect({str(gradebook)!r}); {zero}"
    made.cells.insert(0, v4.new_code_cell(code))
    submit(made)
    course.desk.collect("small")
    with contextlib.closing(sqlite3.connect(gradebook)) as db:
        scores = [row[0] for row in db.execute("select manual_score from grade")]
    assert sorted(score for score in scores if score is not None) == [2, 3]
