"""How long the listening coach takes for what somebody wrote."""

from __future__ import annotations

from statistics import median

from academy.coach.corpus import held_out
from academy_widgets.coach import timed

ROW = "coach, ms an utterance"
BUDGET = 5
"""Milliseconds that an utterance may take."""
TIMES = 5


def an_utterance() -> float:
    """Return what one of the held-out utterances takes, in ms: median of five rounds."""
    replies = [turn.text for turn in held_out()]
    return round(median(timed(replies) for _ in range(TIMES)), 3)
