"""Noise: judge the same cases alone, some of them twice, and see the scatter."""

import random
from collections.abc import Sequence
from statistics import fmean
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from academy_widgets.exercise import (
    Data,
    Exercise,
    Json,
    ResponseError,
    Said,
    Slug,
    Text,
    checked,
    unique,
)
from academy_widgets.found import Found
from academy_widgets.noise import measures
from academy_widgets.noise.cases import (
    HIGH,
    LOW,
    ORDERS,
    Anchor,
    Aspect,
    Case,
    Number,
    cards,
    ordered,
)
from academy_widgets.noise.cohort import Looked, audit
from academy_widgets.noise.on_paper import audit_in_a_room
from academy_widgets.paper import Paper

CROWD = (1, 2, 4, 9)
FEWEST_PAIRS = 4


class Response(Data):
    """What a learner judged, by the cases' ids.

    Attributes:
        draw: in which of the orders.
        judged: every case as it was told first.
        again: those that came in other words as well.
        parts: the second look, by case and aspect; empty without one.
    """

    draw: Annotated[int, Field(ge=0, lt=ORDERS)]
    judged: dict[Slug, Number]
    again: dict[Slug, Number]
    parts: dict[Slug, dict[Slug, Number]] = Field({})


class NoiseExercise(Exercise):
    """Cases to judge, one at a time.

    Attributes:
        invite: what there is to do.
        question: what each number answers.
        unit: of the scale, in the plural.
        anchors: what some of the numbers mean.
        cases: the cases.
        look_invite: what the second look is.
        parts: what it asks about.
        look: ids of the cases that it takes up.
        carry: what a team can do with it, at the end of the result.
    """

    gathers: ClassVar[bool] = True

    kind: Literal["noise"]
    invite: Text
    question: Text
    unit: Text
    anchors: tuple[Anchor, ...] = Field(min_length=2)
    cases: tuple[Case, ...] = Field(min_length=6, max_length=24)
    look_invite: Text
    parts: tuple[Aspect, ...] = Field(min_length=2, max_length=5)
    look: tuple[Slug, ...] = Field(min_length=2)
    carry: Text

    @model_validator(mode="after")
    def _whole(self) -> "NoiseExercise":
        unique([one.id for one in self.cases], "case")
        unique([one.id for one in self.parts], "part")
        unique(self.look, "case of the second look")
        if lost := sorted(set(self.look) - {one.id for one in self.cases}):
            message = f"the second look takes up {lost[0]!r}, which is no case"
            raise ValueError(message)
        if len(self._twice()) < FEWEST_PAIRS:
            message = f"at least {FEWEST_PAIRS} cases need to be told `again`"
            raise ValueError(message)
        return self

    def prepare(self) -> None:
        """Import what the chi-square interval needs; pingouin waits for a group."""
        import scipy.stats  # noqa: F401, PLC0415

    def shown(self) -> Json:
        """Return the cases, each telling apart, and the orders in which they may come."""
        return {
            "invite": self.invite,
            "question": self.question,
            "low": LOW,
            "high": HIGH,
            "anchors": [one.model_dump() for one in self.anchors],
            "cards": [one._asdict() for one in cards(self.cases)],
            "orders": [ordered(self.id, self.cases, draw) for draw in range(ORDERS)],
            "look_invite": self.look_invite,
            "parts": [one.model_dump() for one in self.parts],
            "look": list(self.look),
        }

    def feedback(self, response: Json) -> Json:
        """Return what lies between two judgements of the same case, in the scale's units.

        `crowd` has what is left of it in the mean of several such judgements, by the
        formula and by trial; `look` is None without a second look.
        """
        given = self._complete(response)
        gaps = self._gaps(given)
        spread = measures.interval(gaps)
        rng = random.Random(given.draw)
        return {
            "unit": self.unit,
            "cases": len(self.cases),
            "pairs": [
                {
                    "title": one.title,
                    "first": given.judged[one.id],
                    "again": given.again[one.id],
                    "texts": [one.text, one.again],
                }
                for one in self._twice()
            ],
            "typical": round(measures.typical(gaps), 1),
            "occasion": round(measures.occasion(gaps), 1),
            "between": None if spread is None else [round(one, 1) for one in spread],
            "crowd": [
                {
                    "many": many,
                    "formula": round(measures.averaged(measures.occasion(gaps), many), 1),
                    "trial": round(measures.crowd(gaps, many, rng), 1),
                }
                for many in CROWD
            ],
            "runs": measures.RUNS,
            "carry": self.carry,
            "look": self._looked(given) if given.parts else None,
        }

    def together(self, answers: Sequence[Json]) -> Found:
        """Return the group's noise audit."""
        given = [self._complete(one) for one in answers]
        return audit(
            [[one.judged[case.id] for case in self.cases] for one in given],
            [gap for one in given for gap in self._gaps(one)],
            {
                at: Looked([one.judged[id] for id in self.look], self._averaged(one))
                for at, one in enumerate(given)
                if one.parts
            },
            cases=[one.title for one in self.cases],
            unit=self.unit,
            widest=HIGH - LOW,
        )

    def in_words(self, response: Json) -> list[Said]:
        """Return each case with its number, or with both."""
        try:
            given = self._complete(response)
        except ResponseError:
            return super().in_words(response)
        said = []
        for one in self.cases:
            text = f"{given.judged[one.id]} of {HIGH}"
            if one.again:
                text += f", and {given.again[one.id]} in other words"
            said.append(Said(one.title, text))
        for id in self.look if given.parts else ():
            numbers = given.parts[id]
            told = ", ".join(f"{one.text} {numbers[one.id]}" for one in self.parts)
            said.append(Said(f"{self._titles()[id]}, second look", told))
        return said

    def on_paper(self) -> Paper:
        """Return every case with room for a number, and how a room works out its noise."""
        told = cards(self.cases)
        return audit_in_a_room(
            self.invite,
            self.question,
            [f"{one.at}: {one.text}" for one in self.anchors],
            [told[at].text for at in ordered(self.id, self.cases, 0)],
            self._pairs_on_paper(),
            [f"{one.text} (0 {one.low}, 100 {one.high})" for one in self.parts],
        )

    def simulate(self, rng: random.Random) -> Json:
        """Return a judge with a level, a pattern and a hand that is not quite steady."""
        level = rng.gauss(0, 8)
        worlds = random.Random(self.id)
        judged, again, parts = {}, {}, {}
        looks = rng.random() < 0.7  # noqa: PLR2004
        for one in self.cases:
            case = worlds.uniform(25, 85)
            mine = case + level + rng.gauss(0, 10)
            judged[one.id] = _on_the_scale(rng.gauss(mine, 7))
            if one.again:
                again[one.id] = _on_the_scale(rng.gauss(mine, 7))
            if looks and one.id in self.look:
                parts[one.id] = {
                    part.id: _on_the_scale(rng.gauss(case + level / 2, 12))
                    for part in self.parts
                }
        draw = rng.randrange(ORDERS)
        return {"draw": draw, "judged": judged, "again": again, "parts": parts}

    def _twice(self) -> list[Case]:
        return [one for one in self.cases if one.again]

    def _titles(self) -> dict[str, str]:
        return {one.id: one.title for one in self.cases}

    def _gaps(self, given: Response) -> list[float]:
        return [given.judged[one.id] - given.again[one.id] for one in self._twice()]

    def _averaged(self, given: Response) -> list[float]:
        return [fmean(given.parts[id].values()) for id in self.look]

    def _looked(self, given: Response) -> Json:
        means = self._averaged(given)
        rows = [
            {
                "title": self._titles()[id],
                "whole": given.judged[id],
                "parts": [given.parts[id][one.id] for one in self.parts],
                "mean": round(mean),
            }
            for id, mean in zip(self.look, means, strict=True)
        ]
        moved = fmean(
            abs(given.judged[id] - mean) for id, mean in zip(self.look, means, strict=True)
        )
        return {
            "rows": rows,
            "moved": round(moved, 1),
        }

    def _pairs_on_paper(self) -> list[str]:
        told = cards(self.cases)
        places = ordered(self.id, self.cases, 0)
        at = {(told[card].id, told[card].again): n for n, card in enumerate(places, 1)}
        return [
            f"{one.title}: {at[one.id, False]} and {at[one.id, True]}"
            for one in self._twice()
        ]

    def _complete(self, response: Json) -> Response:
        given = checked(Response, response)
        titles = self._titles()
        twice = {one.id for one in self._twice()}
        for numbers, wanted in ((given.judged, set(titles)), (given.again, twice)):
            if unknown := sorted(set(numbers) - wanted):
                message = f"There is no case {unknown[0]!r} here that comes so often."
                raise ResponseError(message)
            if missing := [id for id in titles if id in wanted and id not in numbers]:
                message = (
                    f"Judge every case, however roughly; {len(missing)} without a number, "
                    f"first of them “{titles[missing[0]]}”."
                )
                raise ResponseError(message)
        aspects = {one.id for one in self.parts}
        if given.parts and (
            set(given.parts) != set(self.look)
            or any(set(numbers) != aspects for numbers in given.parts.values())
        ):
            message = (
                f"The second look needs {len(aspects)} numbers for each of its "
                f"{len(self.look)} cases."
            )
            raise ResponseError(message)
        return given


def _on_the_scale(number: float) -> int:
    return max(LOW, min(HIGH, 5 * round(number / 5)))
