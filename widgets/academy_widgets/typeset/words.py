"""A learner's words as plain text: whoever wrote them, wherever they are shown."""

from __future__ import annotations

import re

_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
"""Unicode has a small picture for each control character: NUL is shown as ␀."""

_GONE = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""What turns the direction of writing; the page sets it for each paragraph instead."""

_HARMLESS = (
    _PICTURES
    | _GONE
    | {0x7F: 0x2421, 0x2028: "\n", 0x2029: "\n"}
    | dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], 0xFFFD)
)


def plain_text(text: str) -> str:
    """Return `text` as it may stand on anybody's page.

    What cannot be seen is shown as a picture of itself, what would reorder the text
    around it is left out, and half a character, which no file could hold, is marked. A
    template still escapes it, and gives it `dir="auto"`.
    """
    return re.sub(r"\r\n?", "\n", text).translate(_HARMLESS)
