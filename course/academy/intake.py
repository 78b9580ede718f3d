"""What a page says about an exercise, checked before anything is done with it.

Our own pages say it right. Whoever says something else, by an old page or by hand, is
told in a sentence.
"""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from academy.store import Json
from academy_widgets.exercise import ResponseError

LONGEST_FORM = 200_000
"""Characters, in all boxes of one exercise together."""

LONGEST_PAGE = 40
MOST_BESIDE = 500

Count = Annotated[StrictInt, Field(ge=0, lt=2**53)]
"""A number as browsers count."""

_NEEDS = {
    "response": ("answer", "form"),
    "draft": ("form",),
    "move": ("to",),
    "count": ("in",),
}


class _Place(BaseModel):
    """The part of a message that is the same for all kinds of exercise."""

    model_config = ConfigDict(extra="ignore")

    n: Count = 0
    page: Annotated[str, Field(max_length=LONGEST_PAGE)] = ""
    seen: Count = 0
    beside: Annotated[list[Count], Field(max_length=MOST_BESIDE)] = []
    to: str = ""


def check(message: Json, kind: str) -> None:
    """Check that a page may say `message`.

    Args:
        message: what it said, as `academy_widgets.fit.message` returns it.
        kind: "response", "draft", "move" or "count".

    Raises:
        ResponseError: it may not; the message is for the learner.
    """
    if "refused" in message:
        raise ResponseError(str(message["refused"]))
    try:
        _Place.model_validate(message)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ResponseError(
            f"This page said something odd ({where}); please reload it."
        ) from None
    needed = (*_NEEDS[kind], *(["n"] if "page" in message else []))
    if missing := [name for name in needed if name not in message]:
        raise ResponseError(
            f"This page sent only a part ({missing[0]} is missing); please reload it."
        )
    for name in ("form", "was"):
        if name in message and not isinstance(message[name], dict):
            raise ResponseError(f"This page sent no whole form ({name}); please reload it.")
    for name in ("form", "was", "answer"):
        if len(json.dumps(message.get(name), ensure_ascii=False)) > LONGEST_FORM:
            raise ResponseError("This is too long to be kept; please shorten it.")
