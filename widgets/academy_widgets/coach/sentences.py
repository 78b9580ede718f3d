"""Cut a reply into sentences and words, and remember where in the text each one stands."""

import re
from dataclasses import dataclass
from itertools import pairwise

from academy_widgets.coach.lexicon import (
    ABBREVIATIONS,
    AUX,
    FILLERS,
    NOT_ASKED_AFTER,
    SPELLINGS,
    SUBJECTS,
    WH,
)

WORD = re.compile(
    r"\d+(?:[.,:]\d+)*%?(?![^\W\d_])|[^\W_]+(?:['’\-][^\W\d_]+)*['’]?|--+|[—–]|…|\.{2,}|\?|,"
)
STOP = re.compile(r"(?:[.!?…]+[\"'”’)\]]*(?=\s|$)|\n)\s*")
RUN_ON = 14
"""Words without a stop inside, from which on a sentence may be two run together."""


@dataclass(frozen=True)
class Token:
    """A word as the coach reads it.

    Attributes:
        text: in small letters, its spelling made common; half a contraction is a word.
        start: where it begins in the reply, in characters.
        end: where it ends.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A sentence.

    Attributes:
        start: where it begins in the reply, in characters.
        end: where it ends.
        tokens: its words and commas, without "um", repeats and false starts.
        mark: its question mark, if it ends in one.
        cut: whether it breaks off, as "you're feeling--" does.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    mark: Token | None
    cut: bool


def pieces(text: str) -> list[Piece]:
    """Return the sentences of `text`, in order; nothing where no word or mark is."""
    found = []
    for start, end in _stretches(text):
        tokens = _tokens(text, start, end)
        groups = _unjoined(tokens)
        found += [_piece(text, one, end if one is groups[-1] else 0) for one in groups]
    return [piece for piece in found if piece.tokens or piece.mark]


def _stretches(text: str) -> list[tuple[int, int]]:
    cuts = [0]
    for stop in STOP.finditer(text):
        before = text[cuts[-1] : stop.start()]
        last = re.search(r"([\w.]+)$", before)
        word = last.group(1).lower() if last else ""
        mark = stop.group().strip()
        after = text[stop.end() : stop.end() + 1]
        if mark == "." and (word in ABBREVIATIONS or (len(word) == 1 and word != "i")):
            continue
        if mark[:2] in {"..", "…"} and after and not after.isupper():
            continue
        cuts.append(stop.end())
    cuts.append(len(text))
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def _tokens(text: str, start: int, end: int) -> list[Token]:
    out = []
    for found in WORD.finditer(text, start, end):
        raw = found.group().lower().replace("’", "'")
        raw = raw if raw in SPELLINGS else raw.rstrip("'")
        out += [Token(part, found.start(), found.end()) for part in _parts(raw)]
    return out


def _parts(word: str) -> list[str]:
    if word in SPELLINGS:
        return list(SPELLINGS[word])
    if word.endswith("n't"):
        return [word[:-3], "n't"]
    head, mark, tail = word.partition("'")
    if mark and head and tail in {"s", "re", "m", "ve", "d", "ll"}:
        return [SPELLINGS.get(head, (head,))[0], f"'{tail}"]
    return [word]


def _unjoined(tokens: list[Token]) -> list[list[Token]]:
    """Cut what runs on without a stop before a question that begins inside it."""
    words = [one for one in tokens if one.text[0].isalpha() or one.text[0] == "'"]
    if len(words) < RUN_ON or any(one.text == "," for one in tokens):
        return [tokens] if tokens else []
    cuts = [0]
    for at in range(5, len(tokens) - 2):
        first, second = tokens[at].text, tokens[at + 1].text
        third = tokens[at + 2].text
        before = tokens[at - 1].text
        asks = (first in AUX and second in {"you", "that", "it"}) or (
            first in WH and (second in AUX or second == "'s") and third in SUBJECTS
        )
        tells = (first, second) in {("tell", "me"), ("talk", "me"), ("walk", "me")}
        inside = before in NOT_ASKED_AFTER | AUX | WH | SUBJECTS
        if (asks or tells) and not inside and at - cuts[-1] >= 5:  # noqa: PLR2004
            cuts.append(at)
    cuts.append(len(tokens))
    return [tokens[a:b] for a, b in pairwise(cuts)]


def _piece(text: str, tokens: list[Token], end: int) -> Piece:
    start = tokens[0].start
    end = end or tokens[-1].end
    while end > start and text[end - 1].isspace():
        end -= 1
    mark = text.rfind("?", max(start, end - 4), end)
    asks = Token("?", mark, mark + 1) if mark >= 0 else None
    plain = [one for one in tokens if one.text != "?"]
    spoken = _fluent(plain)
    cut = bool(plain) and plain[-1].text[:1] in "-—–"
    return Piece(start, end, tuple(spoken), asks, cut)


def _fluent(tokens: list[Token]) -> list[Token]:
    """Return the words without fillers and false starts; commas stay, as pauses."""
    kept: list[Token] = []
    words = [one for one in tokens if not one.text.startswith(("-", "—", "–", ".", "…"))]
    only = all(one.text in FILLERS or one.text == "," for one in words)
    for one in words:
        if one.text in FILLERS and not only:
            continue
        if one.text == "," and (not kept or kept[-1].text == ","):
            continue
        kept.append(one)
    return _unrepeated(_unfilled(kept))


def _unfilled(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        pair = tuple(one.text for one in tokens[at : at + 2])
        before = at == 0 or tokens[at - 1].text == ","
        after = at + 2 >= len(tokens) or tokens[at + 2].text == ","
        filler = pair in {("you", "know"), ("i", "mean")} and len(tokens) > 3  # noqa: PLR2004
        if filler and before and after:
            at += 3
            continue
        out.append(tokens[at])
        at += 1
    return out


def _unrepeated(tokens: list[Token]) -> list[Token]:
    """Return "it's, it's hard" as "it's hard"; "yeah, yeah" stays two."""
    out = list(tokens)
    for size in (3, 2, 1):
        at = 0
        while at + 2 * size <= len(out):
            first = [one.text for one in out[at : at + size]]
            gap = 1 if out[at + size].text == "," else 0
            again = [one.text for one in out[at + size + gap : at + 2 * size + gap]]
            if first == again and "," not in first and len(out) > 2 * size + gap:
                del out[at : at + size + gap]
            else:
                at += 1
    return out
