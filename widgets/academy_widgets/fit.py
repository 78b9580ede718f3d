"""What a browser sends, made fit to be kept and to be sent back.

Our own pages send nothing else. Half of a pair of surrogates, as a program leaves that
cuts a text in the middle of a character, can be written by JSON and by nothing after it.
"""

import math
import re
from typing import Any

from academy_widgets.exercise import Json, ResponseError

DEEPEST = 20
"""How deep a form may be nested; ours are three."""

_HALF = re.compile("[\ud800-\udfff]")


def text(value: str) -> str:
    """Return `value` with a mark in the place of what is no character."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", value)


def fit(value: Any, depth: int = 0) -> Any:  # noqa: ANN401  JSON is anything
    """Return JSON that can be kept and sent.

    Raises:
        ResponseError: it is nested too deeply, or has a number that is none.
    """
    if depth > DEEPEST:
        raise ResponseError("This is nested too deeply to be kept; please reload the page.")
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return {text(str(k)): fit(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [fit(one, depth + 1) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ResponseError("This page sent a number that is none; please reload it.")
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ResponseError("This page sent a number that is too large; please reload it.")
    return value


def message(value: object) -> Json:
    """Return a message that is fit, or one that says why it is not, under its number."""
    if not isinstance(value, dict):
        return {"n": 0, "refused": "This page sent no answer; please reload it."}
    try:
        made: Json = fit(value)
    except ResponseError as error:
        return _signed(value) | {"refused": str(error)}
    return made


def _signed(value: Json) -> Json:
    n, page = value.get("n"), value.get("page")
    known: Json = {"n": n if isinstance(n, int) and 0 <= n < 2**53 else 0}
    return known | ({"page": text(page)} if isinstance(page, str) else {})
