import subprocess
import sys

import pytest

from academy import paths, session


@pytest.fixture(autouse=True)
def _own_data(monkeypatch, tmp_path):
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "data"))
    session.current.cache_clear()
    yield
    session.current.cache_clear()


def test_the_server_says_who_is_here(monkeypatch):
    for name, value in session.environment("learner-1", "abc").items():
        monkeypatch.setenv(name, value)
    here = session.current()
    assert (here.learner, here.version) == ("learner-1", "abc")


def test_without_a_server_the_machines_owner_is_here():
    assert session.current().learner == session.owner()
    assert session.owner() == session.owner()


def test_secrets_are_their_owners_alone():
    session.cookie_secret()
    kept = paths.data() / "cookie_secret"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert paths.data().stat().st_mode & 0o777 == 0o700


def test_learners_ids_differ():
    assert len({session.new_learner() for _ in range(1000)}) == 1000


def test_opening_an_exercise_needs_no_server_and_no_nbgrader():
    code = (
        "import sys, academy;"
        "print([m for m in ('voila', 'nbgrader', 'jupyter_server', 'typer', 'tornado.web')"
        " if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
