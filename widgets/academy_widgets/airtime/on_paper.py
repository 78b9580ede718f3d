"""Airtime with a pen and a clock: a stroke every ten seconds."""

from collections.abc import Sequence

from academy_widgets import paper
from academy_widgets.paper import Paper

COLUMNS = ("Who", "Group", "My guess, %", "Strokes", "Number", "Share, %")
SEATS = 6

BEFORE = (
    "Write down everybody who is there, also who may say nothing; initials are enough. "
    "Guess each one’s share of the talk."
)
DURING = (
    "During the talk, look at a clock. Every ten seconds, put a stroke beside whoever is "
    "speaking at that moment, or beside “nobody”."
)
AFTER = (
    "Count the strokes. A share is 100 × somebody’s strokes, divided by all strokes that "
    "are not “nobody’s”."
)
HINT = (
    "With 30 strokes, which is five minutes, one stroke is 3 in 100: speak of “about a "
    "third”, not of 33.3. Nobody is to be told that they speak too much."
)


def tally(invite: str, groups: Sequence[str]) -> Paper:
    """Return a sheet on which somebody counts who speaks, by hand."""
    empty = ("",) * (len(COLUMNS) - 1)
    sheet = (
        paper.text(invite),
        paper.listed((BEFORE, DURING, AFTER), "How to count:"),
        paper.listed([", ".join(groups)], "Groups that people may be there as:"),
        paper.table("The talk", COLUMNS, [("", *empty)] * SEATS + [("Nobody", *empty)]),
        paper.write("What surprises you? What would you ask the others?", words=20),
    )
    return Paper(sheet, (paper.text(HINT),))
