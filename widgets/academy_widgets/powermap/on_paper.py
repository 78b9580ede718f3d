"""A map of power with a pen: a circle for the room, marks to draw, questions to ask."""

from academy_widgets import paper
from academy_widgets.paper import Paper, Part
from academy_widgets.powermap import marks

STEPS = (
    "Take a large sheet. Draw a big circle: that is the room where it is decided.",
    "Put initials or roles in the circle for whoever is in the room, outside for others.",
    "Who is missing? Put them there too.",
    "Draw arrows as the table says. Make one thicker, the stronger it is.",
    "Put the letters of the second table beside names and arrows.",
    "Ring whoever has a vote.",
)
STROKES = {
    "decides": "a full line, one arrowhead",
    "advises": "a dashed line, one arrowhead",
    "listens": "a dotted line, one arrowhead",
    "depends": "a double line, one arrowhead",
}
ASK = (
    "Cover one name with a finger. Who can no longer get to whom?",
    "Who has the most arrows going out? Who has the most coming in? Is it the same one?",
    "Whom does nobody listen to? For whom do others decide, who has no vote?",
    "Take another colour. Add one arrow, or give one vote. What is different now?",
)
ROWS = 8


def sheet(invite: str) -> Paper:
    """Return a sheet to draw a map on, and what to ask of it."""
    key = [
        paper.text(
            "There are several senses of “central”: how many somebody moves, how few steps "
            "they need to all, how often they stand between two. It need not be the same "
            "name. Count each by hand on a map of up to ten."
        ),
        paper.text(
            "Let people draw alone before they show each other. Whoever has least power in "
            "the room shows theirs first if they wish, and nobody has to. Two maps of one "
            "place differ: neither is wrong."
        ),
        paper.listed(marks.SOURCES, "Where the terms come from:"),
    ]
    return Paper(
        (
            paper.text(invite),
            paper.listed(STEPS, "How to draw it:"),
            _ties(),
            _letters(),
            paper.table(
                "Or as a table",
                ("From", "Decides, advises, listens, depends", "To", "How strong, 1 to 5"),
                [("",) * 4] * ROWS,
            ),
            paper.listed(ASK, "Then ask of it:"),
            paper.write("One change that you could make, and with whom?", words=30),
        ),
        tuple(key),
    )


def _ties() -> Part:
    return paper.table(
        "Arrows",
        ("Arrow", "How to draw it", "What it means"),
        [(one.name, STROKES[one.id], one.means) for one in marks.CHOICES["ties"]],
    )


def _letters() -> Part:
    groups = {
        "faces": "Arrows: can others see it?",
        "spaces": "Names: how did they come in?",
        "places": "Names: where do they act?",
        "kinds": "Names: which kind of power?",
    }
    return paper.table(
        "Letters",
        ("About", "Letters", "Mark", "What it means"),
        [
            (about, _letter(one), one.name, one.means)
            for group, about in groups.items()
            for one in marks.CHOICES[group]
        ],
    )


def _letter(one: marks.Choice) -> str:
    """Return letters that stand for one mark alone."""
    short = {"invisible": "inv", "claimed": "cl", "with": "wh", "within": "wn"}
    return short.get(one.id, one.id[:1])
