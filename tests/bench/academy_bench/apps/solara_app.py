"""The module's prose and first scene, by Solara's own widgets."""

import json
import os
from pathlib import Path

import solara

PAGE = json.loads(Path(os.environ["BENCH_PAGE"]).read_text())
SCENE = PAGE["scene"]
THEN = {one["text"]: f"{one['then']} {one['why']}" for one in SCENE["replies"]}


@solara.component
def Page():  # noqa: N802  Solara's own name
    picked, set_picked = solara.use_state("")
    feedback, set_feedback = solara.use_state("")
    written, set_written = solara.use_state("")
    for text in PAGE["before"]:
        solara.Markdown(text)
    solara.Markdown(f"### {SCENE['title']}\n\n{SCENE['scene']}\n\n> {SCENE['says']}")
    solara.v.RadioGroup(
        v_model=picked,
        on_v_model=set_picked,
        children=[solara.v.Radio(label=text, value=text) for text in THEN],
    )
    solara.Button("Say this", on_click=lambda: set_feedback(THEN.get(picked, "")))
    solara.Text(feedback)
    solara.v.Textarea(label=SCENE["invite"], v_model=written, on_v_model=set_written)
    for text in PAGE["after"]:
        solara.Markdown(text)
