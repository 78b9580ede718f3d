import shutil
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat import v4

from academy.assessment import config
from academy.assessment.desk import Desk
from academy.session import open_store
from academy.store import Record

NOISE = (
    # nbgrader's gradebook adds before it links, and it spells "authenticator" wrong
    "ignore:Object of type <Submitted",
    "ignore:Passing unrecognized arguments",
)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            for noise in NOISE:
                item.add_marker(pytest.mark.filterwarnings(noise))


QUESTIONS = {"what": "What happened?", "next": "What will you try next?"}
SMALL = "small"


def about(grade_id, *, answer=False):
    made = {
        "grade": answer,
        "solution": answer,
        "locked": not answer,
        "task": False,
        "grade_id": grade_id,
        "schema_version": 3,
        "cell_type": "markdown",
    }
    return {"nbgrader": made | ({"points": 3} if answer else {})}


def small_notebook():
    cells = [v4.new_markdown_cell("# Small", metadata=about("title"))]
    for name, prompt in QUESTIONS.items():
        asked = about(f"{name}_question")
        cells.append(v4.new_markdown_cell(prompt, metadata=asked))
        empty = "YOUR ANSWER HERE"
        cells.append(v4.new_markdown_cell(empty, metadata=about(name, answer=True)))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_content(root: Path) -> Path:
    folder = root / "assessments" / "source" / SMALL
    folder.mkdir(parents=True)
    nbformat.write(small_notebook(), folder / "reflection.ipynb")
    criterion = {
        "criterion": "One moment.",
        "points": 3,
        "levels": [{"points": 0, "says": "None."}, {"points": 3, "says": "One."}],
        "good": "A moment.",
        "little": "Which moment?",
    }
    rubrics = root / "assessments" / "rubrics"
    rubrics.mkdir()
    (rubrics / f"{SMALL}.yml").write_text(
        yaml.safe_dump(dict.fromkeys(QUESTIONS, criterion))
    )
    ours = Path(__file__).parents[2] / "assessments" / "nbgrader_config.py"
    shutil.copy(ours, root / "assessments")
    return root


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A content folder and a data folder in which its assignment is released."""
    content = make_content(tmp_path_factory.mktemp("content"))
    data = tmp_path_factory.mktemp("data") / "data"
    with pytest.MonkeyPatch.context() as env:
        env.setenv("ACADEMY_DATA", str(data))
        env.setenv("ACADEMY_CONTENT", str(content))
        store = open_store()
        Desk(store, print).release(SMALL)
        store.close()
    return content, data


@pytest.fixture
def content(tmp_path, monkeypatch):
    """A content folder of one's own, and an empty data folder."""
    made = make_content(tmp_path / "content")
    monkeypatch.setenv("ACADEMY_CONTENT", str(made))
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "data"))
    return made


@pytest.fixture
def course(released, tmp_path, monkeypatch):
    content, data = released
    shutil.copytree(data, tmp_path / "data")
    monkeypatch.setenv("ACADEMY_CONTENT", str(content))
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "data"))
    made = Course()
    yield made
    made.store.close()


class Course:
    """A released course, its learners' hands and its tutor's."""

    def __init__(self):
        self.store = open_store()
        self.said = []
        self.desk = Desk(self.store, self.said.append)

    def hand_in(self, learner, **answers):
        return self.store.append(
            Record(
                what="handed_in",
                learner=learner,
                exercise="02_listening/reflection",
                version="abc",
                at=datetime.now(UTC),
                audience="tutor",
                body={"assignment": SMALL, "answers": answers},
            )
        )

    def withdraw(self, record):
        body = {"assignment": SMALL, "handed_in": record.id}
        change = {"what": "withdrawn", "audience": "me", "body": body, "id": None}
        return self.store.append(record.model_copy(update=change))

    def mark(self, learner, comment="", **scores):
        """Do what formgrader's page does when a tutor types a score."""
        with self.desk.api.gradebook as gradebook:
            for name, score in scores.items():
                where = (name, "reflection", SMALL, learner)
                grade = gradebook.find_grade(*where)
                grade.manual_score, grade.needs_manual_grade = score, False
                gradebook.find_comment(*where).manual_comment = comment or None
            gradebook.db.commit()

    def submitted(self):
        return sorted(folder.name for folder in config.inbound().iterdir())

    def returned(self, learner):
        return [record.body for record in self.store.read(learner=learner, what="returned")]

    def feedback(self, learner):
        root = config.course_root() / "feedback" / learner / SMALL
        return (root / "reflection.html").read_text()
