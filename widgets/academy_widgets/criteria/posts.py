"""Two posts, who applies for them, and how the dice may fall."""

from typing import Literal, NamedTuple

from pydantic import Field

from academy_widgets.exercise import Data, Json, Slug, Text

Arm = Literal["first", "after"]
"""Whether the criteria are weighed first, or after the people have been met."""


class Draw(NamedTuple):
    """One way in which the dice may fall.

    Attributes:
        arm: whether this learner weighs first.
        order: which post comes first and which second, `(2,)`.
        kinds: for each post, in the order of the YAML, which kind of people has the first
            profile, `(2,)`; the two differ, so that the profiles change hands.
    """

    arm: Arm
    order: tuple[int, int]
    kinds: tuple[int, int]


DRAWS = tuple(
    Draw(arm, order, kinds)
    for arm in ("first", "after")
    for order in ((0, 1), (1, 0))
    for kinds in ((0, 1), (1, 0))
)


class Kind(Data):
    """One of two kinds of people, such as men and women.

    Attributes:
        id: its name.
        text: "the man".
        they: "he".
        their: "his".
    """

    id: Slug
    text: Text
    they: Text
    their: Text


class Profile(Data):
    """What somebody may be good at, whoever they are."""

    id: Slug
    text: Text


class Criterion(Data):
    """Something that a post may need.

    Attributes:
        id: its name.
        profile: who is good at it.
        text: a few words.
    """

    id: Slug
    profile: Slug
    text: Text


class Candidate(Data):
    """Somebody who applies.

    Attributes:
        profile: what they are good at.
        names: their name if they are of the first, and of the second kind of people.
        about: who that is; `{name}`, `{they}` and `{their}` are filled in.
    """

    profile: Slug
    names: tuple[Text, Text]
    about: Text

    def told(self, kind: Kind, at: int) -> Json:
        """Return name and text of this candidate as one of `kind`."""
        words = {"name": self.names[at], "they": kind.they, "their": kind.their}
        text = self.about
        for slot, word in words.items():
            text = _filled(text, slot, word)
        return {"name": self.names[at], "text": text, "profile": self.profile}


class Post(Data):
    """A post that two people apply for.

    Attributes:
        id: its name.
        title: what the post is.
        about: where, and what it is for.
        criteria: what may count; as many for one profile as for the other.
        candidates: one of each profile.
    """

    id: Slug
    title: Text
    about: Text
    criteria: tuple[Criterion, ...] = Field(min_length=4, max_length=10)
    candidates: tuple[Candidate, Candidate]


def _filled(text: str, slot: str, word: str) -> str:
    """Return `text` with `word` where the slot is; a sentence begins with a capital."""
    capital = word[:1].upper() + word[1:]
    mark = "{" + slot + "}"
    if text.startswith(mark):
        text = capital + text[len(mark) :]
    return text.replace(f". {mark}", f". {capital}").replace(mark, word)
