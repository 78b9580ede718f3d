"""A module whose prose has a formula in it; the course's own have none so far."""

import json
import shutil

import pytest
from looking import LISTENING, exercises_open

pytestmark = pytest.mark.browser


@pytest.fixture(params=["quick", "plain"])
def with_a_formula(request, academy, tmp_path, root):
    content = tmp_path / "content"
    for folder in ("course", "modules", "assessments"):
        keep = shutil.ignore_patterns("node_modules", "academy", "voila_snapshot")
        shutil.copytree(root / folder, content / folder, ignore=keep)
    file = content / "modules" / "02_listening" / "module.ipynb"
    notebook = json.loads(file.read_text())
    prose = next(one for one in notebook["cells"] if one["cell_type"] == "markdown")
    prose["source"] = [*prose["source"], "\n\nOf $n$ people each has $\\frac{1}{n}$."]
    prose["metadata"]["tags"] = [*prose["metadata"].get("tags", []), "maths"]
    file.write_text(json.dumps(notebook))
    made = academy(tmp_path / "data", request.param, ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def test_a_formula_is_drawn_and_nothing_is_fetched_from_elsewhere(with_a_formula, visit):
    page = visit(with_a_formula.url, LISTENING)
    exercises_open(page)
    page.locator(".prose math mfrac").wait_for()
    assert page.locator(".prose math").count() == 2
    assert (page.watch.outside, page.watch.errors) == ([], [])
