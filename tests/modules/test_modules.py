import random
import re

import nbformat
import pytest
from nbclient import NotebookClient

from academy import content, paths

MODULES = sorted((paths.content() / "modules").glob("[0-9][0-9]_*"))
EXERCISES = [one for module in MODULES for one in content.exercises(module)]


@pytest.mark.kernel
@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_every_module_runs_from_top_to_bottom(module, monkeypatch, tmp_path):
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path))
    notebook = nbformat.reads((module / "module.ipynb").read_text("utf-8"), as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": module}}).execute()
    shown = [
        output.data["application/vnd.jupyter.widget-view+json"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    ]
    assert len(shown) == len(list(module.glob("*.yml")))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_every_exercise_answers_simulated_learners(exercise):
    for seed in range(30):
        response = exercise.simulate(random.Random(seed))
        assert response == exercise.simulate(random.Random(seed))
        assert exercise.feedback(response)
        exercise.handed_in(response)


def test_listening_has_what_its_first_half_needs():
    kinds = [one.kind for one in EXERCISES if one.id.startswith("02_listening/")]
    assert kinds.count("reply") >= 6
    assert kinds.count("code") == 1
    assert kinds.count("reflection") == 1


def test_what_is_heard_is_what_is_read_and_the_voice_is_called_generated():
    heard = [one for one in EXERCISES if one.kind == "reply" and one.sound]
    assert len(heard) >= 2
    for one in heard:
        file = paths.content() / "modules" / one.id
        words = file.with_suffix(".transcript.md").read_text("utf-8")
        assert " ".join(one.says.split()) in " ".join(words.split())
        assert file.with_name(one.sound.file).stat().st_size < 100_000
        assert re.search("computer.*generated", one.sound.voice)
