"""The trust game with coins or slips of paper, for two people and somebody who watches."""

from collections.abc import Iterable, Sequence

from academy_widgets import paper
from academy_widgets.paper import Paper
from academy_widgets.trustgame.repeated import FIVE, PLAYERS, everybody

COLUMNS = ("Round", "Sent", "Times three", "Came back", "Sender has", "Other has")


def for_two(
    invite: str,
    pairs: Sequence[tuple[str, str, int, int]],
    rounds: int,
    asks: Iterable[str],
    study: Iterable[str],
) -> Paper:
    """Return the sheet and the key.

    Args:
        invite: what the game is.
        pairs: title, scene, and the two stakes of each part.
        rounds: how many are played before the two change places.
        asks: what it was like.
        study: what people did in the studies.
    """
    parts = []
    for title, about, one, other in pairs:
        rows = [
            (f"{place}, round {n + 1}", *[""] * (len(COLUMNS) - 1))
            for place in ("First", "Places changed")
            for n in range(rounds)
        ]
        stakes = f"One begins each round with {one} coins, the other with {other}."
        parts += [paper.text(f"{title}. {about} {stakes}"), paper.table("", COLUMNS, rows)]
    sheet = (
        paper.text(invite),
        paper.text(
            "For two people, with coins, beans or slips of paper. Do not talk while you "
            "play. Write down each round; a third person may keep the bank."
        ),
        *parts,
        *(paper.write(one, words=30) for one in asks),
    )
    totals = everybody(FIVE, 10)
    key = (
        paper.text(
            "Ask first what each place was like, and only then look at numbers. Nobody is "
            "asked why they sent little: there may be good reasons, in a game and outside."
        ),
        paper.listed(study, "What people did in studies"),
        paper.table(
            "Again and again: five ways to play, each with each other, ten rounds",
            ("Who", "Rule", "Has in the end"),
            [(PLAYERS[id].name, PLAYERS[id].words, str(totals[id])) for id in FIVE],
        ),
        paper.text(
            "With other players or with mistakes another one comes out first. None of "
            "the five is how to be."
        ),
    )
    return Paper(sheet, key)
