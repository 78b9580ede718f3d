"""The rules that keep the house in order: who imports whom, and where a kind lives."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import academy_widgets
from academy_widgets.kinds import KINDS
from academy_widgets.view import sources

WIDGETS = Path(academy_widgets.__file__).parent
ACADEMY = WIDGETS.parents[1] / "course" / "academy"
FOLDERS = sorted(path.parent.name for path in WIDGETS.glob("*/model.py"))


def test_every_folder_is_a_kind_and_every_kind_is_a_folder():
    tags = [one.model_fields["kind"].annotation.__args__[0] for one in KINDS]
    assert sorted(tags) == FOLDERS


@pytest.mark.parametrize("kind", FOLDERS)
def test_a_model_loads_without_any_widget(kind):
    code = (
        f"import sys, academy_widgets.{kind}.model;"
        "print([m for m in ('anywidget', 'ipywidgets', 'IPython') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_exercises_know_no_learner_and_no_store():
    for path in WIDGETS.rglob("*.py"):
        assert not re.search(r"^(from|import) academy\b", path.read_text(), re.MULTILINE)


def test_a_kind_is_known_by_its_folder_and_by_two_lines_of_kinds_py():
    for kind in FOLDERS:
        name = re.compile(rf"\b{kind}\.model\b|\b{kind.title()}Exercise\b")
        knowing = {
            path.relative_to(WIDGETS.parent).parts[1]
            for path in WIDGETS.rglob("*.py")
            if name.search(path.read_text())
        }
        assert knowing == {kind, "kinds.py"}
        assert not any(name.search(path.read_text()) for path in ACADEMY.rglob("*.py"))
        lines = (WIDGETS / "kinds.py").read_text().splitlines()
        assert len([line for line in lines if kind.title() in line]) == 2


@pytest.mark.parametrize("kind", FOLDERS)
def test_a_view_becomes_one_file_without_imports(kind):
    script, style = sources(kind)
    assert not re.search(r"^import ", script, re.MULTILINE)
    assert re.findall(r"^export .*", script, re.MULTILINE) == ["export default {"]
    named = re.findall(r"^(?:async )?(?:function|const|let) (\w+)", script, re.MULTILINE)
    assert sorted(named) == sorted(set(named))  # its parts share one scope
    assert "--ac-accent" in style
    assert f".ac-{kind}" in style
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|eval\(", script)
    assert not re.search(r"https?://", script + style)
