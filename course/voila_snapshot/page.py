"""A page of which all but the end is the same for everybody: compressed once."""

from __future__ import annotations

import json
import struct
import zlib
from collections import Counter
from collections.abc import Mapping
from os.path import commonprefix
from typing import Any

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # gzip, no name, no time
_BEST, _QUICK = 9, 6
_LONG = 200  # characters; below this a number gains nothing
_RAW = -zlib.MAX_WBITS  # deflate without a wrapper


class Page:
    """The part of a page that everybody gets, ready to be sent with anybody's end.

    A deflate stream may go on after a full flush without looking back, and a checksum
    may go on from where it was; so only the end is compressed for each visitor.

    Args:
        same: the page's text up to where visitors differ.
    """

    def __init__(self, same: str) -> None:
        self._raw = same.encode()
        squeeze = zlib.compressobj(_BEST, zlib.DEFLATED, _RAW)
        self._packed = squeeze.compress(self._raw) + squeeze.flush(zlib.Z_FULL_FLUSH)
        self._checksum = zlib.crc32(self._raw)

    def plain(self, end: str) -> bytes:
        """Return the whole page as it is."""
        return self._raw + end.encode()

    def gzipped(self, end: str) -> bytes:
        """Return the whole page as gzip."""
        last = end.encode()
        squeeze = zlib.compressobj(_QUICK, zlib.DEFLATED, _RAW)
        packed = squeeze.compress(last) + squeeze.flush(zlib.Z_FINISH)
        checksum = zlib.crc32(last, self._checksum)
        length = (len(self._raw) + len(last)) & 0xFFFFFFFF
        return _HEADER + self._packed + packed + struct.pack("<II", checksum, length)


def sent_once(states: Mapping[str, Any]) -> dict[str, Any]:
    """Return the widgets' states with each long text that several have in common once.

    Every anywidget of a kind holds the same script and style: written out for each, they
    are nearly all of a page. Kinds of one family begin alike, too, and further apart than
    compression looks back.

    Args:
        states: the states by model id, as ipywidgets' manager has them; left as they are.

    Returns:
        `states`, in which `texts` of a state says of which texts, by their numbers, the
        value of a key is made, and `texts`, these texts in order.
    """
    long: dict[str, Counter[str]] = {}
    for saved in states.values():
        for key, text in saved["state"].items():
            if _long(text):
                long.setdefault(key, Counter())[text] += 1
    parts: dict[tuple[str, str], list[str]] = {}
    for key, times in long.items():
        # They are no paths: letter by letter is what is meant.
        start = commonprefix(list(times)) if len(times) > 1 else ""  # noqa: RUF071  see above
        for text, count in times.items():
            if _long(start):
                parts[key, text] = [start, text[len(start) :]]
            elif count > 1:
                parts[key, text] = [text]
    texts = dict.fromkeys(part for found in parts.values() for part in found)
    numbers = {text: at for at, text in enumerate(texts)}
    short = {}
    for model, saved in states.items():
        apart = {
            key: [numbers[part] for part in parts[key, text]]
            for key, text in saved["state"].items()
            if _long(text) and (key, text) in parts
        }
        own = {key: value for key, value in saved["state"].items() if key not in apart}
        short[model] = {**saved, "state": own} | ({"texts": apart} if apart else {})
    return {"states": short, "texts": list(numbers)}


def _long(value: object) -> bool:
    return isinstance(value, str) and len(value) >= _LONG


def as_script(name: str, data: Mapping[str, Any]) -> str:
    """Return JSON that a page carries, harmless whatever is in it.

    `<` is written as an escape, so that no text can close the element or open another.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace("\u2028", "\\u2028")
    safe = safe.replace("\u2029", "\\u2029")
    return f'<script id="{name}" type="application/json">{safe}</script>'
