"""Every kind of exercise there is.

A new kind adds its folder and two lines here: one import, one row.
"""

from typing import Annotated, Union

from pydantic import Field, TypeAdapter

from academy_widgets.code.model import CodeExercise
from academy_widgets.exercise import Exercise
from academy_widgets.reflection.model import ReflectionExercise
from academy_widgets.reply.model import ReplyExercise

KINDS = (
    CodeExercise,
    ReflectionExercise,
    ReplyExercise,
)  # fmt: skip  # a row each

EXERCISE: TypeAdapter[Exercise] = TypeAdapter(
    Annotated[Union[KINDS], Field(discriminator="kind")]  # type: ignore[valid-type]  # noqa: UP007  made from the rows
)
"""Checks data against the kind that its `kind` names."""
