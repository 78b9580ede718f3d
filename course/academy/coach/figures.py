"""How well the coach hears turns that it has not learnt from, beside two simple rules."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from academy.coach.corpus import Turn, bare, held_out
from academy_widgets.coach import hear
from academy_widgets.coach.hear import KINDS, SURE

OPENS = re.compile(
    r"(?:(?:so|and|well|okay|but|um|uh|now)[,.]? )*(?:what|how|why|tell me)\b"
)
MOST = 9999
LENGTHS = ((1, 2), (3, 4), (5, 8), (9, 15), (16, 30), (31, MOST))
FINE = (("question", ("open", "closed")), ("input", ("information", "advice")))


@dataclass(frozen=True)
class Told:
    """One turn, and what was said of it."""

    turn: Turn
    kind: str
    grain: str
    sure: float

    @property
    def words(self) -> int:
        """How many words the turn has."""
        return len(self.turn.text.split())


Ear = Callable[[str], tuple[str, str, float]]


def coach(text: str) -> tuple[str, str, float]:
    """Return what the coach says: kind, grain or nothing, how sure."""
    heard = hear(text)
    return heard.kind or "", heard.grain or "", heard.sure


def mark_rule(text: str) -> tuple[str, str, float]:
    """Return what "a question ends in a question mark" says; all of them are closed."""
    return _ruled(text, "closed" if text.rstrip().endswith("?") else "")


def start_rule(text: str) -> tuple[str, str, float]:
    """Return what "a question starts with what, how, why or tell me" says.

    Such a question is open; one that only ends in a question mark is closed.
    """
    if OPENS.match(text.lower()):
        return _ruled(text, "open")
    return mark_rule(text)


def _ruled(text: str, grain: str) -> tuple[str, str, float]:
    """One or two words are something else; the rest reflects, the commonest of it."""
    if grain:
        return "question", grain, 1.0
    return ("other" if len(text.split()) < 3 else "reflection"), "", 1.0  # noqa: PLR2004


def told(ear: Ear, turns: Iterable[Turn], *, without_marks: bool = False) -> list[Told]:
    """Return what `ear` says of each of `turns`."""
    return [
        Told(turn, *ear(bare(turn.text) if without_marks else turn.text)) for turn in turns
    ]


def f1(pairs: Sequence[tuple[str, str]], kind: str) -> float:
    """Return the F1 of one kind from pairs of right and said; 0 where it never occurs."""
    both = sum(right == said == kind for right, said in pairs)
    either = sum((right == kind) + (said == kind) for right, said in pairs)
    return 2 * both / either if either else 0.0


def macro(pairs: Sequence[tuple[str, str]], kinds: Sequence[str] = KINDS) -> float:
    """Return the mean F1 of `kinds`."""
    return sum(f1(pairs, kind) for kind in kinds) / len(kinds)


def kinds_of(some: Iterable[Told]) -> list[tuple[str, str]]:
    """Return pairs of the right kind and the kind said."""
    return [(one.turn.kind, one.kind) for one in some]


def longer(some: Iterable[Told], least: int = 3) -> list[Told]:
    """Return those of at least so many words."""
    return [one for one in some if one.words >= least]


def grains_of(some: Iterable[Told], kind: str) -> list[tuple[str, str]]:
    """Return pairs of the right grain and the grain said, where the kind is right."""
    return [
        (one.turn.grain, one.grain) for one in some if one.turn.kind == kind == one.kind
    ]


def report() -> str:
    """Return all figures of the held-out turns, as tables in Markdown."""
    turns = held_out()
    ears = {"coach": coach, "? rule": mark_rule, "? and first word": start_rule}
    said = {}
    for name, ear in ears.items():
        said[name] = told(ear, turns)
        said[f"{name}, no marks"] = told(ear, turns, without_marks=True)
    sure = said["coach"]
    tables = (_by_class(said), _by_length(said), _fine(said), _sure(sure), _mixed(sure))
    return "\n\n".join(tables)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [list(head), ["---"] * len(head)]
    lines += [[f"{c:.2f}" if isinstance(c, float) else str(c) for c in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _share(right: Iterable[bool]) -> float:
    each = list(right)
    return sum(each) / max(1, len(each))


def _by_class(said: dict[str, list[Told]]) -> str:
    head = (
        "F1, three words or more",
        *KINDS,
        "macro",
        "right",
        "defensible",
        "a question?",
    )
    rows = []
    for name, each in said.items():
        some = longer(each)
        pairs = kinds_of(some)
        asks = [("ny"[a == "question"], "ny"[b == "question"]) for a, b in pairs]
        rows.append(
            [
                name,
                *(f1(pairs, kind) for kind in KINDS),
                macro(pairs),
                _share(one.kind == one.turn.kind for one in some),
                _share(one.kind in one.turn.kinds for one in some),
                macro(asks, ("y", "n")),
            ]
        )
    return _table(head, rows)


def _by_length(said: dict[str, list[Told]]) -> str:
    names = [f"{least}-{most}" if most < MOST else f"{least}+" for least, most in LENGTHS]
    rows: list[list[object]] = []
    for name, each in said.items():
        by = [[one for one in each if a <= one.words <= b] for a, b in LENGTHS]
        rows.append([name, *(_share(o.kind == o.turn.kind for o in some) for some in by)])
    rows.append(["turns", *(str(len(some)) for some in by)])
    return _table(("share right, by words", *names), rows)


def _fine(said: dict[str, list[Told]]) -> str:
    head = (
        *("where the kind is right, macro-F1", "open or closed", "said of"),
        *("information or advice", "said of"),
    )
    rows: list[list[object]] = []
    for name, each in said.items():
        row: list[object] = [name]
        for kind, two in FINE:
            pairs = grains_of(longer(each), kind)
            clear = [pair for pair in pairs if pair[1]]
            row += [macro(clear, two) if clear else "-", f"{len(clear)} of {len(pairs)}"]
        rows.append(row)
    return _table(head, rows)


def _sure(each: list[Told]) -> str:
    rows: list[list[object]] = []
    for low, high in ((0.0, SURE), (SURE, 0.75), (0.75, 0.9), (0.9, 1.01)):
        some = [one for one in each if low <= one.sure < high]
        name = f"{low} to {min(high, 1)}" if low else f"under {SURE}: it could be either"
        says = sum(one.sure for one in some) / max(1, len(some))
        right = _share(one.kind == one.turn.kind for one in some)
        rows.append([name, str(len(some)), says, right])
    return _table(("how sure the coach is", "turns", "says so", "is right"), rows)


def _mixed(each: list[Told]) -> str:
    counted = Counter(kinds_of(longer(each)))
    rows = [[kind, *(counted[kind, heard] for heard in KINDS)] for kind in KINDS]
    return _table(("is / heard as", *KINDS), rows)
