"""A map as files to take away: tables, GraphML, plain text and the map itself."""

import json
from collections import Counter
from collections.abc import Callable

from academy_widgets.exercise import Json
from academy_widgets.powermap import compared, graph, graphml, marks, tables, telling
from academy_widgets.powermap.map import Look, Map

Rows = list[list[str | int | float]]

PEOPLE = (
    "Label",
    "Type",
    "Description",
    "In the room",
    "Vote",
    "X",
    "Y",
    "Spaces",
    "Places",
    "Kinds of power",
)
TIES = ("From", "To", "Direction", "Type", "Strength", "Face")

KINDS: dict[marks.Form, tuple[str, str]] = {
    "sheet": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
    "people": ("text/csv", "-people.csv"),
    "ties": ("text/csv", "-ties.csv"),
    "matrix": ("text/csv", "-matrix.csv"),
    "graphml": ("application/xml", ".graphml"),
    "text": ("text/plain", ".txt"),
    "map": ("application/json", ".json"),
}
"""What type each form of file is, and how its name ends."""


def file(given: Map, look: Look, form: marks.Form) -> Json:
    """Return a file of the map, as `{"name", "type", "data"}`.

    Args:
        given: the map.
        look: how the table of who reaches whom, and the numbers in the text, are counted.
        form: which file.
    """
    data, kind, end = _DATA[form](given, look), *KINDS[form]
    return {"name": f"power-map{end}", "type": kind, "data": data}


def people(given: Map) -> Rows:
    """Return everybody as rows, with their marks."""
    called = _called(given)
    rows: Rows = [
        [
            called[one.id],
            one.sort,
            one.note,
            "yes" if one.here else "no",
            "yes" if one.vote else "no",
            "" if one.x is None else one.x,
            "" if one.y is None else one.y,
            *("|".join(several) for several in (one.spaces, one.places, one.kinds)),
        ]
        for one in given.people
    ]
    return [[*PEOPLE], *rows]


def ties(given: Map) -> Rows:
    """Return each tie as a row."""
    called = _called(given)
    rows: Rows = [
        [
            called[one.start],
            called[one.to],
            "mutual" if one.both else "directed",
            one.sort,
            one.weight,
            one.face,
        ]
        for one in given.ties
    ]
    return [[*TIES], *rows]


def matrix(given: Map, look: Look) -> Rows:
    """Return who has an arrow to whom, from each row to each column; 0 where none is."""
    called = _called(given)
    arrows = graph.drawn(given, look)
    return [["", *(called[one] for one in arrows)]] + [
        [
            called[one],
            *(arrows.get_edge_data(one, to, {"weight": 0})["weight"] for to in arrows),
        ]
        for one in arrows
    ]


def text(given: Map, look: Look) -> str:
    """Return the map in sentences, for whoever would rather read or hear it."""
    found = compared.measures(given, look)
    rows = [
        f"{one.name}: {marks.NAMES[one.sort].lower()}, "
        + ("in the room" if one.here else "not in the room")
        + (", has a vote" if one.vote else "")
        + "".join(
            f", {marks.NAMES[mark].lower()}"
            for mark in (*one.spaces, *one.places, *one.kinds)
        )
        + (f". {one.note}" if one.note else "")
        for one in given.people
    ]
    parts = [
        ("What it says", found["says"]),
        ("Who is on the map", rows),
        ("The ties", telling.lines(given, marks.VERBS)),
        ("How it was counted", found["notes"]),
    ]
    blocks = ["\n".join([head, *(f"- {line}" for line in lines)]) for head, lines in parts]
    return "\n\n".join(["A map of power", *blocks]) + "\n"


def _called(given: Map) -> dict[str, str]:
    """Return a name for each id that nobody else has."""
    seen: Counter[str] = Counter()
    taken = {one.name.casefold() for one in given.people}
    found = {}
    for one in given.people:
        name = one.name
        seen[name.casefold()] += 1
        number = seen[name.casefold()]
        while number > 1 and (name := f"{one.name} ({number})").casefold() in taken:
            number += 1
        taken.add(name.casefold())
        found[one.id] = name
    return found


def _sheet(given: Map, look: Look) -> Json:
    sheets = {
        "Elements": people(given),
        "Connections": ties(given),
        "Matrix": matrix(given, look),
    }
    return {"base64": tables.to_workbook(sheets)}


def _whole(given: Map, _: Look) -> str:
    return json.dumps(given.told(), ensure_ascii=False, indent=1)


_DATA: dict[marks.Form, Callable[[Map, Look], str | Json]] = {
    "sheet": _sheet,
    "people": lambda given, _: tables.to_csv(people(given)),
    "ties": lambda given, _: tables.to_csv(ties(given)),
    "matrix": lambda given, look: tables.to_csv(matrix(given, look)),
    "graphml": lambda given, _: graphml.write(given),
    "text": text,
    "map": _whole,
}
