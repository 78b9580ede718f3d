"""Criteria with pens: half of a room weighs before it turns the sheet over."""

from collections.abc import Iterable, Sequence

from academy_widgets import paper
from academy_widgets.paper import Paper


def two_sheets(
    invite: str,
    ways: Sequence[str],
    scale: str,
    posts: Iterable[tuple[str, Sequence[str], Sequence[str]]],
    whose: Iterable[str],
) -> Paper:
    """Return a sheet to fold, and a key that says whose strength is what.

    Args:
        invite: what there is to do.
        ways: what those are told who weigh first, and those who weigh after.
        scale: what the weights mean.
        posts: of each post what it is, its criteria, and who applies.
        whose: of each post, who is good at what.
    """
    sheet = [paper.text(invite)]
    for about, criteria, people in posts:
        sheet += [
            paper.text(about),
            paper.table(
                scale, ("What may count", "How much"), [(one, "") for one in criteria]
            ),
            paper.listed(people, "Who applies"),
            paper.write("Whom do you choose?", words=10),
        ]
    key = (
        paper.text(
            "Give half of the room, by the toss of a coin, the lists of criteria and "
            "collect them before you hand out who applies. Give the other half everything "
            "at once. Nobody’s sheet is read out."
        ),
        paper.listed(ways, "The two halves are told:"),
        paper.listed(whose, "Who is good at what:"),
        paper.text(
            "Each person: the mean of the numbers beside what the one you chose is good "
            "at, less the mean of the others. With five or more in each half, compare the "
            "two halves’ means. One person’s number says little."
        ),
    )
    return Paper(tuple(sheet), key)
