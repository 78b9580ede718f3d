"""What a browser may ask of a map, and the answer to each."""

import json
import re
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, ValidationError

from academy_widgets.exercise import Data, Json, ResponseError
from academy_widgets.powermap import compared, graphml, layout, marks, tables, taking
from academy_widgets.powermap.bringing import Bringing, is_people, is_ties
from academy_widgets.powermap.map import VERSION, Changes, Look, Map, Theirs, sentence
from academy_widgets.powermap.telling import some

MOST_FILES = 5
SHEETS = ("elements", "people", "nodes", "connections", "ties", "edges")
"""What the sheets of mapping tools are called, in small letters."""


class File(Data):
    """A file that somebody brought: its text, or a workbook in base64."""

    model_config = ConfigDict(str_strip_whitespace=False)  # lines keep their numbers

    name: Annotated[str, Field(max_length=300)] = ""
    text: str | None = None
    base64: str | None = None


class Asked(Data):
    """What is asked, as `model.PowermapExercise.work` says."""

    do: Literal["measures", "leave", "compare", "overlay", "layout", "import", "export"]
    map: Map | None = None
    look: Look = Look()
    who: str = ""
    changes: Changes = Changes()
    theirs: Theirs | None = None
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1
    all: bool = False
    files: Annotated[tuple[File, ...], Field(max_length=MOST_FILES)] = ()
    form: marks.Form = "map"


def answer(given: Json) -> Json:
    """Return what was asked.

    Raises:
        ResponseError: what is asked cannot be done; told in one sentence.
    """
    asked = taken(Asked, given)
    if asked.do == "import":
        return brought(asked.files, asked.map)
    if asked.map is None:
        raise ResponseError("There is no map in what was asked; please reload the page.")
    return _of_map(asked, asked.map)


def _of_map(asked: Asked, given: Map) -> Json:
    match asked.do:
        case "leave":
            return left(given, asked.look, asked.who)
        case "compare":
            return changed(given, asked.look, asked.changes)
        case "overlay":
            return compared.overlay(given, asked.theirs or Theirs(map=Map()))
        case "layout":
            places = layout.placed(given, asked.seed, everybody=asked.all)
            people = [{"id": id, "x": x, "y": y} for id, (x, y) in places.items()]
            return {"people": people, "seed": asked.seed}
        case "export":
            return taking.file(given, asked.look, asked.form)
    return compared.measures(given, asked.look)


def taken(model: type[Any], given: Json) -> Any:  # noqa: ANN401  whatever `model` is
    """Return `given` as a `model`.

    Raises:
        ResponseError: it is none; told in a sentence that a learner understands.
    """
    _versions(given)
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise ResponseError(sentence(error)) from error


def left(given: Map, look: Look, who: str) -> Json:
    """Return what is different without `who`.

    Raises:
        ResponseError: they are not on the map.
    """
    if who not in {one.id for one in given.people}:
        raise ResponseError("Whoever is to leave is not on the map: choose somebody else.")
    return compared.leave(given, look, who)


def changed(given: Map, look: Look, changes: Changes) -> Json:
    """Return the map before and after.

    Raises:
        ResponseError: after the changes it would be no whole map.
    """
    try:
        return compared.compare(given, look, changes)
    except ValidationError as error:
        raise ResponseError(sentence(error)) from error


def brought(files: tuple[File, ...], given: Map | None) -> Json:
    """Return the map that files make, together with what was drawn.

    Raises:
        ResponseError: one of them cannot be taken; nothing of any is.
    """
    if not files:
        raise ResponseError("No file was chosen.")
    if len(files) == 1 and _begins(files[0], "{"):
        return _map_file(files[0].text or "", given)
    into = Bringing(given)
    people: list[tables.Table] = []
    ties: list[tables.Table] = []
    for one in files:
        if _begins(one, "{"):
            raise ResponseError("A map of this page (.json) has to be brought on its own.")
        if _begins(one, "<"):
            graphml.read(one.text or "", into)
        else:
            _sort_tables(_tables(one, alone=len(files) == 1), people, ties)
    for table in people:
        into.people(table)
    for table in ties:
        into.ties(table)
    found = into.map()
    if not found.people:
        raise ResponseError("There is nobody in this file below its first line.")
    before = (len(given.people), len(given.ties)) if given else (0, 0)
    new = (len(found.people) - before[0], len(found.ties) - before[1])
    says = [f"New: {some(new[0], 'person', 'people')} and {some(new[1], 'tie')}."]
    return {"map": found.told(), "says": says, "notes": into.notes(), "adds": bool(given)}


def _begins(one: File, mark: str) -> bool:
    return (one.text or "").lstrip("\ufeff \t\r\n").startswith(mark)


def _tables(one: File, *, alone: bool) -> list[tables.Table]:
    if one.base64 is not None:
        found = tables.from_workbook(one.base64, SHEETS)
        return [table for table in found if table.columns]
    return [tables.from_csv(one.text or "", "" if alone else one.name)]


def _sort_tables(
    found: list[tables.Table], people: list[tables.Table], ties: list[tables.Table]
) -> None:
    for table in found:
        if is_ties(table.columns):
            ties.append(table)
        elif is_people(table.columns):
            people.append(table)
        else:
            raise ResponseError(
                f"{table.where} should name the columns: “From” and “To” for ties, "
                "“Label” or “Name” for people."
            )


def _map_file(text: str, given: Map | None) -> Json:
    if len(text) > tables.LARGEST:
        raise ResponseError("This file is larger than 2 MB: is it the right one?")
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise ResponseError(
            f"Line {line:,} of this map cannot be read: is it the whole file?"
        ) from error
    said = re.search(r'"version"\s*:', text)
    line = text.count("\n", 0, said.start()) + 1 if said else 1
    _version(value, f"Line {line:,} says that this map is")
    found: Map = taken(Asked, {"do": "import", "map": value}).map
    size = (some(len(found.people), "person", "people"), some(len(found.ties), "tie"))
    says = [f"This map has {' and '.join(size)}."]
    if given and given.people:
        says.append("It takes the place of what is drawn; undo brings that back.")
    return {"map": found.told(), "says": says, "notes": [], "adds": False}


def _versions(given: Json) -> None:
    theirs = given.get("theirs")
    other = theirs.get("map") if isinstance(theirs, dict) else None
    for one in (given.get("map"), other):
        _version(one, "This map is")


def _version(given: object, it_is: str) -> None:
    if not isinstance(given, dict) or given.get("version", VERSION) == VERSION:
        return
    version = given["version"]
    if isinstance(version, int) and version > VERSION:
        raise ResponseError(
            f"{it_is} of version {version}, which is newer than this page: open it where "
            "it was made."
        )
    raise ResponseError(
        f"{it_is} of an older version, and this page reads version {VERSION}: bring its "
        "people and ties as a table (CSV) instead."
    )
