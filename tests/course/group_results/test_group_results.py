import itertools
import json
import random
from pathlib import Path

import pytest
from pydantic import ValidationError
from reader import (
    Reader,
    added_up,
    assert_hidden_from,
    names,
    one_way,
    random_table,
    reader_of,
    two_way,
    withheld,
)

from academy.group_results import FEWEST, Table, release
from academy.group_results.releases import WITHHELD

EXPECTED = Path(__file__).parent / "expected/small_cell_suppression.json"


def test_the_worked_table_withholds_exactly_the_two_cells_that_are_needed():
    worked = json.loads(EXPECTED.read_text())
    released = release(two_way(*map(tuple, worked["table"])))
    ((n_cells, people, more),) = worked["solutions_by_suppressed_total"]
    assert withheld(released) == {tuple(place) for place in worked["primary"] + more}
    assert n_cells == worked["minimum_secondary_cells"] == len(more)
    table = released.editions[-1].table
    assert people == sum(table.people(tuple(place)) for place in more)
    cells = released.shown()["cells"]
    assert [line[-1]["people"] for line in cells[:-1]] == worked["row_totals_published"]
    assert [cell["people"] for cell in cells[-1][:-1]] == worked["col_totals_published"]


def test_no_smaller_choice_would_do_for_the_worked_table():
    worked = json.loads(EXPECTED.read_text())
    edition = release(two_way(*map(tuple, worked["table"]))).editions[-1]
    primary = [tuple(place) for place in worked["primary"]]
    safe = []
    cells = list(itertools.product(range(3), range(3)))
    for n in range(3):
        for more in itertools.combinations([c for c in cells if c not in primary], n):
            trial = edition.model_copy(update={"withheld": (*primary, *more)})
            reader, _ = reader_of(trial)
            if all(len(reader.values(("now", *c), 2)) == 2 for c in trial.withheld):
                safe.append(
                    [n, sum(edition.table.people(c) for c in more), [*map(list, more)]]
                )
    assert sorted(safe)[:1] == worked["solutions_by_suppressed_total"]


def test_without_the_further_cells_a_reader_works_out_the_worked_table():
    worked = json.loads(EXPECTED.read_text())
    edition = release(two_way(*map(tuple, worked["table"]))).editions[-1]
    primary = tuple(tuple(place) for place in worked["primary"])
    reader, _ = reader_of(edition.model_copy(update={"withheld": primary}))
    assert [reader.values(("now", *place), 2) for place in primary] == [[3], [4]]


def test_nothing_is_told_of_fewer_than_five():
    assert withheld(release(one_way(3, 1))) == {(0, 0), (0, 1), (0, 2)}
    assert release(one_way(3, 1)).shown()["cells"][0][0] == {"withheld": WITHHELD}


def test_large_counts_and_zeros_are_shown_as_they_are():
    cells = release(one_way(7, 0, 5)).shown()["cells"]
    assert cells == [[{"people": 7}, {"people": 0}, {"people": 5}, {"people": 12}]]


def test_zeros_are_withheld_where_knowing_them_would_tell_the_rest():
    assert withheld(release(one_way(2, 1, 1, 1, 0))) == {(0, n) for n in range(5)}


def test_a_small_total_of_a_row_is_withheld_with_another_total():
    released = release(two_way((2, 1), (20, 30), (15, 16)))
    assert {(0, 2), (2, 2)} <= withheld(released)
    assert_hidden_from(released.editions[-1])


@pytest.mark.parametrize("seed", range(6))
def test_no_withheld_number_can_be_worked_out_from_a_release(seed):
    rng = random.Random(seed)
    for _ in range(150):
        edition = release(random_table(rng)).editions[-1]
        if edition.open():
            assert_hidden_from(edition)
        else:
            assert edition.table.people(edition.table.total) < FEWEST


def test_a_reader_is_told_why_in_words_and_gets_no_withheld_number():
    shown = release(one_way(3, 23, 20, sums=((4, 71, 66),), scale=(1, 5))).shown()
    assert "fewer than 5" in shown["cells"][0][0]["withheld"]
    assert set(shown["cells"][0][0]) == {"withheld"}
    assert "fewer than 5" in shown["note"]


def test_a_mean_is_shown_with_its_people():
    cells = release(one_way(10, 20, sums=((34, 50),), scale=(1, 5))).shown()["cells"]
    assert cells[0] == [
        {"people": 10, "mean": 3.4},
        {"people": 20, "mean": 2.5},
        {"people": 30, "mean": 2.8},
    ]


def test_a_mean_that_tells_what_each_one_said_is_withheld_with_another():
    released = release(one_way(10, 20, 30, sums=((50, 50, 90),), scale=(1, 5)))
    assert withheld(released) == {(0, 0), (0, 1)}
    assert withheld(release(one_way(6, 7, sums=((6, 7),), scale=(1, 5)))) == {
        (0, n) for n in range(3)
    }


@pytest.mark.parametrize("seed", range(4))
def test_no_withheld_sum_can_be_worked_out_by_one_who_knows_how_many_people(seed):
    rng = random.Random(seed)
    for _ in range(60):
        table = random_table(rng)
        sums = tuple(
            tuple(sum(rng.choices((1, 2, 3), (6, 1, 1), k=n)) for n in line)
            for line in table.counts
        )
        table = table.model_copy(update={"sums": sums, "scale": (1, 3)})
        edition = release(table).editions[-1]
        if not edition.open():
            continue
        assert_hidden_from(edition)
        known = {("now", *place): table.score(place) for place in edition.open()}
        bounds = {("now", *p): (0, table.score_room(p)) for p in table.places()}
        reader = Reader(added_up(table, "now"), known, bounds)
        for place in edition.withheld:
            if table.people(place):
                assert len(reader.values(("now", *place), 2)) == 2, (edition, place)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"counts": ((1, 2),)}, "1 rows of 3 numbers"),
        ({"counts": ((1, 2, -3),)}, "greater than or equal to 0"),
        ({"sums": ((1, 2, 3),)}, "belong together"),
        ({"sums": ((1, 2, 99),), "scale": (1, 5)}, "outside"),
        ({"sums": ((1, 2, 3),), "scale": (5, 1)}, "least score"),
        ({"columns": (), "counts": ((),)}, "at least one column"),
    ],
)
def test_a_table_that_cannot_be_is_refused_in_one_sentence(given, words):
    whole = {"columns": names(3), "counts": ((1, 2, 3),)}
    with pytest.raises(ValidationError, match=words):
        Table(**(whole | given))
