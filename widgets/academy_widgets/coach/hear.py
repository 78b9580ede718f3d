"""Hear a reply: each sentence's kind, the words that decided, and how sure that is."""

import re
import time
import unicodedata
from typing import Literal, NamedTuple

from academy_widgets.coach.features import Noticed, notice
from academy_widgets.coach.lexicon import FEELINGS, KNOWN
from academy_widgets.coach.sentences import Piece, pieces
from academy_widgets.coach.weigh import (
    Weights,
    chances,
    fine_chance,
    scores,
    weights,
    whole,
)
from academy_widgets.exercise import Data

Kind = Literal["question", "reflection", "input", "other"]
Grain = Literal["open", "closed", "information", "advice"]
Meant = Literal[
    "open question",
    "closed question",
    "reflection",
    "information",
    "advice",
    "something else",
]

KINDS: tuple[Kind, ...] = ("question", "reflection", "input", "other")
ENGLISH_ONLY = "Cannot tell: this coach knows English only."
FEW_WORDS = f"{ENGLISH_ONLY[:-1]}, and finds hardly a word that it knows."
NO_WORDS = "Cannot tell: there are no words here yet."
SURE = 0.6
"""How likely the likeliest kind must be, for the coach to say it without "or"."""
NOTHING = (0.0,) * len(KINDS)
LEAST, MOST_WORDS = 0.07, 6
"""A word is marked from this share of all that spoke for the kind, and so many at most."""


class Span(Data):
    """Words on which the coach decided.

    Attributes:
        start: where they begin in the reply, in characters.
        end: where they end.
        weight: how much they counted, of all that counted for this kind: 0 to 1.
    """

    start: int
    end: int
    weight: float


class Likely(Data):
    """What the coach takes words for; None all through where it cannot tell.

    Attributes:
        kind: the likeliest kind.
        grain: open or closed for a question, information or advice for input; None for
            the rest, and where that is not clear.
        sure: how likely `kind` is, 0 to 1, as calibrated on turns it had not learnt from.
        other_kind: what it could be as well, where the coach is not sure.
    """

    kind: Kind | None = None
    grain: Grain | None = None
    sure: float = 0.0
    other_kind: Kind | None = None


class Sentence(Likely):
    """One sentence of a reply; without a kind where it is in another script.

    Attributes:
        start: where it begins in the reply, in characters.
        end: where it ends.
        spans: the words that decided, in the order of the reply; may be empty.
        meant: what the writer says it was; the coach never argues.
    """

    start: int
    end: int
    spans: tuple[Span, ...] = ()
    meant: Meant | None = None


class Heard(Likely):
    """A whole reply: what its main act is, and each sentence of it.

    Attributes:
        sentences: in the order of the reply.
        note: why the coach cannot tell, in one sentence; empty where it can.
    """

    sentences: tuple[Sentence, ...] = ()
    note: str = ""

    def but_meant(self, sentence: int, meant: Meant) -> "Heard":
        """Return the same, with what the writer says that one sentence was.

        Raises:
            IndexError: there is no such sentence.
        """
        told = self.sentences[sentence].model_copy(update={"meant": meant})
        each = (*self.sentences[:sentence], told, *self.sentences[sentence + 1 :])
        return self.model_copy(update={"sentences": each})


def hear(text: str, table: Weights | None = None) -> Heard:
    """Return what the coach hears in one person's turn or written reply.

    It never fails: what it cannot read it says it cannot tell.

    Args:
        text: a reply in English, of any length, with or without punctuation.
        table: other weights than those that are shipped.
    """
    if note := _unreadable(text):
        return Heard(note=note)
    table = table or weights()
    every = pieces(_without_stage_directions(text))
    if not every:
        return Heard(note=NO_WORDS)
    cut = [one for one in every if not _another_script(text[one.start : one.end])]
    if not cut:
        return Heard(note=ENGLISH_ONLY)
    noticed = [notice(piece) for piece in cut]
    temperature = table.settings["temperature"]
    each = [chances(scores(one, table), temperature) for one in noticed]
    read = {
        piece.start: _sentence(text, piece, seen, chance, table)
        for piece, seen, chance in zip(cut, noticed, each, strict=True)
    }
    sentences = tuple(
        read.get(one.start) or Sentence(start=one.start, end=one.end) for one in every
    )
    lengths = [max(1, len(piece.tokens)) for piece in cut]
    likely = whole(each, lengths, table)
    decisive = max(
        range(len(each)), key=lambda i: each[i][_top(likely)] * lengths[i] ** 0.5
    )
    return Heard(**_likely(likely, noticed[decisive], table)._asdict(), sentences=sentences)


def _top(likely: list[float]) -> int:
    return max(range(len(likely)), key=likely.__getitem__)


class _Called(NamedTuple):
    kind: Kind
    grain: Grain | None
    sure: float
    other_kind: Kind | None


def _likely(likely: list[float], noticed: Noticed, table: Weights) -> _Called:
    first, second = sorted(range(len(likely)), key=lambda k: -likely[k])[:2]
    kind = KINDS[first]
    grain: Grain | None = None
    if kind == "question":
        open_ = fine_chance(noticed, table, "open")
        grain = "open" if open_ >= SURE else "closed" if open_ <= 1 - SURE else None
    elif kind == "input":
        advice = fine_chance(noticed, table, "advice")
        grain = (
            "advice" if advice >= SURE else "information" if advice <= 1 - SURE else None
        )
    sure = round(likely[first], 3)
    return _Called(kind, grain, sure, KINDS[second] if sure < SURE else None)


def _sentence(
    text: str, piece: Piece, noticed: Noticed, likely: list[float], table: Weights
) -> Sentence:
    return Sentence(
        start=piece.start,
        end=piece.end,
        spans=_spans(text, piece, noticed, likely, table),
        **_likely(likely, noticed, table)._asdict(),
    )


def _spans(
    text: str, piece: Piece, noticed: Noticed, likely: list[float], table: Weights
) -> tuple[Span, ...]:
    """Return the words that spoke most for this kind, against the others on average."""
    kind = _top(likely)
    words = [*piece.tokens, *([piece.mark] if piece.mark else [])]
    spoke = [0.0] * len(words)
    for name, where in noticed.items():
        each = table.kinds.get(name, NOTHING)
        for i in where:
            others = (sum(each) - each[kind]) / (len(each) - 1)
            spoke[i] += (each[kind] - others) / len(where)
    total = sum(one for one in spoke if one > 0)
    first = sorted(range(len(words)), key=lambda i: (-spoke[i], i))[:MOST_WORDS]
    spans: list[Span] = []
    for i in sorted(i for i in first if spoke[i] > LEAST * total):
        start, weight = words[i].start, spoke[i] / total
        if spans and not text[spans[-1].end : start].strip():
            last = spans.pop()
            start, weight = last.start, last.weight + weight
        spans.append(Span(start=start, end=words[i].end, weight=round(min(weight, 1.0), 3)))
    return tuple(spans)


def _without_stage_directions(text: str) -> str:
    """Return the text with "[laughs]" and "(sits down)" blanked, places kept."""
    return re.sub(r"\[[^\]\n]{0,200}\]|\([^)\n]{0,200}\)", lambda m: " " * len(m[0]), text)


def _unreadable(text: str) -> str:
    letters = [one for one in text if one.isalpha()]
    if not letters:
        return "" if "?" in text else NO_WORDS
    if _another_script(text):
        return ENGLISH_ONLY
    words = re.findall(r"[^\W\d_]+", text.lower())
    known = sum(word in KNOWN or word in FEELINGS for word in words)
    strange = len(words) >= 5 and known * 6 < len(words)  # noqa: PLR2004
    return FEW_WORDS if strange else ""


def _another_script(text: str) -> bool:
    letters = [one for one in text if one.isalpha()]
    latin = sum(one.isascii() or "LATIN" in unicodedata.name(one, "") for one in letters)
    return 2 * latin < len(letters)


def timed(replies: list[str]) -> float:
    """Return how long the coach takes for one of `replies`, in milliseconds, on average."""
    weights()
    began = time.perf_counter()
    for one in replies:
        hear(one)
    return (time.perf_counter() - began) * 1000 / len(replies)
