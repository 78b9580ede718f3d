"""Association: words share keys, and which sharing goes faster is timed, or noticed."""

import random
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from academy_widgets.association import drawing, telling
from academy_widgets.association.on_paper import two_piles
from academy_widgets.association.scoring import Trial
from academy_widgets.exercise import (
    LONGEST_TEXT,
    Data,
    Exercise,
    Json,
    ResponseError,
    Said,
    Text,
    checked,
    unique,
)
from academy_widgets.paper import Paper

Way = Literal["timed", "untimed"]
Easier = Literal["A", "B", "neither", "unsure"]
Seed = Annotated[int, Field(ge=0, lt=2**32)]
Ms = Annotated[float, Field(ge=0, le=3_600_000)]
Row = tuple[
    Annotated[int, Field(ge=0, lt=drawing.BLOCKS)],
    Annotated[int, Field(ge=0, lt=100)],
    Ms,
    Ms,
    Literal[0, 1],
]
"""Which part, which word of it, ms to the first key, ms to the right key, disturbed."""

GOES = 2
LIKELY_WRONG = 0.06  # of simulated answers
MOST_CARDS = 100


class Category(Data):
    """A set of words.

    Attributes:
        name: what the key stands for.
        words: what is sorted.
    """

    name: Annotated[Text, Field(max_length=30)]
    words: tuple[Annotated[Text, Field(max_length=20)], ...] = Field(min_length=4)


class Go(Data):
    """One time through the seven parts.

    Attributes:
        seed: what drew the order.
        rows: each word as it was answered; a disturbed one is there once more, later.
    """

    seed: Seed
    rows: tuple[Row, ...] = Field(max_length=2000)


class Timed(Data):
    """A timed answer: one go, or two."""

    way: Literal["timed"]
    goes: tuple[Go, ...] = Field(min_length=1, max_length=GOES)


class Untimed(Data):
    """An answer at one's own pace.

    Attributes:
        seed: what drew the words and which pairing came first.
        easier: which pairing came easier.
        halted: words at which they halted, by set and place.
        felt: what it was like.
        where: where at work this may matter.
    """

    way: Literal["untimed"]
    seed: Seed
    easier: Easier
    halted: tuple[tuple[int, int], ...] = Field((), max_length=MOST_CARDS)
    felt: str = ""
    where: str = ""


class AssociationExercise(Exercise):
    """Four sets of words, two and two on a key.

    Attributes:
        stays_with_me: always; a person's own result is for nobody else.
        ways: "timed", "untimed" or both, which then stand side by side as equals.
        short: whether each part has half as many words.
        invite: what this is, before anything is chosen.
        concepts: the two sets that change sides half-way.
        attributes: the two that stay.
        can: what a result of these words can say.
        cannot: what it cannot.
    """

    kind: Literal["association"]
    stays_with_me: Literal[True]
    ways: tuple[Way, ...] = Field(min_length=1)
    short: bool = False
    invite: Text
    concepts: tuple[Category, Category]
    attributes: tuple[Category, Category]
    can: tuple[Text, ...] = ()
    cannot: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _distinct(self) -> "AssociationExercise":
        unique(self.ways, "way")
        unique([one.name.casefold() for one in self.sets], "set")
        unique([word.casefold() for one in self.sets for word in one.words], "word")
        return self

    @property
    def sets(self) -> tuple[Category, ...]:
        """The four sets, in the order in which everything else counts them."""
        return (*self.concepts, *self.attributes)

    @property
    def counts(self) -> tuple[int, ...]:
        """How many words each of the seven parts has."""
        return drawing.SHORT if self.short else drawing.COUNTS

    @property
    def pairs(self) -> telling.Pairs:
        """The pairings, in words."""
        one, other = (each.name for each in self.concepts)
        good, bad = (each.name for each in self.attributes)
        return telling.Pairs(
            A=f"“{one}” went with “{good}”, and “{other}” with “{bad}”",
            B=f"“{other}” went with “{good}”, and “{one}” with “{bad}”",
        )

    def shown(self) -> Json:
        """Return the sets; the order is drawn when somebody begins."""
        return {
            "invite": self.invite,
            "ways": list(self.ways),
            "sets": [one.model_dump(mode="json") for one in self.sets],
            "counts": list(self.counts),
            "goes": GOES,
            "pairs": self.pairs._asdict(),
            "named": [
                {"id": id, "text": text} for id, text in telling.places(self.pairs).items()
            ],
            "before": [*telling.CAN, *self.can],
            "cannot": [*self.cannot, *telling.CANNOT],
        }

    def prepare(self) -> None:
        """Import what the range is worked out with."""
        import numpy as np  # noqa: F401, PLC0415

    def work(self, asked: Json) -> Iterator[Json]:
        """Yield what is shown in which order, for the seed that is asked for.

        `asked` is `{"seed": 7, "go": 0}` for the timed task, whose second go has `go` 1,
        or `{"seed": 7}` for sorting at one's own pace.

        Raises:
            ResponseError: it is neither.
        """
        drawn = checked(_Asked, asked)
        sizes = [len(one.words) for one in self.sets]
        begins = drawing.first(drawn.seed, drawn.go or 0)
        if drawn.go is None:
            yield {"first": begins, "cards": drawing.cards(drawn.seed, sizes)}
            return
        made = drawing.blocks(drawn.seed, begins, self.counts, sizes)
        yield {"first": begins, "blocks": [_plain(one) for one in made]}

    def feedback(self, response: Json) -> Json:
        """Return what came of it, as a range, or as the learner's own words put back.

        Raises:
            ResponseError: a part is not finished, or `response` is of another way.
        """
        way = response.get("way")
        if way not in self.ways:
            offered = " or ".join(self.ways)
            raise ResponseError(f"This exercise is taken {offered}; please choose again.")
        if way == "untimed":
            return self._noticed(checked(Untimed, response))
        goes = checked(Timed, response).goes
        told = [
            telling.go(self._trials(one, at), one.seed, self.pairs)
            | {"first": drawing.first(one.seed, at)}
            for at, one in enumerate(goes)
        ]
        return {"way": "timed", "goes": told, "both": telling.both(told)}

    def in_words(self, response: Json) -> list[Said]:
        """Return what came of it, with what it cannot say beside it."""
        try:
            told = self.feedback(response)
        except ResponseError:
            return super().in_words(response)
        if told["way"] == "timed":
            goes = [
                Said(f"Timed, go {at}", f"{one['says']} {one['range']}".strip())
                for at, one in enumerate(told["goes"], 1)
            ]
            return [*goes, Said("What it cannot say", self.cannot[0])]
        halted = ", ".join(told["halted"])
        return [
            Said("Sorted at my own pace: which pairing came easier", told["says"]),
            *([Said("Words at which I halted", halted)] if halted else []),
            *([Said("What it was like", told["felt"])] if told["felt"] else []),
            *(
                [Said("Where at work it may matter", told["where"])]
                if told["where"]
                else []
            ),
        ]

    def on_paper(self) -> Paper:
        """Return both pairings as piles to sort into, at one's own pace."""
        drawn = drawing.cards(0, [len(one.words) for one in self.sets])
        return two_piles(
            self.invite,
            tuple(one.name for one in self.sets),
            [self.sets[one].words[word] for one, word in drawn],
            (*self.cannot, *telling.CANNOT),
        )

    def simulate(self, rng: random.Random) -> Json:
        """Return somebody's answer: goes with some errors and an effect, or in words."""
        if rng.choice(self.ways) == "timed":
            goes = [self._simulated(rng, go) for go in range(rng.randint(1, GOES))]
            return {"way": "timed", "goes": goes}
        seed = rng.randrange(2**32)
        drawn = drawing.cards(seed, [len(one.words) for one in self.sets])
        return {
            "way": "untimed",
            "seed": seed,
            "easier": rng.choice(("A", "A", "B", "neither", "unsure")),
            "halted": [list(one) for one in rng.sample(drawn, rng.randint(0, 3))],
            "felt": rng.choice(("", "Slower than I thought.", "I read it twice.")),
            "where": rng.choice(("", "When I read a referral.")),
        }

    def _simulated(self, rng: random.Random, go: int) -> Json:
        seed = rng.randrange(2**32)
        effect = rng.gauss(0.12, 0.1)  # of the time; slower where the pairing is B
        rows = []
        for at, block in enumerate(self._blocks(seed, go)):
            slow = effect if block.part in {"pB", "tB"} else 0
            for nth in range(len(block.words)):
                ms = round(rng.lognormvariate(6.5 + slow, 0.3), 1)
                wrong = rng.random() < LIKELY_WRONG
                rows.append([at, nth, ms, ms + rng.randint(250, 600) * wrong, 0])
        return {"seed": seed, "rows": rows}

    def _blocks(self, seed: int, go: int) -> list[drawing.Block]:
        sizes = [len(one.words) for one in self.sets]
        return drawing.blocks(seed, drawing.first(seed, go), self.counts, sizes)

    def _trials(self, go: Go, at: int) -> telling.Trials:
        """Return what counts of one go, with what happened to the rest.

        Raises:
            ResponseError: a word has no answer, or has two.
        """
        undisturbed = [one for one in go.rows if not one[4]]
        for part, block in enumerate(self._blocks(go.seed, at)):
            words = sorted(one[1] for one in undisturbed if one[0] == part)
            if words != list(range(len(block.words))):
                raise ResponseError(
                    f"Part {part + 1} of go {at + 1} is not finished, so there is nothing "
                    "to say of it yet. Go on with it, or leave it out."
                )
        parts = [one.part for one in self._blocks(go.seed, at)]
        first, kept = [], []
        for part, _, once, done, _ in undisturbed:
            if (counts := parts[part]) is not None:
                first.append(Trial(counts, once, done <= once))
                kept.append(Trial(counts, done, done <= once))
        return telling.Trials(tuple(kept), tuple(first), len(go.rows) - len(undisturbed))

    def _noticed(self, given: Untimed) -> Json:
        for name, text in (("felt", given.felt), ("where", given.where)):
            if len(text) > LONGEST_TEXT:
                raise ResponseError(
                    f"What you wrote ({name}) has {len(text):,} characters, and "
                    f"{LONGEST_TEXT:,} can be kept here. All of it stays on this page; "
                    "please shorten it."
                )
        drawn = drawing.cards(given.seed, [len(one.words) for one in self.sets])
        if lost := [one for one in given.halted if one not in drawn]:
            raise ResponseError(f"There was no word {lost[0]} among those sorted.")
        return {
            "way": "untimed",
            "first": drawing.first(given.seed, 0),
            "says": telling.noticed(given.easier, self.pairs),
            "order": telling.in_order(given.easier, drawing.first(given.seed, 0)),
            "halted": [self.sets[one].words[word] for one, word in given.halted],
            "felt": given.felt,
            "where": given.where,
        }


class _Asked(Data):
    seed: Seed
    go: Annotated[int, Field(ge=0, lt=GOES)] | None = None


def _plain(block: drawing.Block) -> Json:
    return {"left": block.left, "right": block.right, "words": block.words}
