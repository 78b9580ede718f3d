"""What is often counted in a marked talk, beside what is published about it."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from academy_widgets.code.agreement import HOLDS, number
from academy_widgets.exercise import Json

Who = Literal["speaker", "listener"]

THRESHOLDS = {"fair": 1.0, "good": 2.0}
"""Reflections for each question in MITI 4.2.1, which sets no threshold for the others.

Source: MITI 4.2.1 (Moyers, Manuel & Ernst), as in table 3 of PMC9461167.
"""


class Talks(NamedTuple):
    """What 110 talks made to show good practice come to, and 23 made to show poor."""

    good: float
    poor: float


REFLECTIONS_A_QUESTION = Talks(0.99, 0.26)
OPEN_PERCENT = Talks(57, 64)
WORDS_PERCENT = Talks(52, 62)
GOOD_TALKS, GOOD_UNDER_FAIR = 107, 52
POOR_TALKS, POOR_AT_FAIR = 23, 4
"""Talks with any question in them, and how many good ones are under 1 reflection for each
question, how many poor ones are not.

Source: AnnoMI (Wu et al. 2022, doi:10.1109/ICASSP43922.2022.9746035), our count.
"""

SAID_BY = "AnnoMI, talks made to show good and poor counselling"


class Coded(NamedTuple):
    """A turn that the learner marked.

    Attributes:
        yours: the learner's label.
        ours: ours.
        opens: for what we take for a question, or could, whether it is an open one.
    """

    yours: str
    ours: str
    opens: bool | None


def measures(
    turns: Sequence[Coded], said: Sequence[tuple[Who, str]], listener: str
) -> list[Json]:
    """Return three measures, each with the learner's figure, ours and what is published.

    Args:
        turns: what the learner marked.
        said: who says what, all through the talk.
        listener: the listener's name.
    """
    share = f"{listener} says {words_percent(said)} of 100 words in this talk."
    return [
        {
            "what": "Reflections for each question",
            "yours": f"By your marks: {ratio([one.yours for one in turns])}",
            "ours": f"By ours, of the same turns: {ratio([one.ours for one in turns])}",
            "threshold": (
                f"MITI 4.2.1 calls {THRESHOLDS['fair']:.0f} fair and "
                f"{THRESHOLDS['good']:.0f} good."
            ),
            "talks": (
                f"{SAID_BY}: {REFLECTIONS_A_QUESTION.good} and "
                f"{REFLECTIONS_A_QUESTION.poor}."
            ),
            "caveat": (
                "The thresholds are expert opinion. Of the good talks "
                f"{GOOD_UNDER_FAIR} of {GOOD_TALKS} miss even fair, and {POOR_AT_FAIR} "
                f"of {POOR_TALKS} poor ones reach it."
            ),
        },
        {
            "what": "Open questions, of all questions",
            "yours": f"By your marks: {open_share(turns, 'yours')}",
            "ours": f"By ours, of the same turns: {open_share(turns, 'ours')}",
            "threshold": "MITI 4.2.1 sets no threshold.",
            "talks": f"{SAID_BY}: {OPEN_PERCENT.good} and {OPEN_PERCENT.poor} in 100.",
            "caveat": (
                "So it does not tell good from poor. Which are open is our word, and ten "
                f"experts agree on that at {number(HOLDS['open'])} only."
            ),
        },
        {
            "what": f"{listener}'s share of the words",
            "yours": share,
            "ours": "",
            "threshold": "MITI 4.2.1 sets no threshold.",
            "talks": f"{SAID_BY}: {WORDS_PERCENT.good} and {WORDS_PERCENT.poor} in 100.",
            "caveat": (
                "A link in one collection of talks. Even the good listeners there speak "
                "about half of the time."
            ),
        },
    ]


def ratio(labels: Sequence[str]) -> str:
    """Return reflections for each question, in words; also where there is no ratio."""
    reflections, questions = labels.count("reflection"), labels.count("question")
    counts = (
        f"{_many(reflections, 'reflection')}, {_many(questions, 'question')}"
        if reflections or questions
        else "no reflection and no question"
    )
    if not questions:
        return f"{counts}; without a question there is no ratio."
    return f"{reflections / questions:.1f} ({counts})."


def open_share(turns: Sequence[Coded], whose: Literal["yours", "ours"]) -> str:
    """Return how many of the questions are open, in words."""
    asked = [one for one in turns if getattr(one, whose) == "question"]
    known = [one.opens for one in asked if one.opens is not None]
    odd = len(asked) - len(known)
    more = ""
    if odd:
        are = "is no question" if odd == 1 else "are no questions"
        count = "One" if odd == 1 else odd
        more = f" {count} that you marked {are} to us, and cannot be counted here."
    if not known:
        return f"no question of which it can be told.{more}" if odd else "no question."
    share = round(100 * sum(known) / len(known))
    return f"{sum(known)} of {len(known)}, {share} in 100.{more}"


def words_percent(said: Sequence[tuple[Who, str]]) -> int:
    """Return the listener's share of all words between spaces, in percent."""
    counts: Mapping[Who, int] = {
        who: sum(len(text.split()) for whose, text in said if whose == who)
        for who in ("speaker", "listener")
    }
    return round(100 * counts["listener"] / sum(counts.values()))


def _many(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
