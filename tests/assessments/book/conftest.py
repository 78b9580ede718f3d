import shutil
from datetime import UTC, datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from academy.assessment import config
from academy.assessment.book import Book, Entry, Given

SMALL = "small"
CRITERIA = {"what": 3.0, "next": 4.0, "why": 5.0}
SENT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory):
    """A gradebook as nbgrader makes it, in which one assignment is released."""
    file = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    config.reach_alembic()
    with Gradebook(f"sqlite:///{file}", config.COURSE) as made:
        add_assignment(made, SMALL)
    return file


def add_assignment(gradebook, name):
    gradebook.add_assignment(name)
    gradebook.add_notebook("reflection", name)
    for grade_id, points in CRITERIA.items():
        where = (grade_id, "reflection", name)
        gradebook.add_grade_cell(*where, max_score=points, cell_type="markdown")
        gradebook.add_solution_cell(*where)
        gradebook.add_source_cell(*where, cell_type="markdown")


@pytest.fixture
def url(empty_gradebook, tmp_path):
    shutil.copy(empty_gradebook, tmp_path / "gradebook.db")
    return f"sqlite:///{tmp_path / 'gradebook.db'}"


@pytest.fixture
def book(url):
    made = Book(url)
    yield made
    made.close()


@pytest.fixture
def theirs(url):
    """The same gradebook, as nbgrader sees it."""
    with Gradebook(url, config.COURSE) as made:
        yield made


@pytest.fixture
def enter(book):
    """Enter a version of a learner's reflection; what is not said is as before."""

    def _enter(id, learner="ana", *, assignment=SMALL, due=None, sent_at=None, **answers):
        written = {name: f"About {name}." for name in CRITERIA} | answers
        at = sent_at or SENT + timedelta(minutes=id)
        book.enter(assignment, [Entry(id, learner, at, due, written)])

    return _enter


@pytest.fixture
def formgrader(theirs):
    """Do what formgrader's page does when a tutor types."""

    def _type(name, learner="ana", assignment=SMALL, **values):
        where = (name, "reflection", assignment, learner)
        theirs.db.expire_all()
        if "comment" in values:
            theirs.find_comment(*where).manual_comment = values["comment"]
        if "score" in values:
            grade = theirs.find_grade(*where)
            grade.manual_score = values["score"]
            grade.extra_credit = values.get("extra")
            grade.needs_manual_grade = values["score"] is None and grade.auto_score is None
        theirs.db.commit()

    return _type


@pytest.fixture
def full():
    """Marks for every criterion."""

    def _full(what=2, next=3, why=4, comment=""):  # noqa: A002  a criterion's name
        scores = {"what": what, "next": next, "why": why}
        return {name: Given(score=n, comment=comment) for name, n in scores.items()}

    return _full
