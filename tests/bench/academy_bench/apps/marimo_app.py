"""The module's prose and first scene, by marimo's own widgets."""

import marimo

app = marimo.App()


@app.cell
def _():
    import json  # noqa: PLC0415  a marimo cell holds its own imports
    import os  # noqa: PLC0415  see above
    from pathlib import Path  # noqa: PLC0415  see above

    import marimo as mo  # noqa: PLC0415  see above

    page = json.loads(Path(os.environ["BENCH_PAGE"]).read_text())
    scene = page["scene"]
    then = {one["text"]: f"{one['then']} {one['why']}" for one in scene["replies"]}
    return mo, page, scene, then


@app.cell
def _(mo, scene, then):
    replies = mo.ui.radio(options=list(then))
    say = mo.ui.run_button(label="Say this")
    own = mo.ui.text_area(label=scene["invite"])
    return own, replies, say


@app.cell
def _(mo, page, scene):
    told = f"### {scene['title']}\n\n{scene['scene']}\n\n> {scene['says']}"
    mo.vstack([mo.md(text) for text in [*page["before"], told]])


@app.cell
def _(mo, own, replies, say):
    mo.vstack([replies, say, own])


@app.cell
def _(mo, replies, say, then):
    mo.md(then[replies.value] if say.value and replies.value else "")


@app.cell
def _(mo, page):
    mo.vstack([mo.md(text) for text in page["after"]])


if __name__ == "__main__":
    app.run()
