"""A place that somebody might draw."""

import random

from academy_widgets.exercise import Json

IN = (
    "Ward manager",
    "Consultant",
    "Matron",
    "Board",
    "Finance lead",
    "Charge nurse",
    "Social worker",
    "Pharmacist",
)
OUT = ("Patients", "Families", "Night staff", "Porters", "Cleaners", "Carers’ group")
SORTS = ("decides", "advises", "listens", "depends")
FACES = ("visible", "visible", "hidden", "invisible", "")


def place(rng: random.Random) -> Json:
    """Return a response: six to fourteen, some outside the room, and a small redesign."""
    inside = rng.sample(IN, rng.randint(4, len(IN)))
    outside = rng.sample(OUT, rng.randint(2, len(OUT)))
    people: list[Json] = [
        {
            "id": f"p{number}",
            "name": name,
            "sort": "group" if name in OUT or name == "Board" else "role",
            "here": name in inside,
            "vote": name in inside and rng.random() < 0.5,  # noqa: PLR2004  about half
        }
        for number, name in enumerate((*inside, *outside), start=1)
    ]
    ids = [one["id"] for one in people]
    ties = _ties(rng, ids, len(inside))
    chosen = people[len(inside)]
    return {
        "map": {"version": 1, "people": people, "ties": ties},
        "leaver": rng.choice(ids),
        "changes": {
            "people": [chosen | {"vote": True}],
            "ties": [{"from": ids[0], "to": chosen["id"], "sort": "listens", "weight": 3}],
        },
        "theirs": {
            "whose": chosen["name"],
            "guessed": True,
            "map": {
                "version": 1,
                "people": people,
                "ties": [tie for tie in ties if rng.random() < 0.7],  # noqa: PLR2004  most
            },
        },
    }


def _ties(rng: random.Random, ids: list[str], inside: int) -> list[Json]:
    """Return ties that mostly go out from the few at the front."""
    found: dict[tuple[str, str, str], Json] = {}
    pull = [3 if place < 2 else 2 if place < inside else 1 for place in range(len(ids))]  # noqa: PLR2004
    for _ in range(2 * len(ids)):
        start = rng.choices(ids, pull)[0]
        to = rng.choice([one for one in ids if one != start])
        sort = rng.choice(SORTS)
        found[start, to, sort] = {
            "from": start,
            "to": to,
            "sort": sort,
            "weight": rng.randint(1, 5),
            "face": rng.choice(FACES),
        }
    return list(found.values())
