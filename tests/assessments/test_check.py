import json
from pathlib import Path

import pytest
import yaml

from academy.assessment.check import check_assignment, strays

PROMPTS = {"what": "What happened?", "next": "What will you try next?"}


def reference(key):
    return {
        "key": key,
        "title": f"From {key}",
        "answers": {"what": "Somebody rang.", "next": "Wait a little."},
        "marks": {
            "what": {"points": 3, "why": "A moment."},
            "next": {"points": 0, "why": "A wish."},
        },
    }


@pytest.fixture
def folder(content):
    write(
        content / "assessments" / "calibration" / "small.yml",
        {"source": "Ours.", "references": [reference(key) for key in ("a", "b", "c")]},
    )
    return content / "assessments" / "source" / "small"


def write(file, data):
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(data, sort_keys=False))


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


def calibration(folder, edit):
    file = folder.parent.parent / "calibration" / "small.yml"
    data = yaml.safe_load(file.read_text())
    edit(data["references"])
    write(file, data)


def wrong(folder, questions=None):
    return [f"{e.where}: {e.what}" for e in check_assignment(folder, questions)]


def code(cell, **nbgrader):
    cell.update(cell_type="code", execution_count=None, outputs=[])
    cell["metadata"]["nbgrader"].update(cell_type="code", **nbgrader)


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
            lambda c: code(c[2]),
            (
                "cell 3: is checked by running code, and no learner's code ever runs "
                "here; ask for words in a manually graded markdown cell"
            ),
        ),
        (
            lambda c: code(c[2], grade=False),
            (
                "cell 3: is checked by running code, and no learner's code ever runs "
                "here; ask for words in a manually graded markdown cell"
            ),
        ),
        (
            lambda c: code(c[2], solution=False),
            (
                "cell 3: is checked by running code, and no learner's code ever runs "
                "here; ask for words in a manually graded markdown cell"
            ),
        ),
        (
            lambda c: c[2]["metadata"]["nbgrader"].update(grade_id="cell-1a2b"),
            (
                "cell 3: grade_id 'cell-1a2b' cannot be a rubric's key; "
                "use small letters, digits and _, such as what_happened"
            ),
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


def levels(*points):
    return [{"points": one, "says": "Some."} for one in points]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"levels": levels(1, 3)}, "the first level gives 1; it must give 0"),
        (
            {"levels": levels(0, 2, 2, 3)},
            (
                "a level gives 2 after one that gives 2; "
                "each must give more than the one before"
            ),
        ),
        (
            {"levels": levels(0, 0.5, 1, 2, 2.5, 3)},
            "are 6; without completion_only there are 2 to 5",
        ),
        ({"levels": levels(3)}, "are 1; without completion_only there are 2 to 5"),
        ({"levels": []}, "are 0; without completion_only there are 2 to 5"),
        (
            {"completion_only": True},
            "are 2; completion_only takes one, for all points",
        ),
    ],
)
def test_levels_that_a_tutor_could_not_choose_among_are_told(folder, about, said):
    rubric(folder, lambda r: r["what"].update(about))
    (error,) = wrong(folder)
    assert f"what.levels: {said}" in error
    assert error.startswith("line ")


def test_a_criterion_for_completion_alone_has_one_level_for_all_points(folder):
    about = {"completion_only": True, "levels": levels(3)}
    rubric(folder, lambda r: r["what"].update(about))
    assert wrong(folder) == []
    rubric(folder, lambda r: r["what"].update(levels=levels(2)))
    assert wrong(folder) == ["what.levels: the best gives 2; it must give all 3"]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            lambda r: r[1]["answers"].pop("next"),
            "references.b.answers.next: is missing; every criterion needs one",
        ),
        (
            lambda r: r[1]["marks"].pop("next"),
            "references.b.marks.next: is missing; every criterion needs one",
        ),
        (
            lambda r: r[2]["answers"].update(more="More."),
            (
                "references.c.answers.more: "
                "the rubric has no such criterion; it has: next, what"
            ),
        ),
        (
            lambda r: r[2]["marks"].update(more={"points": 0, "why": "None."}),
            (
                "references.c.marks.more: "
                "the rubric has no such criterion; it has: next, what"
            ),
        ),
        (
            lambda r: r[0]["marks"]["what"].update(points=2),
            "references.a.marks.what.points: is 2; the rubric's levels give 0, 3",
        ),
    ],
)
def test_references_that_do_not_fit_the_rubric_are_told(folder, edit, said):
    calibration(folder, edit)
    assert wrong(folder) == [said]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda r: r.pop(), "references: are 2; there are 3"),
        (lambda r: r.append(reference("d")), "references: are 4; there are 3"),
        (lambda r: r[2].update(key="a"), "reference 'a' is there twice"),
        (lambda r: r[0]["marks"]["what"].pop("why"), "field required"),
    ],
)
def test_references_that_are_none_are_told_with_their_line(folder, edit, said):
    calibration(folder, edit)
    (error,) = wrong(folder)
    assert said in error
    assert error.startswith("line ")


def test_missing_references_are_told(folder):
    file = folder.parent.parent / "calibration" / "small.yml"
    file.unlink()
    (error,) = check_assignment(folder)
    assert (error.file, error.what) == (file, "there is no such file")


def test_a_rubric_or_references_without_an_assignment_are_told(folder):
    assessments = folder.parents[1]
    assert strays(assessments) == []
    for kind in ("rubrics", "calibration"):
        (assessments / kind / "smalll.yml").write_text("{}")
    found = [(one.file.parent.name, one.file.name, one.what) for one in strays(assessments)]
    what = "belongs to no assignment; there is small"
    assert found == [
        ("rubrics", "smalll.yml", what),
        ("calibration", "smalll.yml", what),
    ]


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
