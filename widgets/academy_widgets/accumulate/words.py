"""A pyramid and its rules as a learner reads them."""

from academy_widgets.accumulate.setup import Setup
from academy_widgets.exercise import Data, Text


class Groups(Data):
    """What the two groups are called, as in "40 % women".

    Attributes:
        others: whose share is followed.
        favoured: whom the bias favours.
    """

    others: Text
    favoured: Text


LEAVING = {
    "level": "the same share of each level",
    "indiv": "each person by chance alone",
    "org": "a share of all, wherever they are",
}


def described(setup: Setup, groups: Groups) -> str:
    """Return a setup in some sentences."""
    levels = setup.levels
    told = [
        f"{len(levels)} levels and {sum(levels):,} people, {levels[-1]} at the top.",
        _bias(setup, groups),
        f"{setup.leave} % leave in each cycle: {LEAVING[setup.exits]}.",
        f"{setup.hires} % of those who are hired are {groups.others}.",
    ]
    if setup.criteria < 100:  # noqa: PLR2004
        told.append(f"Criteria come first: {setup.criteria} % of the bias is left.")
    if setup.blind:
        steps = ", ".join(str(one + 1) for one in sorted(set(setup.blind)))
        told.append(f"Moving up is decided blind out of level {steps}.")
    if setup.slate:
        told.append(
            f"Half of each shortlist are {groups.others}, with {setup.slate} names for "
            "100 places."
        )
    return " ".join(told)


def _bias(setup: Setup, groups: Groups) -> str:
    if not setup.bias:
        return "Nobody is favoured."
    return (
        f"{groups.favoured.capitalize()} are given {setup.bias:g} points more, which is "
        f"{setup.explains:.2g} % of the differences in score."
    )


def named(level: int, levels: tuple[int, ...]) -> str:
    """Return a level's name; `level` counts from 0 at the bottom."""
    if level == len(levels) - 1:
        return f"Level {level + 1}, top"
    return f"Level {level + 1}" + (", bottom" if level == 0 else "")
