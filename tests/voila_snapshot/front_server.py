"""A Jupyter Server which serves one snapshot page, with a real kernel for each session.

A kernel runs the notebook's cells as any would, but with the same widget ids each time,
which is what a fork does. Run by test_front_in_browser.py; prints its address.
"""

import ast
import json
import socket
from pathlib import Path

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection.channels import (
    ZMQChannelsWebsocketConnection,
)
from nbformat.v4 import new_code_cell, new_notebook
from tornado import web

STATIC = Path(__file__).parents[2] / "course" / "voila_snapshot" / "static"
POLICY = (
    "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; connect-src 'self'; media-src 'self' blob: data:"
)

SAME_IDS = """
import random, types, uuid
import comm.base_comm
_ids = random.Random(1)
comm.base_comm.uuid = types.SimpleNamespace(
    uuid4=lambda: uuid.UUID(int=_ids.getrandbits(128), version=4)
)
"""
OWN_IDS = "comm.base_comm.uuid = uuid"
STATES = """json.dumps({
    "states": w.Widget.get_manager_state(drop_defaults=False)["state"],
    "names": {name: one.model_id for name, one in list(globals().items())
              if isinstance(one, w.Widget) and not name.startswith("_")},
})"""

NOTEBOOK = new_notebook(
    cells=[
        new_code_cell(source)
        for source in (
            """
import os
import anywidget, ipywidgets as w, traitlets as t
from IPython.display import HTML, SVG, display

said = w.Label("nothing yet")
heard = w.Label("")
def say(text):
    said.value = text
def follow(name, widget, trait="value"):
    widget.observe(lambda change: say(f"{name}={change.new}"), trait)
""",
            """
whole = w.IntSlider(3, description="<b>Whole</b><img src=data:, onerror=hacked=1>",
                    description_allow_html=True)
decimal = w.FloatSlider(0.5, max=1, step=0.1)
choice = w.Dropdown(options=["red", "green", "blue"])
radio = w.RadioButtons(options=["yes", "no"])
line = w.Text(placeholder="a line")
held = w.Text(continuous_update=False)
area = w.Textarea()
check = w.Checkbox(description="agree")
prose = w.HTML("<em>written</em> in Python")
formula = w.HTMLMath("Euler: $e^{i\\\\pi}+1=0$")
for name in ("whole", "decimal", "choice", "radio", "line", "held", "area", "check"):
    follow(name, globals()[name])
button = w.Button(description="Press", icon="check")
presses = 0
def press(_):
    global presses
    presses += 1
    say(f"pressed {presses}")
button.on_click(press)
inner = w.IntText(7)
tabs = w.Tab([w.HTML("first page"), inner], titles=["One", "Two"])
follow("tab", tabs, "selected_index")
""",
            """
output = w.Output()
printing = w.Button(description="Print")
clearing = w.Button(description="Clear")
making = w.Button(description="Make")
def on_print(_):
    with output:
        print("\\x1b[31mred\\x1b[0m words")
        print("more words")
        display(HTML("<b>bold</b><img src=data:, onerror='hacked=1'>"
                     "<script>hacked=1</script>"))
        display(SVG("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
                    "<script>hacked=1</script><circle r='4' onload='hacked=1'/></svg>"))
    say(f"{len(output.outputs)} outputs known")
printing.on_click(on_print)
def on_clear(_):
    output.clear_output(wait=True)
    with output:
        print("fresh")
clearing.on_click(on_clear)
def on_make(_):
    made = w.IntSlider(5)
    follow("made", made)
    with output:
        display(made)
making.on_click(on_make)
""",
            """
import base64
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg==")
image = w.Image(value=PNG, format="png")
swap = w.Button(description="Swap")
swap.on_click(lambda _: setattr(image, "value", PNG + b"more"))

class Small(anywidget.AnyWidget):
    _esm = '''
    function render({ model, el, experimental }) {
      const text = document.createElement("p");
      const draw = () => { text.textContent =
        new Uint8Array(model.get("data").buffer).join(","); };
      model.on("change:data", draw); draw();
      const button = (name, onclick) => {
        const one = document.createElement("button");
        Object.assign(one, { textContent: name, onclick }); el.append(one); };
      const answer = document.createElement("output");
      model.on("msg:custom", (content, buffers) => { if (content.kind !== "answer") return;
        answer.textContent = content.text + new Uint8Array(buffers[0].buffer).join("-"); });
      const bytes = new Uint8Array([1, 2, 3]);
      button("ask", () => model.send({ kind: "ask" }, undefined, [bytes]));
      button("call", async () => {
        const [said] = await experimental.invoke("_double", 21);
        answer.textContent = "doubled " + said; });
      button("set", () => { model.set("data", new DataView(new Uint8Array([9, 8]).buffer));
        model.save_changes(); });
      el.append(text, answer);
      return () => { document.body.dataset.cleaned = "yes"; };
    }
    export default { render };'''
    _css = ".small-one { color: green }"
    data = t.Bytes(b"\\x01\\x02").tag(sync=True, from_json=lambda data, _: bytes(data))
    @anywidget.experimental.command
    def _double(self, message, buffers):
        return message * 2, buffers
small = Small()
small.observe(lambda change: say(f"data={bytes(change.new)!r}"), "data")
def answer(widget, content, buffers):
    if content.get("kind") == "ask":
        widget.send({"kind": "answer", "text": "back "}, [bytes(buffers[0])[::-1]])
small.on_msg(answer)
leaving = w.Button(description="Leave")
leaving.on_click(lambda _: small.close())

source, target = w.IntSlider(2), w.IntProgress(2)
_link = w.jslink((source, "value"), (target, "value"))

class Foreign(w.DOMWidget):
    _model_name = t.Unicode("ForeignModel").tag(sync=True)
    _view_name = t.Unicode("ForeignView").tag(sync=True)
    _model_module = t.Unicode("somewhere-else").tag(sync=True)
    _view_module = t.Unicode("somewhere-else").tag(sync=True)
foreign = Foreign()
""",
            """
everything = []
for kind in vars(w).values():
    ours = isinstance(kind, type) and issubclass(kind, w.DOMWidget)
    if ours and kind.__module__.startswith("ipywidgets.") and kind is not w.DOMWidget:
        try:
            everything.append(kind())
        except (t.TraitError, TypeError):  # wants options
            pass
everything += [w.SelectionSlider(options=[1, 2]), w.SelectionRangeSlider(options=[1, 2])]
for one in everything:
    if isinstance(one, (w.Audio, w.Video)):
        one.value = b"not empty"
everything = w.VBox(everything)
ending = w.Button(description="End")
ending.on_click(lambda _: os._exit(1))
""",
        )
    ]
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
