"""Find in a meeting's transcript who spoke when. Nothing of what was said is returned.

Captions say from when to when; then talk is measured in time. A talk written down
(`Name: words`, also with one time before the name or beside it, as Teams and Zoom copy
it) does not say when somebody stopped; then it is measured in words.
"""

import re

from academy_widgets.airtime.captions import captions
from academy_widgets.airtime.measures import Turn, joined
from academy_widgets.airtime.talk import (
    CLOCK,
    NAME,
    NAME_ALONE,
    NAMED,
    WORD,
    Talk,
    TranscriptError,
    looks_like_name,
    may_be_name,
)

MOST_TURNS = 6000
LONGEST = 3_000_000
"""Characters of a transcript: some thirty hours of talk."""

_TIME = rf"[\[(]?{CLOCK}(?: ?[AaPp]\.?[Mm]\.?)?[\])]?"
_TIMED = re.compile(rf"{_TIME}\s*[-–]?\s*(?P<name>{NAME}?)\s*:\s+(?P<said>\S.*)$")
_HEADING = re.compile(rf"[\[(]?(?P<name>{NAME}?)[\])]?\s+{_TIME}$")
_TIMED_HEADING = re.compile(rf"{_TIME}\s+(?P<name>{NAME})$")
_STARTED = re.compile(r".{1,60} (?:started|stopped) transcription$")


def read(text: str) -> Talk:
    """Return who spoke when in a transcript.

    Raises:
        TranscriptError: it cannot be read; the message says at which line, and why.
    """
    if len(text) > LONGEST:
        raise TranscriptError(
            f"This has {len(text):,} characters, more than the {LONGEST:,} that fit here: "
            "please split it and measure one part at a time."
        )
    lines = text.lstrip("\ufeff").splitlines()
    if not any(line.strip() for line in lines):
        raise TranscriptError("There is nothing in it yet: paste a transcript first.")
    talk = captions(lines) if any("-->" in line for line in lines) else _written(lines)
    talk.turns = joined(talk.turns, ends=1)
    if len(talk.turns) > MOST_TURNS:
        raise TranscriptError(
            f"This has {len(talk.turns):,} turns, more than the {MOST_TURNS:,} that fit "
            "here: please split it and measure one part at a time."
        )
    return talk


def _written(lines: list[str]) -> Talk:
    talk, who, at = Talk("words"), None, 0
    for number, given in enumerate(lines, start=1):
        line = given.strip()
        if not line or _STARTED.match(line) or line == "WEBVTT":
            continue
        name, said = _line(line)
        if name is not None:
            who = talk.place(name, number)
        elif who is None:
            if number == 1 and _names_follow(lines):
                continue  # a heading, such as what the meeting was called
            raise TranscriptError(
                f"Line {number:,} does not say who speaks: begin it with a name, a "
                "colon and a space, as in “Ann: Good morning”, and lines after it go on."
            )
        words = len(WORD.findall(said))
        if words and who is not None:
            talk.turns.append(Turn(who, at, at + words))
            at += words
    if not talk.turns:
        raise TranscriptError(
            "There are names in it and no words: is this the whole transcript?"
        )
    return talk


def _line(line: str) -> tuple[str | None, str]:
    """Return whom a line names, if anybody, and what is said in it."""
    for pattern in (_TIMED, NAMED):
        match = pattern.match(line)
        if match and may_be_name(match["name"]):
            return match["name"], match["said"]
    match = NAME_ALONE.match(line)
    if match and may_be_name(match["name"]):
        return match["name"], ""
    for pattern in (_HEADING, _TIMED_HEADING):
        match = pattern.match(line)
        if match and looks_like_name(match["name"]):
            return match["name"], ""
    return None, line


def _names_follow(lines: list[str]) -> bool:
    later = (line.strip() for line in lines[1:])
    return any(_line(line)[0] is not None for line in later if line)
