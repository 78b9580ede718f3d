"""Code: mark the turns of a transcript, then compare with how experts mark."""

import random
from collections import Counter
from typing import Literal

from pydantic import Field, model_validator

from academy_widgets import paper
from academy_widgets.code.agreement import HOLDS, agreement, number
from academy_widgets.code.measures import Coded, measures
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
from academy_widgets.paper import BOX, Paper

Label = Literal["question", "reflection", "information", "other"]
LABELS: tuple[Label, ...] = ("question", "reflection", "information", "other")


class Turn(Data):
    """One turn of the talk.

    Attributes:
        id: its name in this transcript; only turns to be marked have one.
        who: "speaker" or "listener".
        text: the words.
        label: what the course's own coding says, for a turn to be marked.
        also: other labels that a careful rater could defend.
        opens: of a turn that is a question, or could be, whether it is an open one.
        why: why the turn is coded so, and what speaks for another label.
    """

    who: Literal["speaker", "listener"]
    text: Text
    id: Slug | None = None
    label: Label | None = None
    also: tuple[Label, ...] = ()
    opens: bool | None = None
    why: Text | None = None

    @model_validator(mode="after")
    def _marked_turns_are_whole(self) -> "Turn":
        if self.who == "listener" and not (self.id and self.label and self.why):
            raise ValueError("a listener's turn needs id, label and why")
        if self.who == "speaker" and self.model_fields_set > {"who", "text"}:
            raise ValueError("a speaker's turn has only who and text")
        asks = "question" in (self.label, *self.also)
        if asks != (self.opens is not None):
            raise ValueError(
                "opens: true for an open question or false for a closed one belongs to a "
                "turn that is a question or could be, and to no other"
            )
        return self


class Response(Data):
    """The learner's marks, by the id of the turn."""

    labels: dict[Slug, Label]


EXPERT_PAIRS: dict[Label, dict[Label, int]] = {
    "question": {"question": 4904, "reflection": 317, "information": 339, "other": 146},
    "reflection": {
        "question": 317,
        "reflection": 3296,
        "information": 223,
        "other": 349,
    },
    "information": {
        "question": 339,
        "reflection": 223,
        "information": 2886,
        "other": 530,
    },
    "other": {"question": 146, "reflection": 349, "information": 530, "other": 4546},
}
"""How often one expert said the first label and another expert the second.

Ordered pairs of raters over 216 turns that the same ten experts coded.

Source: AnnoMI (Wu et al. 2022, doi:10.1109/ICASSP43922.2022.9746035), counted from
    its labels; the counts are checked against them in the tests.
"""


def experts() -> Json:
    """Return how ten experts agree with each other, in percent.

    `same` is, for turns that one expert gave a label, how often another gave the same;
    `instead` is the label that another expert gave most often when not the same.
    """
    rows = []
    for label in LABELS:
        pairs = EXPERT_PAIRS[label]
        total = sum(pairs.values())
        other = max((one for one in LABELS if one != label), key=pairs.__getitem__)
        rows.append(
            {
                "label": label,
                "same": round(100 * pairs[label] / total),
                "instead": other,
                "instead_share": round(100 * pairs[other] / total),
            }
        )
    everything = sum(sum(pairs.values()) for pairs in EXPERT_PAIRS.values())
    same = sum(EXPERT_PAIRS[label][label] for label in LABELS)
    return {"overall": round(100 * same / everything), "labels": rows}


class CodeExercise(Exercise):
    """A short transcript whose listener's turns are to be marked.

    Attributes:
        scene: who talks, where and about what.
        speaker: the name of the one who is listened to.
        listener: the name of the one who listens.
        turns: the talk, in order; every listener's turn is to be marked.
        meanings: what each label means, in plain words.
    """

    kind: Literal["code"]
    scene: Text
    speaker: Text
    listener: Text
    turns: tuple[Turn, ...] = Field(min_length=4)
    meanings: dict[Label, Text]

    @model_validator(mode="after")
    def _whole(self) -> "CodeExercise":
        unique([turn.id for turn in self.turns if turn.id], "turn")
        if missing := [label for label in LABELS if label not in self.meanings]:
            message = f"meanings lacks {missing[0]!r}"
            raise ValueError(message)
        return self

    def shown(self) -> Json:
        """Return the talk and the labels, without what any turn is coded as."""
        return {
            "scene": self.scene,
            "speaker": self.speaker,
            "listener": self.listener,
            "turns": [
                {"id": turn.id, "who": turn.who, "text": turn.text} for turn in self.turns
            ],
            "labels": [{"id": label, "means": self.meanings[label]} for label in LABELS],
        }

    def feedback(self, response: Json) -> Json:
        """Return the learner's marks beside ours, and how far experts agree.

        Nothing is right or wrong: a mark is "same", "arguable" (a careful rater could
        defend it) or "different". Kappas and measures are of the turns marked.
        """
        marks = checked(Response, response).labels
        coded = {turn.id: turn for turn in self.turns if turn.id and turn.label}
        if unknown := sorted(set(marks) - set(coded)):
            raise ResponseError(f"There is no turn {unknown[0]!r} in this talk.")
        if not marks:
            raise ResponseError("Mark at least one turn first.")
        rows = [_compared(turn, marks[id]) for id, turn in coded.items() if id in marks]
        counts = Counter(row["stands"] for row in rows)
        marked = [
            Coded(marks[id], turn.label, turn.opens)
            for id, turn in coded.items()
            if id in marks and turn.label
        ]
        return {
            "turns": rows,
            "marked": len(rows),
            "of": len(coded),
            "same": counts["same"],
            "arguable": counts["arguable"],
            "agreement": agreement(
                [one.yours for one in marked], [one.ours for one in marked]
            ),
            "holds": {what: number(kappa) for what, kappa in HOLDS.items()},
            "measures": measures(
                marked, [(turn.who, turn.text) for turn in self.turns], self.listener
            ),
            "experts": experts(),
        }

    def in_words(self, response: Json) -> list[Said]:
        """Return each turn with what the learner marked it as."""
        marks = response.get("labels")
        if not isinstance(marks, dict):
            return super().in_words(response)
        return [
            Said(turn.text, str(marks[turn.id]).capitalize())
            for turn in self.turns
            if turn.id in marks
        ]

    def on_paper(self) -> Paper:
        """Return the talk with boxes beside each turn to be marked; the key has ours."""
        names = {"speaker": self.speaker, "listener": self.listener}
        sheet = (
            paper.text(self.scene),
            paper.listed(
                f"{label.capitalize()}: {self.meanings[label]}" for label in LABELS
            ),
            paper.table(
                f"Tick one box for each thing that {self.listener} says.",
                ("Who", "What is said", *(label.capitalize() for label in LABELS)),
                [
                    (names[one.who], one.text, *([BOX if one.label else ""] * len(LABELS)))
                    for one in self.turns
                ],
            ),
        )
        ours = [
            (one.text, " or ".join((one.label, *one.also)), one.why)
            for one in self.turns
            if one.label and one.why
        ]
        key = (
            paper.table(
                f"How we marked what {self.listener} says. Where a second kind stands, a "
                "careful person could say so too.",
                ("What is said", "Marked as", "Why"),
                ours,
            ),
            paper.text(
                f"Of one turn, two trained people say the same in {experts()['overall']} "
                "of 100 cases. So nobody’s marks are wrong: ask what they heard."
            ),
        )
        return Paper(sheet, key)

    def simulate(self, rng: random.Random) -> Json:
        """Return a learner who marks as another expert would, turn by turn."""
        labels = {}
        for turn in self.turns:
            if turn.id and turn.label:
                pairs = EXPERT_PAIRS[turn.label]
                labels[turn.id] = rng.choices(list(pairs), list(pairs.values()))[0]
        return {"labels": labels}


def _compared(turn: Turn, mark: Label) -> Json:
    stands = "different"
    if mark == turn.label:
        stands = "same"
    elif mark in turn.also:
        stands = "arguable"
    return {
        "id": turn.id,
        "yours": mark,
        "ours": turn.label,
        "also": list(turn.also),
        "why": turn.why,
        "stands": stands,
    }
