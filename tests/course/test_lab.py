import json

import pytest

from academy import lab


@pytest.fixture
def modules(tmp_path, monkeypatch):
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "data"))
    folder = tmp_path / "content" / "modules" / "02_x"
    folder.mkdir(parents=True)
    (folder / "module.ipynb").write_text("one")
    (folder / "a.yml").write_text("a")
    (folder / "DESIGN.md").write_text("for authors")
    return folder


def refresh(modules):
    return lab.refresh_workspace(modules.parents[1])


def test_the_workspace_is_a_copy_that_follows_the_course(modules):
    assert refresh(modules) == []
    copy = lab.workspace() / "02_x" / "module.ipynb"
    assert copy.read_text() == "one"
    assert not (lab.workspace() / "02_x" / "DESIGN.md").exists()
    (modules / "module.ipynb").write_text("two")
    assert refresh(modules) == []
    assert copy.read_text() == "two"


def test_running_a_notebook_does_not_make_it_theirs(modules):
    def cells(text, **more):
        cell = {"cell_type": "code", "source": [text], "outputs": []} | more
        return json.dumps({"cells": [cell]})

    (modules / "module.ipynb").write_text(cells("one"))
    refresh(modules)
    copy = lab.workspace() / "02_x" / "module.ipynb"
    copy.write_text(cells("one", outputs=[{"output_type": "stream"}], execution_count=3))
    (modules / "module.ipynb").write_text(cells("two"))
    assert refresh(modules) == []
    assert "two" in copy.read_text()


def test_what_the_user_changed_stays_theirs(modules):
    refresh(modules)
    copy = lab.workspace() / "02_x" / "module.ipynb"
    copy.write_text("my own notes")
    (modules / "module.ipynb").write_text("two")
    (modules / "a.yml").write_text("b")
    for _ in range(3):  # however often it is opened
        assert refresh(modules) == ["02_x/module.ipynb"]
        assert copy.read_text() == "my own notes"
    assert (lab.workspace() / "02_x" / "a.yml").read_text() == "b"
