"""What the coach heard in a written reply, in words that a learner reads."""

from collections.abc import Mapping

from academy_widgets.coach import Heard, Kind, Meant, Sentence, hear
from academy_widgets.exercise import Json

LONGEST_HEARD = 12_000
"""Characters that the coach reads of one reply: some two thousand words."""

MOST_SENTENCES = 60

BEGINNING = (
    "This is long for a reply, so the coach has read only its beginning. "
    "All of your words are kept."
)
KEPT = "Your words are kept as you wrote them."

CALLED: dict[tuple[str | None, str | None], str] = {
    ("question", "open"): "Asks an open question",
    ("question", "closed"): "Asks a closed question",
    ("question", None): "Asks a question, open or closed",
    ("reflection", None): "Says back what was heard: a reflection",
    ("input", "information"): "Gives information",
    ("input", "advice"): "Gives advice",
    ("input", None): "Gives information or advice",
    ("other", None): "Something else, such as “mm”, a greeting, thanks, praise or comfort",
    (None, None): "The coach cannot tell: it reads English only",
}
SHORT: dict[Kind, str] = {
    "question": "a question",
    "reflection": "a reflection",
    "input": "information or advice",
    "other": "something else",
}
SURE = (
    (0.9, "The coach is quite sure."),
    (0.75, "The coach is fairly sure."),
    (0.0, "The coach is not very sure."),
)
"""From which share on it says so.

On talk that it had not learnt from, what it called .9 or more was right 99 times in 100,
from .75 on 96 times and from .6 on 86 times.

Source: the coach's model card, in modules/02_listening/DESIGN.md.
"""


def told(written: str, meant: Mapping[str, Meant]) -> Json:
    """Return what to show of a reply: each sentence, its kind, its words, how sure.

    Text goes out in parts and not as places in it: a browser counts characters in
    another way than Python does.

    Args:
        written: the learner's words.
        meant: what the learner says that a sentence was, by the sentence's own words.
    """
    read = _beginning(written)
    heard = hear(read)
    short = heard.sentences[:MOST_SENTENCES]
    whole = len(read) == len(written) and len(short) == len(heard.sentences)
    note = f"{heard.note} {KEPT}" if heard.note else "" if whole else BEGINNING
    for i, one in enumerate(short):
        if words := meant.get(read[one.start : one.end]):
            heard = heard.but_meant(i, words)
    return {"note": note, "sentences": _sentences(read, heard)}


def _beginning(written: str) -> str:
    if len(written) <= LONGEST_HEARD:
        return written
    head, space, _ = written[:LONGEST_HEARD].rpartition(" ")
    return head if space else written[:LONGEST_HEARD]


def _sentences(text: str, heard: Heard) -> list[Json]:
    return [
        {
            "text": text[one.start : one.end],
            "parts": _parts(text, one),
            "called": _called(one),
            "sure": _sure(one),
            "words": [text[span.start : span.end] for span in one.spans],
            "meant": one.meant,
        }
        for one in heard.sentences[:MOST_SENTENCES]
    ]


def _parts(text: str, one: Sentence) -> list[Json]:
    parts, at = [], one.start
    for span in one.spans:
        parts.append({"text": text[at : span.start], "decided": False})
        parts.append({"text": text[span.start : span.end], "decided": True})
        at = span.end
    parts.append({"text": text[at : one.end], "decided": False})
    return [part for part in parts if part["text"]]


def _called(one: Sentence) -> str:
    if one.kind and one.other_kind:
        return f"Could be {SHORT[one.kind]}, or {SHORT[one.other_kind]}"
    return CALLED[one.kind, one.grain]


def _sure(one: Sentence) -> str:
    if one.kind is None:
        return ""
    if one.other_kind:
        return "The coach is not sure."
    return next(says for least, says in SURE if one.sure >= least)
