import itertools
import random

import pytest
from reader import (
    SHAPES,
    Reader,
    added_up,
    assert_hidden_from,
    one_way,
    random_table,
    two_way,
    withheld,
)

from academy.group_results import FEWEST, Released, release


def later(rng, table):
    counts = [list(line) for line in table.counts]
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        by = rng.choice([-8, -5, -1, 1, 2, 5, 6, 9, 14])
        line = rng.choice(counts)
        at = rng.randrange(len(line))
        line[at] = max(0, line[at] + by)
    return table.model_copy(update={"counts": tuple(map(tuple, counts))})


def come_and_go(rng, steps=6, shapes=SHAPES):
    table = random_table(rng, shapes)
    released = release(table)
    for _ in range(steps):
        table = later(rng, table)
        released = release(table, released)
    return [edition for edition in released.editions if edition.open()]


@pytest.mark.parametrize("seed", range(4))
def test_nor_by_a_reader_who_knows_whose_counts_changed_between_releases(seed):
    rng = random.Random(seed)
    compared = 0
    for _ in range(40):
        editions = come_and_go(rng)
        compared += len(editions) - 1
        for edition in editions:
            assert_hidden_from(edition, editions)
    assert compared > 20


@pytest.mark.parametrize("seed", range(4))
def test_every_difference_between_two_releases_is_nobody_or_five_and_more(seed):
    rng = random.Random(seed)
    for _ in range(40):
        for old, new in itertools.combinations(come_and_go(rng), 2):
            for place in old.open() & new.open():
                change = abs(new.table.people(place) - old.table.people(place))
                assert change == 0 or change >= FEWEST


def both_readers(old, new):
    tables = {"old": old, "new": new}
    everyone = max(e.table.people(e.table.total) for e in tables.values())
    sums, known, bounds = [], {}, {}
    for name, edition in tables.items():
        sums += added_up(edition.table, name)
        for place in edition.table.places():
            bounds[name, *place] = (min(1, edition.table.people(place)), everyone)
            if place in edition.open():
                known[name, *place] = edition.table.people(place)
    for place in old.table.places():
        sums.append({("old", *place): 1, ("came", *place): 1, ("new", *place): -1})
        bounds["came", *place] = (0, everyone)
    return Reader(sums, known, bounds)


@pytest.mark.parametrize("seed", range(4))
def test_nor_by_a_reader_who_knows_that_people_only_came(seed):
    rng = random.Random(seed)
    compared = 0
    for _ in range(40):
        editions = come_and_go(rng, 3, SHAPES[:-2])
        for old, new in itertools.combinations(editions, 2):
            came = {
                place: new.table.people(place) - old.table.people(place)
                for place in old.table.places()
            }
            if min(came.values()) < 0:
                continue
            compared += 1
            reader = both_readers(old, new)
            for place, n in came.items():
                told = {("old", *place): old.table.people(place)}
                told |= {("new", *place): new.table.people(place), ("came", *place): n}
                for entry, value in told.items():
                    if 0 < value < FEWEST:
                        assert len(reader.values(entry, 2)) == 2, (old, new, entry)
    assert compared > 10


def test_five_more_people_change_what_is_shown_and_fewer_do_not():
    before = release(one_way(20, 15))
    assert release(one_way(20, 19), before) is before
    assert release(one_way(24, 20), before) is before
    assert release(one_way(20, 20), before).shown()["cells"][0][1] == {"people": 20}


def test_a_release_is_compared_with_all_before_it_not_only_the_last():
    first = release(one_way(20, 10))
    second = release(one_way(20, 16), first)
    assert len(second.editions) == 2
    assert release(one_way(20, 11), second) is second


def test_a_number_shown_before_and_unchanged_cannot_hide_another():
    before = release(one_way(8, 10, 20))
    assert release(one_way(3, 10, 20), before) is before


def test_a_number_withheld_before_and_unchanged_stays_withheld():
    before = release(one_way(3, 10, 30, 30))
    after = release(one_way(3, 10, 9, 30), before)
    assert len(after.editions) == 2
    assert {(0, 0), (0, 1)} <= withheld(after)


def test_what_was_withheld_is_shown_once_many_more_people_are_in_it():
    before = release(one_way(3, 20))
    assert withheld(before) == {(0, 0), (0, 1)}
    assert withheld(release(one_way(15, 40), before)) == set()


def test_one_who_came_among_withheld_numbers_holds_the_release_back():
    before = release(one_way(3, 8, 20))
    assert release(one_way(3, 9, 25), before) is before
    assert release(one_way(4, 9, 25), before) is before


def test_a_group_that_was_too_few_before_is_shown_when_it_is_not():
    before = release(one_way(1, 2))
    assert release(one_way(6, 7), before).shown()["cells"][0][2] == {"people": 13}


def test_the_same_table_again_is_the_same_release():
    before = release(one_way(20, 15))
    assert release(one_way(20, 15), before) is before


def test_another_table_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match="release it on its own"):
        release(one_way(5, 6, 7), release(one_way(5, 6)))


def test_what_was_released_can_be_kept_as_json():
    before = release(two_way((12, 3), (20, 15)))
    assert Released.model_validate_json(before.model_dump_json()) == before


def test_a_mean_does_not_change_when_only_somebodys_score_did():
    before = release(one_way(10, 20, sums=((34, 50),), scale=(1, 5)))
    assert release(one_way(10, 20, sums=((35, 50),), scale=(1, 5)), before) is before


def test_means_do_not_change_by_five_people_who_all_said_the_same():
    before = release(one_way(10, 20, sums=((34, 50),), scale=(1, 5)))
    assert release(one_way(15, 20, sums=((59, 50),), scale=(1, 5)), before) is before
    after = release(one_way(15, 20, sums=((58, 50),), scale=(1, 5)), before)
    assert len(after.editions) == 2


def test_who_came_where_cannot_be_narrowed_down_to_one_person():
    before = release(two_way((6, 0, 13), (0, 1, 0)))
    assert release(two_way((6, 1, 19), (9, 1, 4)), before) is before


def test_what_was_withheld_stays_so_if_showing_it_would_tell_who_came():
    before = release(one_way(2, 0, 1, 2))
    assert withheld(before) == {(0, 0), (0, 1), (0, 2), (0, 3)}
    after = release(one_way(2, 5, 2, 2), before)
    assert len(after.editions) == 2
    assert withheld(after) == withheld(before)
