"""What can be marked on a map, what each mark means, and where the terms come from."""

from typing import Literal, NamedTuple

SOURCES = """
Faces, spaces and places of power: Gaventa, J. (2006). Finding the spaces for change: a \
power analysis. IDS Bulletin 37(6), doi:10.1111/j.1759-5436.2006.tb00320.x. Own wording.
Power over, to, with and within: VeneKlasen, L. and Miller, V. (2002). A New Weave of \
Power, People and Politics. Own wording.
Degree, closeness and betweenness: Freeman, L. C. (1978). Centrality in social networks. \
Social Networks 1(3), doi:10.1016/0378-8733(78)90021-7.
Eigenvector: Bonacich, P. (1987). Power and centrality. American Journal of Sociology \
92(5), doi:10.1086/228631.
Constraint: Burt, R. S. (1992). Structural Holes. Harvard University Press.
""".strip().splitlines()


class Choice(NamedTuple):
    """One mark.

    Attributes:
        id: as it stands in a map.
        name: as a learner reads it.
        means: what it means, in one sentence.
        verb: a tie's word between two names; else empty.
    """

    id: str
    name: str
    means: str
    verb: str = ""


CHOICES: dict[str, tuple[Choice, ...]] = {
    "people": (
        Choice("person", "Person", "One human being."),
        Choice("role", "Role", "A post that somebody holds, whoever it is just now."),
        Choice("group", "Group", "Several together: a team, a family, a board."),
    ),
    "ties": (
        Choice(
            "decides", "Decides for", "Settles what happens to the other.", "decides for"
        ),
        Choice("advises", "Advises", "Says what they think; the other settles.", "advises"),
        Choice("listens", "Listens to", "Takes in what the other says.", "listens to"),
        Choice(
            "depends", "Depends on", "Needs something that the other has.", "depends on"
        ),
    ),
    "faces": (
        Choice("visible", "Visible", "Everybody can see it: a rule, a vote, a post."),
        Choice("hidden", "Hidden", "It works behind: who sets the agenda, who is asked."),
        Choice("invisible", "Invisible", "Nobody questions it: “that is how it is here”."),
    ),
    "spaces": (
        Choice("closed", "Closed", "They meet behind a shut door; others hear afterwards."),
        Choice("invited", "Invited", "They are asked in, on somebody else’s terms."),
        Choice("claimed", "Claimed", "They made a place of their own to speak and act."),
    ),
    "places": (
        Choice("local", "Local", "In this building, this town, this household."),
        Choice("national", "National", "In the country’s laws, budgets and bodies."),
        Choice("global", "Global", "Beyond the country: firms, treaties, ideas."),
    ),
    "kinds": (
        Choice("over", "Power over", "Can make others do things, or stop them."),
        Choice("to", "Power to", "Can get something done, by skill or by means."),
        Choice("with", "Power with", "Is strong together with others."),
        Choice("within", "Power within", "Knows their own worth and what they want."),
    ),
}

LOOKS = (
    Choice("out", "Moves most", "How many others they move directly."),
    Choice("in", "Is moved most", "How many others move them directly."),
    Choice(
        "betweenness",
        "Stands between",
        "How often they are on the shortest way from one to another.",
    ),
    Choice("closeness_out", "Gets there fast", "In how few steps they reach the others."),
    Choice("closeness_in", "Hears fast", "In how few steps the others reach them."),
    Choice(
        "eigenvector",
        "Moves those who move others",
        "Whether the people they move are ones who move many.",
    ),
    Choice(
        "constraint",
        "Is hemmed in",
        "Whether all their ties lead back to the same few; less of it leaves more freedom.",
    ),
)

NAMES = {one.id: one.name for group in CHOICES.values() for one in group}
VERBS = {one.id: one.verb for one in CHOICES["ties"]}

Form = Literal["sheet", "people", "ties", "matrix", "graphml", "text", "map"]

FORMS = (
    Choice("sheet", "Spreadsheet for mapping tools (.xlsx)", "Elements and Connections."),
    Choice("people", "People (.csv)", "A row for each, with your marks."),
    Choice("ties", "Ties (.csv)", "A row for each."),
    Choice("matrix", "Who to whom (.csv)", "A row and a column for each."),
    Choice("graphml", "GraphML (.graphml)", "For Gephi, yEd and other network tools."),
    Choice("text", "In words (.txt)", "The map in sentences."),
    Choice("map", "The map itself (.json)", "To go on with it here another day."),
)
