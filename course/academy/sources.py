"""What a module rests on, gathered in one place for whoever reads it."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from academy import paths, printing

DESIGN = "DESIGN.md"

_SECTION = re.compile(r"^## Sources\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_CITED = re.compile(r"\b(?:doi:(10\.\d{4,9}/[^\s<>,;]*[^\s<>,;:.)])|(PMC\d{5,9}))\b")
"""A DOI or an article's number in PubMed Central, as text has it."""


def listed(id: str) -> Markup | None:
    """Return the sources that a module's design lists as HTML, or None if it lists none.

    Args:
        id: the module's, such as "02_listening".
    """
    file = paths.content() / "modules" / id / DESIGN
    found = _SECTION.search(file.read_text("utf-8")) if file.is_file() else None
    return _linked(printing.prose(found[1])) if found else None


def linked(text: str) -> Markup:
    """Return plain text as HTML in which what is cited can be opened."""
    return _linked(str(escape(text)))


def _linked(html: str) -> Markup:
    def link(cited: re.Match[str]) -> str:
        doi, pmc = cited.groups()
        to = f"doi.org/{doi}" if doi else f"pmc.ncbi.nlm.nih.gov/articles/{pmc}/"
        return f'<a href="https://{to}" rel="noreferrer">{cited[0]}</a>'

    return Markup(_CITED.sub(link, html))  # noqa: S704  escaped, or made by our Markdown
