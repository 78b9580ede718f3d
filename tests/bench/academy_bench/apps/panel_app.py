"""The module's prose and first scene, by Panel's own widgets."""

import json
import os
from pathlib import Path

import panel as pn

PAGE = json.loads(Path(os.environ["BENCH_PAGE"]).read_text())
SCENE = PAGE["scene"]
THEN = {one["text"]: f"{one['then']} {one['why']}" for one in SCENE["replies"]}

pn.extension()
replies = pn.widgets.RadioBoxGroup(options=list(THEN), value=None)
say = pn.widgets.Button(name="Say this")
feedback = pn.pane.Markdown("")
own = pn.widgets.TextAreaInput(name=SCENE["invite"])


def answer(event):
    feedback.object = THEN.get(replies.value, "")


say.on_click(answer)
scene = f"### {SCENE['title']}\n\n{SCENE['scene']}\n\n> {SCENE['says']}"
pn.Column(*PAGE["before"], scene, replies, say, feedback, own, *PAGE["after"]).servable()
