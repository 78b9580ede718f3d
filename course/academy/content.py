"""Read the course and its exercises from their YAML."""

from __future__ import annotations

import re
import reprlib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from academy import paths
from academy_widgets.exercise import Data, Exercise, Quality, Slug, Text
from academy_widgets.kinds import EXERCISE

T = TypeVar("T")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C is ten times quicker
    """Reads a date as the text that stands there: whoever checks it can name its line."""


_DATE = "tag:yaml.org,2002:timestamp"
_Loader.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0] != _DATE]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

_SHOWN = re.compile(r'exercise\(\\"(\w+)\.yml\\"\)')
"""An exercise's line, as JSON has it."""

_SHORT = 60  # characters; a longer wrong value is not quoted
_quote = reprlib.Repr()
_quote.maxstring = _quote.maxother = 2 * _SHORT

STEPS = {
    "notice": "something of your own",
    "try": "an exercise",
    "look": "what came out, and what it cannot say",
    "turn": "with another person",
    "write": "a reflection, yours until you share it",
    "carry": "one small thing to do at work",
}
"""The rhythm of every module, in order, and what each step is: told by the template."""


class ContentError(Exception):
    """A file of the course does not say what it should.

    Attributes:
        file: which file.
        where: a line, a key path or a cell.
        what: what is wrong, and what is allowed.
    """

    def __init__(self, file: Path, where: str, what: str) -> None:
        super().__init__(f"{file}: {where}: {what}" if where else f"{file}: {what}")
        self.file, self.where, self.what = file, where, what


class Pathway(Data):
    """A way into the course."""

    id: Slug
    title: Text
    says: Text
    minutes_note: Text


class Module(Data):
    """One module: where it stands, how long it takes, what it touches.

    Attributes:
        id: its folder in `modules/`.
        minutes: how long it takes one learner, in minutes.
        reflection: the nbgrader assignment that belongs to it, if there is one.
    """

    id: Annotated[str, Field(pattern=r"^\d\d_[a-z0-9_]+$")]
    title: Text
    says: Text
    minutes: Annotated[int, Field(ge=5, le=180)]
    qualities: Annotated[tuple[Quality, ...], Field(min_length=1)]
    reflection: Slug | None = None


class Tool(Data):
    """An exercise that is also a page of its own, for an ordinary day at work.

    Attributes:
        id: its notebook, beside the exercise.
        module: the folder that both are in; what is done here is done there.
    """

    id: Slug
    title: Text
    says: Text
    module: Annotated[str, Field(pattern=r"^\d\d_[a-z0-9_]+$")]


class Help(Data):
    """Somewhere to turn, beyond the course."""

    name: Text
    how: Text
    url: Annotated[str, Field(pattern=r"^https://")] | None = None


class Licence(Data):
    """Under which licences the code and the text may be used."""

    code: Text
    text: Text


class Course(Data):
    """The course as data: what `course.yml` holds."""

    title: Text
    tagline: Text
    about: Text
    licence: Licence
    pathways: Annotated[tuple[Pathway, ...], Field(min_length=1)]
    modules: Annotated[tuple[Module, ...], Field(min_length=1)]
    tools: tuple[Tool, ...] = ()
    support: Annotated[tuple[Help, ...], Field(min_length=1)]
    leave_to: Annotated[str, Field(pattern=r"^https://")]

    def module(self, id: str) -> Module | None:
        """Return the module of that id, if the course has it."""
        return next((one for one in self.modules if one.id == id), None)

    def tool(self, id: str) -> Tool | None:
        """Return the tool of that id, if the course has it."""
        return next((one for one in self.tools if one.id == id), None)


COURSE: TypeAdapter[Course] = TypeAdapter(Course)


def load_course(root: Path | None = None) -> Course:
    """Return the course of the content folder `root`.

    Raises:
        ContentError: the file is missing or does not fit.
    """
    return load(COURSE, (root or paths.content()) / "course" / "course.yml")


def load_exercise(file: Path) -> Exercise:
    """Return the exercise in `file`.

    Raises:
        ContentError: the file is missing or does not fit its kind.
    """
    exercise: Exercise = load(EXERCISE, file)
    expected = f"{file.parent.name}/{file.stem}"
    if exercise.id != expected:
        raise ContentError(
            file,
            "id",
            f"is {exercise.id!r}; it must be {expected!r}, as the file is named",
        )
    return exercise


def exercises(module: Path) -> list[Exercise]:
    """Return a module's exercises, by file name.

    Raises:
        ContentError: one of them does not fit.
    """
    return [load_exercise(file) for file in sorted(module.glob("*.yml"))]


@cache
def in_order(module: str) -> tuple[Exercise, ...]:
    """Return a module's exercises in the order in which its notebook has them.

    Raises:
        ContentError: one of them does not fit, or the notebook is missing.
    """
    folder = paths.content() / "modules" / module
    by_id = {one.id: one for one in exercises(folder)}
    notebook = _bytes(folder / "module.ipynb").decode("utf-8")
    shown = _SHOWN.findall(notebook)
    ids = dict.fromkeys([*(f"{module}/{name}" for name in shown), *by_id])
    return tuple(by_id[id] for id in ids if id in by_id)


def load(adapter: TypeAdapter[T], file: Path) -> T:
    """Return what `file` says, checked by `adapter`.

    Raises:
        ContentError: it is missing, is not YAML, or does not fit; the first mistake.
    """
    return loads(adapter, _bytes(file), file)


def loads(adapter: TypeAdapter[T], text: str | bytes, file: Path) -> T:
    """Return what `text` says, checked by `adapter`; a mistake is told as one of `file`.

    Raises:
        ContentError: it is not YAML, or does not fit; the first mistake.
    """
    data = _parse(text, file)
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        raise _told(error, text, file)[0] from error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise ContentError(file, "", "there is no such file") from error
    except OSError as error:
        why = (error.strerror or "it is no file").lower()
        raise ContentError(file, "", f"cannot be read: {why}") from error


def _parse(text: str | bytes, file: Path) -> object:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  a safe loader
    except RecursionError as error:
        raise ContentError(file, "", "this is too deeply nested to be read") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "cannot be read"
        raise ContentError(file, where, f"this is not YAML: {problem}") from error


def mistakes(adapter: TypeAdapter[Any], file: Path) -> list[ContentError]:
    """Return all that is wrong with `file`: line, key path, what is allowed."""
    try:
        text = _bytes(file)
        adapter.validate_python(_parse(text, file))
    except ContentError as error:
        return [error]
    except ValidationError as error:
        return _told(error, text, file)
    return []


def _told(error: ValidationError, text: str | bytes, file: Path) -> list[ContentError]:
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except RecursionError:
        tree = None
    return [
        ContentError(file, _where(one["loc"], tree), _what(one["msg"], one["input"]))
        for one in error.errors()
    ]


def _where(loc: tuple[int | str, ...], node: yaml.Node | None) -> str:
    """Return "line 7, replies.0.move" for where in the file a mistake is."""
    path: list[str] = []
    line = node.start_mark.line + 1 if node else 1
    for step in loc:
        child = None
        if isinstance(node, yaml.MappingNode):
            child = next((v for k, v in node.value if k.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            child = node.value[step] if step < len(node.value) else None
        if child is None and step != loc[-1]:
            continue  # the tag of a union: in pydantic's path, not in the file
        path.append(str(step))
        if child is not None:
            node, line = child, child.start_mark.line + 1
    return f"line {line}, {'.'.join(path)}" if path else f"line {line}"


def _what(message: str, given: object) -> str:
    message = message.removeprefix("Value error, ")
    said = message[:1].lower() + message[1:]
    short = _quote.repr(given)
    return f"{said} (given: {short})" if len(short) <= _SHORT else said
