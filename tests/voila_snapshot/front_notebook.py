"""The notebook of front_server.py: every stock widget, and what Python answers."""

from nbformat.v4 import new_code_cell, new_notebook

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
from datetime import date, time
day = w.DatePicker()
hour = w.TimePicker()
moment = w.NaiveDatetimePicker()
colour = w.ColorPicker()
tags = w.TagsInput(value=["one"])
colours = w.ColorsInput(value=["red"])
ints = w.IntsInput(value=[1])
floats = w.FloatsInput(value=[0.5])
play = w.Play(max=1, interval=50)
toggle = w.ToggleButton(description="Toggle")
toggles = w.ToggleButtons(options=["a", "b"])
select = w.Select(options=["a", "b"])
several = w.SelectMultiple(options=["a", "b", "c"])
steps = w.SelectionSlider(options=["a", "b"])
spread = w.SelectionRangeSlider(options=["a", "b", "c"], index=(0, 1))
span = w.IntRangeSlider(value=(2, 5), max=9)
wide = w.FloatRangeSlider(value=(0.2, 0.5), max=1, step=0.1)
log = w.FloatLogSlider(1, step=1)
bounded = w.BoundedIntText(3, max=9)
fraction = w.BoundedFloatText(0.5, max=9)
number = w.IntText(3)
real = w.FloatText(0.5)
combo = w.Combobox(options=["Paris"])
secret = w.Password()
CONTROLS = ("day hour moment colour tags colours ints floats play toggle toggles select"
            " several steps spread span wide log bounded fraction number real combo secret")
for name in CONTROLS.split():
    follow(name, globals()[name])
upload = w.FileUpload()
upload.observe(lambda change: say(
    f"{change.new[0].name} {bytes(change.new[0].content)!r}"), "value")
accordion = w.Accordion([w.HTML("first fold"), w.HTML("second fold")], titles=["A", "B"])
follow("accordion", accordion, "selected_index")
stack = w.Stack([w.HTML("first layer"), w.HTML("second layer")], selected_index=0)
chooser = w.Dropdown(options=["first", "second"])
_chosen = w.jslink((chooser, "index"), (stack, "selected_index"))
grid = w.GridBox([w.Label(str(n)) for n in range(4)],
                 layout=w.Layout(grid_template_columns="repeat(2, 50px)"))
app = w.AppLayout(header=w.Label("above"), center=w.Label("amid"), footer=w.Label("below"))
latex = w.Label("Area: $\\\\pi r^2$")
controller = w.Controller()
audio = w.Audio(value=b"RIFF", format="wav", autoplay=False)
video = w.Video(value=b"\\x00\\x00", format="mp4", autoplay=False)
interact = w.interactive(lambda x: print(f"x is {x}"), x=(0, 9))
valid = w.Valid(value=True, description="Fine")
_first, second = w.IntText(1), w.IntText(1)
paired = w.VBox([_first, second])
_pair = w.link((_first, "value"), (second, "value"))
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
