"""Checked data, as exercises and what they find are made of."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

Json = dict[str, Any]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Data(BaseModel):
    """Checked data that never changes and has no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
