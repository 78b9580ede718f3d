"""What is said of a result: a range, how it came about, and what it cannot say."""

from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from academy_widgets.association.chance import SURE, interval
from academy_widgets.association.scoring import (
    MOST_TOO_FAST,
    TOO_FAST,
    TOO_SLOW,
    VARIANTS,
    NotScoredError,
    Trial,
    score,
    too_fast,
)
from academy_widgets.exercise import Json

CUTS = ((0.15, "little or none"), (0.35, "slight"), (0.65, "moderate"))
"""The cut points of the minno task code (Apache-2.0); nobody's line between people."""

BEYOND = "strong"
HALF = 0.5  # of a part; with fewer words than that nothing is told
FAR = 0.3  # between two goes

CAN = (
    (
        "Under which of the two pairings your answers came faster, this time, with these "
        "words and on this screen."
    ),
    "How far chance alone could have moved that: it comes as a range, not as a point.",
)
CANNOT = (
    (
        "What you believe, want, or will do. Over many studies, changing people’s scores "
        "did not carry over to what they did (Forscher et al. 2019, "
        "doi:10.1037/pspa0000160; a study that we did not read again for this course)."
    ),
    (
        "What you would score another day. Two goes by the same person often differ. How "
        "well they agree is usually put at about .5, where 1 is perfect and 0 is chance. "
        "We have checked that figure in no study."
    ),
    (
        "Why. Words that are met more often, hands, tiredness, and which pairing came "
        "first all move it too."
    ),
    (
        "How you compare with anybody. It is no test of a person, and nobody may ask you "
        "for it: it stays with you."
    ),
)


class Pairs(NamedTuple):
    """Both pairings, as words that follow “when”."""

    A: str
    B: str


class Trials(NamedTuple):
    """One go.

    Attributes:
        kept: with the time until the right key.
        first: with the time until the first key.
        disturbed: how many were disturbed, and so not counted.
    """

    kept: tuple[Trial, ...]
    first: tuple[Trial, ...]
    disturbed: int


def go(trials: Trials, seed: int, pairs: Pairs) -> Json:
    """Return what is said of one go; `d` is None where no number is made of it."""
    kept = trials.kept
    told: Json = {
        "d": None,
        "range": "",
        "disturbed": trials.disturbed,
        "errors": sum(not one.correct for one in kept),
        "of": len(kept),
        "slow": sum(one.ms > TOO_SLOW for one in kept),
    }
    if sorry := _unfit(trials):
        return told | {"says": sorry}
    try:
        d = score(kept, "D1", exclude=False).d
    except NotScoredError as error:
        return told | {"says": str(error)}
    low, high = interval(kept, seed)
    means = {
        each: round(fmean(one.ms for one in kept if one.part[1] == each and _in(one)))
        for each in "AB"
    }
    return told | {
        "d": round(d, 2),
        "low": round(low, 2),
        "high": round(high, 2),
        "says": _says(d, low, high, pairs),
        "range": (
            f"D is {d:.2f}, and 0 would be no difference. Drawn again and again from the "
            f"same answers, {SURE} in 100 draws lie between {low:.2f} and {high:.2f}. In "
            f"the words of one widely used program that is {_named(low, high)}; its cut "
            "points are .15, .35 and .65."
        ),
        "means": means,
        "variants": _variants(trials),
    }


def places(pairs: Pairs) -> dict[str, str]:
    """Return what a form's own names say, for whoever finds it in another tab."""
    return {
        "timed": "With a clock",
        "untimed": "At my own pace",
        "choose": "Not begun",
        "ready": "About to begin",
        "stopped": "Stopped half-way",
        "sort": "Sorting",
        "before": "Done",
        "told": "Done, and seen what came out",
        "A": f"Easier when {pairs.A}",
        "B": f"Easier when {pairs.B}",
        "neither": "Neither came easier",
        "unsure": "I cannot tell",
    }


def both(goes: Sequence[Json]) -> str:
    """Return what two goes show beside each other; nothing of one."""
    scored = [one for one in goes if one["d"] is not None]
    if len(goes) < 2 or not scored:  # noqa: PLR2004
        return ""
    if len(scored) == 1:
        return "One of your two goes gave no number, so there is nothing to compare."
    one, other = (each["d"] for each in scored)
    apart = abs(one - other)
    how = (
        "Same person, same words, and another number: that is how much this wobbles."
        if apart >= FAR
        else "This time they lie close together. Another day they may not."
    )
    turned = (
        " They do not even point the same way." if one * other < 0 and apart >= FAR else ""
    )
    return (
        f"Your two goes are {apart:.2f} apart. {how}{turned} The second began with the "
        "other pairing, so the order differs too; their mean is "
        f"{fmean((one, other)):.2f}."
    )


def noticed(easier: str, pairs: Pairs) -> str:
    """Return which pairing somebody found easier, in a sentence."""
    if easier == "neither":
        return "Neither pairing came easier to you."
    if easier == "unsure":
        return "You could not tell which pairing came easier. That is an answer too."
    return f"It came easier to you when {getattr(pairs, easier)}."


def in_order(easier: str, first: str) -> str:
    """Return what the order of the pairings may have done to what was noticed."""
    if easier not in {"A", "B"}:
        return "Many people notice nothing. It says no more about you than if you had."
    if easier == first:
        return (
            "That was the pairing that you met first. What is learned first often goes "
            "easier, so the order alone may explain it."
        )
    return (
        "That was the pairing that you met second, when you knew the words. Practice "
        "alone may explain it."
    )


def _in(one: Trial) -> bool:
    return one.ms <= TOO_SLOW


def _unfit(trials: Trials) -> str:
    """Return why no number is made of a go, or nothing."""
    if too_fast(trials.first) > MOST_TOO_FAST:
        return (
            f"More than one in ten answers came in under {TOO_FAST} milliseconds, faster "
            "than a word can be read. So no number is made of this go. Nothing is wrong "
            "with you, nor with it."
        )
    for part in ("pA", "tA", "pB", "tB"):
        ours = [one for one in trials.kept if one.part == part]
        if sum(map(_in, ours)) < HALF * len(ours):
            return (
                "In one of the parts more than half of the answers took over ten seconds, "
                "and those are left out. Too few are left to make a number of."
            )
    return ""


def _says(d: float, low: float, high: float, pairs: Pairs) -> str:
    if low <= 0 <= high:
        return (
            "In this go neither pairing was clearly faster: the range takes in both "
            "directions, and zero."
        )
    return f"In this go you were faster when {pairs.A if d > 0 else pairs.B}."


def _named(low: float, high: float) -> str:
    """Return the labels that a range takes in, from the least to the most."""
    names = [*(name for _, name in CUTS), BEYOND]
    sizes = [0.0 if low <= 0 <= high else min(abs(low), abs(high))]
    sizes.append(max(abs(low), abs(high)))
    least, most = (sum(size > cut for cut, _ in CUTS) for size in sizes)
    if least == most:
        return f"“{names[least]}”"
    return f"anything from “{names[least]}” to “{names[most]}”"


def _variants(trials: Trials) -> Json:
    """Return each way of scoring the same go, or why it gives nothing."""
    found: Json = {}
    for name, (errors, _) in VARIANTS.items():
        ours = trials.kept if errors == "kept" else trials.first
        try:
            found[name] = f"{score(ours, name, exclude=False).d:.2f}"
        except NotScoredError:
            found[name] = "no number"
    return found
