"""A Jupyter Server which serves one snapshot page, with a real kernel for each session.

A kernel runs the notebook's cells as any would, but with the same widget ids each time,
which is what a fork does. Run by test_front_in_browser.py; prints its address.
"""

import ast
import json
import socket
from pathlib import Path

from front_notebook import NOTEBOOK, OWN_IDS, SAME_IDS, STATES
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection.channels import (
    ZMQChannelsWebsocketConnection,
)
from tornado import web

STATIC = Path(__file__).parents[2] / "course" / "voila_snapshot" / "static"
POLICY = (
    "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; connect-src 'self'; media-src 'self' blob: data:"
)


class Sessions:
    """Kernels which have run the notebook."""

    def __init__(self, kernels):
        self.kernels = kernels
        self.snapshot = None
        self.spare = None
        self.started = []

    async def make(self):
        kernel = await self.kernels.start_kernel(kernel_name="python3")
        client = self.kernels.get_kernel(kernel).client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            for source in (SAME_IDS, *(cell.source for cell in NOTEBOOK.cells), OWN_IDS):
                await run(client, source)
            found = await run(client, "import json", {"states": STATES})
            text = found["user_expressions"]["states"]["data"]["text/plain"]
            return kernel, json.loads(ast.literal_eval(text))
        finally:
            client.stop_channels()

    async def page(self):
        if self.snapshot is None:
            self.spare, self.snapshot = await self.make()
        return self.snapshot

    async def start(self):
        kernel, self.spare = self.spare, None
        if kernel is None:
            kernel, _ = await self.make()
        self.started.append(kernel)
        return kernel


async def run(client, source, expressions=None):
    answer = await client.execute(
        source, reply=True, timeout=60, user_expressions=expressions or {}
    )
    if answer["content"]["status"] != "ok":
        raise RuntimeError(answer["content"]["traceback"])
    return answer["content"]


class Page(JupyterHandler):
    async def get(self):
        snapshot = await self.settings["sessions"].page()
        names = snapshot["names"]
        self.xsrf_token  # noqa: B018  sets the cookie
        wanted = json.loads(self.get_argument("patch", "{}"))
        patch = {names[name]: changes for name, changes in wanted.items()}
        config = {
            "states": snapshot["states"],
            "baseUrl": self.base_url,
            "startUrl": f"/start?patch={web.escape.url_escape(json.dumps(patch))}",
            "eager": self.get_argument("eager", "") == "1",
        }
        if self.get_argument("close", ""):
            config["closeUrl"] = "/close/{id}"
        places = "".join(
            f'<section id="{name}"><script type="application/vnd.jupyter.widget-view+json">'
            f"{json.dumps({'model_id': model})}</script></section>"
            for name, model in names.items()
        )
        own = self.get_argument("own", "")
        if own:
            own = {names[name]: changes for name, changes in json.loads(own).items()}
            places += '<script type="application/json" id="snapshot-own">'
            places += f"{safe(own)}</script>"
        self.set_header("Content-Security-Policy", POLICY)
        await self.finish(
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            "<title>A page</title>"
            '<link rel="icon" href="data:,"><link rel="stylesheet" href="/slim/slim.css">'
            '<script defer src="/slim/slim.js"></script></head><body><main>'
            f'<p id="prose" data-snapshot-maths>So $a^2$ it is.</p>{places}'
            f'<script type="application/json" id="snapshot">{safe(config)}</script>'
            "</main></body></html>"
        )


def safe(data):
    return json.dumps(data).replace("</", "<\\/")


class Start(JupyterHandler):
    async def post(self):
        kernel = await self.settings["sessions"].start()
        patch = json.loads(self.get_argument("patch"))
        self.finish({"id": kernel, "patch": patch})


class Close(JupyterHandler):
    def check_xsrf_cookie(self):
        pass

    async def post(self, kernel):
        await self.settings["sessions"].kernels.shutdown_kernel(kernel)
        self.set_status(204)


class Drop(JupyterHandler):
    """Cuts every line to a kernel, as a bad network does."""

    async def get(self):
        for connection in list(ZMQChannelsWebsocketConnection._open_sockets):
            connection.websocket_handler.close()
        self.finish({})


class Kill(JupyterHandler):
    """Kills the newest kernel without a word to anybody."""

    async def get(self):
        sessions = self.settings["sessions"]
        await sessions.kernels.get_kernel(sessions.started[-1]).signal_kernel(9)
        self.finish({})


class Started(JupyterHandler):
    async def get(self):
        self.finish({"kernels": self.settings["sessions"].started})


class Server(ServerApp):
    """A server that knows the test's addresses."""

    def find_server_extensions(self):
        """None of this machine's, which are not ours to test."""

    def init_webapp(self):
        super().init_webapp()
        self.web_app.settings["sessions"] = Sessions(self.kernel_manager)
        self.web_app.add_handlers(
            ".*$",
            [
                ("/page", Page),
                ("/start", Start),
                ("/close/(.*)", Close),
                ("/test/drop", Drop),
                ("/test/kill", Kill),
                ("/test/started", Started),
                ("/slim/(.*)", web.StaticFileHandler, {"path": str(STATIC)}),
            ],
        )

    def start(self):
        print(f"http://127.0.0.1:{self.port}", flush=True)
        super().start()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    Server.launch_instance(
        [
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={free_port()}",
            "--ServerApp.open_browser=False",
            "--IdentityProvider.token=",
            "--ServerApp.allow_root=True",
            "--ServerApp.log_level=WARN",
        ]
    )
