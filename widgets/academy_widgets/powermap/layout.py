"""Where to put people on a map: near whom they are tied to, inside or outside the room."""

import math
from collections.abc import Iterable

import numpy as np

from academy_widgets.powermap.map import Map

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

ROOM = (0.18, 0.82)
"""From where to where somebody in the room is put; the drawn wall lies outside it."""

RING = 0.44
"""How far from the middle somebody outside is put, along the wall."""

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
    if not n:
        return {}
    rng = np.random.default_rng(seed)
    at = rng.uniform(*ROOM, size=(n, 2))
    fixed = np.zeros(n, dtype=bool)
    for place, one in enumerate(given.people):
        if one.x is not None and one.y is not None and not everybody:
            at[place], fixed[place] = (one.x, one.y), True
    here = np.array([one.here for one in given.people])
    ids = {one.id: place for place, one in enumerate(given.people)}
    pull = np.zeros((n, n))
    for tie in given.ties:
        start, end = ids[tie.start], ids[tie.to]
        pull[start, end] = pull[end, start] = 1
    moving = ~fixed
    at = _bounded(at, here, moving)
    k = 0.8 * math.sqrt((ROOM[1] - ROOM[0]) ** 2 / n)
    for step in range(STEPS):
        longest = 0.12 * (1 - step / STEPS) + 0.002
        at = _bounded(at + _limited(_force(at, pull, k), longest, moving), here, moving)
    for _ in range(SETTLING):
        at = _bounded(at + _limited(_apart(at, k, rng), k / 2, moving), here, moving)
    return {
        id: (round(float(at[p, 0]), 4), round(float(at[p, 1]), 4)) for id, p in _sorted(ids)
    }


def _sorted(ids: dict[str, int]) -> Iterable[tuple[str, int]]:
    return sorted(ids.items(), key=lambda one: one[1])


def _force(at: Floats, pull: Floats, k: float) -> Floats:
    apart = at[:, None] - at[None]
    far = np.sqrt((apart**2).sum(axis=2)) + 1e-6
    push = k**2 / far**2
    np.fill_diagonal(push, 0)
    force: Floats = ((push - pull * far / k)[:, :, None] * apart).sum(axis=1)
    return force - 0.05 * (at - MIDDLE)


def _apart(at: Floats, k: float, rng: np.random.Generator) -> Floats:
    """Return how to move whoever stands too near to somebody else."""
    apart = at[:, None] - at[None]
    apart[:, :, 0] *= WIDE
    far = np.sqrt((apart**2).sum(axis=2)) + 1e-9
    near = np.clip(k * 0.8 - far, 0, None)
    np.fill_diagonal(near, 0)
    nudge = rng.uniform(-1e-4, 1e-4, at.shape)  # two on one spot know no direction
    moved: Floats = 0.3 * ((near / far)[:, :, None] * apart).sum(axis=1) + nudge
    moved[near.sum(axis=1) == 0] = 0
    return moved


def _limited(force: Floats, longest: float, moving: Floats) -> Floats:
    size = np.sqrt((force**2).sum(axis=1, keepdims=True)) + 1e-12
    moved: Floats = force / size * np.minimum(size, longest) * moving[:, None]
    return moved


def _bounded(at: Floats, here: Floats, moving: Floats) -> Floats:
    """Return the places with everybody who moves on their side of the wall."""
    inside = np.clip(at, *ROOM)
    way = at - MIDDLE
    reach = np.abs(way).max(axis=1, keepdims=True)
    way = np.where(reach < 1e-6, (0.0, 1.0), way)  # noqa: PLR2004  the very middle
    reach = np.abs(way).max(axis=1, keepdims=True)
    outside = MIDDLE + way / reach * RING
    found = np.where(here[:, None], inside, outside)
    kept: Floats = np.where(moving[:, None], found, at)
    return kept
