"""Reply: read what a person says, choose a reply, see what it does, write your own.

A coach says what each sentence of a learner's own seems to do; the learner says what
they meant. Nothing is right or wrong, and no kind of reply is above another.
"""

import random
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from academy_widgets import paper
from academy_widgets.coach import Meant
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
from academy_widgets.reply.heard import told

LONGEST_REPLY = 100_000
"""Characters of one written reply: some 15,000 words, so that a paste is not cut off."""

WRITTEN = (
    ("It sounds as if you have carried this alone.",),
    ("That is a long time to wait.", "What would help today?"),
    ("I could ring them for you.", "Shall I?"),
    ("Thank you for telling me.",),
)
"""What simulated learners write, by sentence."""

DISAGREES = 0.3
"""How often a simulated learner meant something, and says so: our guess."""

Move = Literal[
    "open question",
    "closed question",
    "reflection",
    "giving information",
    "advice",
    "reassurance",
    "deflection",
]


class Speaker(Data):
    """Who speaks in the scene: a name, and who they are in it."""

    name: Text
    who: Text


class Sound(Data):
    """The speaker's words, to be heard as well as read.

    Attributes:
        file: beside the exercise; its words are on the page, and in its transcript.
        voice: whose voice that is, told beside it.
    """

    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.mp3$")]
    voice: Text


class Reply(Data):
    """One thing the listener might say.

    Attributes:
        id: its name in this scene.
        text: the words.
        move: what kind of reply it is.
        then: what the speaker does or says next.
        why: why it has that effect.
    """

    id: Slug
    text: Text
    move: Move
    then: Text
    why: Text


class Example(Data):
    """A reply that somebody else might write, and what it tries to do."""

    text: Text
    why: Text


class Meaning(Data):
    """What the learner says that a sentence of theirs was.

    Attributes:
        words: the sentence, as they wrote it; what is told so stays with it when
            another sentence is changed, and counts for each that says the same.
        meant: what it was.
    """

    words: Text
    meant: Meant


class Response(Data):
    """A reply chosen, or one written, or both.

    Attributes:
        chosen: the ids of the replies tried, in order; the last is the newest.
        written: the learner's own words, or "".
        meant: what they say that sentences of it were; of the same words the last counts.
    """

    chosen: tuple[Slug, ...] = ()
    written: str = ""
    meant: Annotated[tuple[Meaning, ...], Field(max_length=500)] = ()


class ReplyExercise(Exercise):
    """One moment in which somebody says something and waits.

    Attributes:
        scene: where we are and what has just happened.
        speaker: who speaks.
        says: the speaker's words.
        sound: the same words, spoken, if they can be heard.
        replies: what the listener might say, at least three.
        invite: what asks the learner to write a reply of their own.
        examples: replies that others might write, shown after the learner's own.
    """

    kind: Literal["reply"]
    scene: Text
    speaker: Speaker
    says: Text
    sound: Sound | None = None
    replies: tuple[Reply, ...] = Field(min_length=3)
    invite: Text
    examples: tuple[Example, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _replies_differ(self) -> "ReplyExercise":
        unique([reply.id for reply in self.replies], "reply")
        return self

    def shown(self) -> Json:
        """Return the scene, the replies without what each does, and what one can mean."""
        return {
            "scene": self.scene,
            "speaker": self.speaker.model_dump(),
            "says": self.says,
            "sound": self.sound and self.sound.model_dump(),
            "replies": [{"id": one.id, "text": one.text} for one in self.replies],
            "invite": self.invite,
            "meanings": list(get_args(Meant)),
        }

    def files(self) -> tuple[str, ...]:
        """Return the sound's name, if there is one."""
        return (self.sound.file,) if self.sound else ()

    def feedback(self, response: Json) -> Json:
        """Return what each reply tried does to the speaker, newest first.

        What the coach heard and others' examples come only once the learner has written
        a reply of their own.
        """
        answer = checked(Response, response)
        by_id = {one.id: one for one in self.replies}
        unknown = [one for one in answer.chosen if one not in by_id]
        if unknown:
            message = f"There is no reply {unknown[0]!r} in this scene."
            raise ResponseError(message)
        if not answer.chosen and not answer.written:
            message = "Choose a reply first, or write one of your own."
            raise ResponseError(message)
        if len(answer.written) > LONGEST_REPLY:
            message = (
                f"Your reply has {len(answer.written):,} characters, and {LONGEST_REPLY:,} "
                "can be kept here. All of it stays on this page; please shorten it."
            )
            raise ResponseError(message)
        tried = list(dict.fromkeys(reversed(answer.chosen)))
        return {
            "tried": [by_id[one].model_dump() for one in tried],
            "left": len(self.replies) - len(tried),
            "written": answer.written,
            "heard": told(answer.written, {one.words: one.meant for one in answer.meant})
            if answer.written
            else None,
            "examples": [one.model_dump() for one in self.examples]
            if answer.written
            else [],
        }

    def in_words(self, response: Json) -> list[Said]:
        """Return what the learner would say to the speaker, and what else they tried."""
        asked = f"{self.speaker.name}: {self.says}"
        by_id = {reply.id: reply.text for reply in self.replies}
        tried = response.get("chosen")
        ids = [one for one in tried if one in by_id] if isinstance(tried, list) else []
        said = [Said(asked, by_id[one]) for one in ids]
        own = response.get("written")
        if isinstance(own, str) and own.strip():
            said.append(Said(self.invite, own))
        meant = response.get("meant") or ()
        return said + [
            Said(f"“{one['words']}”", f"I meant: {one['meant']}") for one in meant
        ]

    def on_paper(self) -> Paper:
        """Return the moment, the replies and lines; what each reply does is in the key."""
        name = self.speaker.name
        sheet = (
            paper.text(self.scene),
            paper.said(f"{name}, {self.speaker.who}", self.says),
            paper.choose(
                (one.text for one in self.replies),
                f"What do you say to {name}? Tick one, then hear what it does.",
            ),
            paper.write(self.invite, words=50),
        )
        rows = [(one.text, one.move, one.then, one.why) for one in self.replies]
        key = (
            paper.table(
                "Read out what happens to whoever ticked it, and only then say why.",
                ("Reply", "What it is", "What happens then", "Why"),
                rows,
            ),
            paper.listed(
                (f"“{one.text}” {one.why}" for one in self.examples),
                "What others might say, once people have read out their own:",
            ),
        )
        return Paper(sheet, key)

    def simulate(self, rng: random.Random) -> Json:
        """Return a learner who tries one to three replies, and may write one.

        Some who write say of their first sentence what they meant by it.
        """
        ids = [reply.id for reply in self.replies]
        chosen = rng.sample(ids, rng.randint(1, 3))
        sentences = rng.choice([(), *WRITTEN])
        meant = [
            {"words": words, "meant": rng.choice(get_args(Meant))}
            for words in sentences[:1]
            if rng.random() < DISAGREES
        ]
        return {"chosen": chosen, "written": " ".join(sentences), "meant": meant}
