"""COMPAS: three ways in which a score can be fair, and why it cannot be all of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from pydantic import Field

from academy_widgets.audit import blocks, figures
from academy_widgets.audit.counts import rows
from academy_widgets.audit.figures import Rate
from academy_widgets.audit.study import Asking, Study
from academy_widgets.exercise import Json, Text

RACES = ("African-American", "Caucasian")
GROUPS = ("Black defendants", "white defendants")
USED = 5
"""The score from which ProPublica counted somebody as medium or high risk."""
LOWEST, HIGHEST = 2, 10
SAME = (
    "Here one pair of cut-offs comes nearest to equal false alarms and to equal misses. "
    "What it gives up is the third: the score no longer means the same for all."
)
CUT_COLUMNS = (
    ("False alarms, people", "fp"),
    ("Missed, people", "fn"),
    ("False alarms, of 100 not booked again", "alarms"),
    ("Missed, of 100 booked again", "misses"),
    ("Booked again, of 100 called high risk", "meaning"),
)
"""What is told of a cut-off, and where to find it."""

Rule = Literal["alarms", "misses", "meaning"]


class Outcome(NamedTuple):
    """What a cut-off does to one group.

    Attributes:
        tn: not called high risk, and nothing recorded after.
        fp: called high risk, and nothing recorded after: a false alarm.
        fn: not called high risk, and booked again: missed.
        tp: called high risk, and booked again.
    """

    tn: int
    fp: int
    fn: int
    tp: int

    @property
    def alarms(self) -> Rate:
        """Return false alarms, of those with nothing recorded after (FPR)."""
        return figures.rate(self.fp, self.fp + self.tn)

    @property
    def misses(self) -> Rate:
        """Return those missed, of those booked again (FNR)."""
        return figures.rate(self.fn, self.fn + self.tp)

    @property
    def meaning(self) -> Rate:
        """Return those booked again, of those called high risk (PPV)."""
        return figures.rate(self.tp, self.tp + self.fp)

    @property
    def again(self) -> Rate:
        """Return those booked again, of all (the base rate)."""
        return figures.rate(self.fn + self.tp, sum(self))


@cache
def outcome(race: str, cut: int) -> Outcome:
    """Return what calling everybody from `cut` up high risk does to one group."""
    tally = {(again, high): 0 for again in (0, 1) for high in (False, True)}
    for one in rows("scores"):
        if one["race"] == race:
            high = int(one["decile_score"]) >= cut
            tally[int(one["two_year_recid"]), high] += int(one["n"])
    return Outcome(tally[0, False], tally[0, True], tally[1, False], tally[1, True])


def nearest(rule: Rule) -> int:
    """Return the cut-off for Black defendants that comes nearest to `rule`.

    White defendants keep the cut-off that was used.
    """
    aim = getattr(outcome(RACES[1], USED), rule).value
    return min(
        range(LOWEST, HIGHEST + 1),
        key=lambda cut: abs(getattr(outcome(RACES[0], cut), rule).value - aim),
    )


def must_alarm(again: float, meaning: float, misses: float) -> float:
    """Return the false alarms that follow from the other three shares.

    Source: Chouldechova 2017, Big Data 5(2), 153-163, doi:10.1089/big.2016.0047.
    """
    return again / (1 - again) * (1 - meaning) / meaning * (1 - misses)


class Scores(Study):
    """Which kind of fairness a score should keep, chosen, and what that costs whom.

    Attributes:
        rules: each kind of fairness in a few words.
    """

    of: Literal["scores"]
    rules: dict[Rule, Text] = Field(min_length=3)

    def needs(self) -> Mapping[str, Asking]:
        """Return a guess, a choice and its reason; and what to say having seen it."""
        return {
            "both": Asking("choose", ("yes", "no", "unsure")),
            "rule": Asking("choose", ("alarms", "misses", "meaning")),
            "why": Asking("write"),
            "afterwards": Asking("write"),
        }

    def found(self) -> list[Json]:
        """Return how the score did, what each choice costs whom, and why not all hold."""
        return [
            _headline(),
            _as_used(),
            *self._choices(),
            blocks.heading("Why no score can keep all three"),
            *map(blocks.says, _why()),
        ]

    def result(self, answers: Mapping[str, Any]) -> list[Json]:
        """Return the same, with what the learner chose and said in it."""
        rule: Rule = answers["rule"]
        both = self.asks["both"]
        return [
            _headline(),
            _as_used(),
            blocks.heading(f"You chose: {self.rules[rule]}"),
            blocks.quote(answers["why"]),
            *map(blocks.says, _kept(rule)),
            *self._choices(),
            blocks.heading("Try other cut-offs"),
            _cuts(),
            blocks.heading("Why no score can keep all three"),
            blocks.says(f"{both.ask} You said: {both.words(answers['both'])}."),
            *map(blocks.says, _why()),
        ]

    def _choices(self) -> list[Json]:
        return [
            blocks.heading("What each choice costs, and whom"),
            self._costs(),
            *([blocks.says(SAME)] if nearest("alarms") == nearest("misses") else []),
            blocks.says(_traded()),
            blocks.says(
                "Nobody can choose for you which mistake is worse, and none of the three "
                "is the right answer. Who bears the cost, and who was asked, is part of it."
            ),
        ]

    def _costs(self) -> Json:
        cuts: dict[Rule, int] = {
            "meaning": USED,
            "alarms": nearest("alarms"),
            "misses": nearest("misses"),
        }
        white = outcome(RACES[1], USED)
        lines = []
        for rule, cut in cuts.items():
            black = outcome(RACES[0], cut)
            people = ((black.fp, white.fp), (black.fn, white.fn))
            shares = (
                (getattr(black, of), getattr(white, of))
                for of in ("alarms", "misses", "meaning")
            )
            lines.append(
                (
                    f"{self.rules[rule]}: {cut} and {USED}",
                    *(f"{one:,} and {two:,}" for one, two in people),
                    *(f"{_n(one)} and {_n(two)}" for one, two in shares),
                )
            )
        return blocks.table(
            "Black and white defendants, at the cut-offs that come nearest to each",
            ("Kept, and the cut-offs for it", *(name for name, _ in CUT_COLUMNS)),
            lines,
        )


@cache
def _headline() -> Json:
    black, white = (outcome(race, USED) for race in RACES)
    return blocks.headline(
        f"Of those called high risk, about as many of each group were booked again: "
        f"{_n(black.meaning)} and {_n(white.meaning)} of 100. But of those who were not "
        f"booked again, {_n(black.alarms)} of 100 Black defendants had been called high "
        f"risk, and {_n(white.alarms)} of 100 white ones. Both are true of the same score."
    )


@cache
def _as_used() -> Json:
    both = [outcome(race, USED) for race in RACES]
    measures = (
        ("Booked again, of all (base rate)", "again"),
        ("False alarms, of those not booked again (FPR)", "alarms"),
        ("Missed, of those booked again (FNR)", "misses"),
        ("Booked again, of those called high risk (PPV)", "meaning"),
    )
    rates = {name: [getattr(one, of) for one in both] for name, of in measures}
    told = blocks.table(
        f"With one cut-off for all, {USED} or more, of 100",
        ("", *(one.capitalize() for one in GROUPS)),
        [(name, *map(blocks.of, pair)) for name, pair in rates.items()],
    )
    return blocks.dots(
        f"With one cut-off for all, {USED} or more, of 100",
        [one.capitalize() for one in GROUPS],
        [(name, list(enumerate(pair))) for name, pair in rates.items()],
        told,
    )


def _kept(rule: Rule) -> list[str]:
    black, white = (getattr(outcome(race, USED), rule) for race in RACES)
    both = f"{100 * black.value:.1f} and {100 * white.value:.1f} of 100"
    if rule == "meaning":
        return [
            (
                f"The score as it was used comes near to that: {both}. The price is that "
                "false alarms and misses fall unevenly: see the lines above."
            )
        ]
    cut = nearest(rule)
    there = getattr(outcome(RACES[0], cut), rule)
    return [
        f"The score as it was used does not keep that: {both}.",
        (
            f"It nearly would with a cut-off of {cut} for Black defendants and {USED} for "
            f"white ones: {100 * there.value:.1f} and {100 * white.value:.1f} of 100. Then "
            f"somebody with a score of {USED} is called high risk if they are white, and "
            "not if they are Black."
        ),
    ]


def _traded() -> str:
    before, after = (outcome(RACES[0], cut) for cut in (USED, nearest("alarms")))
    return (
        f"From {USED} to {nearest('alarms')} for Black defendants: "
        f"{before.fp - after.fp:,} fewer people called high risk who were not booked "
        f"again, and {after.fn - before.fn:,} more not called high risk who were. The "
        "first cost falls on people who may be held in a cell for it; the second on "
        "whoever may be harmed later."
    )


@cache
def _cuts() -> Json:
    def line(race: str, cut: int) -> list[str]:
        found = [getattr(outcome(race, cut), of) for _, of in CUT_COLUMNS]
        return [f"{one:,}" if isinstance(one, int) else _n(one) for one in found]

    cuts = range(LOWEST, HIGHEST + 1)
    return {
        "cuts": {
            "groups": list(GROUPS),
            "used": USED,
            "lowest": LOWEST,
            "says": [name for name, _ in CUT_COLUMNS],
            "lines": [[line(race, cut) for cut in cuts] for race in RACES],
        }
    }


def _why() -> list[str]:
    both = [outcome(race, USED) for race in RACES]
    all_ = Outcome(*(sum(pair) for pair in zip(*both, strict=True)))
    misses, meaning = all_.misses.value, all_.meaning.value
    follows = [must_alarm(one.again.value, meaning, misses) for one in both]
    return [
        (
            f"Of 100 Black defendants {_n(both[0].again)} were booked again, of 100 white "
            f"ones {_n(both[1].again)}. Suppose a score missed {100 * misses:.0f} of 100 "
            f"in both groups, and {100 * meaning:.0f} of 100 called high risk were booked "
            "again in both. Then arithmetic leaves no choice about false alarms: they must "
            f"be {100 * follows[0]:.0f} of 100 and {100 * follows[1]:.0f} of 100. When the "
            "shares booked again differ and nobody can see the future, one of the three "
            "has to give (Chouldechova 2017, doi:10.1089/big.2016.0047; Kleinberg, "
            "Mullainathan & Raghavan 2016, arXiv:1609.05807)."
        ),
        (
            "And “booked again” is not “did it again”. It counts who was found and held by "
            "the police. Where one group is watched more closely, the very share that the "
            "score is judged by is tilted, and no cut-off mends that."
        ),
    ]


def _n(rate: Rate) -> str:
    return f"{100 * rate.value:.0f}"
