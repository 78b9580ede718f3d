"""What a transcript comes to: who spoke when; and how a name is told from words."""

import re
from dataclasses import dataclass, field
from typing import Literal

from academy_widgets.airtime.measures import Turn

MOST_SPEAKERS = 26

CLOCK = r"\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,3})?"
NAME = r"[^\W\d_][\w .,'’()/&|-]{0,59}"
NAMED = re.compile(rf"(?P<name>{NAME}?)\s*:\s+(?P<said>\S.*)$")
NAME_ALONE = re.compile(rf"(?P<name>{NAME}?)\s*:$")
WORD = re.compile(r"[぀-ヿ㐀-鿿가-힯]|[^\W_]+(?:['’-][^\W_]+)*")
"""A word; where none are set apart, a character counts as one."""

_MOST_WORDS = 6
_SMALL = {"al", "bin", "da", "de", "del", "der", "di", "du", "el", "la", "le", "van", "von"}
"""Words that a name may have in small letters."""


class TranscriptError(ValueError):
    """A transcript that cannot be read, told in one sentence with the line."""


class Notes:
    """What was put right, by what it was, each told once with its first line."""

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}

    def add(self, line: int, what: str) -> None:
        """Note that `what` is so at a line."""
        self._lines.setdefault(what, []).append(line)

    def told(self) -> list[str]:
        """Return a sentence for each kind of thing."""
        return [
            f"Line {at[0]:,} {what}."
            + (f" The same at {len(at) - 1:,} more." if len(at) > 1 else "")
            for what, at in self._lines.items()
        ]


@dataclass
class Talk:
    """Who spoke when.

    Attributes:
        unit: "ms" for captions, else "words".
        speakers: their names as they stand there, in the order of speaking.
        turns: `who` is a place in `speakers`; times count from the first word.
        notes: what was put right or left out, each a sentence that names the line.
    """

    unit: Literal["ms", "words"]
    speakers: list[str] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def place(self, name: str, line: int) -> int:
        """Return a speaker's place in the list, found or made."""
        name = " ".join(name.split()).strip(" ,-")
        folded = [one.casefold() for one in self.speakers]
        if name.casefold() in folded:
            return folded.index(name.casefold())
        if len(self.speakers) == MOST_SPEAKERS:
            raise TranscriptError(
                f"Line {line:,} brings in one speaker more than the {MOST_SPEAKERS} that "
                "fit here: please leave out some, or write one name the same way each time."
            )
        self.speakers.append(name)
        return len(self.speakers) - 1


def may_be_name(name: str) -> bool:
    """Return whether what stands before a colon is short enough for a name."""
    return len(name.split()) <= _MOST_WORDS


def looks_like_name(text: str) -> bool:
    """Return whether words without a colon after them may be a name: all begin large."""
    words = text.split()
    return (
        bool(words)
        and may_be_name(text)
        and re.fullmatch(NAME, text) is not None
        and all(word in _SMALL or not word[0].islower() for word in words)
    )
