import os
import shutil
import socket
import subprocess
import sys

import pytest

from academy import paths


def academy(*words, **env):
    return subprocess.run(
        [sys.executable, "-m", "academy", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=env or None,
    )


@pytest.mark.parametrize("command", ["serve", "lab"])
def test_a_taken_port_is_told_in_one_sentence(command):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = academy(command, "--port", str(port), "--no-browser")
    assert run.returncode == 1
    assert run.stderr.strip().count("\n") == 0
    assert f"Port {port} is taken by another program" in run.stderr


def test_an_impossible_port_is_told():
    run = academy("serve", "--port", "99999", "--no-browser")
    assert "There is no port 99999" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("broken", ["first_day.yml", "module.ipynb"])
def test_a_course_that_cannot_be_read_is_not_opened_and_its_file_is_named(
    tmp_path, free_port, broken
):
    for part in ("course", "modules", "assessments"):
        ignored = shutil.ignore_patterns("academy", "front", "node_modules")
        shutil.copytree(paths.content() / part, tmp_path / part, ignore=ignored)
    file = tmp_path / "modules" / "02_listening" / broken
    file.unlink()
    if broken.endswith("yml"):
        file.write_text("kind: nonsense\n")
    env = os.environ | {
        "ACADEMY_CONTENT": str(tmp_path),
        "ACADEMY_DATA": str(tmp_path / "d"),
    }
    run = academy("serve", "--port", str(free_port), "--no-browser", **env)
    assert run.returncode == 1
    assert broken in run.stderr
    assert run.stderr.strip().count("\n") == 0


def test_help_is_worth_reading():
    text = academy("--help").stdout
    for command in ("serve", "lab", "check", "schemas", "tutor"):
        assert command in text
    assert "Ctrl-C closes it" in academy("serve", "--help").stdout


def test_check_passes_and_says_so():
    run = academy("check")
    assert (run.returncode, run.stdout) == (0, "The course is as it should be.\n")
