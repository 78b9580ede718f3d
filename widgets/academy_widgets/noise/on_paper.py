"""Noise with pens: everybody judges alone, and the room works out how far it scatters."""

from collections.abc import Sequence

from academy_widgets import paper
from academy_widgets.paper import Paper


def audit_in_a_room(  # noqa: PLR0913, PLR0917  each is a part of the sheet
    invite: str,
    question: str,
    anchors: Sequence[str],
    cases: Sequence[str],
    pairs: Sequence[str],
    parts: Sequence[str],
) -> Paper:
    """Return a sheet to fill in alone, and a key that works out the noise.

    Args:
        invite: what there is to do.
        question: what each number answers.
        anchors: what some of the numbers mean.
        cases: what is judged, in the order of the sheet.
        pairs: which two of them tell the same, by their numbers on the sheet.
        parts: what a second look asks about.
    """
    sheet = (
        paper.text(invite),
        paper.text("Fold the sheet so that you see one case at a time."),
        paper.listed(anchors, question),
        paper.table(
            "One number for each",
            ("", "Case", "Your number"),
            [(str(at), text, "") for at, text in enumerate(cases, 1)],
        ),
    )
    key = (
        paper.listed(pairs, "These tell the same in other words, by their numbers:"),
        paper.text(
            "Each person alone: take the difference of the two numbers of each pair, add "
            "the differences up without their signs, and divide by how many pairs there "
            "are. That is your own typical gap. Nobody has to say it."
        ),
        paper.text(
            "Together, with five people or more: collect one sheet from each, without "
            "names, and shuffle them. For three or four cases write all numbers on the "
            "board from lowest to highest. Ask what two people far apart may have had in "
            "mind, and never who they are."
        ),
        paper.text(
            "Then cover the board: in threes, each alone, judge one new case, and write "
            "down the mean of the three. The threes’ means lie closer together than the "
            "single numbers did: of independent numbers, the mean of n scatters by the "
            "square root of n less."
        ),
        paper.listed(parts, "For a second look, one number for each, then their mean:"),
    )
    return Paper(sheet, key)
