"""GraphML, as Gephi, yEd and networkx write and read it."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from academy_widgets.exercise import ResponseError
from academy_widgets.powermap.bringing import Bringing
from academy_widgets.powermap.cells import short
from academy_widgets.powermap.map import MOST_TIES, Map
from academy_widgets.powermap.tables import LARGEST, clean

SPACE = "graphml.graphdrawing.org/xmlns"
PERSON = (
    "label",
    "type",
    "description",
    "here",
    "vote",
    "x",
    "y",
    "spaces",
    "places",
    "kinds",
)
TIE = ("type", "weight", "face", "both")
NUMBERS = {"x": "double", "y": "double", "weight": "int", "here": "boolean"} | {
    "vote": "boolean",
    "both": "boolean",
}
DEEPEST = 60


class _Thing(NamedTuple):
    """A node or an edge as it stands in the file."""

    where: str
    at: dict[str, str]
    data: dict[str, str]


class _Reader:
    """Reads nodes and edges one after the other; keeps nothing else."""

    def __init__(self) -> None:
        self.nodes: list[_Thing] = []
        self.edges: list[_Thing] = []
        self.arrows = True
        self._keys: dict[str, str] = {}
        self._now: list[_Thing] = []
        self._key = ""
        self._text: list[str] = []
        self._depth = 0
        self._parser = expat.ParserCreate()
        # No entity can be declared without a document type.
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._said

    def read(self, text: str) -> None:
        try:
            self._parser.Parse(text.removeprefix("\ufeff").encode(errors="replace"), True)  # noqa: FBT003  expat's own
        except expat.ExpatError as error:
            raise ResponseError(
                f"Line {error.lineno:,} of this GraphML cannot be read: is it whole?"
            ) from error

    def _doctype(self, *_: object) -> None:
        raise ResponseError(
            f"Line {self._parser.CurrentLineNumber:,} declares a document type, which can "
            "do harm: please save the file as plain GraphML."
        )

    def _start(self, tag: str, at: dict[str, str]) -> None:
        self._depth += 1
        where = f"Line {self._parser.CurrentLineNumber:,}"
        if self._depth > DEEPEST:
            raise ResponseError(f"{where} is nested too deeply to be read.")
        match tag.rpartition(":")[2]:
            case "graph":
                self.arrows = at.get("edgedefault") != "undirected"
            case "key":
                self._keys[at.get("id", "")] = at.get(
                    "attr.name", at.get("yfiles.type", "")
                )
            case "node":
                self._now.append(_Thing(where, at, {}))
                self.nodes.append(self._now[-1])
            case "edge":
                self._now.append(_Thing(where, at, {}))
                self.edges.append(self._now[-1])
                if len(self.edges) > 2 * MOST_TIES:  # one that goes both ways is two here
                    raise ResponseError(
                        f"{where} is more than the {MOST_TIES:,} ties that fit on a map: "
                        "please leave some out."
                    )
            case "data":
                self._key, self._text = self._keys.get(at.get("key", ""), ""), []

    def _end(self, tag: str) -> None:
        self._depth -= 1
        match tag.rpartition(":")[2]:
            case "data":
                if self._now and self._key:
                    text = clean("".join(self._text))
                    self._now[-1].data[self._key.casefold()] = text
                self._key = ""
            case "node" | "edge":
                self._now.pop()

    def _said(self, text: str) -> None:
        if self._key:
            self._text.append(text)


def read(text: str, into: Bringing) -> None:
    """Take in the people and ties of a GraphML file.

    An edge of an undirected graph becomes a tie that goes both ways. What yEd calls a
    node label is read as a name.

    Raises:
        ResponseError: it cannot be read, or not safely; the message names the line.
    """
    if len(text) > LARGEST:
        raise ResponseError("This file is larger than 2 MB: is it the right one?")
    reader = _Reader()
    reader.read(text)
    if not reader.nodes:
        raise ResponseError("There is nobody in this GraphML: is it the right file?")
    ids: dict[str, str] = {}
    for node in reader.nodes:
        said = node.data
        name = next(
            (said[key] for key in ("label", "name", "nodegraphics") if said.get(key)),
            clean(node.at.get("id", "")),
        )
        fields = {
            "name": name,
            "sort": said.get("type", ""),
            "note": said.get("description", said.get("note", "")),
            **{key: said.get(key, "") for key in ("here", "vote")},
            **{key: said.get(key, "") for key in ("spaces", "places", "kinds")},
            **_place(said),
        }
        ids[node.at.get("id", "")] = into.person(node.where, fields)
    for edge, both in _once(reader):
        ends = [edge.at.get(end, "") for end in ("source", "target")]
        for end in ends:
            if end not in ids:
                raise ResponseError(
                    f"{edge.where} is a tie of “{short(clean(end))}”, and there is no node "
                    "of that id: add it, or take the tie out."
                )
        fields = {
            "sort": edge.data.get("type", edge.data.get("label", "")),
            "weight": edge.data.get("weight", ""),
            "face": edge.data.get("face", ""),
            "direction": "both" if both else "",
        }
        into.tie(edge.where, ids[ends[0]], ids[ends[1]], fields)


def _place(said: dict[str, str]) -> dict[str, str]:
    """Return x and y if they are ours; other tools count in pixels."""
    try:
        place = {key: float(said[key]) for key in ("x", "y")}
    except (KeyError, ValueError):
        return {}
    whole = all(0 <= one <= 1 for one in place.values())
    return {key: f"{one:.6f}" for key, one in place.items()} if whole else {}


def _once(reader: _Reader) -> Iterator[tuple[_Thing, bool]]:
    """Yield each edge, and whether it goes both ways; our own are two arrows there."""
    halves: set[tuple[str, str, str]] = set()
    for edge in reader.edges:
        start, end = edge.at.get("source", ""), edge.at.get("target", "")
        sort = edge.data.get("type", "")
        directed = edge.at.get("directed", str(reader.arrows)).casefold() == "true"
        if edge.data.get("both") == "true":
            if (end, start, sort) in halves:
                halves.remove((end, start, sort))
                continue
            halves.add((start, end, sort))
            directed = False
        yield edge, not directed


def write(given: Map) -> str:
    """Return the map as GraphML with arrows alone: a tie both ways is two of them."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<graphml xmlns="http://{SPACE}">']
    for what, names in (("node", PERSON), ("edge", TIE)):
        lines += [
            f'<key id="{what}_{name}" for="{what}" attr.name="{name}" '
            f'attr.type="{NUMBERS.get(name, "string")}"/>'
            for name in names
        ]
    lines.append('<graph id="map" edgedefault="directed">')
    for one in given.people:
        values = {"label": one.name, "type": one.sort, "description": one.note}
        values |= {"here": _boolean(one.here), "vote": _boolean(one.vote)}
        values |= {"x": _float(one.x), "y": _float(one.y)}
        marks = {"spaces": one.spaces, "places": one.places, "kinds": one.kinds}
        values |= {key: "|".join(several) for key, several in marks.items()}
        lines.append(f"<node id={quoteattr(one.id)}>{_data('node', values)}</node>")
    for tie in given.ties:
        values = {"type": tie.sort, "weight": str(tie.weight), "face": tie.face}
        values["both"] = _boolean(tie.both)
        ends = (tie.start, tie.to)
        for start, end in (ends, ends[::-1]) if tie.both else (ends,):
            lines.append(
                f"<edge source={quoteattr(start)} target={quoteattr(end)}>"
                f"{_data('edge', values)}</edge>"
            )
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def _data(what: str, values: dict[str, str]) -> str:
    return "".join(
        f'<data key="{what}_{name}">{escape(clean(value))}</data>'
        for name, value in values.items()
        if re.search(r"\S", value)
    )


def _boolean(value: bool) -> str:  # noqa: FBT001  told as a word
    return "true" if value else "false"


def _float(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"
