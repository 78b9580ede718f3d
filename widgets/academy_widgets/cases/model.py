"""Cases: read a sheet, decide alone, talk in rounds, decide again, see what came out."""

import random
from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from academy_widgets.cases.case import Case
from academy_widgets.cases.on_paper import sheets
from academy_widgets.cases.rules import Event, State, step
from academy_widgets.cases.stand_ins import RULE, choice, turn
from academy_widgets.cases.telling import stands, told
from academy_widgets.exercise import (
    LONGEST_TEXT,
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

LARGEST_SEED = 2**31


class Move(Data):
    """A learner's turn: one of the two, or neither.

    Attributes:
        say: a fact of their sheet, or one that was said.
        ask: whom they ask what nobody has said yet.
    """

    say: Slug | None = None
    ask: Slug | None = None


class Response(Data):
    """A case as far as it has come.

    Attributes:
        case: which.
        seed: what the seat was drawn by, and what stand-ins say.
        first: what the learner chose alone.
        moves: their turns, in order.
        second: what they chose after the rounds.
        note: their own words.
    """

    case: Slug
    seed: Annotated[int, Field(ge=0, lt=LARGEST_SEED)]
    first: Slug | None = None
    moves: tuple[Move, ...] = Field((), max_length=20)
    second: Slug | None = None
    note: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""


class Played(NamedTuple):
    """A case with somebody in a seat."""

    case: Case
    seat: str
    state: State
    seed: int


class CasesExercise(Exercise):
    """Made-up decisions in which each knows something that the others do not.

    Attributes:
        invite: what there is to do.
        cases: to choose from.
        words_to_ask: what is asked of somebody who may not have said all.
        question: what is asked of the learner at the end; nobody has to answer.
        carry: what can be done with it at work.
    """

    kind: Literal["cases"]
    invite: Text
    cases: tuple[Case, ...] = Field(min_length=2)
    words_to_ask: Text
    question: Text
    carry: Text

    @model_validator(mode="after")
    def _ids_differ(self) -> "CasesExercise":
        unique([one.id for one in self.cases], "case")
        return self

    def shown(self) -> Json:
        """Return the cases, who sits there and the stand-ins' rule; none of the facts."""
        return {
            "invite": self.invite,
            "rule": RULE,
            "ask": self.words_to_ask,
            "question": self.question,
            "cases": [
                {
                    "id": one.id,
                    "title": one.title,
                    "about": one.about,
                    "options": [option.model_dump() for option in one.options],
                    "rounds": one.rounds,
                }
                for one in self.cases
            ],
        }

    def work(self, asked: Json) -> Iterator[Json]:
        """Yield where a case stands after a learner's turns, with their sheet.

        Raises:
            ResponseError: the last of them is not allowed now, or this is no case.
        """
        played = self._played(checked(Response, asked))
        yield stands(played.case, played.seat, played.state, played.seed)

    def feedback(self, response: Json) -> Json:
        """Return what came out and what did not, who was asked, and what all facts say."""
        given, played = self._whole(response)
        return told(played.case, played.seat, played.state) | {
            "carry": self.carry,
            "note": given.note.strip(),
        }

    def in_words(self, response: Json) -> list[Said]:
        """Return what the learner chose, said and asked."""
        try:
            given, played = self._whole(response)
        except ResponseError:
            return super().in_words(response)
        case = played.case
        options = {one.id: one.text for one in case.options}
        facts = {one.id: one.text for one in case.facts}
        names = {one.id: one.name for one in case.roles}
        said = [
            Said(case.title, f"I sat there as {names[played.seat]}."),
            Said("What I chose alone", options[given.first or ""]),
        ]
        for at, move in enumerate(given.moves):
            where = f"Round {at + 1}"
            if move.say:
                said.append(Said(f"{where}, I said", facts[move.say]))
            elif move.ask:
                said.append(Said(f"{where}, I asked {names[move.ask]}", self.words_to_ask))
            else:
                said.append(Said(where, "I left my turn out."))
        said.append(Said("What I chose after the talk", options[given.second or ""]))
        if given.note.strip():
            said.append(Said(self.question, given.note.strip()))
        return said

    def on_paper(self) -> Paper:
        """Return a sheet for each role to cut out, and who knows what for the key."""
        return sheets(self.invite, self.cases, self.words_to_ask, self.question)

    def simulate(self, rng: random.Random) -> Json:
        """Return somebody who says and asks, and mostly chooses by what they know then."""
        case = rng.choice(self.cases)
        given: Json = {"case": case.id, "seed": rng.randrange(LARGEST_SEED), "moves": []}
        seat = self._seat(case, given["seed"])
        options = [one.id for one in case.options]
        known = set(case.sheet(seat))
        given["first"] = self._likely(rng, case, known, options)
        asking = rng.random()
        others = [one.id for one in case.roles if one.id != seat]
        for _ in range(case.rounds):
            if rng.random() < asking:
                given["moves"].append({"ask": rng.choice(others)})
            else:
                given["moves"].append({"say": rng.choice(case.sheet(seat))})
        state = self._played(checked(Response, given)).state
        given["second"] = self._likely(rng, case, known | set(state.said), options)
        if rng.random() < 0.5:  # noqa: PLR2004  as many as not
            given["note"] = "The porter, whom nobody asks."
        return given

    @staticmethod
    def _likely(rng: random.Random, case: Case, known: set[str], options: list[str]) -> str:
        best = case.best(known)
        return best if best and rng.random() < 0.85 else rng.choice(options)  # noqa: PLR2004

    @staticmethod
    def _seat(case: Case, seed: int) -> str:
        return random.Random(seed).choice(case.roles).id

    def _whole(self, response: Json) -> tuple[Response, Played]:
        """Return a case that is over.

        Raises:
            ResponseError: it is not over yet, or something in it is not allowed.
        """
        given = checked(Response, response)
        if given.first is None:
            raise ResponseError("Choose one of the three alone first.")
        played = self._played(given)
        if played.state.phase == "rounds":
            left = played.case.rounds - len(given.moves)
            rounds = "a round is" if left == 1 else f"{left} rounds are"
            message = f"The talk is not over yet: {rounds} left."
            raise ResponseError(message)
        if given.second is None:
            raise ResponseError("Choose once more, now that all have spoken.")
        return given, played

    def _played(self, given: Response) -> Played:
        """Return a case after a learner's turns, up to where they are to do something.

        Raises:
            ResponseError: one of the turns is not allowed where it stands.
        """
        case = next((one for one in self.cases if one.id == given.case), None)
        if case is None:
            message = f"There is no case {given.case!r} here."
            raise ResponseError(message)
        seat = self._seat(case, given.seed)
        state = State(deal=case.deal(seat))
        if given.first is None:
            if given.moves or given.second:
                raise ResponseError("Choose one of the three alone first.")
            return Played(case, seat, state, given.seed)
        state = self._all_choose(case, seat, state, given.first)
        for move in given.moves:
            state = step(state, _event(seat, move))
            while state.next not in {None, seat}:
                state = step(state, turn(case, state, given.seed))
        if given.second is not None:
            state = self._all_choose(case, seat, state, given.second)
        return Played(case, seat, state, given.seed)

    @staticmethod
    def _all_choose(case: Case, seat: str, state: State, option: str) -> State:
        choices = {one: choice(case, state, one) for one in state.deal.order} | {
            seat: option
        }
        for role, what in choices.items():
            state = step(state, Event(do="choose", by=role, what=what))
        return state


def _event(seat: str, move: Move) -> Event:
    if move.say and move.ask:
        raise ResponseError("One thing in a turn: say something, or ask somebody.")
    if move.say:
        return Event(do="say", by=seat, what=move.say)
    if move.ask:
        return Event(do="ask", by=seat, what=move.ask)
    return Event(do="pass", by=seat)
