"""What one cell of a brought table says, checked; `where` names its line."""

import re

from academy_widgets.exercise import ResponseError
from academy_widgets.powermap import marks
from academy_widgets.powermap.map import HEAVIEST, LONGEST_NAME

YES = {"yes", "y", "true", "1", "x"}
NO = {"no", "n", "false", "0"}
NUMBER = re.compile(r"[+-]?\d{1,9}([.,]\d{1,9})?")


def short(text: str) -> str:
    """Return a text that fits into a sentence."""
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


def choice(group: str, text: str) -> str | None:
    """Return the mark of `marks.CHOICES[group]` that is meant; None if none is."""
    plain = text.casefold().removeprefix("power ").strip()
    for one in marks.CHOICES[group]:
        if plain in {one.id, one.name.casefold(), one.verb, one.name.split()[0].casefold()}:
            return one.id
    return None


def yes(where: str, what: str, text: str) -> bool:
    """Return whether `text` says yes.

    Raises:
        ResponseError: it says neither yes nor no.
    """
    plain = text.casefold()
    if plain not in YES | NO:
        raise ResponseError(
            f"{where} has “{short(text)}” under “{what}”: write “yes” or “no”."
        )
    return plain in YES


def part(where: str, text: str) -> float:
    """Return a place across or down the map, 0 to 1.

    Raises:
        ResponseError: it is none.
    """
    number = float(text.replace(",", ".")) if NUMBER.fullmatch(text) else -1
    if not 0 <= number <= 1:
        raise ResponseError(
            f"{where} has the place “{short(text)}”: x and y go from 0 to 1; leave them "
            "empty to have somebody placed for you."
        )
    return number


def weight(where: str, text: str) -> int:
    """Return how strong a tie is; 1 if nothing is said.

    Raises:
        ResponseError: it is no whole number from 1 to 5.
    """
    if not text:
        return 1
    number = float(text.replace(",", ".")) if NUMBER.fullmatch(text) else 0
    if number != int(number) or not 1 <= number <= HEAVIEST:
        below = ", and none is below 0" if number < 0 else ""
        raise ResponseError(
            f"{where} has the weight “{short(text)}”: weights are whole numbers from 1 to "
            f"{HEAVIEST}{below}."
        )
    return int(number)
