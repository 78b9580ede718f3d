"""The coach's table of weights, and the sums over it. No numpy: a reply is short."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).with_name("coach.json")


class Weights(NamedTuple):
    """What `academy coach train` found.

    Attributes:
        kinds: for each feature, its weight for question, reflection, input and other.
        bias: the same where nothing is noticed.
        fine: for "open" (against closed) and "advice" (against information), each
            feature's weight.
        fine_bias: the same where nothing is noticed.
        settings: temperatures, and how the sentences of a turn are added up.
    """

    kinds: dict[str, tuple[float, ...]]
    bias: tuple[float, ...]
    fine: dict[str, dict[str, float]]
    fine_bias: dict[str, float]
    settings: dict[str, float]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Weights":
        """Return the weights that a table in JSON says."""
        return cls(
            {name: tuple(each) for name, each in table["kinds"].items()},
            tuple(table["bias"]),
            table["fine"],
            table["fine_bias"],
            table["settings"],
        )


@cache
def weights() -> Weights:
    """Return the weights that are shipped, read once."""
    return Weights.of(json.loads(FILE.read_text(encoding="utf-8")))


def scores(noticed: Iterable[str], table: Weights) -> list[float]:
    """Return a score for each kind."""
    sums = list(table.bias)
    for name in noticed:
        for kind, weight in enumerate(table.kinds.get(name, ())):
            sums[kind] += weight
    return sums


def chances(sums: Sequence[float], temperature: float = 1.0) -> list[float]:
    """Return how likely each is; they sum to 1."""
    top = max(sums)
    raised = [math.exp((one - top) / temperature) for one in sums]
    total = sum(raised)
    return [one / total for one in raised]


def fine_chance(noticed: Iterable[str], table: Weights, which: str) -> float:
    """Return how likely "open" or "advice" is, and not its opposite."""
    score = table.fine_bias[which]
    known = table.fine[which]
    score += sum(known.get(name, 0.0) for name in noticed)
    score = max(-30.0, min(30.0, score / table.settings[f"{which}_temperature"]))
    return 1 / (1 + math.exp(-score))


def whole(
    each: Sequence[Sequence[float]], lengths: Sequence[int], table: Weights
) -> list[float]:
    """Return how likely each kind is for a turn of several sentences.

    Longer sentences count for more, the last one for a little more again, and small
    words between for little: a turn is what its main act is.
    """
    settings = table.settings
    if len(each) == 1:
        return list(each[0])
    sums = [0.0] * len(each[0])
    for i, (one, words) in enumerate(zip(each, lengths, strict=True)):
        weight = (words + 3) ** settings["length_power"]
        weight *= settings["last"] if i == len(each) - 1 else 1.0
        for kind, chance in enumerate(one):
            sums[kind] += weight * chance
    sums[-1] *= settings["other"]
    total = sum(sums)
    sharper = [math.log(max(one / total, 1e-9)) for one in sums]
    return chances(sharper, settings["whole_temperature"])
