"""The D score of a timed sorting task: six variants, in plain arithmetic.

Source: Greenwald, Nosek & Banaji 2003, doi:10.1037/0022-3514.85.2.197.
"""

from collections.abc import Iterable, Sequence
from statistics import fmean, stdev
from typing import Literal, NamedTuple

Part = Literal["pA", "tA", "pB", "tB"]
"""Practice and test under pairing A, and under pairing B."""

PARTS: tuple[Part, ...] = ("pA", "tA", "pB", "tB")
TOO_SLOW = 10_000  # ms; what took longer is left out
TOO_FAST = 300  # ms; answers below it tell that somebody did not read
MOST_TOO_FAST = 0.1  # of all answers; more, and nothing is scored
LOWEST = 400  # ms; what was faster is left out by D2, D5 and D6
FOR_AN_ERROR = 600  # ms on top of the mean, by D4 and D6
FEWEST = 2  # answers in each part, or there is no spread


class Trial(NamedTuple):
    """One word sorted.

    Attributes:
        part: practice or test, under which pairing.
        ms: how long it took, in milliseconds.
        correct: whether the first key was the right one; None if that is not known, so
            that it is neither given a penalty nor counted among the right ones.
    """

    part: Part
    ms: float
    correct: bool | None


class Variant(NamedTuple):
    """One way of scoring.

    Attributes:
        errors: "kept" (the time until the right key counts), or the mean of the part's
            right answers with two of their standard deviations ("2 SD") or 600 ms
            ("600 ms") on top.
        lowest: in milliseconds; what was faster is left out.
    """

    errors: Literal["kept", "2 SD", "600 ms"]
    lowest: float


VARIANTS = {
    "D1": Variant("kept", 0),
    "D2": Variant("kept", LOWEST),
    "D3": Variant("2 SD", 0),
    "D4": Variant("600 ms", 0),
    "D5": Variant("2 SD", LOWEST),
    "D6": Variant("600 ms", LOWEST),
}


class Score(NamedTuple):
    """A D score and its halves; above zero when pairing B took longer.

    Attributes:
        practice: the same from the shorter parts alone.
        test: the same from the longer parts alone.
        d: the mean of both.
    """

    practice: float
    test: float
    d: float


class NotScoredError(ValueError):
    """Trials that give no score, told in one plain sentence."""


def score(
    trials: Iterable[Trial],
    variant: str = "D1",
    *,
    spread: Literal["after", "before"] = "after",
    exclude: bool = True,
) -> Score:
    """Return the D score of one person's trials.

    Args:
        trials: all trials of the four parts that count, in any order.
        variant: one of "D1" to "D6".
        spread: whether the standard deviation is taken after errors were given their
            penalty, as the four R packages do that this was compared with, or before,
            as the paper's own table is remembered to have it. It matters to D3 to D6
            alone, where it moves D4 by 0.05 on average.
        exclude: whether somebody who was too fast to have read is not scored.

    Raises:
        NotScoredError: somebody answered too fast to have read, or too little is left.
    """
    errors, lowest = VARIANTS[variant]
    given = list(trials)
    if exclude and too_fast(given) > MOST_TOO_FAST:
        raise NotScoredError(
            f"More than one in ten answers came in under {TOO_FAST} milliseconds, which "
            "is faster than a word can be read. So no number is made of them."
        )
    raw: dict[str, list[float]] = {}
    replaced: dict[str, list[float]] = {}
    for part in PARTS:
        kept = [one for one in given if one.part == part and lowest <= one.ms <= TOO_SLOW]
        raw[part] = [one.ms for one in kept]
        replaced[part] = raw[part] if errors == "kept" else _penalised(kept, errors)
        if len(raw[part]) < FEWEST:
            raise NotScoredError(
                f"Too few answers are left in one of the four parts ({part}): at least "
                f"{FEWEST} of them must have taken less than ten seconds."
            )
    base = replaced if spread == "after" else raw
    halves = []
    for a, b in (("pA", "pB"), ("tA", "tB")):
        sd = stdev([*base[a], *base[b]])
        if not sd:
            raise NotScoredError(
                "All answers took exactly as long as each other, which no hand does. "
                "Something is wrong with the clock, so no number is made of them."
            )
        halves.append((fmean(replaced[b]) - fmean(replaced[a])) / sd)
    return Score(halves[0], halves[1], fmean(halves))


def too_fast(trials: Sequence[Trial]) -> float:
    """Return the share of trials that were too fast to have been read, from 0 to 1."""
    return sum(one.ms < TOO_FAST for one in trials) / len(trials) if trials else 0


def _penalised(kept: Sequence[Trial], errors: str) -> list[float]:
    right = [one.ms for one in kept if one.correct]
    if len(right) < FEWEST:
        raise NotScoredError(
            "In one of the four parts hardly any answer was right at once, so there is "
            "nothing to measure errors by."
        )
    extra = FOR_AN_ERROR if errors == "600 ms" else 2 * stdev(right)
    instead = fmean(right) + extra
    return [instead if one.correct is False else one.ms for one in kept]
