"""What a map's numbers say, in sentences: words come before numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import networkx as nx

from academy_widgets.powermap import graph
from academy_widgets.powermap.gates import Gate
from academy_widgets.powermap.map import Look, Map

MOST_NAMES = 4

SENSES = {
    "out": "{who} {s} the most others directly: {value} of {others}.",
    "in": "{who} {p} moved by the most others directly: {value} of {others}.",
    "betweenness": "{who} {b} most often on the shortest way between two others.",
    "closeness_out": "{who} {g} to the others in the fewest steps.",
    "eigenvector": "{who} {m} those who move many.",
}

HOW = {
    "influence": "An arrow goes from whoever moves to whoever is moved: “A listens to B” "
    "and “A depends on B” count as B moving A.",
    "drawn": "Arrows count as they were drawn: from whoever decides, advises, listens or "
    "depends.",
}


def names(given: Map, ids: Iterable[str], most: int = MOST_NAMES) -> str:
    """Return "Ann, Bo and 3 more"."""
    found = [given.named(id) for id in ids]
    rest = len(found) - most
    if rest > 0:
        found = [*found[:most], f"{rest} more"]
    if len(found) < 2:  # noqa: PLR2004  one needs no "and"
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def some(number: int, one: str, many: str | None = None) -> str:
    """Return "1 tie" or "3 ties"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def says(
    given: Map,
    arrows: nx.DiGraph[str],
    numbers: dict[str, dict[str, graph.Number]],
    gates: Sequence[Gate],
) -> list[str]:
    """Return what the map says, the most telling first."""
    if not given.people:
        return ["Nobody is on the map yet."]
    told = [_who_is_there(given)]
    if not arrows.size():
        return [*told, "No tie is drawn that counts here: draw one, and look again."]
    told += [_gate(given, gate) for gate in gates]
    told += _central(given, numbers)
    return told + _unheard(given) + _decided(given) + _faces(given)


def _who_is_there(given: Map) -> str:
    room = [one for one in given.people if one.here]
    outside = len(given.people) - len(room)
    told = f"There are {some(len(given.people), 'name')} on the map"
    told += (
        f", and {some(outside, 'of them is', 'of them are')} not in the room."
        if outside
        else ", all of them in the room."
    )
    votes = sum(one.vote for one in given.people)
    return told + (f" {some(votes, 'has', 'have')} a vote." if votes else "")


def _gate(given: Map, gate: Gate) -> str:
    start, end, who = map(given.named, (gate.start, gate.end, gate.who))
    if gate.only == "start":
        return f"Whatever goes from {start} to {gate.pairs:,} others goes through {who}."
    if gate.only == "end":
        return f"Whatever {gate.pairs:,} others have for {end} goes through {who}."
    way = f"between {start} and {end}" if gate.both else f"from {start} to {end}"
    rest = gate.pairs - 1 - gate.both
    more = f"; so it is for {some(rest, 'other way', 'other ways')} too" if rest else ""
    return f"Everything {way} goes through {who}{more}."


def _central(given: Map, numbers: dict[str, dict[str, graph.Number]]) -> list[str]:
    """Return who is central in each sense, and whether it is always the same one."""
    best = {
        sense: ids
        for sense, ids in graph.most(numbers).items()
        if sense in SENSES and ids and len(ids) <= MOST_NAMES
    }
    told = []
    for sense, ids in best.items():
        alone = len(ids) == 1
        told.append(
            SENSES[sense].format(
                who=names(given, ids),
                value=round((numbers[ids[0]][_share(sense)] or 0) * (len(numbers) - 1)),
                others=len(numbers) - 1,
                s="moves" if alone else "each move",
                p="is" if alone else "are each",
                b="is" if alone else "are each",
                g="gets" if alone else "get",
                m="moves" if alone else "move",
            )
        )
    powerful = {sense: ids for sense, ids in best.items() if sense != "in"}
    if len(powerful) > 1:
        in_all = set.intersection(*(set(ids) for ids in powerful.values()))
        if in_all:
            told.append(f"In each of these senses it is {names(given, in_all)}.")
        else:
            told.append(
                "So who is “the most powerful” here depends on what is meant by it."
            )
    return told


def _share(sense: str) -> str:
    return "in_share" if sense == "in" else "out_share"


def unheard(given: Map) -> list[str]:
    """Return those whom nobody listens to, if any listening is drawn at all."""
    listens = [one for one in given.ties if one.sort == "listens"]
    heard = {one.to for one in listens} | {one.start for one in listens if one.both}
    return [one.id for one in given.people if one.id not in heard] if listens else []


def voiceless(given: Map) -> list[str]:
    """Return those for whom somebody decides, and who have no vote."""
    votes = {one.id for one in given.people if one.vote}
    return [id for id in decided_for(given) if id not in votes]


def decided_for(given: Map) -> list[str]:
    """Return those for whom somebody decides."""
    decides = [one for one in given.ties if one.sort == "decides"]
    ruled = {one.to for one in decides} | {one.start for one in decides if one.both}
    return [one.id for one in given.people if one.id in ruled]


def tieless(given: Map) -> list[str]:
    """Return those whom no tie at all reaches."""
    tied = {end for one in given.ties for end in (one.start, one.to)}
    return [one.id for one in given.people if one.id not in tied]


def _unheard(given: Map) -> list[str]:
    told = []
    ids = unheard(given)
    if ids:
        away = {one.id for one in given.people if not one.here} & set(ids)
        outside = f" {some(len(away), 'of them is', 'of them are')} not in the room."
        told.append(
            f"On this map, nobody listens to {names(given, ids)}.{outside if away else ''}"
        )
    alone = tieless(given)
    if alone:
        has, is_ = ("has", "is") if len(alone) == 1 else ("have", "are")
        told.append(
            f"{names(given, alone)} {has} no tie to anybody, and {is_} counted too."
        )
    return told


def _decided(given: Map) -> list[str]:
    ids = voiceless(given)
    if not ids or not any(one.vote for one in given.people):
        return []
    verb = "has" if len(ids) == 1 else "have"
    return [f"Others decide for {names(given, ids)}, who {verb} no vote."]


def _faces(given: Map) -> list[str]:
    unseen = sum(one.face in {"hidden", "invisible"} for one in given.ties)
    marked = sum(one.face != "" for one in given.ties)
    if not unseen:
        return []
    return [f"Of {some(marked, 'tie')} that you marked, {unseen:,} cannot be seen by all."]


def notes(look: Look, arrows: nx.DiGraph[str]) -> list[str]:
    """Return how it was counted, so that nobody takes it for more than it is."""
    told = [HOW[look.reading]]
    told.append(
        "A tie of weight 3 counts as three, and is a third as far."
        if look.weighted
        else "Weights do not count here: a tie is there or not."
    )
    told.append(
        "Several ties the same way between the same two count as one"
        + (", the strongest." if look.weighted else ".")
    )
    told.append(
        f"All {len(arrows):,} count as people here, those without a tie among them; ways "
        "and steps follow the arrows. Being hemmed in alone takes both directions together."
    )
    members = graph.circle(arrows)
    if not members:
        told.append(
            "Who moves those who move others is not told: there is no single largest "
            "circle of three or more in which everybody can reach everybody."
        )
    elif len(members) < len(arrows):
        told.append(
            f"Who moves those who move others is told of {len(members):,} of "
            f"{len(arrows):,}: the largest circle in which everybody can reach everybody."
        )
    if len(look.sorts) < len(Look().sorts):
        told.append("Not all sorts of tie are counted.")
    return told


def lines(given: Map, verbs: dict[str, str]) -> Sequence[str]:
    """Return each tie as a sentence without its full stop."""
    return [
        f"{given.named(one.start)} {verbs[one.sort]} {given.named(one.to)}"
        + (", and the other way round" if one.both else "")
        + (f" (weight {one.weight})" if one.weight > 1 else "")
        + (f" ({one.face})" if one.face else "")
        for one in given.ties
    ]
