"""The module's prose, scenes and questions, by marimo's own widgets."""

import marimo

app = marimo.App()


@app.cell
def _():
    import json  # noqa: PLC0415  a marimo cell holds its own imports
    import os  # noqa: PLC0415  see above
    from pathlib import Path  # noqa: PLC0415  see above

    import marimo as mo  # noqa: PLC0415  see above

    parts = json.loads(Path(os.environ["BENCH_PAGE"]).read_text())["parts"]
    scenes = [one["scene"] for one in parts if "scene" in one]
    then = [
        {reply["text"]: f"{reply['then']} {reply['why']}" for reply in one["replies"]}
        for one in scenes
    ]
    return mo, parts, scenes, then


@app.cell
def _(mo, parts, scenes, then):
    replies = mo.ui.array([mo.ui.radio(options=list(one)) for one in then])
    says = mo.ui.array(
        [mo.ui.button(label="Say this", value=0, on_click=lambda n: n + 1) for _ in scenes]
    )
    own = mo.ui.array([mo.ui.text_area(label=one["invite"]) for one in scenes])
    asked = mo.ui.array(
        [mo.ui.text_area(label=one) for part in parts for one in part.get("questions", ())]
    )
    return asked, own, replies, says


@app.cell
def _(asked, mo, own, parts, replies, says, scenes, then):  # noqa: PLR0913, PLR0917  all it needs
    def scene(at):
        one, picked = scenes[at], replies.value[at]
        told = mo.md(f"### {one['title']}\n\n{one['scene']}\n\n> {one['says']}")
        feedback = mo.md(then[at][picked] if says.value[at] and picked else "")
        return [told, replies[at], says[at], feedback, own[at]]

    shown = []
    for part in parts:
        if "prose" in part:
            shown.append(mo.md(part["prose"]))
        elif "scene" in part:
            shown += scene(scenes.index(part["scene"]))
        else:
            shown += list(asked)
    mo.vstack(shown)


if __name__ == "__main__":
    app.run()
