import csv
import io
import os
import subprocess
import sys
from pathlib import Path

ANN, BEN = "learner-ann", "learner-ben"


def exported(to, *words):
    """Run nbgrader's own command as somebody in `assessments/` would."""
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "export", "--to", str(to), *words],
        cwd=Path(os.environ["ACADEMY_CONTENT"]) / "assessments",
        capture_output=True,
        text=True,
        check=True,
    )
    return {row["student_id"]: row for row in csv.DictReader(io.StringIO(to.read_text()))}


def test_nbgraders_own_export_leaves_blank_what_is_not_fully_marked(course, tmp_path):
    for learner in (ANN, BEN, "learner-cas"):
        course.hand_in(learner, what="I listened.", next="Wait.")
    course.desk.collect("small")
    with course.desk.api.gradebook as gradebook:
        gradebook.add_student("=cmd|' /C calc'!A0")
    course.mark(ANN, what=0, next=0)
    course.mark(BEN, what=3)
    course.mark("learner-cas", what=99, next=1)

    rows = exported(tmp_path / "marks.csv")

    told = {id: (row["score"], row["status"]) for id, row in rows.items()}
    assert told == {
        ANN: ("0", "marked"),
        BEN: ("", "to mark"),
        "learner-cas": ("", "a score is out of bounds"),
        "'=cmd|' /C calc'!A0": ("", "not sent"),
    }
    assert rows[BEN]["raw_score"] == rows[BEN]["late_submission_penalty"] == ""
    assert {row["max_score"] for row in rows.values()} == {"6"}
    only = exported(tmp_path / "one.csv", "--student", '["learner-ann"]')
    assert list(only) == [ANN]
