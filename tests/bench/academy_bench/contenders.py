"""The tools that serve the module: how each is started, and where its page is."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

from launching import NotStarted, a_free_port, end, launch

from academy_bench.module import ROOT, Module

HERE = Path(__file__).parent
OURS = ".academy-exercise .ac-tried li:first-child .ac-then"


class Failed(Exception):  # noqa: N818  it is told in the table
    """A contender cannot take part, and why, in one line."""


class Contender:
    """One tool that serves the module in a process of its own.

    Attributes:
        name: what the table calls it.
        packages: whose versions the results tell.
        newest: where the newest answer stands; None where only that answer is shown.
        deep: whether its page hides its controls in shadow roots.
        speaks: whether the light client can hold its sessions; else a browser does.
        answers: whether anybody answers a click.
        most: how many sessions it is made to hold at once, at the most.
        note: what a reader must know to compare it fairly.
    """

    name = ""
    packages: tuple[str, ...] = ()
    newest: str | None = None
    deep = False
    speaks = False
    answers = True
    most = 30
    note = ""
    path = "/"

    def __init__(self, module: Module) -> None:
        self.module = module
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def prepare(self) -> None:
        """Install what it needs, once."""

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {}

    def start(self, work: Path) -> None:
        """Start it with an empty folder of its own, and wait until it listens."""
        self.data = work / "data"
        (work / "config").mkdir(parents=True)
        self.port = a_free_port()
        self.log = work / "log"
        own = {"JUPYTER_CONFIG_DIR": str(work / "config"), "ACADEMY_DATA": str(self.data)}
        try:
            self.process = launch(
                self.command(),
                self.log,
                lambda: socket.create_connection(self.at, 1).close(),
                cwd=ROOT,
                env=own | self.environment(),
            )
        except NotStarted as error:
            said = str(error).strip().splitlines() or ["it said nothing"]
            raise Failed(f"did not start: {said[-1]}") from error

    def stop(self) -> None:
        if self.process is not None:
            end(self.process)

    def fresh(self) -> None:
        """Make the next visitor a new one, where the tool itself does not."""

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    @property
    def at(self) -> tuple[str, int]:
        return ("127.0.0.1", self.port)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return self.base + self.path

    def probe(self) -> str:
        """Return the script that watches a page of this contender, and answers."""
        scene = {
            "replies": [
                " ".join(one["then"].split()) for one in self.module.scene["replies"]
            ],
            "newest": self.newest,
            "deep": self.deep,
            "answers": self.answers,
        }
        script = (HERE / "probe.js").read_text("utf-8")
        return script.replace("/* SCENE */", json.dumps(scene))

    @property
    def python(self) -> Path:
        return Path(sys.executable)

    def versions(self) -> dict[str, str]:
        """Return the versions of its packages, as its own Python has them."""
        ask = (
            "import sys, importlib.metadata as m;"
            "print('\\n'.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))"
        )
        names = [re.split("[<>=]", package)[0] for package in self.packages]
        told = subprocess.run(
            [self.python, "-c", ask, *names],
            capture_output=True,
            text=True,
            check=True,
        )
        return dict(line.split(" ", 1) for line in told.stdout.splitlines())


class Academy(Contender):
    """Ours, as `make serve` starts it; `options` try another way of serving."""

    packages = ("relationships-academy", "voila", "ipykernel", "jupyter-client")
    newest = OURS
    speaks = True

    def __init__(
        self, module: Module, name: str = "academy", *options: str, most: int = 300
    ) -> None:
        super().__init__(module)
        self.name, self.options, self.most = name, options, most
        self.path = f"/modules/{module.name}"

    def command(self) -> list[str]:
        serve = [sys.executable, "-m", "academy", "serve", "--no-browser"]
        return [*serve, "--port", str(self.port), *self.options]


class StockVoila(Contender):
    """Voila as it comes: default template, all extensions, kernels over TCP."""

    name = "stock voila"
    packages = ("voila", "ipykernel", "ipywidgets", "anywidget")
    newest = OURS
    speaks = True
    most = 100
    options: tuple[str, ...] = ()

    def command(self) -> list[str]:
        voila = [sys.executable, "-m", "voila", str(self.module.notebook), "--no-browser"]
        return [*voila, "--Voila.ip=127.0.0.1", f"--port={self.port}", *self.options]

    def fresh(self) -> None:
        # It knows nothing of learners, so all its visitors are the machine's owner.
        for path in self.data.glob("academy.db*"):
            path.unlink(missing_ok=True)


class PreheatedVoila(StockVoila):
    """Voila with kernels that have run the notebook before anybody came."""

    name = "preheated voila"
    most = 30
    options = ("--preheat_kernel=True", "--pool_size=3")
    note = "3 kernels wait for visitors, which costs as much as 3 more sessions"
