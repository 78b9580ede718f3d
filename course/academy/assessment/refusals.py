"""What arrived in nbgrader's exchange and was not taken in."""

from __future__ import annotations

import ast
import json
import os
import re
from typing import NamedTuple

from academy.assessment import config
from academy.assessment.sendings import LEARNER, Say
from academy.assessment.untrusted import Opened

NAME = re.compile(
    rf"(?P<learner>{LEARNER.pattern})\+(?P<assignment>[A-Za-z0-9_-]{{1,100}})"
    r"\+(?P<time>[^+/]{1,60})(\+[A-Za-z0-9_=-]{1,40})?"
)
"""What nbgrader calls the folder of a submission."""


class Refusal(NamedTuple):
    """Something in the exchange that was not taken in.

    Attributes:
        name: of its folder, as somebody called it.
        learner: whose it says that it is; "" if it does not say.
        why: as the end of a sentence.
    """

    name: str
    learner: str
    why: str


def refused() -> list[Refusal]:
    """Return what `incoming.take_in` found last and left where it was."""
    found = []
    for key, said in Refusals().before.items():
        name = str(ast.literal_eval(key))
        known = NAME.fullmatch(name)
        shown = name if name.isprintable() else ascii(name)
        learner = known["learner"] if known else ""
        found.append(Refusal(shown[:200], learner, str(said[0])))
    return found


class Refusals:
    """What has been told already about what stays in the exchange.

    Attributes:
        before: why each was refused when it was last looked at, by its quoted name.
    """

    def __init__(self) -> None:
        self._file = config.desk_folder() / "refused.json"
        try:
            self.before = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.before = {}
        self._now: dict[str, list[object]] = {}

    def once(self, here: Opened, arrived: str, why: str, say: Say) -> None:
        """Say why `arrived` is refused, unless that has been said of it as it is now."""
        about = os.stat(arrived, dir_fd=here.fd, follow_symlinks=False)
        said = [why, about.st_ino]
        self._now[ascii(arrived)] = said
        if self.before.get(ascii(arrived)) != said:
            shown = arrived if arrived.isprintable() else ascii(arrived)
            say(f"Not taken in, and left in the exchange: {shown[:200]}: {why}.")

    def keep(self) -> None:
        """Remember what was said, of what is still there."""
        if self._now != self.before:
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps(self._now), encoding="utf-8")
            fresh.replace(self._file)
