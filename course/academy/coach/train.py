"""Train the listening coach: read, fit, calibrate, write. The same bytes each time."""

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from academy.coach.corpus import Turn, made, spoken
from academy.coach.figures import macro
from academy.coach.fit import Floats, Rows, fit
from academy.coach.rows import Row, features, masses, rows, wanted
from academy_widgets.coach.features import notice
from academy_widgets.coach.hear import KINDS
from academy_widgets.coach.sentences import Piece, pieces
from academy_widgets.coach.weigh import FILE, Weights, chances, fine_chance, scores, whole

FOLDS = 3
LASSO, RIDGE, STEPS = 7e-5, 5e-4, 150
FINE = {"open": ("o", "c"), "advice": ("a", "i")}
"""Which letters the two finer weighings tell apart; the first is the one that is named."""
SETTINGS = {
    "temperature": 1.0,
    "whole_temperature": 1.0,
    "open_temperature": 1.0,
    "advice_temperature": 1.0,
    "length_power": 0.6,
    "last": 2.2,
    "other": 0.45,
}
LIGHTEST = 0.01
"""A feature whose weights are all smaller is left out."""
TEMPERATURES = [step / 20 for step in range(20, 81)]
"""From 1 upwards: others' speech is further from ours than ours from itself."""


def train() -> dict[str, Any]:
    """Return the table of weights, as `coach.json` holds it."""
    by_hand, by_template = spoken(), made()
    tried = [
        (turn, pieces(turn.text), table)
        for learnt, others in folds(by_hand, by_template)
        for table in [Weights.of(weighed(learnt))]
        for turn in others
    ]
    table = weighed([*by_hand, *by_template])
    table["settings"] = {**SETTINGS, **_calibrated(tried)}
    table["learnt_from"] = {"by_hand": len(by_hand), "by_template": len(by_template)}
    table["macro_f1_out_of_fold"] = _macro(tried)
    return table


def folds(
    by_hand: Sequence[Turn], by_template: Sequence[Turn]
) -> Iterator[tuple[list[Turn], list[Turn]]]:
    """Return pairs of turns to learn from and turns to try it on.

    Only turns written by hand are tried on; what templates give is learnt from alone.
    """
    for fold in range(FOLDS):
        rest = [turn for i, turn in enumerate(by_hand) if i % FOLDS != fold]
        yield [*rest, *by_template], list(by_hand[fold::FOLDS])


def written(table: dict[str, Any]) -> str:
    """Return the table as text: sorted, a line for each feature, so that it can be read."""
    parts = []
    for key in sorted(table):
        value = table[key]
        if key in {"kinds", "fine"}:
            parts.append(f"{json.dumps(key)}: {_lines(value)}")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value, sort_keys=True)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(value: dict[str, Any]) -> str:
    each = [
        f"{json.dumps(name)}: "
        + (
            _lines(value[name])
            if isinstance(value[name], dict)
            else json.dumps(value[name], separators=(",", ":"))
        )
        for name in sorted(value)
    ]
    return "{\n" + ",\n".join(each) + "\n}"


def save(table: dict[str, Any]) -> int:
    """Write the table beside the coach; return its size in bytes."""
    return FILE.write_bytes(written(table).encode())


def is_saved(table: dict[str, Any]) -> bool:
    """Tell whether the coach's file is this table, to the byte."""
    return FILE.read_bytes() == written(table).encode()


def weighed(turns: Sequence[Turn]) -> dict[str, Any]:
    """Return the weights that these turns give, as yet without temperatures."""
    all_rows = rows(turns)
    names = features(all_rows)
    kinds = wanted(all_rows)
    weights, bias = _fitted(all_rows, names, kinds)
    table: dict[str, Any] = {
        "about": "Weights of the listening coach; made by: academy coach train",
        "order": list(KINDS),
        "kinds": _named(names, weights),
        "bias": [round(float(one), 3) for one in bias],
        "fine": {},
        "fine_bias": {},
        "settings": SETTINGS,
    }
    for which, letters in FINE.items():
        some = [row for row in all_rows if row.letters[0] in letters]
        names = features(some)
        sides = np.array([[row.letters[0] == letter for letter in letters] for row in some])
        weights, bias = _fitted(some, names, sides.astype(float))
        one = _named(names, weights)
        table["fine"][which] = {n: round(w[0] - w[1], 3) for n, w in one.items()}
        table["fine_bias"][which] = round(float(bias[0] - bias[1]), 3)
    return table


def _fitted(
    some: Sequence[Row], names: dict[str, int], sides: Floats
) -> tuple[Floats, Floats]:
    four = len(KINDS)
    mass = masses(some, sides) if sides.shape[1] == four else _mass(some)
    return fit(
        Rows.of([row.noticed for row in some], names),
        sides,
        mass,
        lasso=LASSO,
        ridge=RIDGE,
        steps=STEPS,
    )


def _mass(some: Sequence[Row]) -> Floats:
    return np.array([row.mass for row in some])


def _named(names: dict[str, int], weights: Floats) -> dict[str, list[float]]:
    """Return the weights that count, rounded so that any machine finds the same."""
    out = {
        name: [round(float(w), 3) + 0.0 for w in weights[i]] for name, i in names.items()
    }
    return {name: each for name, each in out.items() if max(map(abs, each)) >= LIGHTEST}


Tried = list[tuple[Turn, list[Piece], Weights]]


def _macro(tried: Tried) -> float:
    """Return macro-F1 over turns of three words or more that were not learnt from."""
    pairs = []
    for turn, cut, table in tried:
        if len(turn.text.split()) > 2:  # noqa: PLR2004
            each = [chances(scores(notice(one), table)) for one in cut]
            likely = whole(each, [len(one.tokens) for one in cut], table)
            pairs.append((turn.kind, KINDS[likely.index(max(likely))]))
    return round(macro(pairs), 2)


def _calibrated(tried: Tried) -> dict[str, float]:
    """Return the temperatures under which what is called likely is as often right."""
    kinds = [str(kind) for kind in KINDS]
    simple = []
    whole_turn = []
    fine: dict[str, list[tuple[float, bool]]] = {which: [] for which in FINE}
    for turn, cut, table in tried:
        noticed = [notice(one) for one in cut]
        each = [scores(one, table) for one in noticed]
        if len(each) == 1:
            simple.append((each[0], kinds.index(turn.kind)))
        elif len(turn.acts) > 1:
            lengths = [len(one.tokens) for one in cut]
            likely = whole([chances(one) for one in each], lengths, table)
            logs = [math.log(max(one, 1e-9)) for one in likely]
            whole_turn.append((logs, kinds.index(turn.kind)))
        for which, letters in FINE.items():
            if turn.letters[0] in letters and len(cut) == 1:
                chance = fine_chance(noticed[0], table, which)
                logit = math.log(max(chance, 1e-12) / max(1 - chance, 1e-12))
                fine[which].append((logit, turn.letters[0] == letters[0]))
    out = {
        "temperature": _coolest(simple),
        "whole_temperature": _coolest(whole_turn),
    }
    for which, pairs in fine.items():
        both = [([logit, 0.0], 0 if named else 1) for logit, named in pairs]
        out[f"{which}_temperature"] = _coolest(both)
    return out


def _coolest(pairs: Sequence[tuple[Sequence[float], int]]) -> float:
    """Return the temperature under which what was right surprises least."""

    def surprise(temperature: float) -> float:
        found = [chances(sums, temperature)[right] for sums, right in pairs]
        return math.fsum(-math.log(max(one, 1e-9)) for one in found) / len(found)

    return min(TEMPERATURES, key=surprise)
