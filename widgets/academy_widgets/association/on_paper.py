"""The sorting without a screen: two pairings, two piles, no clock."""

from collections.abc import Iterable, Sequence

from academy_widgets import paper
from academy_widgets.paper import BOX, Paper

HOW = (
    "Take the first table. For each word, tick the column that it belongs to, one after "
    "the other, at your own pace. Then do the same in the second table, where two of the "
    "names have changed places."
)
LEAD = (
    (
        "Nobody is timed, and nothing is counted. Sheets stay with those who filled them "
        "in: collect none, ask nobody which pairing came easier, and do not go round "
        "the room."
    ),
    (
        "Let half of the room begin with the second table. Whatever comes second tends to "
        "feel different only because it comes second; ask who noticed that."
    ),
    (
        "Talk about where people meet such pairings: in forms, headlines, jokes, shift "
        "handovers. Not about who in the room holds them."
    ),
    (
        "If somebody is hurt by the words, they are right to say so. Stop, thank them, and "
        "leave the exercise there."
    ),
)


def two_piles(
    invite: str, names: Sequence[str], words: Sequence[str], limits: Iterable[str]
) -> Paper:
    """Return a sheet with both pairings, and what who leads should know.

    Args:
        invite: what this is.
        names: of the four sets: two that change sides, two that stay.
        words: what is sorted, in the order in which it is.
        limits: what it cannot say.
    """
    one, other, stays, beside = names

    def piles(name: str, left: str, right: str) -> paper.Part:
        columns = ("Word", f"{left} or {stays}", f"{right} or {beside}")
        return paper.table(name, columns, [(word, BOX, BOX) for word in words])

    easier = (
        f"{one} together with {stays}",
        f"{other} together with {stays}",
        "Neither came easier",
        "I cannot tell",
    )
    return Paper(
        (
            paper.text(invite),
            paper.text(HOW),
            piles("First", one, other),
            piles("Second", other, one),
            paper.choose(easier, "Which pairing came easier?"),
            paper.write("At which words did you halt? What was that like?", words=30),
            paper.write("Where at work might such a pairing make itself felt?", words=30),
            paper.listed(limits, "What this cannot say:"),
        ),
        (paper.listed(LEAD, "For whoever leads:"),),
    )
