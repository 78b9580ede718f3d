"""A course whose second module has the exercises that a test is about, and no other."""

import shutil

import nbformat
import yaml

from academy import paths

BIAS = "/modules/03_bias"


def course_with(folder, *names, id="03_bias"):
    """Return a content folder in which module `id` shows `names`, in this order."""
    content = folder / "content"
    for part in ("course", "modules/02_listening", "assessments"):
        ignored = shutil.ignore_patterns("academy", "__pycache__", "front", "node_modules")
        shutil.copytree(paths.content() / part, content / part, ignore=ignored)
    module = content / "modules" / id
    module.mkdir()
    for name in names:
        shutil.copy(paths.content() / "modules" / id / f"{name}.yml", module)
    cells = [
        nbformat.v4.new_markdown_cell("# A module\n\n## Try"),
        nbformat.v4.new_code_cell("from academy import exercise"),
        *(nbformat.v4.new_code_cell(f'exercise("{name}.yml")') for name in names),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), module / "module.ipynb")
    file = content / "course" / "course.yml"
    course = yaml.safe_load(file.read_text("utf-8"))
    listening = course["modules"][0]
    second = listening | {"id": id, "title": "Second", "reflection": None}
    course["modules"] = [listening, second]
    course["tools"] = [
        one for one in course.get("tools", []) if one["module"] == listening["id"]
    ]
    file.write_text(yaml.safe_dump(course))
    return content
