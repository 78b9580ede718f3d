"""Other tools, each in an environment of its own that can be thrown away.

They cannot run the Academy's exercises, so each shows the module's prose, its scenes
and the questions of its reflection by its own radio buttons, buttons and text boxes; the
talk to mark is left out, so it is less than ours has to show.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from academy_bench.contenders import HERE, Contender, Failed
from academy_bench.module import ROOT

ENVIRONMENTS = ROOT / "bench-results" / "environments"


class Peer(Contender):
    """A tool from PyPI, with an app of our content made from its own widgets."""

    app = ""

    @property
    def home(self) -> Path:
        return ENVIRONMENTS / self.name

    @property
    def python(self) -> Path:
        return self.home / "bin" / "python"

    def prepare(self) -> None:
        installed = self.home / "installed.json"
        if installed.exists() and json.loads(installed.read_text()) == list(self.packages):
            return
        steps = (
            [sys.executable, "-m", "venv", "--clear", str(self.home)],
            [str(self.python), "-m", "pip", "install", "--quiet", *self.packages],
        )
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True, check=False)
            if done.returncode:
                said = [line for line in done.stderr.splitlines() if "ERROR" in line]
                raise Failed(f"could not be installed: {' '.join(said)[:200]}")
        installed.write_text(json.dumps(list(self.packages)))

    def start(self, work: Path) -> None:
        work.mkdir(parents=True, exist_ok=True)
        self.content = work / "page.json"
        self.content.write_text(json.dumps(self.module.page()))
        super().start(work)

    def environment(self) -> dict[str, str]:
        tools = f"{self.home / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return {"BENCH_PAGE": str(self.content), "PATH": tools}

    def tool(self, *words: str) -> list[str]:
        return [str(self.python), "-m", *words]

    @property
    def file(self) -> str:
        return str(HERE / "apps" / f"{self.name}_app.py")


class Solara(Peer):
    name = "solara"
    packages = ("solara", "solara-assets", "ipyvuetify<2")
    note = "on Vuetify 2, whose files solara-assets has; those of Vuetify 3 are on a CDN"

    def command(self) -> list[str]:
        where = ("--host", "127.0.0.1", "--port", str(self.port), "--no-open")
        return self.tool("solara", "run", self.file, "--production", *where)

    def environment(self) -> dict[str, str]:
        return super().environment() | {"SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False"}


class Panel(Peer):
    name = "panel"
    packages = ("panel",)
    deep = True
    path = "/panel_app"

    def command(self) -> list[str]:
        origin = f"--allow-websocket-origin=127.0.0.1:{self.port}"
        where = ("--address", "127.0.0.1", "--port", str(self.port), origin)
        return self.tool("panel", "serve", self.file, *where)


class Streamlit(Peer):
    name = "streamlit"
    packages = ("streamlit",)

    def command(self) -> list[str]:
        return self.tool(
            *("streamlit", "run", self.file, "--server.headless=true"),
            *(f"--server.port={self.port}", "--server.address=127.0.0.1"),
            *("--browser.gatherUsageStats=false", "--server.fileWatcherType=none"),
        )


class Marimo(Peer):
    name = "marimo"
    packages = ("marimo",)
    deep = True

    def command(self) -> list[str]:
        where = ("--host", "127.0.0.1", "--port", str(self.port))
        return self.tool("marimo", "run", self.file, "--headless", "--no-token", *where)


PEERS = (Solara, Panel, Streamlit, Marimo)
