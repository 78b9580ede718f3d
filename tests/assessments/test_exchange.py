"""What is written into nbgrader's folders is what nbgrader itself would write there."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.exchange.default import ExchangeCollect

from academy.assessment import config
from academy.assessment.exchange import Places, Released

ANN = "learner-ann"
AT = datetime(2026, 3, 1, 12, 30, 15, 250, UTC)
WORDS = {
    "what": "I *listened*.\n\n<img src=x onerror=alert(1)> & waited.\n",
    "next": "",
}


def read(folder):
    found = {}
    for file in sorted(folder.rglob("*")):
        raw = file.read_text()
        found[file.name] = json.loads(raw) if file.suffix == ".ipynb" else raw
    return found


@pytest.fixture
def written(course):
    places = Places(ANN, "small", AT)
    places.write(Released("small"), WORDS)
    return places


def test_stock_collect_makes_the_same_of_it(course, written):
    ours = read(written.submitted)
    shutil.rmtree(written.submitted)
    course.desk.api.exchange.collect = ExchangeCollect  # in place of ours
    assert course.desk.api.collect("small")["success"]
    assert read(written.submitted) == ours == read(written.inbound)


def test_stock_autograde_makes_the_same_of_it(course, written):
    ours = read(written.autograded)
    modes = {file.name: file.stat().st_mode for file in written.autograded.iterdir()}
    shutil.rmtree(written.autograded)
    done = course.desk.api.autograde("small", ANN)
    assert done["success"], done["error"]
    assert read(written.autograded) == ours
    theirs = {file.name: file.stat().st_mode for file in written.autograded.iterdir()}
    assert modes == theirs


def test_stock_autograde_leaves_alone_what_is_ready(course, written):
    before = read(written.autograded)
    assert course.desk.api.autograde("small", ANN, force=False)["success"]
    assert read(written.autograded) == before


def test_files_beside_the_notebook_come_along(course):
    for folder in (config.outbound("small"), config.course_root() / "source" / "small"):
        (folder / "more").mkdir()
        (folder / "more" / "scene.txt").write_text("A corridor.")
        (folder / ".ipynb_checkpoints").mkdir()
        (folder / ".ipynb_checkpoints" / "old.txt").write_text("x")
    places = Places(ANN, "small", AT)
    places.write(Released("small"), WORDS)
    for folder in (places.inbound, places.submitted, places.autograded):
        assert (folder / "more" / "scene.txt").read_text() == "A corridor."
        assert not (folder / ".ipynb_checkpoints").exists()


def test_writing_again_keeps_the_secret_by_which_feedback_is_found(written):
    secret = (written.inbound / "submission_secret.txt").read_text()
    assert len(secret) == 128
    written.write(Released("small"), WORDS | {"next": "Wait."})
    assert (written.inbound / "submission_secret.txt").read_text() == secret
    for folder in (written.cache, written.submitted, written.autograded):
        assert (folder / "submission_secret.txt").read_text() == secret


def test_a_folder_that_somebody_else_put_there_is_replaced(course, tmp_path):
    places = Places(ANN, "small", AT)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "submission_secret.txt").write_text("f" * 128)
    places.inbound.symlink_to(elsewhere)
    places.write(Released("small"), WORDS)
    assert not places.inbound.is_symlink()
    assert (places.inbound / "submission_secret.txt").read_text() != "f" * 128
    assert [file.name for file in Path(elsewhere).iterdir()] == ["submission_secret.txt"]
