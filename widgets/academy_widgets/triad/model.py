"""Triad: speak, listen and observe in turn, and compare what each of you noticed."""

import random
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

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
from academy_widgets.triad.on_paper import counting, three_rounds
from academy_widgets.triad.rules import left, played, seat
from academy_widgets.triad.script import Scripts, counted, over, talk
from academy_widgets.triad.state import Role, State

MOST_EVENTS = 1000
ROLES: tuple[Role, ...] = ("listener", "speaker", "observer")
EVENTS = {
    "begin": "The three began.",
    "start": "The clock ran.",
    "pause": "A pause.",
    "look": "",
    "count": "The observer counted.",
    "say": "Somebody spoke.",
    "line": "A line was heard.",
    "finish": "A round was ended.",
    "sheet": "A sheet was put down.",
    "stop": "It was stopped.",
    "question": "A question was counted.",
    "reflection": "A reflection was counted.",
    "alone": "Alone, with two stand-ins",
    "three": "Three around one screen",
}
"""What each event is in words, for whoever finds a triad of theirs in another tab."""

_SAYINGS = (
    "You sound proud of it.",
    "What was that like?",
    "Have you tried asking her?",
    "",
    "Mm.",
    "So nobody had asked you first.",
    "If I were you I'd say no.",
)


class Prompt(Data):
    """A light topic that nobody has to take."""

    id: Slug
    text: Text


class Notice(Data):
    """Something that an observer may tick."""

    id: Slug
    text: Text


class Response(Data):
    """All that happened, in order; see `state.Event`."""

    events: tuple[Json, ...] = Field(min_length=1, max_length=MOST_EVENTS)


_ASKED: TypeAdapter[Json] = TypeAdapter(Json)


class TriadExercise(Exercise):
    """Three rounds in which each of three people has each role once.

    Attributes:
        invite: what to agree on before it begins.
        prompts: light topics for a speaker who wants one.
        minutes: how long a round may be, in minutes.
        sheet: what an observer may notice.
        asks: what to talk about afterwards.
        scripts: what the stand-ins go by when somebody is alone.
    """

    kind: Literal["triad"]
    invite: Text
    prompts: tuple[Prompt, ...] = Field(min_length=3)
    minutes: tuple[int, ...] = Field(min_length=1)
    sheet: tuple[Notice, ...] = Field(min_length=3)
    afterwards_ask: tuple[Text, ...] = Field(min_length=1)
    scripts: Scripts

    @model_validator(mode="after")
    def _ids_differ(self) -> "TriadExercise":
        ids = [*(one.id for one in self.prompts), *(one.id for one in self.sheet)]
        unique(ids, "prompt or notice")
        return self

    def shown(self) -> Json:
        """Return what can be chosen, and who the stand-ins are; never their scripts."""
        return {
            "invite": self.invite,
            "prompts": [one.model_dump() for one in self.prompts],
            "minutes": list(self.minutes),
            "sheet": [one.model_dump() for one in self.sheet],
            "ask": list(self.afterwards_ask),
            "stand_ins": [self.scripts.speaker.name, self.scripts.listener.name],
            "about": self.scripts.speaker.about,
            "events": [{"id": do, "text": text} for do, text in EVENTS.items()],
        }

    def work(self, asked: Json) -> Iterator[Json]:
        """Yield where a triad stands after its events.

        Raises:
            ResponseError: the last of them is not allowed now, or this is no triad.
        """
        try:
            played = self._played(_ASKED.validate_python(asked))
        except ValidationError as error:
            raise ResponseError("This page sent no triad; please reload it.") from error
        yield self._stands(played)

    def feedback(self, response: Json) -> Json:
        """Return each round: who was what, how long, and what was noticed and counted."""
        state = self._played(response)
        return self._stands(state) | {
            "rounds": [
                self._round(state, one)
                for one in range(len(state.rounds))
                if state.rounds[one].spent or state.rounds[one].sheet
            ]
        }

    def in_words(self, response: Json) -> list[Said]:
        """Return what was said and put down, each with whose it is."""
        try:
            state = self._played(response)
        except ResponseError:
            return super().in_words(response)
        said = []
        named = {one.id: one.text for one in self.sheet}
        for i, now in enumerate(state.rounds):
            which = f"Round {i + 1}"
            said += [
                Said(f"{which}, {state.seats[one.by].name} said", one.text or "(silence)")
                for one in now.said
            ]
            if now.sheet is None:
                continue
            who = state.seats[seat("observer", i)].name
            put = [*(named[one] for one in now.sheet.noticed), now.sheet.note]
            counts = f"{now.questions} questions, {now.reflections} reflections"
            said += [Said(f"{which}, {who} noticed", one) for one in put if one]
            said.append(Said(f"{which}, {who} counted", counts))
        return said

    def on_paper(self) -> Paper:
        """Return the rounds and the observer's sheet; the key has a talk to count in."""
        made = three_rounds(
            self.invite,
            self.minutes,
            [one.text for one in self.prompts],
            [one.text for one in self.sheet],
            self.afterwards_ask,
        )
        return made._replace(key=counting(self.scripts.talk))

    def simulate(self, rng: random.Random) -> Json:
        """Return a triad, of one with stand-ins or of three; some stop before the end."""
        alone = rng.random() < 0.5  # noqa: PLR2004
        names = ("You", *self.shown()["stand_ins"]) if alone else ("A", "B", "C")
        people = [
            {"name": name, "stand_in": alone and i > 0} for i, name in enumerate(names)
        ]
        length = None if alone else rng.choice(self.minutes) * 60_000
        events: list[Json] = [{"do": "begin", "at": 0, "people": people, "length": length}]
        at = 0
        for one in range(rng.choice((3, 3, 3, 2))):
            events.append(
                {"do": "start", "at": at, "prompt": rng.randrange(len(self.prompts))}
            )
            for _ in range(rng.randint(3, 7)):
                at += rng.randint(1500, 20_000)
                events.extend(self._acts(rng, one, at, alone=alone))
            events.append({"do": "finish", "at": at})
            noticed = rng.sample([notice.id for notice in self.sheet], 2)
            put = {"noticed": noticed, "note": rng.choice(("", "She waited."))}
            events.append({"do": "sheet", "at": at} | put)
        if played(events).phase != "done":
            events.append({"do": "stop", "at": at})
        return {"events": events}

    def _acts(self, rng: random.Random, one: int, at: int, *, alone: bool) -> list[Json]:
        count = {"do": "count", "at": at, "what": rng.choice(("question", "reflection"))}
        if not alone:
            return [count]
        if seat("observer", one) == 0:
            return [{"do": "line", "at": at}, count]
        return [{"do": "say", "at": at, "by": 0, "text": rng.choice(_SAYINGS)}]

    def _played(self, response: Json) -> State:
        state = played(checked(Response, response).events)
        known = {one.id for one in self.sheet}
        for one in state.rounds:
            if one.prompt is not None and one.prompt >= len(self.prompts):
                raise ResponseError("There is no such topic on the list.")
            if one.sheet and (unknown := sorted(set(one.sheet.noticed) - known)):
                message = f"There is nothing called {unknown[0]!r} on the observer's sheet."
                raise ResponseError(message)
        if state.phase == "setting":
            raise ResponseError("Nobody has begun yet: put in three names first.")
        return state

    def _stands(self, state: State) -> Json:
        return {
            "state": state.model_dump(mode="json"),
            "roles": {role: seat(role, state.round) for role in ROLES},
            "left": left(state),
            "talk": talk(self.scripts, state, state.round),
            "over": over(self.scripts, state),
        }

    def _round(self, state: State, which: int) -> Json:
        now = state.rounds[which]
        named = {one.id: one.text for one in self.sheet}
        names: Json = {role: state.seats[seat(role, which)].name for role in ROLES}
        sheet = now.sheet
        by_script = state.seats[seat("observer", which)].stand_in
        return names | {
            "seconds": round(now.spent / 1000),
            "questions": None if by_script else now.questions,
            "reflections": None if by_script else now.reflections,
            "ours": counted(self.scripts, state, which),
            "noticed": [named[one] for one in sheet.noticed] if sheet else [],
            "note": sheet.note if sheet else "",
        }
