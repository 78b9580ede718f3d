"""How far chance alone could move a score: the same trials, drawn again and again."""

from collections.abc import Sequence
from typing import Any

from academy_widgets.association.scoring import PARTS, TOO_SLOW, Trial

DRAWS = 2000
SURE = 95  # percent of the draws lie within what is told


def interval(trials: Sequence[Trial], seed: int, draws: int = DRAWS) -> tuple[float, float]:
    """Return the lower and upper end of where D1 falls when trials are drawn anew.

    Within each of the four parts as many trials are drawn, with replacement, as there
    are; the middle 95 percent of the scores are told. The same `seed` gives the same.

    Source: the percentile bootstrap, Efron & Tibshirani 1993, chapter 13.
    """
    import numpy as np  # noqa: PLC0415  learners who never come here need not wait

    rng = np.random.default_rng(seed)
    drawn: dict[str, Any] = {}
    for part in PARTS:
        ms = [one.ms for one in trials if one.part == part and one.ms <= TOO_SLOW]
        drawn[part] = rng.choice(np.array(ms), size=(draws, len(ms)))
    halves = []
    for a, b in (("pA", "pB"), ("tA", "tB")):
        apart = drawn[b].mean(axis=1) - drawn[a].mean(axis=1)
        sd = np.hstack([drawn[a], drawn[b]]).std(axis=1, ddof=1)
        halves.append(apart / np.maximum(sd, 1e-9))
    low, high = np.percentile(
        (halves[0] + halves[1]) / 2, [(100 - SURE) / 2, (100 + SURE) / 2]
    )
    return float(low), float(high)
