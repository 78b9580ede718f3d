"""What two seats say, in words: the gap, and how far a decision could move."""

from collections.abc import Sequence
from statistics import fmean

from academy_widgets.ladder.steps import Placed, Rung

YOURS = "Both places are yours: the other seat is a guess until you ask somebody in it."


def gap(one: Placed, rungs: Sequence[Rung]) -> str:
    """Return where a decision stands from both seats, in one sentence or two."""
    mine = rungs[one.mine - 1].name if one.mine else ""
    theirs = rungs[one.theirs - 1].name if one.theirs else ""
    if one.steps is None:
        seat, there, other = (
            ("your seat", mine, "the other seat")
            if mine
            else ("the other seat", theirs, "yours")
        )
        return f"From {seat}: {there}. From {other} it was not placed."
    if not one.steps:
        return f"From both seats: {mine}."
    way = "lower" if one.steps > 0 else "higher"
    return f"From your seat: {mine}. From the other seat: {theirs}, {_steps(one)} {way}."


def whole(all_placed: Sequence[Placed]) -> list[str]:
    """Return what the decisions say together."""
    both = [one for one in all_placed if one.steps is not None]
    if not both:
        return ["Place a decision from both seats, and the gap between them shows."]
    lower = sum((one.steps or 0) > 0 for one in both)
    higher = sum((one.steps or 0) < 0 for one in both)
    same = len(both) - lower - higher
    says = [
        (
            f"{_many(len(both))} placed from both seats. Seen from the other seat, {lower} "
            f"{_stand(lower)} lower, {same} {_stand(same)} at the same level and {higher} "
            f"{_stand(higher)} higher."
        )
    ]
    widest = max(both, key=lambda one: abs(one.steps or 0))
    if widest.steps:
        mean = fmean(one.steps or 0 for one in both)
        says.append(
            f"The widest gap is {_steps(widest)}, in “{widest.title}”."
            + (f" On average it is {_average(mean)}." if len(both) > 1 else "")
        )
    return [*says, YOURS]


def move(one: Placed, rungs: Sequence[Rung]) -> str:
    """Return how far a decision could move; "" where nothing was said."""
    if one.cannot:
        why = f" because: {one.needs}" if one.needs else ". Why not has yet to be said."
        return f"It cannot move{why}"
    if one.to is None:
        return f"What it would need to move: {one.needs}" if one.needs else ""
    now = one.mine or one.theirs or 0
    away = one.to - now
    name = rungs[one.to - 1].name
    how = (
        f"It could stay at {name}."
        if not away
        else f"It could move to {name}, {abs(away)} {_level(abs(away))} "
        f"{'up' if away > 0 else 'down'}."
    )
    return f"{how} It needs: {one.needs}" if one.needs else how


def _steps(one: Placed) -> str:
    apart = abs(one.steps or 0)
    return f"{apart} {_level(apart)}"


def _level(many: int) -> str:
    return "level" if many == 1 else "levels"


def _many(many: int) -> str:
    return "One decision is" if many == 1 else f"{many} decisions are"


def _stand(many: int) -> str:
    return "stands" if many == 1 else "stand"


def _average(mean: float) -> str:
    if not round(mean, 1):
        return "0: gaps up and gaps down make up for each other"
    way = "lower" if mean > 0 else "higher"
    return f"{abs(mean):.1f} levels {way} from the other seat"
