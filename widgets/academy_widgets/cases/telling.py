"""What is told of a case: while it goes on, and when it is over."""

import random

from academy_widgets.cases.case import Case, Fact
from academy_widgets.cases.rules import State, Turn
from academy_widgets.exercise import Json


def stands(case: Case, seat: str, state: State, seed: int) -> Json:
    """Return where a case is for the one in a seat: their sheet, and what was said.

    Which facts everybody knows is not told: it is not told in a meeting either.
    """
    facts = {one.id: one for one in case.facts}
    sheet = list(case.sheet(seat))
    random.Random(seed).shuffle(sheet)
    you = next(one for one in case.roles if one.id == seat)
    names = {one.id: one.name for one in case.roles}
    return {
        "seat": {"name": you.name, "about": you.about},
        "others": [
            {"id": one.id, "name": one.name, "about": one.about}
            for one in case.roles
            if one.id != seat
        ],
        "sheet": [
            {"id": one, "text": facts[one].text, "said": one in state.said} for one in sheet
        ],
        "phase": state.phase,
        "round": min(state.round + 1, case.rounds),
        "rounds": case.rounds,
        "log": [
            {
                "round": one.round + 1,
                "you": one.by == seat,
                "who": names[one.by],
                "asked": bool(one.asked_by),
                "does": "ask" if one.ask else "say" if one.fact else "pass",
                "whom": names.get(one.ask or "", ""),
                "text": facts[one.fact].text if one.fact else "",
                "again": bool(one.fact) and _again(state, at, one),
                "new": bool(one.fact) and one.fact not in sheet,
            }
            for at, one in enumerate(state.turns)
        ],
    }


def told(case: Case, seat: str, state: State) -> Json:
    """Return what came out and what did not, who was asked, and what each chose."""
    return {
        "says": [
            *_decided(case, seat, state),
            *_came_out(case, seat, state),
            *_asked(case, seat, state),
        ],
        "points": _points(case, seat, state),
        "facts": [_fact(case, state, one) for one in case.facts],
        "people": [_person(case, seat, state, one.id) for one in case.roles],
    }


def _again(state: State, at: int, one: Turn) -> bool:
    return any(before.fact == one.fact for before in state.turns[:at])


def _option(case: Case, id: str | None) -> str:
    return next(one.text for one in case.options if one.id == id)


def _decided(case: Case, seat: str, state: State) -> list[str]:
    first, second = state.first[seat], state.second[seat]
    whole = case.best(one.id for one in case.facts)
    shared = case.best(one.id for one in case.facts if one.only is None)
    stayed = (
        f"Alone you chose “{_option(case, first)}”, and after the talk the same."
        if first == second
        else f"Alone you chose “{_option(case, first)}”; after the talk you chose "
        f"“{_option(case, second)}”."
    )
    together = (
        f"All {len(case.facts)} facts together speak most for “{_option(case, whole)}”. "
        f"What everybody knew spoke for “{_option(case, shared)}”, and so did each single "
        "sheet: nobody could have seen it alone."
    )
    others = [one for one in case.roles if one.id != seat]
    with_all = [one.name for one in others if state.second[one.id] == whole]
    count = f"{len(with_all)} of the {len(others)} stand-ins"
    return [stayed, together, f"In the end {count} chose what all facts speak for."]


def _came_out(case: Case, seat: str, state: State) -> list[str]:
    hidden = [one for one in case.facts if one.only]
    out = [one for one in hidden if one.id in state.said]
    shared = [one.id for one in case.facts if one.only is None]
    times = sum(one.fact in shared for one in state.turns)
    mine = case.own(seat)
    told_mine = sum(one in state.said for one in mine)
    hidden_out = (
        f"Of {len(hidden)} facts that only one person knew, {len(out)} came out. What "
        f"everybody knew was said {times} times."
    )
    yours = (
        f"Of the {len(mine)} that only you knew, you said {told_mine}. Nobody asked you "
        "for them: stand-ins do not ask."
    )
    return [hidden_out, yours]


def _asked(case: Case, seat: str, state: State) -> list[str]:
    asked = {one.ask for one in state.turns if one.ask}
    says = []
    facts = {one.id: one for one in case.facts}
    for role in case.roles:
        if role.id in {seat, *asked}:
            continue
        kept = [facts[one].text for one in case.own(role.id) if one not in state.said]
        if kept:
            texts = " ".join(f"“{one}”" for one in kept)
            says.append(f"Nobody asked {role.name}, who knew and did not say: {texts}")
    if asked and not says:
        says.append("Everybody who kept something back was asked at least once.")
    return says


def _points(case: Case, seat: str, state: State) -> list[Json]:
    shared = case.points(one.id for one in case.facts if one.only is None)
    mine = case.points(case.sheet(seat))
    heard = case.points({*case.sheet(seat), *state.said})
    whole = case.points(one.id for one in case.facts)
    return [
        {
            "option": one.text,
            "shared": shared[one.id],
            "sheet": mine[one.id],
            "heard": heard[one.id],
            "all": whole[one.id],
        }
        for one in case.options
    ]


def _fact(case: Case, state: State, fact: Fact) -> Json:
    names = {one.id: one.name for one in case.roles}
    first = next((one for one in state.turns if one.fact == fact.id), None)
    out = f"round {first.round + 1}, {names[first.by]}" if first else "not said"
    if first and first.asked_by:
        out += ", asked"
    return {
        "text": fact.text,
        "speaks": f"{fact.speaks} “{_option(case, fact.option)}”",
        "knew": names[fact.only] if fact.only else "everybody",
        "out": out,
    }


def _person(case: Case, seat: str, state: State, role: str) -> Json:
    own = case.own(role)
    name = next(one.name for one in case.roles if one.id == role)
    return {
        "name": f"you, {name}" if role == seat else name,
        "asked": sum(one.ask == role for one in state.turns),
        "own": f"{sum(one in state.said for one in own)} of {len(own)}",
        "first": _option(case, state.first[role]),
        "second": _option(case, state.second[role]),
    }
