"""What is shown in which order: drawn by chance, the same for the same seed."""

import random
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from academy_widgets.association.scoring import Part

Pairing = Literal["A", "B"]
"""A: the first of the one set shares a key with the first of the other. B: crossed."""

COUNTS = (20, 20, 20, 40, 40, 20, 40)
SHORT = tuple(one // 2 for one in COUNTS)
BLOCKS = len(COUNTS)
CONCEPTS, ATTRIBUTES, FIRST_PRACTICE, FIRST, TURNED, SECOND_PRACTICE, SECOND = range(BLOCKS)
Sets = tuple[int, ...]
SWAP: tuple[Sets, Sets] = ((0,), (1,))  # by their place in the exercise
STAY: tuple[Sets, Sets] = ((2,), (3,))
CARDS = 3  # of each set, for whoever sorts at their own pace


class Block(NamedTuple):
    """One part of the task.

    Attributes:
        left: which sets belong to the left key, by their place in the exercise.
        right: which sets belong to the right key.
        words: the set of each word, and its place there, in the order they are shown.
        part: what it counts as; None if it is there to learn the keys.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    words: tuple[tuple[int, int], ...]
    part: Part | None


def first(seed: int, go: int) -> Pairing:
    """Return which pairing comes first; another go begins with the other one."""
    begins = random.Random(f"first {seed}").random() < 0.5  # noqa: PLR2004
    return "A" if begins == (go % 2 == 0) else "B"


def blocks(
    seed: int, begins: Pairing, counts: Sequence[int], sizes: Sequence[int]
) -> list[Block]:
    """Return the seven parts of one go.

    Args:
        seed: what decides the order of words.
        begins: the pairing that comes first.
        counts: how many words each part has.
        sizes: how many words there are in each of the four sets: two of the one kind,
            whose sides change half-way, and two of the other, whose sides stay.
    """
    rng = random.Random(f"words {seed} {begins}")
    start, crossed = SWAP if begins == "A" else SWAP[::-1]
    second: Pairing = "B" if begins == "A" else "A"
    parts: Mapping[int, Part] = {
        FIRST_PRACTICE: "pA" if begins == "A" else "pB",
        FIRST: "tA" if begins == "A" else "tB",
        SECOND_PRACTICE: "pA" if second == "A" else "pB",
        SECOND: "tA" if second == "A" else "tB",
    }
    made = []
    for at, count in enumerate(counts):
        one, other = (start, crossed) if at < TURNED else (crossed, start)
        if at == ATTRIBUTES:
            left, right = STAY
        elif at in (CONCEPTS, TURNED):
            left, right = one, other
        else:
            left, right = one + STAY[0], other + STAY[1]
        words = _words(rng, left, right, count, sizes)
        made.append(Block(left, right, words, parts.get(at)))
    return made


def cards(seed: int, sizes: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return the words that somebody sorts at their own pace, the same in both pairings."""
    rng = random.Random(f"cards {seed}")
    drawn = [
        (at, word)
        for at, size in enumerate(sizes)
        for word in rng.sample(range(size), min(CARDS, size))
    ]
    rng.shuffle(drawn)
    return tuple(drawn)


def _words(
    rng: random.Random,
    left: Sequence[int],
    right: Sequence[int],
    count: int,
    sizes: Sequence[int],
) -> tuple[tuple[int, int], ...]:
    """Return words from each set as evenly as it goes, no word right after itself."""
    sets = [*left, *right]
    each = {one: _shuffled(rng, sizes[one], -(-count // len(sets))) for one in sets}
    turns = _turns(rng, sets, count)
    words: list[tuple[int, int]] = []
    for one in turns:
        stock = each[one]
        if words and words[-1] == (one, stock[0]) and len(stock) > 1:
            stock[0], stock[1] = stock[1], stock[0]
        words.append((one, stock.pop(0)))
    return tuple(words)


def _turns(rng: random.Random, sets: Sequence[int], count: int) -> list[int]:
    """Return which set is next; in a part with four, the two kinds take turns."""
    whole = -(-count // len(sets))
    if len(sets) == 2:  # noqa: PLR2004  one kind alone
        turns = [*sets] * whole
        rng.shuffle(turns)
        return turns[:count]
    kinds = [[one for one in sets if one < 2], [one for one in sets if one >= 2]]  # noqa: PLR2004
    lines = [kind * whole for kind in kinds]
    for line in lines:
        rng.shuffle(line)
    return [lines[at % 2][at // 2] for at in range(count)]


def _shuffled(rng: random.Random, size: int, many: int) -> list[int]:
    """Return places in a set, each once before any comes again."""
    found: list[int] = []
    while len(found) < many + 1:
        some = list(range(size))
        rng.shuffle(some)
        found += some
    return found
