"""The module's prose, scenes and questions, by Panel's own widgets."""

import json
import os
from pathlib import Path

import panel as pn

PAGE = json.loads(Path(os.environ["BENCH_PAGE"]).read_text())

pn.extension()


def scene(one):
    then = {reply["text"]: f"{reply['then']} {reply['why']}" for reply in one["replies"]}
    replies = pn.widgets.RadioBoxGroup(options=list(then), value=None)
    say = pn.widgets.Button(name="Say this")
    feedback = pn.pane.Markdown("")
    own = pn.widgets.TextAreaInput(name=one["invite"])

    def answer(event):
        feedback.object = then.get(replies.value, "")

    say.on_click(answer)
    told = f"### {one['title']}\n\n{one['scene']}\n\n> {one['says']}"
    return [told, replies, say, feedback, own]


def part(one):
    if "prose" in one:
        return [one["prose"]]
    if "scene" in one:
        return scene(one["scene"])
    return [pn.widgets.TextAreaInput(name=asked) for asked in one["questions"]]


pn.Column(*(shown for one in PAGE["parts"] for shown in part(one))).servable()
