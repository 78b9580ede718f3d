"""Trust game: send and give back, change places, and play with less and with more."""

import random
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

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
from academy_widgets.trustgame.again import Again, again
from academy_widgets.trustgame.on_paper import for_two
from academy_widgets.trustgame.rules import Amount, Event, Leg, Stake, State, step
from academy_widgets.trustgame.stand_ins import WAYS, drawn, move
from academy_widgets.trustgame.telling import Game, stands, told

YOU = 0
LARGEST_SEED = 2**31


class Pair(Data):
    """Two legs with one stand-in: the learner sends, and then they change places.

    Attributes:
        id: its name.
        title: a few words for a heading.
        about: what the coins are to each of the two.
        you: coins that the learner has at the start of each round.
        other: coins that the stand-in has.
        rounds: how many before they change places, and after.
    """

    id: Slug
    title: Text
    about: Text
    you: Stake
    other: Stake
    rounds: Annotated[int, Field(ge=1, le=5)]

    def legs(self) -> tuple[Leg, Leg]:
        """Return the two legs, each with the learner first among the players."""
        stakes = (self.you, self.other)
        return (
            Leg(stakes=stakes, sender=YOU, rounds=self.rounds),
            Leg(stakes=stakes, sender=1 - YOU, rounds=self.rounds),
        )


class Ask(Data):
    """A question about what it was like."""

    id: Slug
    text: Text


class Response(Data):
    """A game, whole or stopped, and what it was like.

    Attributes:
        seed: what the stand-ins were drawn by.
        moves: the learner's coins, in order.
        felt: what they wrote, by the id of what was asked.
    """

    seed: Annotated[int, Field(ge=0, lt=LARGEST_SEED)]
    moves: tuple[Amount, ...] = Field(max_length=100)
    felt: dict[Slug, Annotated[str, Field(max_length=LONGEST_TEXT)]] = Field(
        default_factory=dict
    )


class TrustgameExercise(Exercise):
    """A game of sending and giving back, from both places and with unequal stakes.

    Attributes:
        invite: what the game is.
        pairs: what is played, in order; stakes are equal in the first.
        questions: what it was like from each place; nobody has to answer.
        study: what people did in the studies, each with its citation.
        again: what the part with many rounds says before and after it.
    """

    kind: Literal["trustgame"]
    invite: Text
    pairs: tuple[Pair, ...] = Field(min_length=2, max_length=4)
    questions: tuple[Ask, ...] = Field(min_length=1)
    study: tuple[Text, ...] = Field(min_length=1)
    again: Again

    @model_validator(mode="after")
    def _whole(self) -> "TrustgameExercise":
        unique([one.id for one in self.pairs], "pair")
        unique([one.id for one in self.questions], "question")
        if self.pairs[0].you != self.pairs[0].other:
            raise ValueError("the stakes of the first pair must be equal, as in the study")
        return self

    def shown(self) -> Json:
        """Return every stand-in's rule and no draw: which one it is, is told afterwards."""
        return {
            "invite": self.invite,
            "ways": [way.words for way in WAYS.values()],
            "rounds": sum(2 * one.rounds for one in self.pairs),
            "questions": [one.model_dump() for one in self.questions],
            "again": self.again.shown(),
        }

    def work(self, asked: Json) -> Iterator[Json]:
        """Yield where a game stands after its moves, or what many rounds come to.

        Raises:
            ResponseError: the last move is not allowed now, or this is no game.
        """
        if "players" in asked:
            yield again(asked)
            return
        game = self._played(checked(Response, asked))
        yield stands(game)

    def feedback(self, response: Json) -> Json:
        """Return what was sent and given back from each place, beside the studies."""
        given = self._answered(response)
        return told(self._played(given)) | {
            "study": list(self.study),
            "felt": [
                {"to": one.text, "text": text}
                for one in self.questions
                if (text := given.felt.get(one.id, "").strip())
            ],
        }

    def in_words(self, response: Json) -> list[Said]:
        """Return what was sent, what was given back, and what it was like."""
        try:
            found = self.feedback(response)
        except ResponseError:
            return super().in_words(response)
        return [
            *(Said("What you did", one["words"]) for one in found["places"]),
            *(Said(one["to"], one["text"]) for one in found["felt"]),
        ]

    def on_paper(self) -> Paper:
        """Return the game for two people with coins or slips, and figures for the key."""
        pairs = [(one.title, one.about, one.you, one.other) for one in self.pairs]
        asks = [one.text for one in self.questions]
        return for_two(self.invite, pairs, self.pairs[0].rounds, asks, self.study)

    def simulate(self, rng: random.Random) -> Json:
        """Return somebody who sends and gives back a part of their own; some stop early."""
        seed = rng.randrange(LARGEST_SEED)
        sends, gives = rng.betavariate(2, 2), rng.betavariate(2, 3) / 1.3
        moves: list[int] = []
        game = self._game(seed, moves)
        first = 2 * self.pairs[0].rounds
        while game.state.next is not None:
            if len(moves) > first and rng.random() < 0.01:  # noqa: PLR2004  a few stop
                break
            part = sends if game.state.phase == "sending" else gives
            most = game.state.most
            moves.append(max(0, min(most, round(most * part + rng.gauss(0, most / 12)))))
            game = self._game(seed, moves)
        felt = {one.id: "I waited for what would come." for one in self.questions[:1]}
        return {"seed": seed, "moves": moves, "felt": felt if rng.random() < 0.6 else {}}  # noqa: PLR2004

    def _answered(self, response: Json) -> Response:
        given = checked(Response, response)
        if unknown := sorted(set(given.felt) - {one.id for one in self.questions}):
            message = f"There is no question {unknown[0]!r} here."
            raise ResponseError(message)
        if not given.moves:
            raise ResponseError("Nothing was sent or given back yet: play a round first.")
        return given

    def _played(self, given: Response) -> Game:
        return self._game(given.seed, given.moves)

    def _game(self, seed: int, moves: Sequence[int]) -> Game:
        """Return the game after a learner's moves, up to where they are to move again.

        Raises:
            ResponseError: one of the moves is not allowed where it stands.
        """
        ways = drawn(seed, len(self.pairs))
        legs = tuple(leg for one in self.pairs for leg in one.legs())
        state = _stand_in(State(legs=legs), ways)
        for amount in moves:
            due: Literal["send", "give"] = "send" if state.phase == "sending" else "give"
            state = _stand_in(step(state, Event(do=due, by=YOU, amount=amount)), ways)
        named = tuple((one.title, one.about) for one in self.pairs)
        return Game(state, tuple(ways), named)


def _stand_in(state: State, ways: Sequence[str]) -> State:
    """Return the state when the stand-in has done all that it can do now."""
    while state.next == 1 - YOU:
        state = step(state, move(state, ways[state.leg // 2]))
    return state
