"""What every exercise is, on screen."""

import logging
import re
from functools import cache, partial
from pathlib import Path

import anywidget
import traitlets

from academy_widgets.exercise import Exercise, Json, ResponseError
from academy_widgets.fit import fit, message

log = logging.getLogger(__name__)

HERE = Path(__file__).parent

FRAME = (
    "basics",
    "files",
    "rating",
    "sending",
    "keeping",
    "audience",
    "group",
    "versions",
    "view",
)
"""The parts of the frame beside this file, each before those that use it."""

STYLES = ("tokens.css", "view.css", "rating.css", "audience.css", "group.css")

_IMPORT = re.compile(r'^import \{[^}]*\} from "\.\.?/\w+\.js";$\n?', re.MULTILINE)
_OWN = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";$\n?', re.MULTILINE)
_EXPORT = re.compile(r"^export (\{.*;$|(?=(?:async )?function|const))", re.MULTILINE)


class View(anywidget.AnyWidget):
    """An exercise in the browser: nine traits, each with one writer.

    Three would do for an exercise that is answered once. A learner's half-written words
    must outlive the page too, they must see whether they are kept and say who may read
    them; so six more belong to the frame that all kinds share, and no kind touches
    them. `n` counts what the browser sent, so that an equal answer given again is seen,
    and so that each `saved` says which words it is about. With `page`, the browser's
    own name for this opening of the page, it makes what is sent twice the same.

    Attributes:
        content: what the browser may know. Python writes.
        response: the newest answer, `{"n": 3, "page": ..., "seen": ..., "answer": {...},
            "form": {...}}`; `seen` is the newest id that the learner had before them: the
            `saved.seen` of when the page opened, or of `others` shown since. `beside` has
            the ids of other versions that stay beside it, if any do. The browser writes.
        draft: what stands in the form now, `{"n": 4, "page": ..., "seen": ..., "form":
            {...}}`; with `beside` as above, and `was`, the form whose place a version
            takes. The browser writes; Python puts in what was left, and its page.
        move: another audience for the newest answer, `{"n": 5, "page": ..., "to":
            "tutor"}`. The browser writes. Of all three: what was not kept goes again
            under the same `n` and `page`, and `again` counts, or it would be equal.
        count: whether the newest answer counts in what the learner's cohorts find,
            `{"n": 6, "page": ..., "in": true}`. The browser writes.
        feedback: what to show in answer to `response`. Python writes.
        saved: what became of message `n`, `{"n": 4, "state": "kept", ...}`; the state is
            "kept", "failed" (not on disk) or "refused" (not an answer); `learner` is what
            a tutor would know them by, `sent` whether they handed it in, `answered`
            whether there is an answer, `audience` who may read it, `steps` who could,
            `earlier` who may read one before it, `changed` whether there is a draft on
            top of it, `stays` whether it can be for nobody else, `seen` the newest id.
            Python writes.
        others: what was written here in another tab and is not part of what stands here,
            `{"versions": [{"id": 7, "page": ..., "at": ..., "form": {...}}], "more": [5]}`;
            `more` are the ids of those that are not shown yet. Python writes.
        group: what the learner's cohorts found, `{"in": true, "cohorts": [{"title": ...,
            "people": 12, "at": ..., "found": {...}}]}`, or `"waiting": true` for a cohort
            in place of the last three; nothing where nothing is gathered. Python writes.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    content = traitlets.Dict().tag(sync=True)
    response = traitlets.Dict().tag(sync=True)
    draft = traitlets.Dict().tag(sync=True)
    move = traitlets.Dict().tag(sync=True)
    count = traitlets.Dict().tag(sync=True)
    feedback = traitlets.Dict().tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)
    others = traitlets.Dict().tag(sync=True)
    group = traitlets.Dict().tag(sync=True)

    def _handle_msg(self, msg: Json) -> None:
        """Pass on what is a widget's message; of the rest nothing is said in a log."""
        data = msg.get("content", {}).get("data")
        if not isinstance(data, dict) or data.get("method") not in _METHODS:
            return
        if isinstance(data.get("state", {}), dict) and not data.get("buffer_paths"):
            super()._handle_msg(msg)

    def set_state(self, sync_data: Json) -> None:
        """Take from a browser what a browser writes, and nothing else.

        What is unfit is taken as a message that says so, which is refused in words; an
        error here would reach nobody but the log.
        """
        heard = {name: sync_data[name] for name in _HEARD if name in sync_data}
        super().set_state({name: message(value) for name, value in heard.items()})


_METHODS = ("update", "request_state", "custom")
_HEARD = ("response", "draft", "move", "count")
_HEAD = {"id", "title", "basis", "source", "qualities"}


def view(exercise: Exercise, **given: Json) -> View:
    """Return `exercise` as a widget; `given` are first values of its traits."""
    esm, css = sources(exercise.kind)
    frame = exercise.model_dump(mode="json", include=_HEAD)
    widget = View(_esm=esm, _css=css, content=frame | exercise.shown(), **given)
    # anywidget replaces styles by this id; one class shows every kind.
    widget._anywidget_id = f"academy_widgets.{exercise.kind}"  # noqa: SLF001
    widget.on_msg(partial(_work, exercise))
    return widget


def _work(exercise: Exercise, widget: View, content: Json, _buffers: object) -> None:
    """Do what is asked besides answering: it comes beside the traits, and is not kept."""
    answer: Json = {"n": content.get("n")}
    try:
        for step in exercise.work(fit(_asked(content))):
            widget.send(answer | {"so_far": step})
        answer["whole"] = True
    except ResponseError as error:
        answer["sorry"] = str(error)
    except Exception as error:  # noqa: BLE001  whatever it is, the learner hears of it
        # Only what kind: the error's own words may quote the learner's.
        log.error("%s: %s", exercise.id, type(error).__name__)  # noqa: TRY400  see above
        answer["sorry"] = "Something went wrong on our side. What you did is still here."
    widget.send(answer)


def _asked(content: Json) -> Json:
    if not isinstance(asked := content.get("ask"), dict):
        raise ResponseError("This page asked for nothing; please reload it.")
    return asked


@cache
def sources(kind: str) -> tuple[str, str]:
    """Return a kind's script and style, each as one text.

    anywidget loads a script from a Blob, where a relative import leads nowhere. All that
    a view imports is the frame beside this file, and the other parts of its own folder;
    so they are put before it, in one scope: some lines of text work instead of a bundler.
    """
    if 'from "../view.js";' not in (view := _read(f"{kind}/view.js")):
        raise ValueError(f'{kind}/view.js must import from "../view.js"')
    own = sorted(one.name for one in (HERE / kind).glob("*.js") if one.name != "view.js")
    parts = [*(f"{one}.js" for one in FRAME), *(f"{kind}/{one}" for one in own)]
    before = "".join(_IMPORT.sub("", _read(one)) for one in parts)
    esm = _EXPORT.sub("", before) + _IMPORT.sub("", view)
    css = [_read(name) for name in (*STYLES, f"{kind}/view.css")]
    return esm, "\n".join(css)


def _parts(kind: str, script: str) -> dict[str, str]:
    """Return a kind's own parts that `script` imports, each before those that use it."""
    found: dict[str, str] = {}
    for name in _OWN.findall(script):
        part = _read(f"{kind}/{name}.js")
        found |= {**_parts(kind, part), name: part} if name not in found else {}
    return found


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
