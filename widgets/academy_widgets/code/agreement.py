"""How far two markings agree beyond chance, and how far ten experts do."""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from academy_widgets.exercise import Json


class Experts(NamedTuple):
    """How ten experts agree on 216 turns; 1 is always, 0 is what chance would give.

    Attributes:
        all: Fleiss' kappa of all ten.
        least: Cohen's kappa of the two who agree least.
        most: the same of the two who agree most.
    """

    all: float
    least: float
    most: float


EXPERTS = {
    "all": Experts(0.74, 0.58, 0.83),
    "question": Experts(0.80, 0.71, 0.94),
    "reflection": Experts(0.73, 0.48, 0.85),
    "information": Experts(0.65, 0.43, 0.81),
    "other": Experts(0.74, 0.58, 0.90),
}
"""On one of four labels for each turn, and on each label against the other three.

Source: AnnoMI (Wu et al. 2022, doi:10.1109/ICASSP43922.2022.9746035), counted from its
    labels of the main act of a turn; a test counts them again.
"""

HOLDS = {"question": 0.87, "reflection": 0.66, "information": 0.64, "open": 0.51}
"""Fleiss' kappa of the same ten on whether a turn holds a question at all, beside
whatever else it holds, and so on; "open" is open or closed where all coded a question.

Source: as above, from labels that are not shipped here.
"""


class Kappa(NamedTuple):
    """Cohen's kappa, or why it cannot be told.

    Attributes:
        value: -1 to 1; None where chance alone would agree always.
        one_turn: by how much one turn marked otherwise would move it, at the margins
            as they are; None without a value.
        why: a sentence about a kappa that says little, or "".
    """

    value: float | None
    one_turn: float | None
    why: str


def cohen(one: Sequence[Hashable], other: Sequence[Hashable]) -> Kappa:
    """Return how far two markings of the same turns agree beyond chance.

    Args:
        one: the learner's marks, `(n_turns,)`.
        other: ours of the same turns, `(n_turns,)`.

    Raises:
        ValueError: they are not of the same turns.

    Source: Cohen 1960, doi:10.1177/001316446002000104.
    """
    if len(one) != len(other):
        raise ValueError("both need a mark for each turn")
    n = len(one)
    if n < 2:  # noqa: PLR2004
        return Kappa(None, None, "Kappa needs two turns or more.")
    first, second = Counter(one), Counter(other)
    same = sum(a == b for a, b in zip(one, other, strict=True)) / n
    chance = sum(first[mark] * second[mark] for mark in first) / n**2
    if chance == 1:
        why = (
            "You and we both gave the same answer for all of these turns. Chance would "
            "agree just as often, so kappa cannot be told."
        )
        return Kappa(None, None, why)
    why = ""
    if len(first) == 1 or len(second) == 1:
        who = "You" if len(first) == 1 else "We"
        why = f"{who} gave the same answer for all of these turns; kappa is 0 then."
    return Kappa((same - chance) / (1 - chance), 1 / (n * (1 - chance)), why)


def agreement(yours: Sequence[str], ours: Sequence[str]) -> list[Json]:
    """Return the learner's kappa beside the experts', over all labels and for each.

    Args:
        yours: the learner's labels, `(n_turns,)`.
        ours: our labels of the same turns, `(n_turns,)`.
    """
    rows: list[Json] = []
    for what, experts in EXPERTS.items():
        if what == "all":
            found = cohen(yours, ours)
        else:
            found = cohen([mark == what for mark in yours], [mark == what for mark in ours])
        rows.append(
            {
                "what": what,
                "kappa": None if found.value is None else number(found.value),
                "one_turn": None if found.one_turn is None else number(found.one_turn),
                "why": found.why,
                "experts": number(experts.all),
                "pairs": f"{number(experts.least)} to {number(experts.most)}",
            }
        )
    return rows


def number(value: float) -> str:
    """Return a kappa as it is written: ".74", "1.00", or with a minus sign before it."""
    digits = f"{abs(value):.2f}"
    sign = "\N{MINUS SIGN}" if value < 0 and float(digits) else ""
    return sign + digits.removeprefix("0")
