"""The module's prose, scenes and questions, by Solara's own widgets."""

import json
import os
from pathlib import Path

import solara

PAGE = json.loads(Path(os.environ["BENCH_PAGE"]).read_text())


@solara.component
def Scene(one):  # noqa: N802  Solara's own way
    then = {reply["text"]: f"{reply['then']} {reply['why']}" for reply in one["replies"]}
    picked, set_picked = solara.use_state("")
    feedback, set_feedback = solara.use_state("")
    with solara.Column():
        solara.Markdown(f"### {one['title']}\n\n{one['scene']}\n\n> {one['says']}")
        solara.v.RadioGroup(
            v_model=picked,
            on_v_model=set_picked,
            children=[solara.v.Radio(label=text, value=text) for text in then],
        )
        solara.Button("Say this", on_click=lambda: set_feedback(then.get(picked, "")))
        solara.Text(feedback)
        Asked(one["invite"])


@solara.component
def Asked(what):  # noqa: N802  see above
    written, set_written = solara.use_state("")
    solara.v.Textarea(label=what, v_model=written, on_v_model=set_written)


@solara.component
def Page():  # noqa: N802  see above
    for part in PAGE["parts"]:
        if "prose" in part:
            solara.Markdown(part["prose"])
        elif "scene" in part:
            Scene(part["scene"])
        else:
            for asked in part["questions"]:
                Asked(asked)
