"""Triad with pens: who is what in which round, and the observer's sheet."""

from collections.abc import Iterable, Sequence

from academy_widgets import paper
from academy_widgets.paper import BOX, Paper
from academy_widgets.triad.script import Line

ROUNDS = ("Round 1", "Round 2", "Round 3")
HINT = (
    "To practise the observer’s part first, read this talk aloud with a helper. Let people "
    "make strokes for what the listener says, and compare; counting live, nobody gets all."
)


def three_rounds(
    invite: str,
    minutes: Sequence[int],
    prompts: Iterable[str],
    sheet: Iterable[str],
    asks: Iterable[str],
) -> Paper:
    """Return a sheet for three people who change places twice."""
    long = " or ".join(str(one) for one in minutes)
    empty = ("",) * len(ROUNDS)
    return Paper(
        (
            paper.text(invite),
            paper.table(
                f"Who is what, {long} minutes a round",
                ("Round", "Speaks", "Listens", "Observes and keeps the time"),
                [(one, *empty) for one in ROUNDS],
            ),
            paper.listed(prompts, "If the speaker would like a topic:"),
            paper.table(
                "The observer’s sheet: tick what you noticed, and make a stroke for each "
                "question and each reflection",
                ("What you noticed", *ROUNDS),
                [(one, *[BOX] * len(ROUNDS)) for one in sheet],
            ),
            paper.table(
                "",
                ("Strokes", *ROUNDS),
                [("Questions", *empty), ("Reflections", *empty)],
            ),
            paper.listed(asks, "Afterwards, together:"),
            paper.write("What will I try to do as a listener?", words=30),
        )
    )


def counting(talk: Iterable[Line]) -> tuple[paper.Part, ...]:
    """Return a talk to read out, with what its writers would count."""
    rows = [
        (
            one.who.capitalize(),
            one.text,
            " or ".join(kind for kind in (one.is_a, one.also) if kind),
        )
        for one in talk
    ]
    return (
        paper.text(HINT),
        paper.table("A talk to read out", ("Who", "What is said", "We would count"), rows),
    )
