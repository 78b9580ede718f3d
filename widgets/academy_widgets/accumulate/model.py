"""Accumulate: guess what a small bias does at the top, run it, and change conditions."""

import random
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from academy_widgets.accumulate.on_paper import sheet_and_key
from academy_widgets.accumulate.running import (
    SEEDS,
    Many,
    few,
    many_runs,
    one_run,
    seed_of,
    setup_of,
    study,
)
from academy_widgets.accumulate.setup import RUNS, Percent, Setup
from academy_widgets.accumulate.words import LEAVING, Groups, described, named
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
from academy_widgets.paper import Paper


class Preset(Data):
    """A pyramid to choose.

    Attributes:
        id: its name.
        text: what it may stand for.
        levels: people on each level, bottom to top.
    """

    id: Slug
    text: Text
    levels: tuple[int, ...]


class Remedy(Data):
    """Something that may be tried.

    Attributes:
        name: what it is, in a few words.
        assumed: what the model takes it to do, which nobody found.
    """

    name: Text
    assumed: Text


class Remedies(Data):
    """What may be tried: criteria first, blind review, balanced slates."""

    criteria: Remedy
    blind: Remedy
    slate: Remedy


class Response(Data):
    """What was guessed, and what came out before and after something was changed.

    Attributes:
        guess: percent of the group at the top that the learner expects.
        before: what came out first.
        after: what came out when something was changed.
    """

    guess: Percent
    before: Many
    after: Many | None = None


class AccumulateExercise(Exercise):
    """A pyramid in which a small bias counts at every step up.

    Attributes:
        story: what the pyramid is, before anybody guesses.
        ask: the question to guess at.
        groups: what the two groups are called.
        chosen: why these two groups.
        presets: pyramids to choose; the study's own is there anyway.
        remedies: what may be tried.
        published: what the study itself reports.
        caveats: what has to be said beside every result.
    """

    kind: Literal["accumulate"]
    story: tuple[Text, ...] = Field(min_length=1)
    ask: Text
    groups: Groups
    chosen: Text
    presets: tuple[Preset, ...] = ()
    remedies: Remedies
    published: Text
    caveats: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> "AccumulateExercise":
        unique([one.id for one in self.presets], "preset")
        for one in self.presets:
            for exits in LEAVING:
                Setup.model_validate({"levels": one.levels, "exits": exits})
        return self

    def shown(self) -> Json:
        """Return everything: there is nothing to give away but what comes of a run."""
        return {
            "story": list(self.story),
            "ask": self.ask,
            "others": self.groups.others,
            "favoured": self.groups.favoured,
            "chosen": self.chosen,
            "study": Setup().model_dump(mode="json"),
            "presets": [one.model_dump(mode="json") for one in self.presets],
            "leaving": [{"id": id, "text": text} for id, text in LEAVING.items()],
            "remedies": self.remedies.model_dump(mode="json"),
            "runs": RUNS,
        }

    def prepare(self) -> None:
        """Run the study's pyramid, which every learner runs first."""
        study()

    def work(self, asked: Json) -> Iterator[Json]:
        """Yield one run from start to end, or what many runs come to as they are run.

        Args:
            asked: `{"do": "one"}`, with the `seed` of a run that is wanted again; or
                `{"do": "many"}`. Of `setup`, what is not given is as in the study.
        """
        setup = setup_of(asked.get("setup", {}))
        if asked.get("do") == "one":
            yield one_run(setup, seed_of(asked.get("seed", random.randrange(SEEDS))))
        elif asked.get("do") != "many":
            raise ResponseError(
                "This page asked for nothing that is here; please reload it."
            )
        elif setup == Setup():
            yield study() | {"words": described(setup, self.groups)}
        else:
            for so_far in many_runs(setup):
                yield so_far | {"words": described(setup, self.groups)}

    def feedback(self, response: Json) -> Json:
        """Return guess and result side by side, and level by level what has changed."""
        given = checked(Response, response)
        return {
            "says": self._says(given),
            "rows": _rows(given),
            "before": described(given.before.setup, self.groups),
            "after": described(given.after.setup, self.groups) if given.after else "",
            "assumed": self._assumed(given),
            "published": self.published,
            "caveats": list(self.caveats),
            "guess": given.guess,
        }

    def in_words(self, response: Json) -> list[Said]:
        """Return the guess and what came out, before and after."""
        try:
            given = checked(Response, response)
        except ResponseError:
            return super().in_words(response)
        who = self.groups.others
        said = [Said(self.ask, f"{given.guess} % {who}")]
        for many in (given.before, given.after):
            if many:
                top = (
                    f"{many.others[-1]:.0f} % {who} at the top, on average of {many.runs:,}"
                )
                said.append(Said(described(many.setup, self.groups), f"{top} runs"))
        return said

    def on_paper(self) -> Paper:
        """Return a guess to make by pen, and a key with the model's own numbers."""
        return sheet_and_key(
            (*self.story, self.chosen),
            self.ask,
            self.groups.others,
            [(one.name, one.assumed) for _, one in self.remedies],
            (self.published, *self.caveats),
        )

    def simulate(self, rng: random.Random) -> Json:
        """Return somebody who guesses too high, and tries one thing or nothing."""
        tried: tuple[Json, ...] = (
            {"criteria": 50},
            {"blind": [5, 6]},
            {"slate": 150},
            {"bias": 0},
            {"hires": 60},
        )
        answer: Json = {
            "guess": min(100, max(0, round(rng.gauss(46, 5)))),
            "before": few(Setup()),
        }
        if rng.random() < 0.8:  # noqa: PLR2004
            answer["after"] = few(setup_of(rng.choice(tried)))
        return answer

    def _says(self, given: Response) -> list[str]:
        many, who = given.before, self.groups.others
        mean, low, high = many.others[-1], many.low[-1], many.high[-1]
        told = []
        if many.setup == Setup():
            apart = abs(given.guess - mean)
            how = f"{apart:.0f} points from" if round(apart) else "just"
            told.append(
                f"You guessed {given.guess} % {who} at the top. That is {how} the average "
                f"of {many.runs:,} runs, {mean:.0f} %."
            )
        else:
            told.append(
                f"At the top were {mean:.0f} % {who}, on average of {many.runs:,} runs."
            )
        told.append(
            f"In the middle 80 % of runs it was between {low:.0f} and {high:.0f} %; at the "
            f"bottom it was {many.others[0]:.0f} % on average."
        )
        if after := given.after:
            change = after.others[-1] - mean
            more = "more" if change > 0 else "fewer"
            moved = (
                f"{abs(change):.0f} points {more}"
                if abs(change) >= _NOTICED
                else "about the same"
            )
            told.append(
                f"With what you changed, {after.others[-1]:.0f} % at the top were {who}: "
                f"{moved}. The middle 80 % of runs: {after.low[-1]:.0f} to "
                f"{after.high[-1]:.0f} %."
            )
        return told

    def _assumed(self, given: Response) -> list[str]:
        used = given.after.setup if given.after else given.before.setup
        tried = {
            "criteria": used.criteria < 100,  # noqa: PLR2004
            "blind": bool(used.blind),
            "slate": bool(used.slate),
        }
        return [f"{one.name}: {one.assumed}" for name, one in self.remedies if tried[name]]


_NOTICED = 1.5  # points: three standard errors of the mean of a thousand runs at the top


def _rows(given: Response) -> list[Json]:
    """Return a row for each level, top first; of unlike pyramids only both ends."""
    before, after = given.before, given.after
    levels = before.setup.levels
    many = len(levels)
    if after is None or len(after.setup.levels) == many:
        rows = [(named(one, levels), one, one) for one in reversed(range(many))]
    else:
        rows = [("Top", many - 1, len(after.setup.levels) - 1), ("Bottom", 0, 0)]
    return [
        {
            "name": name,
            "before": _row(before, old),
            "after": _row(after, new) if after else None,
            "change": round(after.others[new] - before.others[old], 1) if after else None,
        }
        for name, old, new in rows
    ]


def _row(many: Many, level: int) -> Json:
    return {
        "people": many.setup.levels[level],
        "mean": many.others[level],
        "low": many.low[level],
        "high": many.high[level],
    }
