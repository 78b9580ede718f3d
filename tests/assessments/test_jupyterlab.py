"""nbgrader's list of assignments, asked as JupyterLab asks it, over a real server."""

import contextlib
import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import nbformat
import pytest

from academy import lab
from academy.assessment import config
from academy.assessment.desk import Desk
from academy.session import open_store, owner

pytestmark = pytest.mark.kernel
ASSIGNMENT = "02_listening"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """The course's own assignment, released; its owner in front of JupyterLab."""
    monkeypatch.delenv("ACADEMY_CONTENT", raising=False)
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "data"))
    store = open_store()
    desk = Desk(store, lambda _: None)
    desk.release(ASSIGNMENT)
    yield desk, store
    store.close()


class Lab:
    """A running JupyterLab, and a browser's way to it."""

    def __init__(self, *, author=False):
        lab.refresh_workspace()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        words = lab.command(port=port, ip="127.0.0.1", browser=False, author=author)
        words += ["--IdentityProvider.token=t", "--ServerApp.disable_check_xsrf=True"]
        self.log = config.desk_folder() / "lab.log"
        self.process = subprocess.Popen(
            words,
            env=lab.environment(author=author),
            cwd=lab.folder(author=author),
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )

    def __enter__(self):
        for _ in range(900):
            assert self.process.poll() is None, self.log.read_text()[-2000:]
            with contextlib.suppress(OSError):
                self.ask("/api")
                return self
            time.sleep(0.1)
        raise AssertionError(self.log.read_text()[-2000:])

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)

    def ask(self, path, /, **data):
        body = urllib.parse.urlencode(data).encode() if data else None
        headers = {"Authorization": "token t"}
        request = urllib.request.Request(self.url + path, body, headers)
        with urllib.request.urlopen(request, timeout=60) as said:
            return said.read().decode()

    def assignments(self, path="", **data):
        if not path:
            path = f"?course_id={config.COURSE}"
        said = json.loads(self.ask(f"/assignments{path}", **data))
        assert said["success"], said
        return said["value"]

    def status(self, path):
        try:
            self.ask(path)
        except urllib.error.HTTPError as error:
            return error.code
        return 200


def do(**more):
    return {"assignment_id": ASSIGNMENT, "course_id": config.COURSE} | more


def test_fetch_write_submit_collect_return_and_read_as_nbgraders_users_do(course):
    desk, store = course
    with Lab() as jupyter:
        assert json.loads(jupyter.ask("/courses"))["value"] == [config.COURSE]
        (listed,) = jupyter.assignments()
        assert (listed["assignment_id"], listed["status"]) == (ASSIGNMENT, "released")

        (fetched,) = jupyter.assignments("/fetch", **do())
        assert fetched["status"] == "fetched"
        assert fetched["path"] == f"reflections/{ASSIGNMENT}"
        file = lab.workspace() / fetched["notebooks"][0]["path"]
        notebook = nbformat.read(file, as_version=4)
        words = {}
        for cell in notebook.cells:
            about = cell.metadata.nbgrader
            if about.solution:
                cell.source = words[about.grade_id] = f"About {about.grade_id}."
        nbformat.write(notebook, file)

        said = jupyter.ask(
            "/assignments/validate", path=str(file.relative_to(lab.workspace()))
        )
        assert json.loads(said)["success"], said
        mine = jupyter.assignments("/submit", **do())[-1]
        (submission,) = mine["submissions"]
        assert submission["student_id"] == mine["student_id"] == owner()
        assert not submission["has_exchange_feedback"]

        said = []
        desk = Desk(store, said.append)
        assert desk.collect(ASSIGNMENT).new == 1
        assert said[0] == f"{owner()}: {ASSIGNMENT} came from JupyterLab."
        (record,) = store.read(learner=owner(), what="handed_in")
        assert record.body["answers"] == words
        assert record.body["via"] == "jupyterlab"
        assert record.exercise == "02_listening/a_conversation"
        with desk.api.gradebook as gradebook:
            for id in words:
                grade = gradebook.find_grade(id, "reflection", ASSIGNMENT, owner())
                grade.manual_score, grade.needs_manual_grade = 2, False
            gradebook.db.commit()
        assert desk.give_back(ASSIGNMENT).now == [owner()]

        mine = jupyter.assignments()[-1]
        assert mine["submissions"][0]["has_exchange_feedback"]
        mine = jupyter.assignments("/fetch_feedback", **do())[-1]
        where = lab.workspace() / mine["submissions"][0]["local_feedback_path"]
        page = (where / "reflection.html").read_text()
        assert all(text in page for text in words.values())
        assert len(mine["submissions"]) == 1


def test_a_learner_has_no_formgrader_and_sees_this_course_alone(course):
    other = config.desk_folder() / "exchange" / "somebodys" / "outbound" / "phish"
    other.mkdir(parents=True)
    (other / "n.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook()))
    with Lab() as jupyter:
        assert json.loads(jupyter.ask("/courses"))["value"] == [config.COURSE]
        assert jupyter.status("/formgrader") == 404
        page = jupyter.ask("/lab")
        off = json.loads(re.search(r'"disabledExtensions": (\[.*?\])', page, re.DOTALL)[1])
    assert "@jupyter/nbgrader:formgrader" in off
    assert "@jupyter/nbgrader:create-assignment" in off
    assert "@jupyter/nbgrader:course-list" in off
    assert "@jupyter/nbgrader:assignment-list" not in off
    assert "@jupyter/nbgrader:validate-assignment" not in off


def test_an_author_has_formgrader_over_the_courses_own_sources(course):
    with Lab(author=True) as jupyter:
        page = jupyter.ask("/lab")
        off = re.search(r'"disabledExtensions": (\[.*?\])', page, re.DOTALL)[1]
        assert "nbgrader" not in off
        listed = json.loads(jupyter.ask("/formgrader/api/assignments"))
        shown = jupyter.ask("/formgrader/manage_assignments")
    ours = {one["name"]: one for one in listed}[ASSIGNMENT]
    assert ours["source_path"] == f"source/{ASSIGNMENT}"
    assert ours["status"] == "released"
    assert "bad_setup" not in shown
