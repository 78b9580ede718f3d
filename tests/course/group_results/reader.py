"""A reader who puts together all that was ever shown: written apart from what it tries."""

from collections import defaultdict

from academy.group_results import FEWEST, Table

SHAPES = [(0, 3), (0, 5), (2, 2), (2, 3), (3, 3), (4, 3)]
MOST_POSSIBLE = 4  # as many values as "fewer than 5" leaves


class Reader:
    """Knows some entries of one or more tables, and how they add up.

    Args:
        sums: each a dict of entry to factor, which add up to 0.
        known: entry to value.
        bounds: entry to least and greatest, for the others.
    """

    def __init__(self, sums, known, bounds):
        self.bounds = dict(bounds) | {entry: (n, n) for entry, n in known.items()}
        self.sums = sums
        self.about = defaultdict(list)
        for line in sums:
            for entry in line:
                self.about[entry].append(line)

    def possible(self, entry, value):
        low, high = self.bounds[entry]
        if not low <= value <= high:
            return False
        return self._some(self._narrow(self.bounds | {entry: (value, value)}, [entry]))

    def values(self, entry, enough):
        low, high = self.bounds[entry]
        found = []
        for value in range(low, high + 1):
            if self.possible(entry, value):
                found.append(value)
                if len(found) == enough:
                    break
        return found

    def _some(self, bounds):
        if bounds is None:
            return False
        loose = [entry for entry, (low, high) in bounds.items() if low < high]
        if not loose:
            return True
        entry = min(loose, key=lambda one: bounds[one][1] - bounds[one][0])
        low, high = bounds[entry]
        return any(
            self._some(self._narrow(bounds | {entry: (n, n)}, [entry]))
            for n in range(low, high + 1)
        )

    def _narrow(self, bounds, changed):
        waiting = [line for entry in changed for line in self.about[entry]]
        while waiting:
            line = waiting.pop()
            least = sum(f * bounds[e][f < 0] for e, f in line.items())
            most = sum(f * bounds[e][f > 0] for e, f in line.items())
            for entry, factor in line.items():
                low, high = bounds[entry]
                rest_least = least - factor * bounds[entry][factor < 0]
                rest_most = most - factor * bounds[entry][factor > 0]
                ends = sorted((-rest_least * factor, -rest_most * factor))
                new = (max(low, ends[0]), min(high, ends[1]))
                if new[0] > new[1]:
                    return None
                if new != (low, high):
                    bounds[entry] = new
                    waiting += self.about[entry]
                    least = rest_least + factor * new[factor < 0]
                    most = rest_most + factor * new[factor > 0]
        return bounds


def added_up(table, name):
    """Return how a table's entries, each called (name, row, column), add up."""
    n_rows, n_columns = len(table.rows), len(table.columns)
    lines = [
        {(name, row, column): 1 for column in range(n_columns)}
        | {(name, row, n_columns): -1}
        for row in range(n_rows + 1 if n_rows else 1)
    ]
    if n_rows:
        lines += [
            {(name, row, column): 1 for row in range(n_rows)} | {(name, n_rows, column): -1}
            for column in range(n_columns + 1)
        ]
    return lines


def one_way(*counts, **more):
    return Table(columns=names(len(counts)), counts=(counts,), **more)


def two_way(*counts, **more):
    columns = names(len(counts[0]))
    return Table(rows=names(len(counts)), columns=columns, counts=counts, **more)


def names(n):
    return tuple("abcdefgh"[:n])


def withheld(released):
    return set(released.editions[-1].withheld)


def is_small(table, place):
    return 0 < table.people(place) < FEWEST


def reader_of(edition, told=()):
    table, open_ = edition.table, edition.open()
    least = 1 if any(not table.people(place) for place in open_) else 0
    known = {
        ("now", *place): table.people(place)
        for place in table.places()
        if place in open_
        or any(
            place in other.open() and other.table.people(place) == table.people(place)
            for other in told
        )
    }
    bounds = {
        ("now", *place): (min(least, table.people(place)), table.people(table.total))
        for place in table.places()
    }
    return Reader(added_up(table, "now"), known, bounds), known


def assert_hidden_from(edition, told=()):
    reader, known = reader_of(edition, told)
    for place in edition.withheld:
        entry = ("now", *place)
        enough = MOST_POSSIBLE if is_small(edition.table, place) else 2
        if entry not in known:
            found = reader.values(entry, enough)
            assert len(found) == enough, (edition, place, found)
        else:
            assert not is_small(edition.table, place)


def random_table(rng, shapes=SHAPES):
    n_rows, n_columns = rng.choice(shapes)
    most = rng.choice([3, 8, 20, 40])
    lines = [
        tuple(
            rng.choice((0, rng.randint(0, most), rng.randint(0, most)))
            for _ in "x" * n_columns
        )
        for _ in "x" * max(1, n_rows)
    ]
    return two_way(*lines) if n_rows else one_way(*lines[0])
