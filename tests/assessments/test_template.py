"""What the template's ten lines say is done to a copy of the course, word for word."""

import json
import re
import shutil
import subprocess

import nbformat
import pytest
from nbformat import from_dict
from nbgrader.nbgraderformat import MetadataValidator

from academy import paths
from academy.assessment.check import notebook_mistakes
from academy.check import check

NAME = "03_power"
WRITE = "write"


@pytest.fixture
def course(tmp_path):
    """A copy of the course with one more module, which has no reflection yet."""
    for folder in ("course", "modules", "assessments"):
        ignored = shutil.ignore_patterns("academy", "hub", "__pycache__", "lock")
        shutil.copytree(paths.content() / folder, tmp_path / folder, ignore=ignored)
    module = tmp_path / "modules" / NAME
    shutil.copytree(tmp_path / "modules" / "02_listening", module)
    (module / "a_conversation.yml").unlink()
    for file in module.glob("*.yml"):
        file.write_text(file.read_text().replace("02_listening", NAME))
    in_notebook(module, lambda cells: [c for c in cells if not shows(c, "a_conversation")])
    file = tmp_path / "course" / "course.yml"
    text = file.read_text()
    (entry,) = re.findall(r"(?m)^  - id: 02_listening\n(?:    .*\n)+", text)
    more = entry.replace("02_listening", NAME).replace("Listening", "Power")
    file.write_text(text.replace(entry, entry + more.replace(REFLECTION, "")))
    assert check(tmp_path) == []
    return tmp_path


REFLECTION = f"    reflection: {NAME}\n"


def in_notebook(module, change):
    file = module / "module.ipynb"
    notebook = json.loads(file.read_text())
    notebook["cells"] = change(notebook["cells"])
    file.write_text(json.dumps(notebook))


def shows(cell, name):
    return f'exercise("{name}.yml")' in "".join(cell["source"])


def lines():
    text = (paths.content() / "assessments" / "template" / "README.md").read_text()
    heading, *found = [line for line in text.splitlines() if line]
    assert heading.startswith("# ")
    return found


def follow(course):
    told = [code for line in lines() for code in re.findall(r"`([^`]+)`", line)]
    commands = [one for one in told if re.match(r"(NAME=|mkdir |cp |sed )", one)]
    assert len(commands) == 4
    script = "\n".join(["set -eu", *commands])
    subprocess.run(["bash", "-c", script], cwd=course, check=True)

    (setting,) = [one for one in told if one.startswith("reflection: ")]
    file = course / "course" / "course.yml"
    before, after = file.read_text().split(f"  - id: {NAME}\n")
    first, rest = after.split("\n", 1)
    whole = f"{before}  - id: {NAME}\n{first}\n    {setting}\n{rest}"
    file.write_text(whole)

    (call,) = [one for one in told if one.startswith("exercise(")]
    shown = {"cell_type": "code", "id": "shown", "metadata": {}, "source": call}
    shown |= {"outputs": [], "execution_count": None}

    def insert(cells):
        tags = [WRITE in cell["metadata"].get("tags", []) for cell in cells]
        place = tags.index(True) + 1
        return [*cells[:place], shown, *cells[place:]]

    in_notebook(course / "modules" / NAME, insert)


def test_they_are_ten():
    assert [line.split(". ")[0] for line in lines()] == [str(n) for n in range(1, 11)]


def test_who_does_what_they_say_has_a_course_as_it_should_be(course):
    follow(course)
    assert check(course) == []


def test_what_is_left_out_of_them_is_told(course):
    follow(course)
    (course / "assessments" / "calibration" / f"{NAME}.yml").unlink()
    (course / "assessments" / "rubrics" / "03_powre.yml").write_text("{}")
    found = [str(one) for one in check(course)]
    assert len(found) == 2
    assert f"calibration/{NAME}.yml: there is no such file" in found[0]
    assert "03_powre.yml: belongs to no assignment" in found[1]


def made(grade_id, *, answer):
    """What Create Assignment writes into a cell, whose type it leaves alone."""
    about = {
        "grade": answer,
        "grade_id": grade_id,
        "locked": not answer,
        "schema_version": 3,
        "solution": answer,
        "task": False,
    }
    return {"nbgrader": about | ({"points": 3} if answer else {})}


def test_a_notebook_made_with_create_assignment_is_taken(course):
    follow(course)
    folder = course / "assessments" / "source" / NAME
    file = folder / "reflection.ipynb"
    notebook = nbformat.read(file, as_version=4)
    for place, cell in enumerate(notebook.cells):
        name, answer = cell.metadata.nbgrader.grade_id, cell.metadata.nbgrader.grade
        name = name if answer else f"cell-{place:016x}"
        cell.metadata = from_dict(made(name, answer=answer))
        MetadataValidator().validate_cell(cell)
    nbformat.write(notebook, file)
    assert notebook_mistakes(folder) == []
