"""One place twice, side by side: without somebody, changed, or as others see it."""

from __future__ import annotations

import numpy as np

from academy_widgets.exercise import Json
from academy_widgets.powermap import gates, graph, telling
from academy_widgets.powermap.map import Changes, Look, Map, Theirs, Tie
from academy_widgets.powermap.telling import names, some

EXAMPLES = 20


def measures(given: Map, look: Look) -> Json:
    """Return the numbers of a map and what they say, as `work` describes."""
    arrows = graph.drawn(given, look)
    numbers = graph.counted(given, look)
    through = gates.found(arrows, numbers)
    return {
        "n": len(given.people),
        "ties": arrows.size(),
        "says": telling.says(given, arrows, numbers, through),
        "notes": telling.notes(look, arrows),
        "people": [{"id": id, **one} for id, one in numbers.items()],
        "most": graph.most(numbers),
        "gates": [gate._asdict() for gate in through],
        "used": dict.fromkeys(graph.MEASURES, "directed") | {"constraint": "both ways"},
    }


def leave(given: Map, look: Look, who: str) -> Json:
    """Return what is different once somebody is no longer there."""
    after = Changes(gone=(who,)).of(given)
    name = given.named(who)
    arrows, left = graph.drawn(given, look), graph.drawn(after, look)
    before = graph.reached(arrows)
    place = list(arrows).index(who)
    stay = [at for at in range(len(arrows)) if at != place]
    before = before[np.ix_(stay, stay)]
    then = graph.reached(left)
    lost = np.argwhere(before & ~then)
    ids = list(left)
    pairs = {"before": _pairs(before), "after": _pairs(then)}
    tieless, unheard = set(telling.tieless(given)), {who, *telling.unheard(given)}
    alone = [id for id in telling.tieless(after) if id not in tieless]
    says = [_lost(name, pairs)]
    if len(lost):
        start, end = lost[0]
        says.append(
            f"For one, {given.named(ids[start])} no longer gets to {given.named(ids[end])}."
        )
    if alone:
        verb = "is" if len(alone) == 1 else "are"
        says.append(f"{names(given, alone)} {verb} left without any tie.")
    new_unheard = [id for id in telling.unheard(after) if id not in unheard]
    if new_unheard:
        says.append(f"Nobody listens to {names(given, new_unheard)} any more.")
    numbers = {"before": measures(given, look), "after": measures(after, look)}
    says += _shift(given, numbers, but=who)
    says.append(
        "People who lose somebody find other ways, and a map does not: read it as the day "
        "after, not as what must come."
    )
    return {
        "who": who,
        "says": says,
        "notes": telling.notes(look, arrows),
        "alone": alone,
        "cut": [[ids[start], ids[end]] for start, end in lost[:EXAMPLES]],
        "pairs": pairs,
        **numbers,
    }


def compare(given: Map, look: Look, changes: Changes) -> Json:
    """Return a map before and after a redesign, side by side."""
    after = changes.of(given)
    numbers = {"before": measures(given, look), "after": measures(after, look)}
    rows = [
        _totals(given, look, numbers["before"]["gates"]),
        _totals(after, look, numbers["after"]["gates"]),
    ]
    totals = [
        {"name": name, "before": rows[0][name], "after": rows[1][name]} for name in rows[0]
    ]
    return {
        "says": _changed(given, after, look) + _shift(after, numbers),
        "notes": telling.notes(look, graph.drawn(after, look)),
        "after_map": after.told(),
        "totals": totals,
        **numbers,
    }


def overlay(mine: Map, theirs: Theirs) -> Json:
    """Return what two people see alike, and what only one of them sees."""
    other = theirs.map
    ours, others = _by_arrow(mine), _by_arrow(other)
    rows: list[Json] = []
    done: set[tuple[str, str, str]] = set()
    for key in (*ours, *others):
        one, two = ours.get(key), others.get(key)
        back = (key[1], key[0], key[2])
        both = _alike(one, ours.get(back)) and _alike(two, others.get(back))
        if key in done:
            continue
        done |= {key, back} if both else {key}
        rows.append(
            {
                "from": key[0],
                "to": key[1],
                "sort": key[2],
                "both": both,
                "mine": one.weight if one else None,
                "theirs": two.weight if two else None,
                "faces": [one.face if one else "", two.face if two else ""],
            }
        )
    in_both = [one for one in rows if one["mine"] and one["theirs"]]
    counts = {
        "both": len(in_both),
        "mine": sum(not one["theirs"] for one in rows),
        "theirs": sum(not one["mine"] for one in rows),
        "weight": sum(one["mine"] != one["theirs"] for one in in_both),
    }
    here, there = ({one.id: one for one in each.people} for each in (mine, other))
    people = [
        {
            "id": id,
            "name": (here.get(id) or there[id]).name,
            "in": "both"
            if id in here and id in there
            else "mine"
            if id in here
            else "theirs",
        }
        for id in here | there
    ]
    says = [_common(counts, theirs.whose or "the other view")]
    for which, words in (("mine", "only on your map"), ("theirs", "only on the other")):
        apart = [one["id"] for one in people if one["in"] == which]
        if apart:
            source = mine if which == "mine" else other
            says.append(f"{names(source, apart)}: {words}.")
    if counts["weight"]:
        says.append(f"{some(counts['weight'], 'tie')} on both differ in strength.")
    moved = [id for id in here if id in there and here[id].here != there[id].here]
    if moved:
        says.append(f"The two do not agree who is in the room: {names(mine, moved)}.")
    if theirs.guessed:
        says.append(
            "You drew the other view in their place. What they would draw, they alone "
            "know: ask them."
        )
    says.append("Neither is the right one. Where they differ is what to talk about.")
    return {"says": says, "ties": rows, "people": people, "counts": counts}


def _common(counts: dict[str, int], whose: str) -> str:
    return (
        f"The two views have {some(counts['both'], 'tie')} in common. {counts['mine']} are "
        f"only on yours, and {counts['theirs']} only on the other ({whose})."
    )


def _alike(one: Tie | None, back: Tie | None) -> bool:
    """Return whether there is the same each way, or nothing each way."""
    if one is None or back is None:
        return one is back
    return (one.weight, one.face) == (back.weight, back.face) and one.both == back.both


def _seen_in(mine: bool, theirs: bool) -> str:  # noqa: FBT001  two alike
    if mine and theirs:
        return "both"
    return "mine" if mine else "theirs"


def _by_arrow(given: Map) -> dict[tuple[str, str, str], Tie]:
    """Return each tie by its arrow; one that goes both ways by each of its two."""
    found: dict[tuple[str, str, str], Tie] = {
        (one.start, one.to, one.sort): one for one in given.ties
    }
    return found | {(one.to, one.start, one.sort): one for one in given.ties if one.both}


def _pairs(reach: graph.Pairs) -> int:
    return int(reach.sum()) - len(reach)


def _lost(name: str, pairs: dict[str, int]) -> str:
    gone = pairs["before"] - pairs["after"]
    if not pairs["before"]:
        return f"Nobody else reached anybody before {name} left, so nothing changes."
    if not gone:
        return f"If {name} leaves, everybody still gets to whoever they got to before."
    if gone == pairs["before"] == 1:
        return f"If {name} leaves, the only way from one to another is gone."
    return (
        f"If {name} leaves, {gone:,} of {pairs['before']:,} ways from one to another are "
        "gone."
    )


def _shift(given: Map, numbers: dict[str, Json], but: str = "") -> list[str]:
    """Return who stands between others before and after, if that is somebody else."""
    before, after = (numbers[one]["most"]["betweenness"] for one in ("before", "after"))
    if not after or before == after or len(after) > telling.MOST_NAMES:
        return []
    was = [id for id in before if id != but]
    told = f"Most often between two others is then {names(given, after)}"
    return [f"{told}, before it was {names(given, was)}." if was else f"{told}."]


def _totals(given: Map, look: Look, through: list[Json]) -> dict[str, str]:
    arrows = graph.drawn(given, look)
    n = len(given.people)
    ways = _pairs(graph.reached(arrows))
    of = n * (n - 1)
    votes = [one for one in given.people if one.vote]
    away = sum(not one.here for one in given.people)
    return {
        "On the map": f"{n:,}",
        "In the room": f"{n - away:,}",
        "Have a vote": f"{len(votes):,}",
        "Ties that count": f"{arrows.size():,}",
        "Ways from one to another": f"{ways:,} of {of:,}",
        "Decided for, without a vote": f"{len(telling.voiceless(given)):,}",
        "Nobody listens to them": _unheard(given),
        "Without any tie": f"{len(telling.tieless(given)):,}",
        "Ways that hang on one alone": (
            f"{through[0]['pairs']:,} ({given.named(through[0]['who'])})"
            if through
            else "0"
        ),
    }


def _unheard(given: Map) -> str:
    if not any(one.sort == "listens" for one in given.ties):
        return "no listening drawn"
    return f"{len(telling.unheard(given)):,}"


def _changed(before: Map, after: Map, look: Look) -> list[str]:
    old, new = _by_arrow(before), _by_arrow(after)
    was, now = ({one.id: one for one in each.people} for each in (before, after))
    kept = was.keys() & now.keys()
    told = []
    votes = [id for id in now if now[id].vote and not (id in was and was[id].vote)]
    lost = [id for id in kept if was[id].vote and not now[id].vote]
    came = [id for id in now if id in kept and now[id].here and not was[id].here]
    for ids, words in (
        (votes, "now {has} a vote"),
        (lost, "no longer {has} a vote"),
        (came, "now {is} in the room"),
        ([id for id in now if id not in was], "{is} new"),
    ):
        if ids:
            alone = len(ids) == 1
            verb = words.format(
                has="has" if alone else "have", **{"is": "is" if alone else "are"}
            )
            told.append(f"{names(after, ids)} {verb}.")
    gone = [id for id in was if id not in now]
    if gone:
        told.append(f"{names(before, gone)} {'is' if len(gone) == 1 else 'are'} gone.")
    added, cut = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    if added or cut:
        told.append(f"{some(added, 'arrow')} more and {some(cut, 'arrow')} fewer.")
    ways = [_pairs(graph.reached(graph.drawn(one, look))) for one in (before, after)]
    if ways[0] != ways[1]:
        told.append(f"{ways[0]:,} ways from one to another became {ways[1]:,}.")
    unheard = set(telling.unheard(after))
    heard = [id for id in telling.unheard(before) if id in now.keys() - unheard]
    if heard:
        told.append(f"Somebody listens to {names(after, heard)} now.")
    return told or ["Nothing that counts here has changed yet."]
