import json
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from typer.testing import CliRunner

from academy.assessment import config
from academy.assessment.tutor import app

ANN, BEN = "learner-ann", "learner-ben"


def tutor(*words):
    done = CliRunner().invoke(app, words)
    return done.exit_code, done.stdout, done.stderr


def shell(*words, **more):
    """Start `academy tutor` as a process of its own."""
    code = "from academy.assessment.tutor import app; app()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def test_a_tutors_evening_line_by_line(course):
    course.hand_in(ANN, what="I listened.", next="Wait.")
    course.hand_in(BEN, what="I spoke.", next="Ask.")
    assert tutor("release", "small") == (
        0,
        "small was released before, and nothing has changed.\n",
        "",
    )
    assert tutor("collect", "small") == (
        0,
        (
            "[1/2] learner-ann: ready to mark\n"
            "[2/2] learner-ben: ready to mark\n"
            "2 new or changed; 2 to mark.\n"
        ),
        "",
    )
    assert tutor("collect", "small")[1] == "Nothing new; 2 to mark.\n"
    course.mark(ANN, what=3, next=2)
    assert tutor("return", "small") == (
        0,
        (
            "[1/2] learner-ann: returned, 5 of 6\n"
            "[2/2] learner-ben: not returned, still to mark: what, next\n"
            "Returned 1; returned before 0; still to mark 1.\n"
        ),
        "",
    )
    code, table, _ = tutor("status")
    header, row = table.splitlines()
    assert (code, row.split()) == (0, ["small", "2", "2", "2", "1", "1", "1", "0"])
    assert re.split(r"  +", header) == [
        "assignment",
        "handed in",
        "delivered",
        "collected",
        "to mark",
        "marked",
        "returned",
        "late",
    ]
    yes = tutor("status", "small")[1].splitlines()[1].split()
    assert yes == [ANN, "yes", "yes", "yes", "-", "yes", "yes", "-"]


def test_a_score_out_of_bounds_is_told_and_holds_up_nobody_else(course):
    course.hand_in(ANN, what="I listened.", next="Wait.")
    course.hand_in(BEN, what="I spoke.", next="Ask.")
    course.desk.collect("small")
    course.mark(ANN, what=99, next=-5)
    course.mark(BEN, what=1, next=1)
    code, out, err = tutor("return", "small")
    assert code == 1
    assert err == (
        "Not returned until the score is between 0 and what the question gives: "
        "learner-ann, what: 99 of 3; learner-ann, next: -5 of 3.\n"
    )
    assert "[2/2] learner-ben: returned, 2 of 6\n" in out


@pytest.mark.parametrize("command", ["release", "collect", "return", "status"])
def test_an_unknown_assignment_is_told_with_those_that_there_are(course, command):
    assert tutor(command, "smal") == (
        1,
        "",
        "There is no assignment 'smal'; there is: small.\n",
    )


@pytest.mark.parametrize("command", ["collect", "return"])
def test_an_assignment_that_is_not_released_is_told(content, command):
    assert tutor(command, "small") == (
        1,
        "",
        "Small is not released yet: run `academy tutor release small` first.\n",
    )


def test_nothing_to_collect_or_return_is_told(course):
    assert tutor("collect", "small") == (
        1,
        "",
        "Nobody has handed in small yet.\n",
    )
    assert tutor("return", "small") == (
        1,
        "",
        (
            "Nothing of small has been collected yet: "
            "run `academy tutor collect small` first.\n"
        ),
    )


def test_a_mistake_in_the_notebook_stops_the_release(content):
    file = content / "assessments" / "source" / "small" / "reflection.ipynb"
    file.write_text(file.read_text().replace('"points": 3', '"points": 0', 1))
    code, _, err = tutor("release", "small")
    assert (code, err.count("\n")) == (1, 1)
    assert "cell 3: gives 0 points; it must give more than 0" in err


def test_a_damaged_store_is_told_in_one_sentence(content):
    (config.desk_folder().parent / "academy.db").write_text("not a database at all")
    code, _, err = tutor("status")
    assert (code, err) == (1, "The place where words are kept is damaged\n")


def test_a_damaged_gradebook_is_told_in_one_sentence(course):
    course.hand_in(ANN, what="I listened.", next="Wait.")
    course.desk.collect("small")
    (config.course_root() / "gradebook.db").write_text("not a database at all")
    for command in ("return", "status"):
        code, _, err = tutor(command, "small")
        assert (code, err.count("\n")) == (1, 1)
        assert err.startswith("The marks did not answer: ")


def test_ctrl_c_while_collecting_ends_it_and_collecting_again_goes_on(course, monkeypatch):
    course.hand_in(ANN, what="I listened.", next="Wait.")

    def stop(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("academy.assessment.exchange.Places.write", stop)
        with pytest.raises(KeyboardInterrupt):
            course.desk.collect("small")
    assert course.desk.collect("small").new == 1


def test_nothing_of_nbgraders_own_words_reaches_the_screen(content):
    with shell("release", "small") as run:
        out, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (0, "")
    assert out.splitlines()[-1] == "small is released: learners can hand it in."
    assert "Updating/creating assignment" in config.log_file().read_text()


def test_nbgrader_finds_alembic_where_the_path_leads_nowhere(monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert shutil.which("alembic") is None
    config.reach_alembic()
    assert shutil.which("alembic") is not None


def test_help_does_not_import_nbgrader():
    look = "import sys; import academy.assessment.tutor; print('nbgrader' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    assert run.stdout == "False\n"


@pytest.mark.kernel
def test_the_marking_page_shows_a_learners_words_and_takes_a_mark(course):
    evil = "<img src=x onerror=alert(1)>"
    course.hand_in(ANN, what=evil, next="Wait.")
    course.desk.collect("small")
    with shell("mark", "--no-browser", "--port", "0") as server:
        try:
            assert server.stdout.readline() == "Starting the marking page.\n"
            line = server.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+\S+", line).group()
            base, token = re.split(r"/formgrader/gradebook\?token=", address)
            page = Page(base, token)

            assert "Manual Grading" in page.get("/formgrader/gradebook")
            listed = page.get("/formgrader/api/submitted_notebooks/small/reflection")
            (one,) = json.loads(listed)
            shown = page.get(f"/formgrader/submissions/{one['id']}/")
            assert "&lt;img src=x onerror=alert(1)&gt;" in shown
            assert evil not in shown
            assert "cdnjs" not in shown
            assert 'class="score tabbable" id="what"' in shown
            assert "default-src 'self'" in page.policy

            grades = f"/formgrader/api/grades?submission_id={one['id']}"
            assert "manual_score" not in Page(base, "wrong").get(grades)  # signing in

            for grade in json.loads(page.get(grades)):
                page.put(f"/formgrader/api/grade/{grade['id']}", {"manual_score": 2})
            assert page.status("/terminals/1") == 404
            assert page.status("/lab") == 404
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=20)
    assert course.desk.give_back("small").now == [ANN]
    assert course.returned(ANN)[0]["score"] == 4


class Page:
    """A tutor's browser."""

    def __init__(self, base, token):
        self.base, self.token, self.policy = base, token, ""

    def get(self, path):
        return self._open(path)

    def put(self, path, body):
        return self._open(path, data=json.dumps(body).encode(), method="PUT")

    def status(self, path):
        try:
            self._open(path)
        except urllib.error.HTTPError as error:
            return error.code
        return 200

    def _open(self, path, **more):
        headers = {"Authorization": f"token {self.token}"}
        url = self.base + path  # always http://127.0.0.1
        request = urllib.request.Request(url, headers=headers, **more)
        with urllib.request.urlopen(request, timeout=20) as answer:
            self.policy = answer.headers.get("Content-Security-Policy", "")
            return answer.read().decode()
