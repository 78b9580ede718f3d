"""What nbgrader itself says of a gradebook that the book has written in."""

import csv
import subprocess
import sys
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from nbgrader.api import Base, Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins.export import CsvExportPlugin
from nbgrader.server_extensions.formgrader.apihandlers import CommentHandler, GradeHandler
from traitlets.config import Config

from academy.assessment import config
from academy.assessment.book import Book, Conflict, Given, tables

SMALL = "small"


@pytest.mark.parametrize("table", tables.theirs.tables)
def test_nbgraders_tables_are_as_we_write_them_down(table):
    ours, theirs = tables.theirs.tables[table], Base.metadata.tables[table]
    for column in ours.columns:
        other = theirs.columns[column.name]
        assert type(column.type) is type(other.type), column
        assert column.nullable == other.nullable, column
        assert column.primary_key == other.primary_key, column


@pytest.mark.parametrize("table", ["student", "submitted_assignment", "submitted_notebook"])
def test_what_we_leave_out_of_a_row_nbgrader_does_not_need(table):
    ours, theirs = tables.theirs.tables[table], Base.metadata.tables[table]
    for column in theirs.columns:
        assert column.name in ours.columns or column.nullable, column


def test_the_api_is_known_without_importing_nbgrader():
    said = "import sys, academy.assessment.marker; print('nbgrader' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, check=True)
    assert run.stdout.strip() == b"False"


def test_a_book_makes_a_gradebook_that_nbgrader_can_use(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    Book(url).close()
    with Gradebook(url, config.COURSE) as gradebook:
        gradebook.add_assignment("first")
        (version,) = gradebook.db.execute(sa.text("SELECT * FROM alembic_version"))
        assert version.version_num


def rows(url):
    with Gradebook(url, config.COURSE) as gradebook:
        return {one["student"]: one for one in gradebook.submission_dicts(SMALL)}


def test_scores_and_what_needs_a_mark_are_nbgraders_too(book, enter, full, url):
    enter(1, "ana")
    enter(2, "ben", why="")
    enter(3, "cid")
    book.save(1, "tom", full(), seen=0)
    book.save(2, "tom", {"what": Given(score=1)}, seen=0)
    told = rows(url)
    asked = ("score", "written_score", "max_score", "needs_manual_grade")
    assert {name: tuple(row[key] for key in asked) for name, row in told.items()} == {
        "ana": (9, 9, 12, False),
        "ben": (1, 1, 12, True),
        "cid": (0, 0, 12, True),
    }
    assert [work.total for work in book.works()] == [9, None, None]


def test_a_comment_and_no_response_are_nbgraders_too(book, enter, full, theirs):
    enter(1, why="")
    book.save(1, "tom", full(why=None, comment="Good."), seen=0)
    submission = theirs.find_submission(SMALL, "ana")
    said = {one.name: one.comment for one in submission.notebooks[0].comments}
    assert said == {"what": "Good.", "next": "Good.", "why": "Good."}
    assert not submission.needs_manual_grade
    assert submission.total_seconds_late == 0


def test_nbgraders_own_lists_are_of_the_same_shape_as_after_its_own_autograde(
    book, enter, theirs
):
    enter(1, "ana", what="")
    theirs.add_student("ben")
    theirs.add_submission(SMALL, "ben", timestamp="2026-03-02 18:31:00 UTC")

    def shape(learner):
        notebook = theirs.find_submission(SMALL, learner).notebooks[0]
        return (
            sorted(grade.name for grade in notebook.grades),
            sorted(comment.name for comment in notebook.comments),
            notebook.flagged,
            notebook.late_submission_penalty,
            notebook.max_score,
        )

    assert shape("ana") == shape("ben")
    told = {
        one["student"]: one for one in theirs.notebook_submission_dicts("reflection", SMALL)
    }
    differ = {"id", "student", "first_name", "last_name"}
    assert told["ana"].keys() == told["ben"].keys()
    for key in told["ana"].keys() - differ:
        assert told["ana"][key] == told["ben"][key], key


def test_its_export_has_the_same_totals(book, enter, full, theirs, tmp_path):
    enter(1)
    book.save(1, "tom", full(), seen=0)
    to = tmp_path / "grades.csv"
    CsvExportPlugin(to=str(to)).export(theirs)
    (row,) = csv.DictReader(to.open())
    assert (row["student_id"], row["score"], row["max_score"]) == ("ana", "9.0", "12.0")
    assert row["timestamp"] == "2026-03-02 18:31:00"


def test_its_own_program_exports_too(book, enter, full, tmp_path, url):
    enter(1)
    book.save(1, "tom", full(), seen=0)
    settings = Config()
    settings.CourseDirectory.root = str(tmp_path)
    settings.CourseDirectory.db_url = url
    settings.CourseDirectory.course_id = config.COURSE
    api = NbGraderAPI(CourseDirectory(config=settings), config=settings)
    assert api.gradebook.find_submission(SMALL, "ana").score == 9
    run = [sys.executable, "-m", "nbgrader", "export", "--to", "out.csv", "--db", url]
    subprocess.run(run, cwd=tmp_path, check=True, capture_output=True)
    assert "ana" in (tmp_path / "out.csv").read_text()


def type_in_formgrader(handler, url, id, **body):
    """Run what formgrader's page calls when a tutor types; without its sign-in."""
    settings = Config()
    settings.CourseDirectory.db_url = url
    with Gradebook(url, config.COURSE) as gradebook:
        page = SimpleNamespace(
            gradebook=gradebook,
            get_json_body=lambda: body,
            write=lambda _: None,
        )
        put = handler.put
        while hasattr(put, "__wrapped__"):
            put = put.__wrapped__
        put(page, id)


def test_formgraders_page_and_ours_see_each_others_marks(book, enter, full, theirs, url):
    enter(1)
    seen = book.save(1, "tom", full(comment="From Tom."), seen=0)
    where = ("what", "reflection", SMALL, "ana")
    grade, comment = theirs.find_grade(*where), theirs.find_comment(*where)
    assert grade.to_dict()["manual_score"] == 2
    assert comment.to_dict()["manual_comment"] == "From Tom."
    ids = grade.id, comment.id
    theirs.db.rollback()
    type_in_formgrader(GradeHandler, url, ids[0], manual_score=1.5, extra_credit=0.5)
    type_in_formgrader(CommentHandler, url, ids[1], manual_comment="From the page.")
    with pytest.raises(Conflict) as told:
        book.save(1, "tom", {"what": Given(score=3)}, seen=seen.id)
    assert told.value.now.given["what"] == Given(score=2, comment="From the page.")
    type_in_formgrader(GradeHandler, url, ids[0], manual_score=None, extra_credit=None)
    assert book.work(1).to_mark == ("what",)
