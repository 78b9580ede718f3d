import json
import random
import re

import nbformat
import pytest
from nbclient import NotebookClient

from academy import content, paths

LISTENING = paths.content() / "modules" / "02_listening"
BIAS = paths.content() / "modules" / "03_bias"
COURSE = content.load_course()
MODULES = [paths.content() / "modules" / one.id for one in COURSE.modules]
each = pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
EXERCISES = [one for module in MODULES for one in content.exercises(module)]


@pytest.mark.kernel
@each
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


def test_listening_is_whole_and_each_kind_has_its_place():
    kinds = [one.kind for one in content.in_order(LISTENING.name)]
    assert kinds.count("reply") >= 10
    order = ("code", "triad", "heard", "airtime", "reflection")
    assert kinds[kinds.count("reply") :] == list(order)


def test_scenes_come_from_ten_services_and_both_sides_of_the_counter():
    design = (LISTENING / "DESIGN.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)\.yml` \| ([^|]+) \| ([^|]+) \|", design, re.MULTILINE)
    scenes = {one.id for one in EXERCISES if one.kind == "reply"}
    assert {f"{LISTENING.name}/{name}" for name, _, _ in rows} == scenes
    assert len({service for _, service, _ in rows}) >= 10
    workers = [who for _, _, who in rows if "**" in who]
    assert 3 <= len(workers) <= len(rows) - 3


def test_bias_is_whole_and_the_sorting_that_hurts_nobody_comes_first():
    names = [one.id.partition("/")[2] for one in content.in_order(BIAS.name)]
    assert names.index("flowers_insects") < names.index("need_strengths")
    assert names.index("need_strengths") + 1 == names.index("first_thoughts")
    assert names[-2:] == ["blind_spots", "a_judgement"]
    design = (BIAS / "DESIGN.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \|", design, re.MULTILINE)
    kinds = {one.id.partition("/")[2]: one.kind for one in EXERCISES if "03_bias" in one.id}
    assert rows == [(name, kinds[name]) for name in names]


def test_hard_parts_of_bias_are_announced_with_a_way_out_before_they_come():
    cells = json.loads((BIAS / "module.ipynb").read_text("utf-8"))["cells"]
    said = ["".join(cell["source"]) for cell in cells]
    for name, way_out in [
        ("same_letter", "pass this one by"),
        ("flowers_insects", "*without* a clock"),
        ("need_strengths", "Leave it with a good conscience"),
        ("two_fair_rules", "today may not be the day"),
    ]:
        assert way_out in " ".join(said[said.index(f'exercise("{name}.yml")') - 1].split())


@each
def test_the_steps_take_what_the_module_says_in_all(module):
    design = (module / "DESIGN.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w+) \| (\d+) to (\d+) \|", design, re.MULTILINE)
    assert [step for step, _, _ in rows] == list(content.STEPS)
    least, most = (sum(int(row[at]) for row in rows) for at in (1, 2))
    assert f"In all {least} to {most} minutes" in design
    assert (least, most) == (45, 75)
    assert least <= COURSE.module(module.name).minutes <= most


@each
def test_the_guides_ninety_minutes_are_ninety_without_a_gap(module):
    guide = (module / "GUIDE.md").read_text("utf-8")
    rows = re.findall(r"^\| \*\*\w+\*\*, (\d+) to (\d+) \|", guide, re.MULTILINE)
    ends = [int(end) for _, end in rows]
    assert [int(start) for start, _ in rows] == [0, *ends[:-1]]
    assert ends[-1] == 90


def test_what_is_heard_is_what_is_read_and_the_voice_is_called_generated():
    heard = [one for one in EXERCISES if one.kind == "reply" and one.sound]
    assert len(heard) >= 2
    for one in heard:
        file = paths.content() / "modules" / one.id
        words = file.with_suffix(".transcript.md").read_text("utf-8")
        assert " ".join(one.says.split()) in " ".join(words.split())
        assert file.with_name(one.sound.file).stat().st_size < 100_000
        assert re.search("computer.*generated", one.sound.voice)
