"""Setting up: quick the second time, and one clear sentence when it cannot be done."""

import os
import shutil
import subprocess
import sys

import pytest

TOO_OLD = """#!/bin/sh
# A Python that says it is 3.9: it runs what it is given, with another version number.
exec {python} -c '
import runpy, sys
sys.version_info = (3, 9, 2, "final", 0)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
' "$@"
"""


def make(folder, *words, **env):
    # A make within a make (`make test`) would name the folders it enters.
    alone = {key: value for key, value in os.environ.items() if "MAKE" not in key}
    return subprocess.run(
        ["make", *words],
        cwd=folder,
        env=alone | env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def checkout(root, tmp_path):
    """What setting up reads, in a folder where nothing is set up."""
    folder = tmp_path / "checkout"
    (folder / "course").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "course/bootstrap.py"):
        shutil.copy(root / name, folder / name)
    shutil.copytree(root / "course/lock", folder / "course/lock")
    return folder


def test_an_old_python_is_told_in_one_sentence_without_a_word_from_make(checkout, tmp_path):
    old = tmp_path / "python3.9"
    old.write_text(TOO_OLD.format(python=sys.executable))
    old.chmod(0o755)
    run = make(checkout, "serve", f"PYTHON={old}")
    assert run.returncode != 0
    assert run.stdout == ""
    assert run.stderr.strip() == (
        "Python 3.11 or newer is needed and this is 3.9; install one, or say where it is: "
        "make serve PYTHON=python3.12"
    )


def test_a_missing_network_is_told_and_nothing_half_done_passes_for_done(checkout):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull}
    nowhere |= {"PIP_RETRIES": "0", "PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": ""}
    run = make(checkout, "serve", f"PYTHON={sys.executable}", **nowhere)
    assert run.returncode != 0
    assert "The packages could not be fetched: is this machine online?" in run.stderr
    assert "make:" not in run.stderr
    assert "Traceback" not in run.stderr
    assert not (checkout / ".venv" / ".run-is-set-up").exists()


def test_setting_up_again_does_nothing(root):
    words = [sys.executable, str(root / "course" / "bootstrap.py"), "dev"]
    for _ in range(2):
        run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_the_lock_fits_the_ranges_and_names_no_registry(root):
    for name in ("run", "dev"):
        lock = (root / "course" / "lock" / f"{name}.txt").read_text()
        assert "://" not in lock
        assert all("==" in line for line in lock.splitlines() if line[:1].isalnum())
    assert '"resolved"' not in (root / "package-lock.json").read_text()
