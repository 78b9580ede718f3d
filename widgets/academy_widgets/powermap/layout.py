"""Where to put people on a map: near whom they are tied to, inside or outside the room."""

import math

import numpy as np

from academy_widgets.powermap.map import Map

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Bools = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int_]]

NEAR = 1e-4

ROOM = (0.18, 0.82)
"""From where to where somebody in the room is put; the drawn wall lies outside it."""

RING = (0.44, 0.475)
"""How far from the middle those outside are put; the second where they are many."""

MANY = 40
ROOMY = 0.1
TURNS = 25
STEPS = 110
SETTLING = 90
MIDDLE = 0.5
WIDE = 0.55
"""Names are wider than they are high: so much does a step to the side count for."""


def placed(given: Map, seed: int, *, everybody: bool) -> dict[str, tuple[float, float]]:
    """Return a place for everybody, by id; the same for the same seed and map.

    Args:
        given: whoever has `x` and `y` stays there, unless `everybody` is to move.
        seed: where chance begins.
        everybody: whether those who have a place are moved too.

    Source: springs and pushes as in Fruchterman and Reingold 1991,
        doi:10.1002/spe.4380211102.
    """
    n = len(given.people)
    rng = np.random.default_rng(seed)
    at = rng.uniform(*ROOM, size=(n, 2))
    moving = np.ones(n, dtype=bool)
    for place, one in enumerate(given.people):
        if one.x is not None and one.y is not None and not everybody:
            at[place], moving[place] = (one.x, one.y), False
    here = np.array([one.here for one in given.people], dtype=bool)
    ids = {one.id: place for place, one in enumerate(given.people)}
    tied = np.zeros((n, n), dtype=bool)
    for tie in given.ties:
        start, end = ids[tie.start], ids[tie.to]
        tied[start, end] = tied[end, start] = True
    inside = np.flatnonzero(here)
    at[inside] = _sprung(at[inside], tied[np.ix_(inside, inside)], moving[inside])
    outside = np.flatnonzero(~here & moving)
    at[outside] = _around(at, tied, outside, rng)
    at[inside] = _settled(at[inside], moving[inside], rng)
    return {
        id: (round(float(x), 4), round(float(y), 4))
        for id, (x, y) in zip(ids, at, strict=True)
    }


def _sprung(at: Floats, tied: Bools, moving: Bools) -> Floats:
    """Return places in the room: ties pull, all push; it is filled unless some stay."""
    if not moving.any():
        return at
    k = 0.8 * (ROOM[1] - ROOM[0]) / math.sqrt(len(at))
    # Whoever has many ties is not to draw everybody into one heap.
    many = np.sqrt(np.maximum(1, tied.sum(axis=1)))
    pull = tied / np.sqrt(many[:, None] * many[None])
    free = moving.all()
    for step in range(STEPS):
        apart = at[:, None] - at[None]
        far = np.sqrt((apart**2).sum(axis=2)) + 1e-6
        push = k**2 / far**2
        np.fill_diagonal(push, 0)
        force = ((push - pull * far / k)[:, :, None] * apart).sum(axis=1)
        force -= 0.3 * (at - MIDDLE)
        at = at + _limited(force, 0.1 * (1 - step / STEPS) + 0.002, moving)
        if not free:
            at = np.where(moving[:, None], np.clip(at, *ROOM), at)
    return _filling(at) if free else at


def _filling(at: Floats) -> Floats:
    """Return the places, drawn out over the whole room."""
    low, high = at.min(axis=0), at.max(axis=0)
    size = np.where(high - low < NEAR, 1, high - low)
    part = np.where(high - low < NEAR, MIDDLE, (at - low) / size)
    return np.asarray(ROOM[0] + part * (ROOM[1] - ROOM[0]))


def _around(at: Floats, tied: Bools, outside: Ints, rng: np.random.Generator) -> Floats:
    """Return places along the wall, evenly, near those to whom each is tied."""
    m = len(outside)
    if not m:
        return at[outside]
    known = set(range(len(at))) - set(outside.tolist())
    towards = dict(zip(outside.tolist(), rng.uniform(0, 2 * np.pi, m), strict=True))
    others = at[sorted(known)]
    at = at.copy()
    for _ in range(2):  # the second time near those outside who were found the first
        found: set[int] = set()
        for one in set(towards) - known:
            near = [to for to in np.flatnonzero(tied[one]).tolist() if to in known]
            if near:
                x, y = (at[near] - MIDDLE).mean(axis=0)
                towards[one] = math.atan2(y, x)
                way = np.array([math.cos(towards[one]), math.sin(towards[one])])
                at[one] = MIDDLE + RING[0] * way
                found.add(one)
        known |= found
    order = sorted(towards, key=lambda one: towards[one] % (2 * np.pi))
    slots = np.arange(m) / m * 2 * np.pi
    turn = np.angle(np.exp(1j * (np.array([towards[one] for one in order]) - slots)).mean())
    ring = np.where((np.arange(m) % 2 == 1) & (m > MANY), RING[1], RING[0])
    at[order] = _clear(slots + turn, ring, others)
    return np.asarray(at[outside])


def _clear(angles: Floats, ring: Floats, others: Floats) -> Floats:
    """Return places along the wall, turned a little if others stand there already."""
    best, most = None, -1.0
    for turn in sorted(np.linspace(-1, 1, TURNS) * np.pi / len(angles), key=abs):
        way = np.stack([np.cos(angles + turn), np.sin(angles + turn)], axis=1)
        found = MIDDLE + way / np.abs(way).max(axis=1, keepdims=True) * ring[:, None]
        apart = np.hypot(*(found[:, None] - others[None]).transpose(2, 0, 1))
        free = float(apart.min(initial=1))
        if free > most:
            best, most = found, free
        if free >= ROOMY:
            break
    return np.asarray(best)


def _settled(at: Floats, moving: Bools, rng: np.random.Generator) -> Floats:
    """Return places in the room of which none hides another, or its name."""
    if not moving.any():
        return at
    least = 0.64 * (ROOM[1] - ROOM[0]) / math.sqrt(len(at))
    for _ in range(SETTLING):
        apart = at[:, None] - at[None]
        apart[:, :, 0] *= WIDE
        far = np.sqrt((apart**2).sum(axis=2)) + 1e-9
        near = np.clip(least - far, 0, None)
        np.fill_diagonal(near, 0)
        if not near.any():
            break
        push = 0.3 * ((near / far)[:, :, None] * apart).sum(axis=1)
        push += rng.uniform(-NEAR, NEAR, at.shape)  # two on one spot know no direction
        at = np.where(
            moving[:, None], np.clip(at + _limited(push, least / 2, moving), *ROOM), at
        )
    return at


def _limited(force: Floats, longest: float, moving: Bools) -> Floats:
    size = np.sqrt((force**2).sum(axis=1, keepdims=True)) + 1e-12
    moved: Floats = force / size * np.minimum(size, longest) * moving[:, None]
    return moved
