"""Power map: who holds what in a place, told in words first, then in numbers.

Of Burt's measures of structural holes it counts constraint; effective size it does not.
"""

import random
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from academy_widgets.exercise import Data, Exercise, Json, ResponseError, Said, Text
from academy_widgets.paper import Paper
from academy_widgets.powermap import marks
from academy_widgets.powermap.map import (
    HEAVIEST,
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_PEOPLE,
    MOST_TIES,
    VERSION,
    Changes,
    Look,
    Map,
    Theirs,
)
from academy_widgets.powermap.on_paper import sheet
from academy_widgets.powermap.simulated import place

LONGEST_WORDS = 2000


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
        return {
            "invite": self.invite,
            "about_example": self.about_example,
            "example": self.example.told(),
            "choices": {
                group: [_told(one) for one in some] for group, some in marks.CHOICES.items()
            },
            "looks": [_told(one) for one in marks.LOOKS],
            "forms": [_told(one) for one in marks.FORMS],
            "most": {
                "people": MOST_PEOPLE,
                "ties": MOST_TIES,
                "weight": HEAVIEST,
                "name": LONGEST_NAME,
                "note": LONGEST_NOTE,
                "words": LONGEST_WORDS,
                "file": 2_000_000,
            },
            "version": VERSION,
            "sources": list(marks.SOURCES),
        }

    def feedback(self, response: Json) -> Json:
        """Return what the map says: the same as `work` would, all at once.

        Args:
            response: as `Response`.

        Returns:
            `measures`; and `leave`, `compare`, `overlay`, each None unless the response
            has a `leaver`, `changes`, `theirs`. Each as `work` returns it.
        """
        from academy_widgets.powermap import asked, compared  # noqa: PLC0415  heavy

        given: Response = asked.taken(Response, response)
        if not given.map.people:
            raise ResponseError("Nobody is on the map yet: put somebody there first.")
        seen, look = given.map, given.look
        return {
            "measures": compared.measures(seen, look),
            "leave": asked.left(seen, look, given.leaver) if given.leaver else None,
            "compare": asked.changed(seen, look, given.changes) if given.changes else None,
            "overlay": compared.overlay(seen, given.theirs) if given.theirs else None,
        }

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
                `"used": {measure: "directed" or "both ways"}`. `"gates": [{"who",
                "pairs", "start", "end", "both", "only"}]`: whoever is on every way
                between some, at most three.
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
            import: `{"map", "notes", "says", "adds"}`; `adds` says whether what is drawn
                is in it. Replace that only when the learner says so (undo brings it back).
            export: `{"name", "type", "data"}`, `data` text or `{"base64"}`.

        Raises:
            ResponseError: one sentence: what is wrong, in which line, what to do.
        """
        from academy_widgets.powermap.asked import answer  # noqa: PLC0415  heavy

        yield answer(asked)

    def prepare(self) -> None:
        """Import networkx and numpy ahead of the first visitor."""
        from academy_widgets.powermap import asked  # noqa: PLC0415  heavy

        asked.answer({"do": "measures", "map": self.example.told()})

    def in_words(self, response: Json) -> list[Said]:
        """Return each tie as a sentence, and what it says."""
        from academy_widgets.powermap import asked, telling  # noqa: PLC0415  heavy

        try:
            given: Response = asked.taken(Response, response)
            says = self.feedback(response)["measures"]["says"]
        except ResponseError:
            return super().in_words(response)
        seen = given.map
        room, away = (
            ", ".join(one.name for one in seen.people if one.here == here)
            for here in (True, False)
        )
        said = [Said("In the room", room), Said("Not in the room", away)]
        said += [Said("Ties", one) for one in telling.lines(seen, marks.VERBS)]
        said += [Said("What the map says", one) for one in says]
        said += [Said(f"About {one.name}", one.note) for one in seen.people if one.note]
        if given.changes:
            changed = asked.changed(seen, given.look, given.changes)
            said += [Said("After the changes", one) for one in changed["says"]]
        if given.theirs:
            whose = given.theirs.whose or "somebody else"
            ties = telling.lines(given.theirs.map, marks.VERBS)
            said += [Said(f"As seen by {whose}", one) for one in ties]
        said.append(Said("In your words", given.words))
        return [one for one in said if one.text]

    def on_paper(self) -> Paper:
        """Return a sheet to draw a map on."""
        return sheet(self.invite)

    def simulate(self, rng: random.Random) -> Json:
        """Return a place of six to fourteen, some outside the room."""
        return place(rng)


def _told(one: marks.Choice) -> Json:
    return {key: value for key, value in one._asdict().items() if value}
