"""Which further numbers to withhold, so that no withheld one can be worked out.

Every entry of a table with totals belongs to one row and one column, and each adds to 0
once totals count as negative. What a reader cannot see may therefore differ from the truth
only along closed tours through withheld entries, one up, the next down: a flow. An
entry is safe when enough such flow can pass through it, and the cheapest entries that
let it pass are what must be withheld besides.

Source: Cox (1980), Suppression methodology and statistical disclosure control, Journal
of the American Statistical Association 75:377; Castro (2007), A shortest-paths
heuristic for statistical data protection in positive tables, INFORMS Journal on
Computing 19:520.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping
from typing import NamedTuple

from academy_widgets.small_cells.table import FEWEST, Place, Table

Cost = tuple[int, int, int]
"""Totals withheld, entries withheld, people in them: in this order of weight."""
Move = tuple[bool, int]
"""Up (True) or down, and how far."""


class Room(NamedTuple):
    """How far an entry may differ from the truth and still be possible, in people."""

    down: int
    up: int


def to_withhold(
    table: Table, also: Collection[Place], known: Collection[Place]
) -> frozenset[Place] | None:
    """Return the entries to withhold, or None if nothing but everything would do.

    A reader who sees all other entries must find four values possible where a count of
    1 to 4 is withheld, as many as "fewer than 5" leaves, and two anywhere else.

    Args:
        table: what there is to tell.
        also: entries to withhold whatever their value.
        known: entries whose present value is known from elsewhere, so that withholding
            them protects nobody.
    """
    if table.people(table.total) < FEWEST or table.small(table.total):
        return None
    own = {place for place in table.places() if table.small(place)} | set(also)
    if table.total in own:
        return None
    zeros = {place for place in table.places() if not table.people(place)}
    # While zeros are shown, a reader knows that what is withheld is not 0. If that tells
    # too much, zeros are withheld as well, and then they may stand anywhere.
    for hidden, least in ((own, 1), (own | zeros, 0)):
        lower = {place: min(least, table.people(place)) for place in table.places()}
        found = _close(table, hidden, known, lower)
        if found is not None:
            return frozenset(_prune(table, found, hidden, known, lower))
    return None


def _close(
    table: Table,
    hidden: Collection[Place],
    known: Collection[Place],
    lower: Mapping[Place, int],
) -> set[Place] | None:
    closed, waiting = set(hidden), sorted(hidden)
    while waiting:
        place = waiting.pop(0)
        if place in known:
            continue
        price = {
            other: (int(table.is_margin(other)), 1, table.people(other))
            for other in table.places()
            if table.people(other) and other != table.total and other not in known
        }
        for room, options in _wanted(table, place, lower):
            found = []
            for moves in options:
                more = [
                    widen(table, place, move, room, closed - set(known), price)
                    for move in moves
                ]
                if None not in more:
                    found.append({other for some in more for other in some or ()})
            if not found:
                return None
            best = min(found, key=lambda more: _cost(table, more))
            waiting += sorted(best)
            closed |= best
    return closed


def _wanted(
    table: Table, place: Place, lower: Mapping[Place, int]
) -> list[tuple[dict[Place, Room], list[list[Move]]]]:
    """Return, for counts and for scores, each room and what should be possible in it.

    It is enough that the moves of one of the alternatives are possible, each by itself.
    """
    everyone = table.people(table.total)
    room = {
        other: Room(table.people(other) - lower[other], everyone)
        for other in table.places()
    }
    people = table.people(place)
    either: list[list[Move]] = [[(True, 1)], [(False, 1)]]
    if 0 < people < FEWEST:
        steps = FEWEST - 2
        wide = [[(True, up), (False, steps - up)] for up in range(steps + 1)]
        wanted = [(room, [[move for move in moves if move[1]] for moves in wide])]
    else:
        wanted = [(room, either)]
    if table.scale and people:
        scores = {
            other: Room(table.score(other), table.score_room(other) - table.score(other))
            for other in table.places()
        }
        wanted.append((scores, either))
    return wanted


def _cost(table: Table, places: Collection[Place]) -> Cost:
    return (
        sum(table.is_margin(place) for place in places),
        len(places),
        sum(table.people(place) for place in places),
    )


def _prune(
    table: Table,
    found: set[Place],
    hidden: Collection[Place],
    known: Collection[Place],
    lower: Mapping[Place, int],
) -> set[Place]:
    extra = sorted(found - set(hidden), key=lambda place: _cost(table, [place]))
    for place in reversed(extra):
        fewer = found - {place}
        everything_else = set(known) | (set(table.places()) - fewer)
        if _close(table, fewer, everything_else, lower) == fewer:
            found = fewer
    return found


def widen(  # noqa: PLR0913, PLR0917 - one question and what it is asked of
    table: Table,
    place: Place,
    move: Move,
    room: Mapping[Place, Room],
    hidden: Collection[Place],
    price: Mapping[Place, Cost],
) -> set[Place] | None:
    """Return what to withhold besides, for an entry to be so much more or less.

    Args:
        table: the table.
        place: the entry.
        move: up (True) or down, and how far.
        room: how far each entry may be moved.
        hidden: entries that are withheld; moving these costs nothing.
        price: what withholding each other entry costs; those without are not moved.

    Returns:
        The cheapest that was found, or None if nothing makes it possible.
    """
    up, steps = move
    if steps > (room[place].up if up else room[place].down):
        return None
    start, goal, sign = table.ends(place)
    if sign == (1 if up else -1):
        start, goal = goal, start
    moved = dict.fromkeys(hidden, 0) | dict.fromkeys(price, 0)
    moved.pop(place, None)
    for _ in range(steps):
        tour = _tour(table, start, goal, moved, room, hidden, price)
        if tour is None:
            return None
        for other, change in tour:
            moved[other] += change
    return {other for other, by in moved.items() if by and other not in hidden}


def _tour(  # noqa: PLR0913, PLR0917 - Dijkstra's algorithm in one piece
    table: Table,
    start: str,
    goal: str,
    moved: Mapping[Place, int],
    room: Mapping[Place, Room],
    hidden: Collection[Place],
    price: Mapping[Place, Cost],
) -> list[tuple[Place, int]] | None:
    waiting: list[tuple[Cost, str, list[tuple[Place, int]]]] = [((0, 0, 0), start, [])]
    seen = set()
    while waiting:
        cost, here, tour = heapq.heappop(waiting)
        if here == goal:
            return tour
        if here in seen:
            continue
        seen.add(here)
        for other, by in moved.items():
            row, column, sign = table.ends(other)
            if here not in (row, column):
                continue
            there, change = (column, sign) if here == row else (row, -sign)
            if not -room[other].down <= by + change <= room[other].up or there in seen:
                continue
            more = (0, 0, 0) if by or other in hidden else price[other]
            so_far = (cost[0] + more[0], cost[1] + more[1], cost[2] + more[2])
            heapq.heappush(waiting, (so_far, there, [*tour, (other, change)]))
    return None
