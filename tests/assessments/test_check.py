import json
from pathlib import Path

import pytest
import yaml

from academy.assessment.check import check_assignment

PROMPTS = {"what": "What happened?", "next": "What will you try next?"}


@pytest.fixture
def folder(content):
    return content / "assessments" / "source" / "small"


def change(folder, edit):
    file = folder / "reflection.ipynb"
    notebook = json.loads(file.read_text())
    edit(notebook)
    file.write_text(json.dumps(notebook))


def rubric(folder, edit):
    file = folder.parent.parent / "rubrics" / "small.yml"
    data = yaml.safe_load(file.read_text())
    data = {name: dict(criterion) for name, criterion in data.items()}
    edit(data)
    file.write_text(yaml.safe_dump(data))


def wrong(folder, questions=None):
    return [f"{e.where}: {e.what}" for e in check_assignment(folder, questions)]


def test_a_sound_assignment_has_no_mistakes(folder):
    assert wrong(folder, PROMPTS) == wrong(folder) == []


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            lambda c: c[2]["metadata"]["nbgrader"].update(solution=False),
            "cell 3: is a task or a test; only locked text and answers are allowed",
        ),
        (
            lambda c: c[2]["metadata"]["nbgrader"].update(grade=False),
            (
                "cell 3: takes an answer, so it must be markdown, manually graded "
                "(grade and solution true) and not locked"
            ),
        ),
        (
            lambda c: c[2]["metadata"]["nbgrader"].update(points=0),
            "cell 3: gives 0 points; it must give more than 0",
        ),
        (
            lambda c: c[4]["metadata"]["nbgrader"].update(grade_id="what"),
            "cell 5: grade_id 'what' is there twice; each is unique",
        ),
        (
            lambda c: c[1]["metadata"]["nbgrader"].update(locked=False),
            "cell 2: takes no answer, so it must be locked",
        ),
        (
            lambda c: c[0].update(metadata={}),
            "cell 1: is not nbgrader's; it must be locked, or take an answer",
        ),
        (
            lambda c: c[0].update(
                cell_type="code",
                execution_count=None,
                outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}],
            ),
            "cell 1: holds an output; it must have none",
        ),
        (
            lambda c: c[0]["metadata"]["nbgrader"].pop("grade_id"),
            "cell 1: has no grade_id; it needs one of its own",
        ),
    ],
)
def test_a_mistake_in_a_cell_is_told(folder, edit, said):
    change(folder, lambda notebook: edit(notebook["cells"]))
    assert said in wrong(folder, PROMPTS)


def test_a_notebook_that_is_none_is_told(folder):
    (folder / "reflection.ipynb").write_text("{")
    (said,) = wrong(folder)
    assert "this is not a valid notebook" in said


def test_a_folder_without_a_notebook_is_told(folder):
    (folder / "reflection.ipynb").unlink()
    assert wrong(folder) == [": there is no notebook; it needs one"]


def test_a_question_that_differs_from_the_exercise_is_told(folder):
    said = wrong(folder, PROMPTS | {"next": "And now?"})
    what = "it must hold the exercise's question, locked: 'And now?'"
    assert said == [f"the cell before 'next': {what}"]


def test_questions_that_the_notebook_does_not_have_are_told(folder):
    said = wrong(folder, PROMPTS | {"more": "More?"})
    assert said == [
        (
            ": the answer cells are ['what', 'next']; "
            "the exercise asks ['what', 'next', 'more']"
        )
    ]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            lambda r: r.pop("next"),
            "next: is missing; every answer cell needs its criterion",
        ),
        (
            lambda r: r.update(other=r["what"]),
            "other: the notebook has no such answer cell; it has: what, next",
        ),
        (
            lambda r: r["what"].update(points=4),
            "what.points: is 4; the notebook's cell gives 3",
        ),
        (
            lambda r: r["what"].update(
                levels=[{"points": 0, "says": "None."}, {"points": 2, "says": "Some."}]
            ),
            "what.levels: the best gives 2; it must give all 3",
        ),
    ],
)
def test_a_rubric_that_does_not_fit_is_told(folder, edit, said):
    rubric(folder, edit)
    assert said in wrong(folder)


def test_a_rubric_with_a_key_too_many_is_told_with_its_line(folder):
    rubric(folder, lambda r: r["what"].update(hint="x"))
    (error,) = check_assignment(folder)
    assert error.file.name == "small.yml"
    assert "what.hint" in error.where
    assert error.where.startswith("line ")


def test_a_missing_rubric_is_told(folder):
    (folder.parent.parent / "rubrics" / "small.yml").unlink()
    assert wrong(folder) == [": there is no such file"]


def test_every_assignment_of_the_course_is_sound():
    sources = Path(__file__).parents[2] / "assessments" / "source"
    folders = sorted(sources.iterdir())
    assert folders
    for folder in folders:
        assert check_assignment(folder) == []
