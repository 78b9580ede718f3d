"""Airtime: guess everybody's share of a talk, measure it, see both side by side."""

import random
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from academy_widgets.airtime import measures, transcripts
from academy_widgets.airtime.measures import Interruption, Turn
from academy_widgets.airtime.on_paper import tally
from academy_widgets.airtime.talk import MOST_SPEAKERS, TranscriptError
from academy_widgets.exercise import (
    Data,
    Exercise,
    Json,
    Need,
    ResponseError,
    Said,
    Text,
    checked,
)
from academy_widgets.paper import Paper

MOST_PEOPLE = MOST_SPEAKERS
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_TALK = 24 * 60 * 60 * 1000  # ms

Place = Annotated[int, Field(ge=0, lt=MOST_PEOPLE)]
Moment = Annotated[int, Field(ge=0, le=LONGEST_TALK)]


class Person(Data):
    """One who was there, whether they spoke or not.

    Attributes:
        group: the place of their group in the exercise's list, or None.
        guess: the share that the learner expected, or None; in any unit.
        name: what the learner calls them; "" unless names are to be kept.
    """

    group: Annotated[int, Field(ge=0)] | None = None
    guess: Annotated[float, Field(ge=0, le=1000)] | None = None
    name: Annotated[str, Field(max_length=60)] = ""


class Response(Data):
    """A talk, measured.

    Attributes:
        people: everybody who was there, also who said nothing.
        names_kept: whether the learner wants the names kept.
        way: how it was measured.
        unit: milliseconds, or words where a transcript says no times.
        length: how long it lasted, in `unit`.
        turns: who (a place in `people`, -1 for somebody), start, end, and 1 if it was
            marked as an interruption.
    """

    people: Annotated[tuple[Person, ...], Field(min_length=1, max_length=MOST_PEOPLE)]
    names_kept: bool = False
    way: Literal["tap", "microphone", "transcript"]
    unit: Literal["ms", "words"] = "ms"
    length: Moment
    turns: Annotated[
        tuple[tuple[Annotated[int, Field(ge=-1)], Moment, Moment, Literal[0, 1]], ...],
        Field(max_length=transcripts.MOST_TURNS),
    ]

    @model_validator(mode="after")
    def _whole(self) -> "Response":
        if not self.names_kept and any(one.name for one in self.people):
            raise ValueError("there are names in it, and you did not ask to keep them")
        for number, (who, start, end, _) in enumerate(self.turns, start=1):
            if who >= len(self.people):
                message = f"turn {number} is of somebody who is not in the list"
                raise ValueError(message)
            if not start < end <= self.length:
                message = f"turn {number} ends before it begins, or after the talk does"
                raise ValueError(message)
        return self


class AirtimeExercise(Exercise):
    """A talk in which the learner finds out who speaks how much.

    Attributes:
        invite: what to measure, and what to tell the others first.
        groups: what people may be there as; a learner puts each person into one, or none.
    """

    kind: Literal["airtime"]
    needs: ClassVar[tuple[Need, ...]] = ("microphone",)
    invite: Text
    groups: tuple[Text, ...] = Field(min_length=2)

    def shown(self) -> Json:
        """Return what to measure, the groups, and how many people fit."""
        return {
            "invite": self.invite,
            "groups": list(self.groups),
            "most": MOST_PEOPLE,
            "most_turns": transcripts.MOST_TURNS,
        }

    def work(self, asked: Json) -> Iterator[Json]:
        """Yield who spoke when in a "transcript", and not a word of what was said.

        Raises:
            ResponseError: it cannot be read; the message says at which line, and why.
        """
        try:
            talk = transcripts.read(str(asked.get("transcript", "")))
        except TranscriptError as error:
            raise ResponseError(str(error)) from error
        length = max(turn.end for turn in talk.turns)
        if length > LONGEST_TALK:
            raise ResponseError("This talk lasts longer than a day: are its times right?")
        yield {
            "unit": talk.unit,
            "speakers": talk.speakers,
            "turns": [[turn.who, turn.start, turn.end, 0] for turn in talk.turns],
            "length": length,
            "notes": talk.notes,
        }

    def feedback(self, response: Json) -> Json:
        """Return who had how much of the talk, beside the guess.

        Shares are in percent, of what was said by people who are known; times are in the
        response's unit. People are in the response's order.
        """
        given = checked(Response, response)
        groups = [one.group for one in given.people if one.group is not None]
        if groups and max(groups) >= len(self.groups):
            raise ResponseError("Somebody is in a group that this exercise does not have.")
        turns = measures.joined(
            Turn(None if who < 0 else who, start, end, bool(cut_in))
            for who, start, end, cut_in in given.turns
        )
        if not turns:
            raise ResponseError("Nobody has spoken yet: measure a little first.")
        talks = [
            measures.spoken(turn for turn in turns if turn.who == who)
            for who in range(len(given.people))
        ]
        known = sum(talks) > 0
        cuts = _cuts(given, turns)
        people = self._people(given, turns, talks, cuts or [])
        return {
            "way": given.way,
            "unit": given.unit,
            "length": given.length,
            "silence": given.length - measures.spoken(turns)
            if given.unit == "ms"
            else None,
            "somebody": measures.spoken(turn for turn in turns if turn.who is None),
            "people": people,
            "groups": self._groups(people) if known else [],
            "evenness": measures.evenness(talks) if known else None,
            "turns": [
                [-1 if turn.who is None else turn.who, turn.start, turn.end]
                for turn in turns
            ],
            "interruptions": None if cuts is None else _counted(cuts),
            "rules": {
                "quick": measures.QUICK,
                "sound": measures.LISTENERS_SOUND,
                "turn_ends": measures.TURN_ENDS,
            },
        }

    def _people(
        self,
        given: Response,
        turns: list[Turn],
        talks: list[int],
        cuts: list[Interruption],
    ) -> list[Json]:
        guesses = [one.guess or 0 for one in given.people]
        rows: list[Json] = []
        for who, person in enumerate(given.people):
            mine = [turn.end - turn.start for turn in turns if turn.who == who]
            share = _percent(talks[who], sum(talks))
            guess = None if person.guess is None else _percent(person.guess, sum(guesses))
            told = share is not None and guess is not None
            rows.append(
                {
                    "letter": LETTERS[who],
                    "group": person.group,
                    "talk": talks[who],
                    "share": share,
                    "guess": guess,
                    "minus": round(guess - share, 1) if told else None,  # type: ignore[operator]  # told
                    "turns": len(mine),
                    "longest": max(mine, default=0),
                    "came_in": sum(one.by == who for one in cuts),
                    "came_in_on": sum(one.on == who for one in cuts),
                }
            )
        return rows

    def _groups(self, people: list[Json]) -> list[Json]:
        """Return what each group had, for those groups in which there is somebody."""
        rows: list[Json] = []
        for place in (*range(len(self.groups)), None):
            members = [one for one in people if one["group"] == place]
            if not members:
                continue
            guessed = [one["guess"] for one in members if one["guess"] is not None]
            rows.append(
                {
                    "name": "No group" if place is None else self.groups[place],
                    "people": len(members),
                    "of_people": _percent(len(members), len(people)),
                    "share": round(sum(one["share"] for one in members), 1),
                    "guess": round(sum(guessed), 1) if guessed else None,
                    "turns": sum(one["turns"] for one in members),
                }
            )
        return rows if len(rows) > 1 or rows[0]["name"] != "No group" else []

    def in_words(self, response: Json) -> list[Said]:
        """Return each person's share, as measured and as guessed."""
        try:
            said = self.feedback(response)
        except ResponseError:
            return super().in_words(response)
        names = [one.get("name", "") for one in response["people"]]
        return [
            Said("Who spoke how much", _row(one, name))
            for one, name in zip(said["people"], names, strict=True)
        ]

    def on_paper(self) -> Paper:
        """Return a tally sheet: a guess, a stroke every ten seconds, and the shares."""
        return tally(self.invite, self.groups)

    def simulate(self, rng: random.Random) -> Json:
        """Return a meeting of three to seven that some lead, and its learner's guess.

        The guess is nearer to even shares than the talk is.
        """
        n = rng.randint(3, 7)
        pull = [rng.expovariate(1) for _ in range(n)]
        pull[-1] *= rng.choice((0, 1))  # now and then somebody says nothing
        turns, at, who = [], 0, rng.choices(range(n), pull)[0]
        for _ in range(rng.randint(20, 60)):
            long = int(1000 * (1 + rng.expovariate(1 / 12)))
            at = max(0, at + rng.choice((0, 0, 120, 400, 900, 2500, -600)))
            turns.append((who, at, at + long, 0))
            at += long
            who = rng.choices(
                [i for i in range(n) if i != who],
                [pull[i] + 0.01 for i in range(n) if i != who],
            )[0]
        length = max(end for _, _, end, _ in turns) + rng.randint(0, 4000)
        even = [one / sum(pull) + 1 / n + rng.uniform(-0.1, 0.1) for one in pull]
        people = [
            {"group": rng.randrange(len(self.groups)), "guess": round(max(0, 50 * one))}
            for one in even
        ]
        return {
            "people": people,
            "way": "tap",
            "unit": "ms",
            "length": length,
            "turns": [list(turn) for turn in turns],
        }


def _percent(part: float, whole: float) -> float | None:
    return round(100 * part / whole, 1) if whole > 0 else None


def _cuts(given: Response, turns: list[Turn]) -> list[Interruption] | None:
    """Return who came in on whom; None where nothing can tell.

    Words have no times, and taps follow each other without a gap: then only what the
    learner marked is known.
    """
    found = measures.interruptions(turns)
    if given.unit == "ms" and given.way == "transcript":
        return found
    return [one for one in found if one.how == "marked"] or None


def _counted(cuts: list[Interruption]) -> Json:
    kinds = ("over", "quick", "marked")
    each = {how: sum(one.how == how for one in cuts) for how in kinds}
    return {"total": len(cuts), **each}


def _row(one: Json, name: str) -> str:
    share = "not known" if one["share"] is None else f"{one['share']:g} in 100"
    guess = "" if one["guess"] is None else f" (your guess: {one['guess']:g})"
    return f"{name or one['letter']}: {share}{guess}"
