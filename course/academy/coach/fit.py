"""Fit the weights: softmax regression with an elastic net, in numpy, the same each time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """Which features each row has.

    Attributes:
        row: for each pair, which row; ascending.
        feature: for each pair, which feature.
        shape: how many rows, how many features.
    """

    row: NDArray[np.int64]
    feature: NDArray[np.int64]
    shape: tuple[int, int]

    @classmethod
    def of(cls, noticed: Sequence[Sequence[str]], names: dict[str, int]) -> "Rows":
        """Return the rows of what was noticed, features without a number left out."""
        pairs = [
            (i, names[name])
            for i, each in enumerate(noticed)
            for name in each
            if name in names
        ]
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return cls(both[:, 0], both[:, 1], (len(noticed), len(names)))

    def times(self, weights: Floats) -> Floats:
        """Return rows @ weights."""
        return _columns(self.row, weights[self.feature], self.shape[0])

    def back(self, rows: Floats) -> Floats:
        """Return rows.T @ values."""
        return _columns(self.feature, rows[self.row], self.shape[1])


def _columns(where: NDArray[np.int64], values: Floats, size: int) -> Floats:
    columns = [np.bincount(where, column, size) for column in values.T]
    return np.stack(columns, axis=1)


def chances(scores: Floats) -> Floats:
    """Return the softmax of each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def fit(  # noqa: PLR0913  what a fit needs
    rows: Rows,
    wanted: Floats,
    mass: Floats,
    *,
    lasso: float,
    ridge: float,
    steps: int = 250,
) -> tuple[Floats, Floats]:
    """Return weights (features x kinds) and the bias of each kind.

    Args:
        rows: what was noticed in each row.
        wanted: how likely each kind should be, rows x kinds.
        mass: how much each row counts; sums to the number of rows.
        lasso: what it costs to have a weight at all; leaves few.
        ridge: what it costs to have a large one.
        steps: how many steps of accelerated proximal descent (Beck & Teboulle 2009,
            doi:10.1137/080716542), each of a safe length.
    """
    kinds = wanted.shape[1]
    share = (mass / mass.sum())[:, None]
    weights = np.zeros((rows.shape[1], kinds))
    bias = np.zeros(kinds)
    step = 1.0 / (0.5 * _steepest(rows, share) + ridge)
    ahead, before, pace = weights, weights, 1.0
    bias_ahead, bias_before = bias, bias
    for _ in range(steps):
        gap = share * (chances(rows.times(ahead) + bias_ahead) - wanted)
        moved = ahead - step * (rows.back(gap) + ridge * ahead)
        weights = np.sign(moved) * np.maximum(np.abs(moved) - step * lasso, 0.0)
        bias = bias_ahead - step * gap.sum(axis=0)
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        push = (pace - 1) / faster
        ahead = weights + push * (weights - before)
        bias_ahead = bias + push * (bias - bias_before)
        before, bias_before, pace = weights, bias, faster
    return weights, bias - bias.mean()


def _steepest(rows: Rows, share: Floats) -> float:
    """Return the largest eigenvalue of the weighted Gram matrix, bias included."""
    towards = np.ones((rows.shape[1], 1))
    constant, size = 1.0, 1.0
    for _ in range(30):
        seen = share * (rows.times(towards) + constant)
        towards, constant = rows.back(seen), float(seen.sum())
        size = float(np.sqrt((towards**2).sum() + constant**2))
        towards, constant = towards / size, constant / size
    return size * 1.05
