"""What a group's ladders say together: a mean level by decision and seat."""

from collections.abc import Sequence
from statistics import fmean

from academy_widgets.found import Cell, Found, Row, Table
from academy_widgets.ladder.steps import Decision, Placed, Rung

FEWEST = 5

_UP = "A gap of +2 means: two levels lower from the other seat than from one’s own."
_SEATS = (
    "Each row is about those who placed its decision from both seats. Each chose the "
    "other seat, and placed it by guess; nobody in that seat was asked."
)
_NO_MARK = (
    "A high level is no good mark, and a low one no bad one. Where the gap is wide, there "
    "is something to ask."
)
_SAYS = (_SEATS, _NO_MARK)


def heatmap(
    answers: Sequence[Sequence[Placed]],
    rungs: Sequence[Rung],
    decisions: Sequence[Decision],
) -> Found:
    """Return mean levels, from 1, by given decision; nobody's own decisions are in it.

    Each row is about those alone who placed its decision from both seats: were the seats'
    means and the gap's about different people, one person's place could be worked out.
    The last row is made of the rows above it that are shown, and of nothing else.

    Args:
        answers: each person's decisions.
        rungs: the ladder, the lowest first.
        decisions: the given ones.
    """
    top = len(rungs)
    rows, gaps = [], []
    for decision in decisions:
        placed = {
            at: (one.mine, one.theirs)
            for at, answer in enumerate(answers)
            for one in answer
            if one.id == decision.id and one.mine and one.theirs
        }
        pairs = list(placed.values())
        people = len(pairs)
        mine = fmean(pair[0] for pair in pairs) if pairs else 0.0
        theirs = fmean(pair[1] for pair in pairs) if pairs else 0.0
        if people >= FEWEST:
            gaps.append((mine - theirs, tuple(placed)))
        cells = tuple(
            cell.model_copy(update={"of": (tuple(placed),)} if people else {})
            for cell in (
                _level(mine, people, rungs),
                _level(theirs, people, rungs),
                _gap(mine - theirs, people, top),
            )
        )
        rows.append(Row(name=decision.title, cells=cells))
    if len(gaps) > 1:
        groups = tuple(dict.fromkeys(gap[1] for gap in gaps))
        none = Cell(text="", people=0)
        mean = _gap(fmean(gap[0] for gap in gaps), min(map(len, groups)), top)
        rows.append(
            Row(
                name="Mean gap of the rows told",
                cells=(none, none, mean.model_copy(update={"of": groups})),
            )
        )
    counted = f"Levels are counted from 1 ({rungs[0].name}) to {top} ({rungs[-1].name})."
    return Found(
        says=(f"{counted} {_UP}", *_SAYS),
        tables=(
            Table(
                caption="Mean level of each decision, from two seats",
                columns=("From one’s own seat", "From the other seat", "Gap"),
                rows=tuple(rows),
            ),
        ),
    )


def _level(mean: float, people: int, rungs: Sequence[Rung]) -> Cell:
    if not people:
        return Cell(text="", people=0)
    near = rungs[min(len(rungs), max(1, int(mean + 0.5))) - 1].name
    shade = (mean - 1) / (len(rungs) - 1)
    return Cell(text=f"{mean:.1f}, near {near}", people=people, shade=shade)


def _gap(mean: float, people: int, top: int) -> Cell:
    if not people:
        return Cell(text="", people=0)
    text = f"{mean:+.1f}".replace("-", "−") if round(mean, 1) else "0.0"
    return Cell(text=text, people=people, shade=abs(mean) / (top - 1))
