"""How evenly something is shared, and who had how much of the talk."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

Json = dict[str, float | None]

QUICK = 200
"""Milliseconds: whoever begins sooner than this after somebody else has come in quickly.

Source: in ten languages talk is timed so that there is little overlap and little silence,
    and average gaps lie within 250 ms of each other (Stivers et al. 2009,
    doi:10.1073/pnas.0903616106). The bound itself is ours.
"""

LISTENERS_SOUND = 1000
"""Milliseconds: words shorter than this, said while another speaks, are a listener's
"mm" or "yes" and no interruption. The bound is ours."""

TURN_ENDS = 3000
"""Milliseconds of silence after which the same person begins a new turn. Ours, too."""


def evenness(amounts: Sequence[float]) -> Json:
    """Return how evenly `amounts` are shared; whoever has none is counted with them.

    Args:
        amounts: one for each person, none below 0, not all 0.

    Returns:
        `gini`: 0 when all have the same, (n - 1) / n when one has everything;
        `gini_normalised`: the same, but 1 when one has everything;
        `entropy_evenness`: 1 when all have the same, 0 when one has everything;
        `sd_of_shares_population`, `sd_of_shares_sample`: the shares' standard deviation,
        with n and with n - 1; `herfindahl`: the sum of the squared shares. What has no
        meaning for one person is None.

    Raises:
        ValueError: there is nothing to share, or less than nothing.
    """
    total, n = sum(amounts), len(amounts)
    if total <= 0 or min(amounts) < 0:
        raise ValueError("nobody has any of it")
    shares = sorted(one / total for one in amounts)
    gini = sum((2 * i - n - 1) * share for i, share in enumerate(shares, start=1)) / n
    entropy = -sum(share * math.log(share) for share in shares if share > 0)
    squares = sum((share - 1 / n) ** 2 for share in shares)
    alone = n == 1
    return {
        "gini": max(0.0, gini),
        "gini_normalised": None if alone else max(0.0, gini * n / (n - 1)),
        "entropy_evenness": None if alone else entropy / math.log(n),
        "sd_of_shares_population": math.sqrt(squares / n),
        "sd_of_shares_sample": None if alone else math.sqrt(squares / (n - 1)),
        "herfindahl": sum(share**2 for share in shares),
    }


@dataclass(frozen=True)
class Turn:
    """One person speaking.

    Attributes:
        who: the person's place in the list, or None if nobody said who it was.
        start: when it began, in milliseconds, or words, from the beginning.
        end: when it ended.
        cut_in: whether somebody marked it as an interruption.
    """

    who: int | None
    start: int
    end: int
    cut_in: bool = False


@dataclass(frozen=True)
class Interruption:
    """Somebody came in on somebody else.

    Attributes:
        by: who came in.
        on: who was speaking, or had just stopped.
        how: "over" while they spoke, "quick" within `QUICK` after, or "marked".
    """

    by: int
    on: int
    how: str


def joined(turns: Iterable[Turn], ends: int = TURN_ENDS) -> list[Turn]:
    """Return the turns in order, what one person says on end made one turn.

    Args:
        turns: in any order; one person's may overlap.
        ends: the silence after which the same person begins a new turn.
    """
    found: list[Turn] = []
    newest: dict[int | None, int] = {}  # each person's newest turn, by its place
    for turn in sorted(turns, key=lambda one: (one.start, one.end)):
        at = newest.get(turn.who)
        before = None if at is None else found[at]
        overlaps = before is not None and turn.start <= before.end
        goes_on = (
            before is not None and at == len(found) - 1 and turn.start - before.end < ends
        )
        if at is not None and before and (overlaps or goes_on) and not turn.cut_in:
            found[at] = replace(before, end=max(before.end, turn.end))
        else:
            newest[turn.who] = len(found)
            found.append(turn)
    return found


def spoken(turns: Iterable[Turn]) -> int:
    """Return for how long at least one of `turns` was going on."""
    total, until = 0, 0
    for turn in sorted(turns, key=lambda one: one.start):
        begin = max(turn.start, until)
        total += max(0, turn.end - begin)
        until = max(until, turn.end)
    return total


def interruptions(turns: Sequence[Turn]) -> list[Interruption]:
    """Return who came in on whom.

    Somebody comes in when they begin while another is speaking and say more than a
    listener's sound; when they begin less than `QUICK` after the other's last word; or
    when it was marked so. A gap of exactly nothing is how captions and taps are made, and
    says nothing about how people spoke.

    Args:
        turns: joined, in order.
    """
    found = []
    known = [turn for turn in turns if turn.who is not None]
    last: Turn | None = None  # of all before, who spoke last
    for before, turn in pairwise(known):
        last = before if last is None or before.end >= last.end else last
        if last.who is None or turn.who is None or last.who == turn.who:
            continue
        gap = turn.start - last.end
        if turn.cut_in:
            how = "marked"
        elif gap < 0 and turn.end - turn.start >= LISTENERS_SOUND:
            how = "over"
        elif 0 < gap < QUICK:
            how = "quick"
        else:
            continue
        found.append(Interruption(by=turn.who, on=last.who, how=how))
    return found
