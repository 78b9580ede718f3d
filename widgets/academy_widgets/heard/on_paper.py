"""Heard with pens: a table for the listener, one for the speaker, then both together."""

from collections.abc import Iterable, Sequence

from academy_widgets import paper
from academy_widgets.paper import BOX, Paper


def two_halves(
    invite: str,
    scale: Sequence[str],
    guess: Iterable[str],
    felt: Iterable[str],
    found: Iterable[str],
) -> Paper:
    """Return a sheet with what one guesses apart from what the other says.

    Args:
        invite: when to do it, and what to agree on.
        scale: the numbers, with what the first and the last of them mean.
        guess: what the listener is asked.
        felt: what the speaker is asked.
        found: what studies say, to stand below both.
    """

    def half(whose: str, asked: Iterable[str]) -> paper.Part:
        rows = [(one, *[BOX] * len(scale)) for one in asked]
        return paper.table(whose, ("What is asked", *scale), rows)

    return Paper(
        (
            paper.text(invite),
            paper.write("Listener: say back what you heard. What was it?", words=30),
            half(
                "The listener guesses, and covers it until the speaker has answered", guess
            ),
            half("The speaker says, and may leave out any of them", felt),
            paper.text("Now lay both side by side, and ask each other about them."),
            paper.listed(found, "What studies found:"),
        )
    )
