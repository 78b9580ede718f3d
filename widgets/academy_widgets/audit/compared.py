"""Groups side by side as they are, and as if what else sets them apart were alike."""

from __future__ import annotations

from collections.abc import Sequence

from academy_widgets.audit import blocks, figures
from academy_widgets.audit.counts import Counts
from academy_widgets.audit.figures import Adjusted, Odds, Rate
from academy_widgets.exercise import Json
from academy_widgets.small_cells import FEWEST

METHODS = (
    "How it was worked out: ranges of rates are Wilson’s; odds ratios of one table have "
    "Woolf’s range; those within layers are pooled after Mantel and Haenszel with the "
    "range of Robins, Breslow and Greenland. All ranges are 95 %: of a hundred such "
    "counts, chance alone would put about five outside. The library is statsmodels."
)
ADDED = (
    "One of the numbers behind it is 0, so half a person was added to each number of its "
    "table; take it as very rough."
)


def crude(counts: Counts) -> list[Json]:
    """Return each group's rate, and its odds beside the first group's."""
    groups = range(len(counts.groups))
    rates = [figures.rate(counts.had(g), counts.people(g)) for g in groups]
    told = blocks.table(
        f"{counts.outcome}, as it stands",
        (counts.by, "People", "Of 100, and the range chance leaves"),
        [
            (name, f"{rate.k:,} of {rate.n:,}", blocks.in_100(rate))
            for name, rate in zip(counts.groups, rates, strict=True)
        ],
    )
    return [
        blocks.dots(
            f"{counts.outcome}, of 100",
            (),
            [(name, [(0, rate)]) for name, rate in zip(counts.groups, rates, strict=True)],
            told,
        )
    ]


def ratios(counts: Counts) -> list[Json]:
    """Return the odds ratio of each group beside the first, as it is and adjusted."""
    first, *others = counts.groups
    found = [figures.crude(counts.square(g)) for g in range(1, len(counts.groups))]
    inside = [adjusted(counts, g) for g in range(1, len(counts.groups))]
    columns = [f"Beside {first}", "Odds ratio as it stands"]
    table = [[name, blocks.odds(one)] for name, one in zip(others, found, strict=True)]
    if counts.layers:
        columns.append(f"Within the same {counts.across}")
        for line, one in zip(table, inside, strict=True):
            line.append(blocks.odds(one.odds))
    notes = [
        *_added(others, found, "as it stands"),
        *_added(others, [one.odds for one in inside], f"within {counts.across}"),
        *_nothing_told(counts, others, inside),
        *_differs(counts, others, inside),
    ]
    return [
        blocks.table(f"Odds of: {counts.outcome}", columns, table),
        blocks.says(
            "An odds ratio compares chances: 1 is no difference, 2 is twice the odds, 0.5 "
            "half. Where the range holds 1, chance alone could have made the difference."
        ),
        *map(blocks.says, notes),
    ]


def adjusted(counts: Counts, group: int) -> Adjusted:
    """Return a group beside the first, within layers."""
    return figures.pooled(
        [counts.square(group, layer) for layer in range(len(counts.layers))]
    )


def layers(counts: Counts) -> list[Json]:
    """Return each layer's rates, and those of all if the groups were spread alike."""
    rates = [
        [
            figures.rate(counts.had(g, layer), counts.people(g, layer))
            for g in range(len(counts.groups))
        ]
        for layer in range(len(counts.layers))
    ]
    told = blocks.table(
        f"{counts.outcome}, within each {counts.across}, of 100",
        (counts.across, *counts.groups),
        [
            (name, *map(blocks.of, line))
            for name, line in zip(counts.layers, rates, strict=True)
        ],
    )
    return [
        blocks.dots(
            f"{counts.outcome}, within each {counts.across}, of 100",
            counts.groups,
            [
                (name, list(enumerate(line)))
                for name, line in zip(counts.layers, rates, strict=True)
            ],
            told,
        ),
        *_standardised(counts),
    ]


def _standardised(counts: Counts) -> list[Json]:
    rates, used = figures.standardised(counts)
    if not rates:
        return [
            blocks.says(
                f"There is no {counts.across} in which every group has somebody, so rates "
                "for groups that are spread alike cannot be told."
            )
        ]
    left = [one for at, one in enumerate(counts.layers) if at not in used]
    without = (
        f" Left out, as a group has nobody there: {blocks.listed(left)}." if left else ""
    )
    return [
        blocks.table(
            f"If all groups were spread over {counts.across} as everybody is",
            (counts.by, "As it stands, of 100", "Spread alike, of 100"),
            [
                (
                    name,
                    f"{100 * counts.had(g) / counts.people(g):.1f}",
                    f"{100 * rates[g]:.1f}",
                )
                for g, name in enumerate(counts.groups)
            ],
        ),
        blocks.says(
            "The last column is direct standardisation: each group’s own rates, weighted "
            f"by how many people of all groups there are.{without}"
        ),
    ]


def small(counts: Counts) -> list[Json]:
    """Return a warning if a number is about fewer people than may be told of."""
    cells = [one for grid in (counts.yes, counts.no) for line in grid for one in line]
    few = sum(0 < one < FEWEST for one in cells)
    if not few:
        return []
    are = "One number is" if few == 1 else f"{few} numbers are"
    return [
        blocks.says(
            f"{are} about 1 to {FEWEST - 1} people. You see them; in the file that you can "
            "take along they are withheld. Somebody may know who they are, so think before "
            "you show this page to others, and do not read much into their rates."
        )
    ]


def _added(names: Sequence[str], found: Sequence[Odds | None], where: str) -> list[str]:
    these = [name for name, one in zip(names, found, strict=True) if one and one.added]
    return [f"{blocks.listed(these)} ({where}): {ADDED}"] if these else []


def _nothing_told(
    counts: Counts, names: Sequence[str], found: Sequence[Adjusted]
) -> list[str]:
    told = []
    for name, one in zip(names, found, strict=True):
        left = [layer for at, layer in enumerate(counts.layers) if at not in one.used]
        if left:
            told.append(
                f"{name}: {blocks.listed(left)} cannot tell anything, as one of the two "
                "groups has nobody there or everybody there has the same outcome."
            )
    return told


def _differs(counts: Counts, names: Sequence[str], found: Sequence[Adjusted]) -> list[str]:
    likely = 0.05
    return [
        f"For {name}, the difference is not the same in each {counts.across}. If it were, "
        f"chance would bring ratios as unlike as these {blocks.chance(one.same)} (Breslow "
        "and Day’s test), so one number for all hides something: look at each."
        for name, one in zip(names, found, strict=True)
        if one.same is not None and one.same < likely
    ]


def range_holds_one(one: Odds) -> bool:
    """Say whether chance alone could have made an odds ratio."""
    return one.low <= 1 <= one.high


def points(one: Rate, other: Rate) -> float:
    """Return by how many in 100 two rates differ."""
    return 100 * abs(one.value - other.value)
