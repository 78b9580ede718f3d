"""The turns that the coach learns from and is tried on: read, or made from templates."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from academy import paths

FOLDER = Path("modules") / "02_listening" / "coach"
LETTERS = {
    "o": ("question", "open"),
    "c": ("question", "closed"),
    "r": ("reflection", ""),
    "i": ("input", "information"),
    "a": ("input", "advice"),
    "x": ("other", ""),
}
PERHAPS = 0.5
FILLS = 8
"""How many turns each template gives."""


@dataclass(frozen=True)
class Act:
    """One thing said: its words, and its letters, ours first."""

    text: str
    letters: tuple[str, ...]


@dataclass(frozen=True)
class Turn:
    """What one person says before the other speaks.

    Attributes:
        acts: what is done in it, in order.
        letters: the kind of the whole, ours first, then what is also defensible.
        group: its template, or itself; no group may stand on both sides of a split.
        setting: the heading under which it stands.
    """

    acts: tuple[Act, ...]
    letters: tuple[str, ...]
    group: str
    setting: str

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(act.text for act in self.acts)

    @property
    def kind(self) -> str:
        """Question, reflection, input or other."""
        return LETTERS[self.letters[0]][0]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that a careful rater could defend."""
        return frozenset(LETTERS[letter][0] for letter in self.letters)

    @property
    def grain(self) -> str:
        """Open, closed, information, advice or nothing."""
        return LETTERS[self.letters[0]][1]


class CorpusError(ValueError):
    """A line that cannot be read: which file, which line, and what is wrong."""


def spoken() -> list[Turn]:
    """Return the turns written by hand to learn from."""
    return _read("spoken.txt")


def held_out() -> list[Turn]:
    """Return the turns that only figures may come from."""
    return _read("held_out.txt")


def made(seed: int = 20) -> list[Turn]:
    """Return the turns that the templates give, always the same for one `seed`."""
    slots: dict[str, list[str]] = {}
    turns = {}
    for number, line, setting in _lines("templates.txt"):
        if line.startswith("= "):
            name, _, words = line[2:].partition(": ")
            slots[name] = [word.strip() for word in words.split(";")]
            continue
        template = _turn("templates.txt", number, line, setting)
        rng = random.Random(f"{seed} {line}")  # noqa: S311  no secret comes of it
        for _ in range(FILLS):
            acts = tuple(Act(_filled(a.text, slots, rng), a.letters) for a in template.acts)
            turn = Turn(acts, template.letters, template.group, setting)
            turns[turn.text, turn.group] = turn
    return list(turns.values())


def bare(text: str) -> str:
    """Return the words as a transcribing machine may give them: no marks, no capitals."""
    return re.sub(r"\s+", " ", re.sub(r"[.?!,]", " ", text)).strip().lower()


def _lines(name: str) -> Iterator[tuple[int, str, str]]:
    setting = ""
    text = (paths.content() / FOLDER / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            setting = line[3:]
        elif line.strip() and not line.startswith("#"):
            yield number, line, setting


def _read(name: str) -> list[Turn]:
    return [_turn(name, *rest) for rest in _lines(name)]


def _turn(name: str, number: int, line: str, setting: str) -> Turn:
    head, colon, body = line.partition(": ")
    each, arrow, whole = head.partition(" > ")
    kinds = [tuple(one.split("|")) for one in each.split()]
    texts = body.split(" // ")
    letters = {letter for kind in kinds for letter in kind} | set(whole.split("|"))
    if not colon or len(kinds) != len(texts) or letters - set(LETTERS) - {""}:
        kinds_there_are = ", ".join(LETTERS)
        message = f"{name}, line {number}: give a kind ({kinds_there_are}) to each part."
        raise CorpusError(message)
    if not arrow and len(kinds) > 1:
        message = f"{name}, line {number}: say after > what the whole turn is."
        raise CorpusError(message)
    acts = tuple(Act(text, kind) for text, kind in zip(texts, kinds, strict=True))
    main = tuple(whole.split("|")) if arrow else kinds[0]
    return Turn(acts, main, f"{name} {number}", setting)


def _filled(pattern: str, slots: dict[str, list[str]], rng: random.Random) -> str:
    text = pattern
    while found := re.search(r"([(\[])([^()\[\]]*)[)\]]", text):
        choices = found.group(2).split("|")
        chosen = (
            rng.choice(choices) if found.group(1) == "(" or rng.random() < PERHAPS else ""
        )
        text = text[: found.start()] + chosen + text[found.end() :]
    text = re.sub(r"\{(\w+)\}", lambda slot: rng.choice(slots[slot.group(1)]), text)
    text = re.sub(r" +([.,?!])", r"\1", re.sub(r" {2,}", " ", text)).strip()
    if pattern[0].islower():
        return text
    text = text[0].upper() + text[1:]
    text = re.sub(r"([.?!] )([a-z])", lambda m: m.group(1) + m.group(2).upper(), text)
    return text if text[-1] in ".?!,-" else f"{text}."
