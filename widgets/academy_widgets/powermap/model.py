"""Power map: who holds what in a place, told in words first, then in numbers."""

import random
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from academy_widgets.exercise import Data, Exercise, Json, Said, Text
from academy_widgets.paper import Paper
from academy_widgets.powermap.map import Changes, Map, Sort, Theirs

LONGEST_WORDS = 2000


class Look(Data):
    """How a map is read when it is counted.

    Attributes:
        sorts: which sorts of tie count; all by default.
        reading: "influence": arrows go from whoever moves to whoever is moved, so
            "listens" and "depends" are turned round. "drawn": as they were drawn.
        weighted: whether a tie of weight 3 counts as three, and is a third as far.
    """

    sorts: Annotated[tuple[Sort, ...], Field(min_length=1)] = (
        "decides",
        "advises",
        "listens",
        "depends",
    )
    reading: Literal["influence", "drawn"] = "influence"
    weighted: bool = False


class Response(Data):
    """What a learner drew, and what they asked of it.

    Attributes:
        map: the place as the learner sees it.
        look: how it is read when it is counted.
        leaver: the `id` of whoever they took away to see what happens; or None.
        changes: their redesign; or None.
        theirs: the other viewpoint; or None.
        words: what they write about it.
    """

    map: Map
    look: Look = Look()
    leaver: str | None = None
    changes: Changes | None = None
    theirs: Theirs | None = None
    words: Annotated[str, Field(max_length=LONGEST_WORDS)] = ""


class PowermapExercise(Exercise):
    """A map of people and ties that the learner draws, counts, changes and compares.

    Attributes:
        invite: which place to draw, and what to be careful of.
        example: a map to start from; of a made-up place.
        about_example: what place that is.
    """

    kind: Literal["powermap"]
    invite: Text
    example: Map
    about_example: Text

    def shown(self) -> Json:
        """Return what to draw, a map to start from, and every mark with its meaning.

        Returns:
            `invite`, `about_example`: text. `example`: a map, as `map.Map`, without what
            is as by default. `choices`: for `people` (sort of person), `ties` (sort),
            `faces`, `spaces`, `places`, `kinds`, a list each of
            `{"id", "name", "means"}`; a tie has `"verb"` too ("decides for").
            `looks`: for each measure `{"id", "name", "means"}` in the order to show them.
            `forms`: for each file that can be made `{"id", "name"}`.
            `most`: `{"people": 200, "ties": 1000, "weight": 5, "name": 60, "note": 300,
            "words": 2000, "file": bytes}`. `version`: 1. `sources`: citations, a list.
        """
        raise NotImplementedError

    def feedback(self, response: Json) -> Json:
        """Return what the map says: the same as `work` would, all at once.

        Args:
            response: as `Response`.

        Returns:
            `measures`; and `leave`, `compare`, `overlay`, each None unless the response
            has a `leaver`, `changes`, `theirs`. Each as `work` returns it.
        """
        raise NotImplementedError

    def work(self, asked: Json) -> Iterator[Json]:
        """Count, arrange, compare, read or make a file; nothing of it is kept.

        Args:
            asked: `do` says what; `map` is a map and `look` (may be left out) a `Look`:

                `{"do": "measures", map, look}`
                `{"do": "leave", map, look, "who": id}`
                `{"do": "compare", map, look, "changes": Changes}`
                `{"do": "overlay", map, "theirs": Theirs}`
                `{"do": "layout", map, "seed": int, "all": bool}`: `all` moves everybody,
                    else only whoever has no `x` and `y`.
                `{"do": "import", "files": [{"name", "text"} or {"name", "base64"}],
                    map}`: `map` may be left out; people of the same name keep their id,
                    place and marks.
                `{"do": "export", map, look, "form": id of `forms`}`

        Yields:
            Once, for each `do`. `says` are sentences to show first, in order; `notes`
            how it was counted, to show small; people are in the map's order.

            measures: `{"n", "ties", "says", "notes", "people": [{"id", "out", "in",
                "out_share", "in_share", "betweenness", "closeness_out", "closeness_in",
                "eigenvector", "constraint", "reach"}], "most": {measure: [ids]}}`. A
                number is None where the measure says nothing about that person.
                `"used": {measure: "directed"}`.
            leave: `{"who", "says", "notes", "alone": [ids], "cut": [[id, id]] (at most
                20 examples), "pairs": {"before", "after"}, "before", "after"}`;
                `before` and `after` as `measures`, `after` without whoever left.
            compare: `{"says", "notes", "after_map": map, "totals": [{"name", "before",
                "after"}] (text, to show as a table), "before", "after"}`.
            overlay: `{"says", "ties": [{"from", "to", "sort", "both", "mine",
                "theirs", "faces": [mine, theirs]}], "people": [{"id", "name", "in":
                "both" | "mine" | "theirs"}], "counts": {"both", "mine", "theirs",
                "weight"}}`; `mine` and `theirs` are weights, None where there is no tie.
            layout: `{"people": [{"id", "x", "y"}], "seed"}`, everybody.
            import: `{"map", "notes", "says"}`; replace what is drawn only when the
                learner says so (undo brings it back).
            export: `{"name", "type", "data"}`, `data` text or `{"base64"}`.

        Raises:
            ResponseError: one sentence: what is wrong, in which line, what to do.
        """
        raise NotImplementedError

    def prepare(self) -> None:
        """Import networkx and numpy ahead of the first visitor."""
        raise NotImplementedError

    def in_words(self, response: Json) -> list[Said]:
        """Return each tie as a sentence, and what it says."""
        raise NotImplementedError

    def on_paper(self) -> Paper:
        """Return a sheet to draw a map on."""
        raise NotImplementedError

    def simulate(self, rng: random.Random) -> Json:
        """Return a place of six to fourteen, some outside the room."""
        raise NotImplementedError
