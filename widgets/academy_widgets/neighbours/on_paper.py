"""Neighbours with coins: a board to lay out, the rule, and what a room will see."""

from collections.abc import Iterable, Sequence

from academy_widgets import paper
from academy_widgets.paper import Paper

DRAWN = ("", "\N{BLACK UP-POINTING TRIANGLE}", "\N{BLACK SQUARE}")


def with_coins(
    invite: str,
    rows: Sequence[Sequence[int]],
    least: int,
    asks: str,
    found: Iterable[str],
) -> Paper:
    """Return a sheet with the board that is moved by hand on a screen.

    Args:
        invite: what this is.
        rows: the board, each place as `rules` has it.
        least: what everybody wants of their neighbours, in percent.
        asks: what is guessed first.
        found: what to look for, and what the model does not know.
    """
    letters = [chr(ord("A") + at) for at in range(len(rows))]
    board = [
        (str(at), *(DRAWN[kind] for kind in row)) for at, row in enumerate(rows, start=1)
    ]
    return Paper(
        (
            paper.text(invite),
            paper.listed(
                (
                    "Lay a coin on each triangle, heads up, and on each square, tails up.",
                    "Neighbours touch a coin's place, corners too: eight at most.",
                    f"A coin is content if {least} of 100 of its neighbours are like it.",
                    "One without neighbours is content as well.",
                    "Move any coin that is not content to any empty place.",
                    "Go on until all are content.",
                ),
                "How it goes:",
            ),
            paper.write(f"Guess first: {asks}", words=10),
            paper.table("The board", ("", *letters), board),
            paper.write("What does the board look like now? Who wanted that?", words=40),
            paper.text(
                "Now a coin is also not content if more than 90 of 100 of its neighbours "
                "are like it. Go on moving."
            ),
            paper.write("What changed?", words=30),
        ),
        (
            paper.table(
                "What towns of 20 by 20 places come to (60 runs of each; 30 of the last)",
                ("At least, of 100", "Neighbours alike at the end, of 100", "Moves"),
                (
                    ("0", "51", "0"),
                    ("25", "62", "47"),
                    ("33", "75", "125"),
                    ("50", "88", "272"),
                    ("60", "96", "603"),
                ),
            ),
            paper.text(
                "A board of 49 places has more edge than a town, and may come out "
                "otherwise. Sorting by wish does not come undone by having no wish: it "
                "takes somebody to want a few neighbours unlike themselves."
            ),
            paper.listed(found),
        ),
    )
