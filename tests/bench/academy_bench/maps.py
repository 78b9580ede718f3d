"""Maps of power, as tests and measurements draw them."""

import random


def a_map(ties, *, people=(), both=False, sort="advises"):
    ends = [end for tie in ties for end in tie[:2]]
    names = list(dict.fromkeys([*ends, *people]))
    ids = {name: f"p{number}" for number, name in enumerate(names)}
    return {
        "people": [{"id": ids[name], "name": str(name)} for name in names],
        "ties": [
            {"from": ids[start], "to": ids[end], "sort": sort, "both": both}
            | (dict(*more) if more else {})
            for start, end, *more in ties
        ],
    }


def a_large_map(people=200, ties=1000, seed=1):
    rng = random.Random(seed)
    pairs = [(a, b) for a in range(people) for b in range(people) if a != b]
    return {
        "people": [
            {"id": f"p{n}", "name": f"Person {n}", "here": rng.random() < 0.7}
            for n in range(people)
        ],
        "ties": [
            {
                "from": f"p{start}",
                "to": f"p{end}",
                "sort": rng.choice(("decides", "advises", "listens", "depends")),
                "weight": rng.randint(1, 5),
            }
            for start, end in rng.sample(pairs, ties)
        ],
    }
