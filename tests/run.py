"""Everything that must hold, one step after the other: what `make test` and CI run.

python tests/run.py check     lint, types, content
python tests/run.py test      and all tests; further words go to pytest
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENOUGH = 12 * 2**30  # bytes; a whole run leaves some eight behind until its end
BIN = Path(sys.executable).parent
PATH = f"{BIN}{os.pathsep}{os.environ['PATH']}"


def node(*words):
    """Return a command of package.json's tools."""
    return [shutil.which("npm", path=PATH), "run", "--silent", *words]


def python(*words):
    return [sys.executable, "-m", *words]


CHECKS = {
    "Python: lint": python("ruff", "check", "--quiet", "."),
    "Python: format": python("ruff", "format", "--check", "--quiet", "."),
    "Python: types": python("mypy"),
    "Scripts and styles: lint and format": node("lint"),
    "Scripts: types": node("types"),
    "Slim page: built from its sources": node("built"),
    "Course: content": python("academy", "check"),
}
TESTS = {
    "Scripts: tests": node("test"),
    "Python, kernels, nbgrader, browser: tests": python("pytest", "-m", "not newcomer"),
}


def main(what, *more):
    steps = dict(CHECKS)
    if what == "test":
        steps |= TESTS
    began = time.monotonic()
    failed = [name for name, command in steps.items() if not passed(name, command, more)]
    took = time.monotonic() - began
    if failed:
        sys.exit(f"\nNot as it should be: {'; '.join(failed)}. ({took:.0f} s)")
    print(f"\nAll as it should be, in {took:.0f} s.")


def passed(name, command, more):
    print(f"\n{name}", flush=True)
    began = time.monotonic()
    # Unbuffered: a run that somebody ends has told how far it came.
    env = os.environ | {"PATH": PATH, "PYTHONUNBUFFERED": "1"}
    with files_of_tests() as folder:
        if "pytest" in command:
            command = [*command, f"--basetemp={folder}/tests", *more]
        done = subprocess.run(command, cwd=ROOT, env=env, check=False)
    print(
        f"  {'ok' if done.returncode == 0 else 'FAILED'}, {time.monotonic() - began:.1f} s"
    )
    return done.returncode == 0


def files_of_tests():
    """Return a folder that goes by itself: in memory, as a busy disk is very slow."""
    memory = Path("/dev/shm")  # noqa: S108  only a folder of a random name in it
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > ENOUGH
    return tempfile.TemporaryDirectory(
        prefix="academy-", dir=memory if roomy else None, ignore_cleanup_errors=True
    )


if __name__ == "__main__":
    main(*sys.argv[1:] or ["test"])
