"""Make the rows to fit: each turn in several spellings, each row with its due weight."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from academy.coach.corpus import LETTERS, Turn, bare
from academy.coach.fit import Floats
from academy_widgets.coach.features import notice
from academy_widgets.coach.hear import KINDS
from academy_widgets.coach.sentences import pieces

FIRST_OF_TWO = 0.65
"""How likely our own label is, where a careful rater could defend another."""
TEMPLATE_MASS = 4.0
"""How much all that a template gives counts, where a turn written by hand counts 1."""
RARE = 3
"""A feature is learnt when this many templates or turns written by hand have it."""
LEADS = (
    "Okay, so ",
    "So, um, ",
    "And ",
    "Well, ",
    "Um, ",
    "Right. So ",
    "Yeah, ",
    "Mm-hmm. ",
    "But ",
    "You know, ",
)
JOINS = (", and ", " and ", ", and then ", ", so ", ", um, ")

BY_LENGTH = {
    1: (0.10, (0.02, 0.01, 0.005, 0.965)),
    2: (0.05, (0.10, 0.12, 0.03, 0.74)),
    4: (0.10, (0.28, 0.33, 0.06, 0.32)),
    8: (0.20, (0.38, 0.40, 0.07, 0.15)),
    15: (0.25, (0.46, 0.37, 0.09, 0.08)),
    30: (0.20, (0.41, 0.37, 0.16, 0.07)),
    9999: (0.10, (0.28, 0.29, 0.38, 0.05)),
}
"""For turns up to so many words: how much they count, and the share of each kind.

Source: shares counted from the labels of AnnoMI's 4,882 counsellor turns (Wu et al. 2022,
doi:10.1109/ICASSP43922.2022.9746035). One word in four turns would drown the rest, so how
much each length counts is ours.
"""
AT_MOST = 1.25
"""By how much at most that makes a row weigh more, or less."""


@dataclass(frozen=True)
class Row:
    """One sentence to learn from.

    Attributes:
        noticed: the names of its features.
        letters: what it does, ours first.
        mass: how much it counts.
        group: where it comes from.
        words: how many words it has.
    """

    noticed: tuple[str, ...]
    letters: tuple[str, ...]
    mass: float
    group: str
    words: int


def rows(turns: Sequence[Turn]) -> list[Row]:
    """Return the rows of all acts of `turns`, and of some joined to longer ones."""
    shared: dict[str, int] = defaultdict(int)
    for turn in turns:
        shared[turn.group] += 1
    out: list[Row] = []
    for turn in turns:
        due = 1.0 if shared[turn.group] == 1 else TEMPLATE_MASS / shared[turn.group]
        for act in turn.acts:
            for text, mass in _spellings(act.text):
                out += _sentences(text, act.letters, mass * due, turn.group)
    return [*out, *_joined(turns)]


def _spellings(text: str) -> Iterator[tuple[str, float]]:
    rng = random.Random(text)  # noqa: S311  no secret comes of it
    yield text, 0.5
    yield text.rstrip("?.!"), 0.15
    yield bare(text), 0.2
    if len(text.split()) > 2:  # noqa: PLR2004
        yield rng.choice(LEADS) + text[0].lower() + text[1:], 0.15


def _sentences(
    text: str, letters: tuple[str, ...], mass: float, group: str
) -> Iterator[Row]:
    """A short word before the act is none of its own; longer sentences share its label."""
    cut = _noticed(text)
    most = max((words for words, _ in cut), default=0)
    for words, noticed in cut:
        if words > 2 or words == most:  # noqa: PLR2004
            yield Row(noticed, letters, mass / len(cut), group, words)


@cache
def _noticed(text: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(len(one.tokens), tuple(notice(one))) for one in pieces(text)]


def _joined(turns: Sequence[Turn]) -> Iterator[Row]:
    """Real talk runs on: two or three acts of one kind become one long sentence."""
    alike: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        if len(turn.acts) == 1 and len(turn.letters) == 1 and len(turn.text.split()) > 4:  # noqa: PLR2004
            alike[turn.letters[0]].append(turn)
    for letter in "iar":
        pool = alike[letter]
        rng = random.Random(letter)  # noqa: S311  see above
        for turn in pool[::3]:
            more = rng.sample(pool, rng.choice((1, 2)))
            text = turn.text.rstrip(".")
            for other in more:
                text += (
                    rng.choice(JOINS) + other.text[0].lower() + other.text[1:].rstrip(".")
                )
            yield from _sentences(f"{text}.", (letter,), 0.5, turn.group)


def features(of: Sequence[Row]) -> dict[str, int]:
    """Return a number for each feature that is common enough to be learnt."""
    groups: dict[str, set[str]] = defaultdict(set)
    for row in of:
        for name in row.noticed:
            groups[name].add(row.group)
    common = sorted(name for name, where in groups.items() if len(where) >= RARE)
    return {name: i for i, name in enumerate(common)}


def wanted(of: Sequence[Row]) -> Floats:
    """Return how likely each kind should be: rows x kinds."""
    out = np.zeros((len(of), len(KINDS)))
    for i, row in enumerate(of):
        chances = (FIRST_OF_TWO, 1 - FIRST_OF_TWO) if len(row.letters) > 1 else (1.0,)
        for letter, chance in zip(row.letters, chances, strict=True):
            out[i, [str(kind) for kind in KINDS].index(LETTERS[letter][0])] += chance
    return out


def masses(of: Sequence[Row], kinds: Floats) -> Floats:
    """Return how much each row counts, moved towards real talk's kinds at each length."""
    mass = np.array([row.mass for row in of])
    length = np.array([next(n for n in BY_LENGTH if row.words <= n) for row in of])
    kind = kinds.argmax(axis=1)
    out = mass.copy()
    for n, (share, each) in BY_LENGTH.items():
        for k, chance in enumerate(each):
            these = (length == n) & (kind == k)
            if there := mass[these].sum():
                more = share * chance * mass.sum() / there
                out[these] *= np.clip(more, 1 / AT_MOST, AT_MOST)
    return np.asarray(out * len(of) / out.sum())
