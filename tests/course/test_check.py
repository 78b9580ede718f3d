"""The course is checked; and each check finds the mistake that it is there for."""

import json
import shutil

import pytest

from academy import paths
from academy.check import check
from academy.check.notebook import check_notebook


@pytest.fixture
def course(tmp_path):
    """A copy of the course, to spoil."""
    for folder in ("course", "modules", "assessments"):
        ignored = shutil.ignore_patterns("academy", "hub", "__pycache__", "lock")
        shutil.copytree(paths.content() / folder, tmp_path / folder, ignore=ignored)
    return tmp_path


def told(course):
    return [f"{one.file.name}: {one.where}: {one.what}" for one in check(course)]


def spoil(path, old, new, times=1):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def spoil_notebook(path, spoiling):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    spoiling(notebook["cells"])
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_the_course_is_as_it_should_be(course):
    assert check() == []
    assert told(course) == []


def test_a_tool_without_its_notebook_or_its_exercise_is_told(course):
    notebook = course / "modules/02_listening/airtime.ipynb"
    spoil(notebook, "airtime.yml", "night_shift.yml")
    spoil(notebook, "# Airtime", "<b>Airtime</b>")
    found = "\n".join(told(course))
    assert (
        "airtime.ipynb: airtime.yml: is there, but the notebook does not show it" in found
    )
    assert "cell 1: has HTML" in found
    notebook.unlink()
    assert "airtime.ipynb: : there is no such file" in told(course)


def test_a_module_that_is_missing_or_unknown_is_told(course):
    spoil(course / "course/course.yml", "id: 02_listening", "id: 09_missing")
    found = "\n".join(told(course))
    assert "modules/09_missing is not there" in found
    assert "course.yml does not name this module" in found


def test_a_mistake_in_an_exercise_is_told_with_its_line(course):
    path = course / "modules/02_listening/night_shift.yml"
    spoil(path, "move: ", "move: shouting # ")
    (found,) = told(course)
    assert "night_shift.yml: line" in found
    assert "replies.0.move" in found
    assert "'reflection'" in found


def test_an_exercise_that_is_not_named_as_its_file_is_told(course):
    folder = course / "modules/02_listening"
    shutil.copy(folder / "night_shift.yml", folder / "my_scene.yml")
    found = "\n".join(told(course))
    assert "must be '02_listening/my_scene'" in found
    assert "the notebook does not show it" in found


def test_a_reflection_that_disagrees_with_its_assignment_is_told(course):
    path = course / "modules/02_listening/a_conversation.yml"
    spoil(path, "prompt: ", "prompt: Quite so. ")
    assert any("reflection.ipynb" in one for one in told(course))


def test_a_reflection_that_course_yml_does_not_know_is_told(course):
    spoil(course / "course/course.yml", "reflection: 02_listening", "reflection: elsewhere")
    assert any("hands in to" in one for one in told(course))


def test_an_assignment_that_nobody_asks_for_is_checked_all_the_same(course):
    folder = course / "assessments/source/orphan"
    folder.mkdir()
    (folder / "x.ipynb").write_text("{bad")
    found = "\n".join(told(course))
    assert "no module of course.yml asks for it" in found
    assert "x.ipynb" in found


def test_sound_without_a_transcript_is_told(course):
    sound = course / "modules/02_listening/voice.mp3"
    sound.write_bytes(b"sound")
    assert any("has no transcript" in one for one in told(course))
    sound.with_suffix(".transcript.md").write_text("Words.")
    assert told(course) == []


def first(cells, kind):
    return next(cell for cell in cells if cell["cell_type"] == kind)


def last(cells, kind):
    return [cell for cell in cells if cell["cell_type"] == kind][-1]


@pytest.mark.parametrize(
    ("spoiling", "says"),
    [
        (lambda c: last(c, "code").update(execution_count=3), "execution count"),
        (
            lambda c: last(c, "code").update(
                outputs=[{"output_type": "stream", "name": "stdout", "text": "x"}]
            ),
            "has outputs",
        ),
        (lambda c: first(c, "code").update(source="import os"), "the first code is"),
        (lambda c: last(c, "code").update(source="1 + 1\n2 + 2"), "code is one line"),
        (lambda c: last(c, "code").update(source='exercise("nobody.yml")'), "no such file"),
        (lambda c: c.remove(last(c, "code")), "does not show it"),
        (lambda c: last(c, "markdown").update(source="## Now\n<b>loud</b>"), "has HTML"),
        (lambda c: last(c, "markdown").update(source="## A\n[a](gone.md)"), "is not there"),
        (
            lambda c: last(c, "markdown").update(source="## A\n[a](http://x.y)"),
            "only https",
        ),
        (
            lambda c: last(c, "markdown").update(source="## A\n![](DESIGN.md)"),
            "without words",
        ),
        (lambda c: last(c, "markdown").update(source="## A\n[a](#nowhere)"), "to a step"),
        (lambda c: last(c, "markdown").update(source="## A\n[a](../../x)"), "is not there"),
        (lambda c: last(c, "markdown").update(source="Carry"), "begins with '## '"),
        (lambda c: last(c, "markdown")["metadata"].clear(), "the steps are notice, try"),
        (lambda c: last(c, "markdown").update(cell_type="raw"), "only Markdown and code"),
    ],
)
def test_each_mistake_in_a_notebook_is_found(course, spoiling, says):
    path = course / "modules/02_listening/module.ipynb"
    spoil_notebook(path, spoiling)
    assert any(says in one.what for one in check_notebook(path))


def test_a_broken_notebook_is_told(course):
    path = course / "modules/02_listening/module.ipynb"
    path.write_text("{")
    assert "not a notebook" in check_notebook(path)[0].what
    path.unlink()
    assert "no such file" in check_notebook(path)[0].what


def test_a_sound_is_there_and_its_words_are_as_well(course):
    listening = course / "modules" / "02_listening"
    (listening / "first_day.mp3").rename(listening / "second_day.mp3")
    assert told(course) == [
        "second_day.mp3: : has no transcript; put its words into second_day.transcript.md",
        "first_day.yml: first_day.mp3: is not there",
    ]
