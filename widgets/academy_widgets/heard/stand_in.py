"""A stand-in speaker, who rates by a rule that is told: a script, and nobody."""

import re
from collections.abc import Sequence

from pydantic import Field

from academy_widgets.coach import hear
from academy_widgets.exercise import Data, Json, Slug, Text

PICKED_UP, MISSED = 6, 2
"""What the stand-in rates a part that the words hold, and one that they do not."""

FOR_ADVICE = 2
LOWEST = 1
BELIEVED = 6
"""The attention that it says it had, whatever the learner wrote."""

LONGEST_HEARD = 12_000


class Part(Data):
    """One part of what the stand-in says.

    Attributes:
        probe: the probe that asks about this part.
        text: the words.
        about: what that is about, as the end of "because your words ... ".
        words: beginnings of words, any of which shows that this was picked up.
    """

    probe: Slug
    text: Text
    about: Text
    words: tuple[Text, ...] = Field(min_length=2)


class StandIn(Data):
    """Who speaks when the learner is alone.

    Attributes:
        name: a first name.
        about: who that is, and where.
        parts: what they say, in order.
    """

    name: Text
    about: Text
    parts: tuple[Part, ...] = Field(min_length=2)

    def rule(self) -> str:
        """Return the rule by which the stand-in rates, to be read by a learner."""
        return (
            f"{self.name} is a script and rates so: {PICKED_UP} where your words hold one "
            f"of a few words about that part, {MISSED} where they hold none; for the "
            f"saying back, what lies in the middle of these, and {FOR_ADVICE} less if the "
            f"coach takes a sentence of yours for advice. It says that it had {BELIEVED} "
            "of your attention whatever you write: it cannot see you. A person has other "
            "reasons."
        )

    def rates(self, said: str, probes: Sequence[str]) -> tuple[dict[str, int], Json]:
        """Return a rating for each probe, and why, by the probe's id.

        Args:
            said: what the learner said back, in English.
            probes: the ids of all probes; one that no part is about is for the whole.
        """
        found = {part.probe: picked_up(part, said) for part in self.parts}
        ratings = {one: PICKED_UP if word else MISSED for one, word in found.items()}
        why: Json = {
            part.probe: f"your words hold “{found[part.probe]}”"
            if found[part.probe]
            else f"your words hold nothing about {part.about}"
            for part in self.parts
        }
        middle = round(sum(ratings.values()) / len(ratings))
        advised = advises(said)
        whole = max(LOWEST, middle - FOR_ADVICE * advised)
        for one in probes:
            if one not in ratings:
                ratings[one] = whole
                why[one] = "that is the middle of the others" + (
                    f", less {FOR_ADVICE} for advice" if advised else ""
                )
        return ratings, why


def picked_up(part: Part, said: str) -> str:
    """Return the word of `said` that shows that `part` was picked up, or nothing."""
    plain = said.replace("’", "'")  # as phones type it
    for word in part.words:
        if found := re.search(rf"\b{re.escape(word)}\w*", plain, re.IGNORECASE):
            return found[0]
    return ""


def advises(said: str) -> bool:
    """Return whether the coach takes a sentence of `said` for advice."""
    return any(
        one.kind == "input" and one.grain == "advice" and one.other_kind is None
        for one in hear(said[:LONGEST_HEARD]).sentences
    )


def unreadable(said: str) -> bool:
    """Return whether a script that knows English words alone can make nothing of `said`."""
    return bool(hear(said[:LONGEST_HEARD]).note)
