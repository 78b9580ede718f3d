"""What of a counted table may be given away, and what a reader could work out of it.

`small_cell_suppression.json` beside the course's tests: a made-up table, with what an
exhaustive search withholds.
"""

import csv
import io
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from academy_widgets.audit.counts import Counts
from academy_widgets.audit.giving import NOTE, WITHHELD, as_csv, given

HERE = Path(__file__).parent
WORKED = HERE.parent / "course/group_results/expected/small_cell_suppression.json"


def counts(yes, no, layers=(), groups=("a", "b", "c")):
    return Counts(
        by="group",
        groups=groups[: len(yes[0])],
        outcome="seen: yes",
        across="site" if layers else "",
        layers=layers,
        yes=yes,
        no=no,
    )


def lines(made):
    return list(csv.reader(io.StringIO(as_csv(made))))


def span(may, place):
    """Return the least and the most that a withheld cell can be, by all that is told."""
    table = may.table
    cells = [one for one in table.places() if not table.is_margin(one)]
    hidden = [one for one in cells if one in may.withheld]
    sums, left = [], []
    for row, column in (one for one in table.places() if table.is_margin(one)):
        if (row, column) in may.withheld:
            continue
        of = [
            one
            for one in cells
            if row in (one[0], table.total[0]) and column in (one[1], table.total[1])
        ]
        sums.append([one in of for one in hidden])
        open_ones = sum(table.people(one) for one in of if one not in may.withheld)
        left.append(table.people((row, column)) - open_ones)
    aim = np.array([one == place for one in hidden], dtype=float)
    least, most = (
        linprog(sign * aim, A_eq=np.array(sums, dtype=float), b_eq=left).fun * sign
        for sign in (1, -1)
    )
    return round(least), round(most)


def test_the_worked_table_is_withheld_where_the_reference_says_and_cannot_be_worked_out():
    worked = json.loads(WORKED.read_text("utf-8"))
    made = counts(worked["table"], [[50, 60, 70]] * 3, ("x", "y", "z"))
    may = given(made)
    for layer, group in worked["primary"]:
        assert may.number((layer, 2 * group)) is None
        least, most = span(may, (layer, 2 * group))
        assert most - least >= 3
    withheld = [one for one in may.withheld if not may.table.is_margin(one)]
    assert len(withheld) == len(worked["primary"]) + worked["minimum_secondary_cells"]


@pytest.mark.parametrize(
    "made",
    [
        counts(((3, 12),), ((30, 40),)),
        counts(((3, 12, 9),), ((30, 40, 2),)),
        counts(((3, 12), (20, 11)), ((30, 4), (25, 14)), ("x", "y")),
        counts(((2, 0), (20, 11)), ((30, 24), (0, 14)), ("x", "y")),
    ],
)
def test_no_withheld_number_can_be_worked_out_from_totals(made):
    may = given(made)
    withheld = [one for one in may.withheld if not may.table.is_margin(one)]
    assert withheld
    for place in withheld:
        least, most = span(may, place)
        assert most > least


def test_a_withheld_cell_takes_its_rate_and_its_odds_ratio_along():
    made = lines(counts(((3, 12),), ((30, 40),)))
    rows = {row[0]: row for row in made if row}
    assert rows["a"][2] == WITHHELD
    assert rows["a"][4:] == [WITHHELD] * 3
    assert rows["as it stands"][3:] == [WITHHELD] * 3
    assert "3" not in itertools.chain(*made)


def test_a_layer_with_a_small_number_withholds_what_is_pooled_over_layers():
    made = lines(counts(((3, 12), (20, 11)), ((30, 40), (25, 14)), ("x", "y")))
    pooled = next(row for row in made if row and row[0] == "within site")
    assert pooled[3:] == [WITHHELD] * 3


def test_a_table_without_small_numbers_is_given_whole():
    made = lines(counts(((13, 12), (20, 11)), ((30, 40), (25, 0)), ("x", "y")))
    assert made[0] == ["group", "site", "with", "without", "of 100", "low", "high"]
    assert made[1] == ["a", "all", "33", "55", "37.5", "28.1", "47.9"]
    assert made[2][:4] == ["a", "x", "13", "30"]
    assert made[6][:5] == ["b", "y", "11", "0", "100.0"]
    assert WITHHELD not in itertools.chain(*made)
    assert ["note", NOTE] in made


def test_a_table_of_so_few_people_gives_nothing():
    assert as_csv(counts(((1, 1),), ((1, 1),))) is None


def test_a_name_that_a_spreadsheet_would_run_is_given_as_text():
    made = counts(((13, 12),), ((30, 40),), groups=("=cmd()", "+1"))
    names = [row[0] for row in lines(made)[1:3]]
    assert names == ["'=cmd()", "'+1"]
