"""A4 pages of plain text, in any direction of writing, tagged for those who hear them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from fpdf import FPDF
from fpdf.enums import Align
from fpdf.prefs import ViewerPreferences

from academy_widgets.typeset.words import plain_text

_FONTS = Path(__file__).parent / "fonts"
_FILES = {
    ("serif", ""): "DejaVuSerifCondensed.ttf",
    ("serif", "B"): "DejaVuSerifCondensed-Bold.ttf",
    ("sans", ""): "DejaVuSansCondensed.ttf",
}

Colour = tuple[int, int, int]
INK: Colour = (35, 38, 43)
SOFT: Colour = (86, 91, 99)
ACCENT: Colour = (12, 90, 96)
LINE: Colour = (217, 210, 197)

_SIDE, _TOP, _BOTTOM = 28, 26, 28  # millimetres
_INSET = 4  # of what has a line along it
_SHORT, _LONG = 20, 400  # letters that fit on a line for certain, and that never do
_HEADINGS = {1: (22, 0, 3, 45), 2: (15, 9, 1.5, 45), 3: (11, 6, 1, 32)}
"""By level: size in points; millimetres above, below, and needed on the same page."""
_CLOSE = (11.5, 4.5, 0.5, 16)

UNPRINTABLE = "\N{WHITE SQUARE}"
"""What stands for a character that none of the fonts has."""

_GLUE = {*range(0x200B, 0x2010), 0x2060, 0xFEFF, *range(0xFE00, 0xFE10), 0xAD}
"""What only joins or varies its neighbours; without it they are still read."""


class Pages(FPDF):
    """A document that is written from top to bottom.

    Args:
        title: of the whole; also stands at the foot of each page.
        at: when it was made.

    Attributes:
        scale: of every letter and of the space around it that is written from now on.
        unprintable: whether anything stands as a square, for want of a font.
    """

    def __init__(self, title: str, at: datetime) -> None:
        super().__init__(format="A4")
        self._title, self._tag, self.scale = title, "", 1.0
        self.unprintable = False
        for (family, style), file in _FILES.items():
            self.add_font(family, style, _FONTS / file)
        self.set_fallback_fonts(["sans"], exact_match=False)
        self.set_text_shaping(use_shaping_engine=True)
        self.set_margins(_SIDE, _TOP, _SIDE)
        self.c_margin = 0
        self.set_auto_page_break(auto=True, margin=_BOTTOM)
        self.set_title(title)
        self.set_lang("en-GB")
        self.set_display_mode("default")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_creation_date(at)
        self._known = set.intersection(*({*font.cmap} for font in self._faces("serif")))
        self._known |= {*self._faces("sans")[0].cmap}

    def _faces(self, family: str) -> list[Any]:
        return [self.fonts[name] for name in self.fonts if name.startswith(family)]

    def heading(self, level: Literal[1, 2, 3], text: str, *, close: bool = False) -> None:
        """Write a heading, and keep it on the page of what it heads.

        Args:
            level: of the heading.
            text: one line.
            close: whether it is small and near to what it heads, as on a full page.
        """
        form = _CLOSE if close else _HEADINGS[level]
        size, above, below, needed = (one * self.scale for one in form)
        self._space(above, needed)
        shown = self._printable(text)
        self.start_section(" ".join(shown.split()), level - 1)
        with self._tagged(f"/H{level}"):
            self.set_font("serif", "B", size)
            self._write(shown, INK, 1.25)
        self.ln(below)

    def facts(self, text: str, colour: Colour = SOFT) -> None:
        """Write something about what stands around it, small."""
        with self._tagged("/P"):
            self.set_font("sans", "", 9 * self.scale)
            self._write(self._printable(text), colour, 1.45)

    def words(self, text: str, beside: Colour | None = None) -> None:
        """Write what somebody said, as they parted it; `beside` draws a line along it."""
        self.ln(self.scale)
        for paragraph in self._printable(text).strip("\n").split("\n"):
            if not paragraph.strip():
                self.ln(2.5 * self.scale)
                continue
            with self._tagged("/P"):
                self.set_font("serif", "", 10.5 * self.scale)
                self._write(paragraph, INK, 1.5, beside)
        self.ln(1.5 * self.scale)

    def tall(self, text: str) -> float:
        """Return how many millimetres `words` would take for a text, on one long page."""
        self.set_font("serif", "", 10.5 * self.scale)
        high, took = self.font_size * 1.5, 2.5 * self.scale
        for paragraph in self._printable(text).strip("\n").split("\n"):
            lines = sum(1 for _ in self._lines(paragraph, self.epw))
            took += high * lines if paragraph.strip() else 2.5 * self.scale
        return took

    def footer(self) -> None:
        """Write the foot of a page."""
        self.set_y(-16)
        self.set_font("sans", "", 8)
        self.set_text_color(SOFT)
        self.cell(text=self._printable(self._title))
        self.set_x(_SIDE)
        self.cell(self.epw, text=f"{self.page_no()}", align=Align.R)

    def add_page(self, *args: Any, **more: Any) -> None:  # noqa: ANN401  as upstream
        """Begin a page; a tag that is open goes on there as one of its own."""
        tag = self._tag
        self._end()
        super().add_page(*args, **more)
        if tag:
            self._begin(tag)

    def _space(self, above: float, needed: float) -> None:
        if self.will_page_break(above + needed):
            self.add_page()
        else:
            self.ln(above)

    def _write(
        self, text: str, colour: Colour, leading: float, beside: Colour | None = None
    ) -> None:
        rtl = _right_to_left(text)
        self.set_text_shaping(use_shaping_engine=True, direction="rtl" if rtl else "ltr")
        self.set_text_color(colour)
        high, inset = self.font_size * leading, _INSET if beside else 0
        for line in self._lines(text, self.epw - inset):
            if self.will_page_break(high):
                self.add_page()
            if beside:
                self.set_draw_color(beside)
                self.set_line_width(0.5)
                along = self.w - _SIDE if rtl else _SIDE
                self.line(along, self.y, along, self.y + high)
            self._choose_font_for_page()
            self.set_x(_SIDE if rtl else _SIDE + inset)
            align = Align.R if rtl else Align.L
            self.cell(self.epw - inset, high, line, align=align)
            self.set_xy(_SIDE, self.y + high)

    def _choose_font_for_page(self) -> None:
        """Choose the current font outside of any line.

        fpdf2 chooses it within the first line, if that begins in another, and then takes
        it as chosen for the lines after that, too: they would not be shown.
        """
        if self.current_font and not self.current_font_is_set_on_page:
            self._out(self._set_font_for_page(self.current_font, self.font_size_pt))

    def _lines(self, text: str, wide: float) -> Iterator[str]:
        """Yield the lines of a text, parted at spaces.

        fpdf2's own way measures a line anew for each of its characters, and looks at the
        whole text for each line: a minute for what somebody may write in one answer.
        """
        measure = cache(self.get_string_width)
        line: list[str] = []
        space, used = measure(" "), 0.0
        for part in text.replace("\n", " ").split(" "):
            for word in self._that_fit(part, wide, measure):
                needs = measure(word) + (space if line else 0)
                if line and used + needs > wide:
                    yield " ".join(line)
                    line, used, needs = [], 0.0, measure(word)
                line.append(word)
                used += needs
        yield " ".join(line)

    def _that_fit(
        self, word: str, wide: float, measure: Callable[[str], float]
    ) -> Iterator[str]:
        """Yield a word whole, or if it is longer than a line, in pieces that are not."""
        while len(word) > _SHORT and measure(word[:_LONG]) > wide:
            end = _SHORT
            while end < _LONG and measure(word[: end + 1]) <= wide:
                end += 1
            yield word[:end]
            word = word[end:]
        yield word

    @contextmanager
    def _tagged(self, tag: str) -> Iterator[None]:
        """Let what is written be an element of the document's structure.

        fpdf2 itself tags figures only, and none that goes on to another page.
        """
        self._begin(tag)
        yield
        self._end()

    def _begin(self, tag: str) -> None:
        mcid = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=tag, mcid=mcid)
        self._out(f"{tag} <</MCID {mcid}>> BDC")
        self._tag = tag

    def _end(self) -> None:
        if self._tag:
            self._out("EMC")
        self._tag = ""

    def _printable(self, text: str) -> str:
        shown = []
        text = unicodedata.normalize("NFC", plain_text(text))
        for character in text.replace("\t", "    "):
            if character == "\n" or ord(character) in self._known:
                shown.append(character)
            elif ord(character) not in _GLUE and not unicodedata.combining(character):
                shown.append(UNPRINTABLE)
                self.unprintable = True
        return "".join(shown)


def _right_to_left(text: str) -> bool:
    """Return whether a paragraph begins in a script that runs from right to left."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False
