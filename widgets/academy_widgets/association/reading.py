"""Trials of a sorting task from a file, whatever its columns are called."""

import csv
import io
import math
from collections.abc import Collection, Mapping

from academy_widgets.association.scoring import PARTS, Part, Trial

BLOCKS: Mapping[str, Part] = {"3": "pA", "4": "tA", "6": "pB", "7": "tB"}
"""The blocks that count, by number, where pairing A comes first."""

_OTHER: Mapping[Part, Part] = {"pA": "pB", "tA": "tB", "pB": "pA", "tB": "tA"}


class UnreadableError(ValueError):
    """A file that is no file of trials, told in one plain sentence."""


def read_csv(  # noqa: C901, PLR0913  files differ in each of these
    text: str,
    *,
    person: str | None = "participant",
    block: str = "block",
    latency: str = "latency_ms",
    outcome: str = "correct",
    right: Collection[str] = ("1",),
    wrong: Collection[str] = ("0",),
    others: bool = False,
    blocks: Mapping[str, Part] = BLOCKS,
    order: str | None = None,
    b_first: Collection[str] = ("1",),
    unit_ms: float = 1,
    zeros: bool = True,
) -> dict[str, list[Trial]]:
    """Return each person's trials of the four parts that count.

    Args:
        text: a CSV whose first line names its columns.
        person: the column that says whose a trial is; None if all are one person's.
        block: the column that says which part of the task it belongs to.
        latency: the column with the time that it took.
        outcome: the column that says whether the first key was right.
        right: what stands there for a right answer.
        wrong: what stands there for a wrong one. Where errors are coded 1, give
            `right={"0"}, wrong={"1"}`.
        others: whether anything else may stand there; such an answer is neither given a
            penalty nor counted among the right ones.
        blocks: which part each name of a block is; rows of other blocks are left out.
        order: the column that says which pairing came first; None if `blocks` says all.
        b_first: what stands there if pairing B came first, so that `blocks` is to be
            read the other way round.
        unit_ms: milliseconds in one unit of the latency: 1000 for seconds.
        zeros: whether a time of 0 is an answer; some programs write it for none.

    Raises:
        UnreadableError: a column is missing, a cell is not what it should be, or no
            row belongs to the parts that count.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    needed = [one for one in (person, block, latency, outcome, order) if one]
    try:
        columns = [one or "" for one in rows.fieldnames or ()]
        if missing := [one for one in needed if one not in columns]:
            there = ", ".join(columns) or "none"
            raise UnreadableError(
                f"The file has no column {missing[0]!r}; its columns are: {there}. Name "
                "the column that it is, or mend the first line."
            )
        found: dict[str, list[Trial]] = {}
        for row in rows:
            part = blocks.get(_cell(row, block))
            if part is None:
                continue
            if order and _cell(row, order) in b_first:
                part = _OTHER[part]
            ms = _time(row, latency, rows.line_num) * unit_ms
            if not (ms or zeros):
                continue
            code = _cell(row, outcome)
            if code not in right and code not in wrong and not others:
                raise UnreadableError(
                    f"Line {rows.line_num}: {code!r} in column {outcome!r} is neither a "
                    f"right answer ({', '.join(right)}) nor a wrong one "
                    f"({', '.join(wrong)})."
                )
            correct = True if code in right else False if code in wrong else None
            whose = _cell(row, person) if person else ""
            found.setdefault(whose, []).append(Trial(part, ms, correct))
    except csv.Error as error:
        message = f"The file cannot be read as a CSV, at line {rows.line_num}: {error}."
        raise UnreadableError(message) from error
    if not found:
        raise UnreadableError(
            f"No row belongs to the parts that count: in column {block!r} one of "
            f"{', '.join(blocks)} should stand."
        )
    for whose, trials in found.items():
        if lacking := [one for one in PARTS if one not in {each.part for each in trials}]:
            who = f"of {whose} " if whose else ""
            raise UnreadableError(
                f"The trials {who}have none of part {lacking[0]}; a score needs practice "
                "and test under both pairings."
            )
    return found


def _cell(row: Mapping[str, str | None], column: str) -> str:
    return (row.get(column) or "").strip()


def _time(row: Mapping[str, str | None], column: str, line: int) -> float:
    cell = _cell(row, column)
    try:
        time = float(cell)
    except ValueError:
        time = math.nan
    if not 0 <= time < math.inf:
        raise UnreadableError(
            f"Line {line}: {cell!r} in column {column!r} is no time; a number of at least "
            "0 should stand there."
        )
    return time
