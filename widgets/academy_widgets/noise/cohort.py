"""A group's noise audit: how far people differ on the same cases, and what that is of."""

import math
from collections.abc import Mapping, Sequence
from statistics import fmean, stdev, variance
from typing import NamedTuple

from academy_widgets.found import Cell, Found, Row, Table
from academy_widgets.noise.measures import Noise, averaged, decomposed, occasion

FEWEST = 5
TOGETHER = (1, 2, 4, 9)
"""How many independent judgements are averaged."""

AT_ALL = 1e-9

ALIKE = 3
"""Points: where numbers scatter by less, their mean would tell each one of them."""


class Agreement(NamedTuple):
    """An intraclass correlation of absolute agreement, with its 95 % interval.

    Attributes:
        value: up to 1, where all the scatter is between cases; None if undefined.
        low: where the interval begins; None if there is none.
        high: where it ends.
    """

    value: float | None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.value is None:
            return "cannot be told"
        if self.low is None or self.high is None:
            return f"{self.value:.2f}, no interval"
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f})"


class Looked(NamedTuple):
    """One person's second look: the whole and the parts' mean of each case, `(n,)`."""

    whole: Sequence[float]
    parts: Sequence[float]


def icc(judgements: Sequence[Sequence[float]]) -> tuple[Agreement, Agreement]:
    """Return ICC(2,1), for one judge, and ICC(2,k), for the mean of all of them.

    Both are of two-way random effects and absolute agreement: other people might have
    judged other cases, and a stricter judge counts as disagreeing.

    Args:
        judgements: `(n_judges, n_cases)`.

    Source: Shrout & Fleiss 1979, doi:10.1037/0033-2909.86.2.420, as pingouin has it.
    """
    cases = list(zip(*judgements, strict=True))
    if max(variance(case) for case in cases) < AT_ALL:
        same = variance([fmean(case) for case in cases]) < AT_ALL
        told = Agreement(None if same else 1.0)
        return told, told
    import numpy as np  # noqa: PLC0415  slow, and few ask
    import pandas as pd  # noqa: PLC0415
    import pingouin  # noqa: PLC0415

    rows = [
        {"case": case, "judge": judge, "number": number}
        for judge, one in enumerate(judgements)
        for case, number in enumerate(one)
    ]
    with np.errstate(all="ignore"):  # judges who differ by a constant divide by zero
        table = pingouin.intraclass_corr(
            pd.DataFrame(rows), targets="case", raters="judge", ratings="number"
        )
    interval = next(one for one in table.columns if one.startswith("CI95"))

    def told_in(row: int) -> Agreement:
        value = float(table["ICC"].iloc[row])
        low, high = map(float, table[interval].iloc[row])
        if not all(map(math.isfinite, (value, low, high))):
            return Agreement(value if math.isfinite(value) else None)
        return Agreement(value, low, high)

    return told_in(1), told_in(4)  # in the order of Shrout & Fleiss' six


def audit(  # noqa: PLR0913  each is a thing of its own
    judgements: Sequence[Sequence[float]],
    gaps: Sequence[float],
    looked: Mapping[int, Looked],
    *,
    cases: Sequence[str],
    unit: str,
    widest: float,
) -> Found:
    """Return what a group's judgements say together.

    Args:
        judgements: `(n_judges, n_cases)`, five judges or more.
        gaps: first less second judgement of every repeated case of everybody.
        looked: of those who took the second look, by their place among the judges.
        cases: a few words about each case, `(n_cases,)`.
        unit: of the scale, such as "points".
        widest: the scale's length.
    """
    many = len(judgements)
    noise = decomposed(judgements)
    within = occasion(gaps)
    single, mean = icc(judgements)
    tables = [
        _parts(noise, within, unit, many),
        _agreed(single, mean, many),
        _averages(noise, unit, many),
        _each(judgements, cases, unit, widest),
    ]
    rest = many - len(looked)
    if len(looked) >= FEWEST and (rest == 0 or rest >= FEWEST):
        tables.append(_second(looked, unit))
    return Found(says=_says(noise, within, single, unit), tables=tuple(tables))


def _says(noise: Noise, within: float, single: Agreement, unit: str) -> tuple[str, ...]:
    says = [f"On the same case, people’s numbers scatter by {noise.system:.0f} {unit}."]
    if noise.system:
        stricter = _share(noise.level, noise.system)
        says.append(
            f"Of that scatter, squared, {stricter} % is level: some say more than others "
            f"in every case. The other {100 - stricter} % is pattern: the same case "
            "strikes people differently."
        )
        says.append(
            f"One and the same person’s two numbers scatter by {within:.0f} {unit}. That "
            "is part of the pattern, and would not go away if everybody thought alike."
            if within <= noise.pattern
            else f"One and the same person’s two numbers scatter by {within:.0f} {unit}: "
            "as much as people differ from each other. This group may differ by chance "
            "alone."
        )
    if single.value is None:
        says.append(
            "Everybody gave the same number to every case. So nothing tells one case from "
            "another, and an intraclass correlation cannot be told."
        )
    says.append(
        "What this cannot say: which number is right, or who judges well. The cases are "
        "short and made up; at a desk there is more to know, and less time."
    )
    return tuple(says)


def _share(part: float, whole: float) -> int:
    return round(100 * part**2 / whole**2)


def _parts(noise: Noise, within: float, unit: str, many: int) -> Table:
    rows = [
        ("System noise: all of it", noise.system),
        ("Level noise: some say more in every case", noise.level),
        ("Pattern noise: one case strikes people differently", noise.pattern),
        ("Within one person, part of the pattern", within),
    ]
    return Table(
        caption="Where the noise comes from: the first row’s square is that of the next "
        "two together",
        columns=(f"{unit.capitalize()} (standard deviation)", "Share, squared"),
        rows=tuple(
            Row(
                name=name,
                cells=(
                    Cell(text=f"{value:.1f}", people=many),
                    Cell(
                        text=f"{_share(value, noise.system)} %" if noise.system else "–",
                        people=many,
                    ),
                ),
            )
            for name, value in rows
        ),
    )


def _agreed(single: Agreement, mean: Agreement, many: int) -> Table:
    return Table(
        caption="Intraclass correlation of absolute agreement, with its 95 % interval: 1 "
        "if all the scatter is between cases, 0 if cases make no difference",
        columns=("ICC",),
        rows=(
            Row(
                name="One person’s numbers, ICC(2,1)",
                cells=(Cell(text=str(single), people=many),),
            ),
            Row(
                name=f"The mean of all {many}, ICC(2,k)",
                cells=(Cell(text=str(mean), people=many),),
            ),
        ),
    )


def _averages(noise: Noise, unit: str, many: int) -> Table:
    return Table(
        caption="What is left of the noise if people judge alone and their numbers are "
        "averaged: it falls with the square root of how many they are",
        columns=(f"{unit.capitalize()} (standard deviation)",),
        rows=tuple(
            Row(
                name="One person" if one == 1 else f"The mean of {one}",
                cells=(Cell(text=f"{averaged(noise.system, one):.1f}", people=many),),
            )
            for one in TOGETHER
        ),
    )


def _each(
    judgements: Sequence[Sequence[float]], cases: Sequence[str], unit: str, widest: float
) -> Table:
    rows = []
    for name, numbers in zip(cases, zip(*judgements, strict=True), strict=True):
        spread, centre = stdev(numbers), round(fmean(numbers))
        # All near an end, or all alike: then each one's number would be told.
        if centre in (0, widest) or spread < ALIKE:
            middle, apart = "withheld", f"under {ALIKE}"
        else:
            middle, apart = f"{centre}", f"{spread:.0f}"
        rows.append(
            Row(
                name=name,
                cells=(
                    Cell(text=middle, people=len(numbers)),
                    Cell(
                        text=apart,
                        people=len(numbers),
                        shade=min(1.0, max(ALIKE, spread) / (widest / 2)),
                    ),
                ),
            )
        )
    return Table(
        caption=f"Each case, in {unit}: talk about those with the widest scatter. "
        f"Where they scatter by less than {ALIKE}, the mean would tell everybody’s number",
        columns=("Mean", "Standard deviation"),
        rows=tuple(rows),
    )


def _second(looked: Mapping[int, Looked], unit: str) -> Table:
    many, of = len(looked), (tuple(looked),)
    rows = (
        ("Judged as a whole", decomposed([one.whole for one in looked.values()])),
        ("Three numbers, averaged", decomposed([one.parts for one in looked.values()])),
    )
    return Table(
        caption="The second look, of those who took it: system noise on the same cases. "
        "They had met them before, so this is no fair trial",
        columns=(f"{unit.capitalize()} (standard deviation)",),
        rows=tuple(
            Row(name=name, cells=(Cell(text=f"{noise.system:.1f}", people=many, of=of),))
            for name, noise in rows
        ),
    )
