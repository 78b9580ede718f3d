"""Captions: WebVTT and SubRip, as Teams and Zoom save them, say from when to when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from academy_widgets.airtime.measures import Turn
from academy_widgets.airtime.talk import (
    CLOCK,
    NAME_ALONE,
    NAMED,
    WORD,
    Notes,
    Talk,
    TranscriptError,
    looks_like_name,
    may_be_name,
)

_CUE = re.compile(rf"(?P<start>{CLOCK})\s*-->\s*(?P<end>{CLOCK})(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+(?P<name>[^>]+)>(?P<said>.*)$", re.IGNORECASE)
_MARKS = re.compile(r"</?[a-zA-Z][^>]*>")


@dataclass
class _Cue:
    line: int
    start: int
    end: int
    said: list[tuple[int, str]] = field(default_factory=list)


def captions(lines: Sequence[str]) -> Talk:
    """Return who spoke when.

    Raises:
        TranscriptError: they cannot be read.
    """
    talk, notes, who = Talk("ms"), Notes(), None
    cues = [cue for cue in _cues(lines) if cue.said]
    over: _Cue | None = None  # the caption that ends last, so far
    name_first = _names_stand_alone(cues)
    for cue in cues:
        parts = _parts(cue, name_first=name_first)
        for line, name, start, end in parts:
            if name is not None:
                who = talk.place(name, line)
            elif who is None:
                raise TranscriptError(
                    f"Line {line:,} does not say who speaks: put the name before the words "
                    "there, as in “Ann: Good morning”. Lines after it go on with it."
                )
            else:
                notes.add(line, "has no name, and counts for whoever spoke before it")
            if start < end:
                talk.turns.append(Turn(who, start, end))
        if cue.start == cue.end:
            notes.add(cue.line, "lasts no time at all, and is left out")
        if over and cue.start < over.start:
            notes.add(
                cue.line, "begins before a line above it does; they were put in order"
            )
        elif over and cue.start < over.end:
            notes.add(cue.line, "begins before the caption above it has ended; both count")
        over = cue if over is None or cue.end >= over.end else over
    if not talk.turns:
        raise TranscriptError(
            "None of the captions has both words and a length: is this the whole file?"
        )
    first = min(turn.start for turn in talk.turns)
    talk.turns = [Turn(t.who, t.start - first, t.end - first) for t in talk.turns]
    talk.notes = notes.told()
    return talk


def _parts(cue: _Cue, *, name_first: bool) -> list[tuple[int, str | None, int, int]]:
    """Return each speaker of a caption: line, name if any, start, end.

    Two who share a caption share its time by their words.
    """
    if name_first:
        return [(cue.line + 1, cue.said[0][1], cue.start, cue.end)]
    parts: list[tuple[int, str | None, int]] = []
    for line, said in cue.said:
        name = _name_in(said)
        words = max(1, len(WORD.findall(said)))
        if name is None and parts:
            at, same, before = parts[-1]
            parts[-1] = (at, same, before + words)
        else:
            parts.append((line, name, words))
    total, done, found = sum(words for *_, words in parts), 0, []
    for line, name, words in parts:
        span = cue.end - cue.start
        start, end = done * span // total, (done + words) * span // total
        found.append((line, name, cue.start + start, cue.start + end))
        done += words
    return found


def _names_stand_alone(cues: list[_Cue]) -> bool:
    """Return whether each caption's first line is a name and nothing else.

    That is how some versions of Teams write it down.
    """
    return bool(cues) and all(
        len(cue.said) > 1
        and looks_like_name(cue.said[0][1])
        and not any(_name_in(said) for _, said in cue.said)
        for cue in cues
    )


def _cues(lines: Sequence[str]) -> Iterator[_Cue]:
    """Yield the captions in the order in which they stand."""
    cue: _Cue | None = None
    aside = False  # within a block of WebVTT that is no caption
    for number, given in enumerate(lines, start=1):
        line = given.strip()
        if "-->" in line:
            if cue:
                yield cue
            cue, aside = _cue(number, line), False
        elif not line:
            aside = False
            if cue and cue.said:
                yield cue
                cue = None
        elif cue:
            cue.said.append((number, line))
        elif aside or re.match(r"(WEBVTT|NOTE|STYLE|REGION)\b", line):
            aside = True
        elif not _is_id(lines, number):
            raise TranscriptError(
                f"Line {number:,} has words without a time, while other lines have times: "
                "please make them all of one kind, captions or “Name: words”."
            )
    if cue:
        yield cue


def _cue(number: int, line: str) -> _Cue:
    match = _CUE.match(line)
    if match is None:
        why = "a time below zero" if re.search(r"(^|\s)-\d", line) else "no times"
        raise TranscriptError(
            f"Line {number:,} has {why} that can be read around the arrow: it should look "
            "like “00:01:05.000 --> 00:01:09.500”."
        )
    start, end = _ms(match["start"]), _ms(match["end"])
    if end < start:
        raise TranscriptError(
            f"Line {number:,} ends before it begins ({match['start']} --> {match['end']}): "
            "please put its times right, or take it out."
        )
    return _Cue(number, start, end)


def _is_id(lines: Sequence[str], number: int) -> bool:
    """Return whether a line is the name of the caption that comes next."""
    return number < len(lines) and "-->" in lines[number]


def _name_in(said: str) -> str | None:
    voice = _VOICE.match(said)
    if voice:
        return voice["name"]
    plain = _MARKS.sub("", said).strip().lstrip("-–> ")
    for pattern in (NAMED, NAME_ALONE):
        match = pattern.match(plain)
        if match and may_be_name(match["name"]):
            return match["name"]
    return None


def _ms(clock: str) -> int:
    """Return "1:02:03.4" in milliseconds."""
    whole, _, part = clock.replace(",", ".").partition(".")
    seconds = 0
    for one in whole.split(":"):
        seconds = seconds * 60 + int(one)
    return seconds * 1000 + int(part.ljust(3, "0") or 0)
