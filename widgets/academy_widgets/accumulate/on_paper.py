"""Accumulate with pens: a guess for each level, and a key with what the model gives."""

from __future__ import annotations

from collections.abc import Sequence

from academy_widgets import paper
from academy_widgets.accumulate.setup import STUDY
from academy_widgets.accumulate.words import named
from academy_widgets.paper import Paper

KEY = {
    "no bias": (50, 50, 50, 50, 50, 50, 50, 50),
    "1 %": (54, 50, 48, 47, 46, 44, 42, 39),
    "5 %": (58, 51, 46, 43, 40, 37, 32, 26),
}
"""Percent of the group on each level, bottom to top, by how much the bias explains.

Source: the thousand runs that the screen shows, to a point; the tests run them again.
"""


def sheet_and_key(
    story: Sequence[str],
    ask: str,
    others: str,
    remedies: Sequence[tuple[str, str]],
    beside: Sequence[str],
) -> Paper:
    """Return a sheet to guess on, and a key to read from.

    Args:
        story: what the pyramid is.
        ask: the question to guess at.
        others: whose share is guessed.
        remedies: what may be tried, and what the model takes each to do.
        beside: what has to be said beside the numbers.
    """
    names = [named(one, STUDY) for one in range(len(STUDY))]
    guess = [(name, str(n), "", "") for name, n in zip(names, STUDY, strict=True)]
    told = [
        (name, *(f"{shares[at]} %" for shares in KEY.values()))
        for at, name in enumerate(names)
    ]
    return Paper(
        (
            *(paper.text(one) for one in story),
            paper.write(f"{ask} My guess, in percent:", words=10),
            paper.table(
                f"Percent of {others} on each level",
                ("Level", "People", "My guess", "What came out"),
                guess[::-1],
            ),
            paper.choose(
                [name for name, _ in remedies], "What would you try first in such a place?"
            ),
            paper.write("What would that change here, and who would have to agree to it?"),
        ),
        (
            paper.text("Read these out when everybody has written a guess."),
            paper.table(
                f"Percent of {others}, by how much the bias explains (1,000 runs)",
                ("Level", *KEY),
                told[::-1],
            ),
            paper.listed(
                [f"{name}: {assumed}" for name, assumed in remedies],
                "What the model assumes about each; none of it is a finding:",
            ),
            paper.listed(beside, "Say these as well:"),
        ),
    )
