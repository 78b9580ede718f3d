"""What a trust game comes to, in words and rows: by place, and by stake."""

from typing import NamedTuple

from academy_widgets.exercise import Json
from academy_widgets.trustgame.rules import Leg, Round, State, kept
from academy_widgets.trustgame.stand_ins import WAYS

YOU, OTHER = 0, 1
NAMES = "ABCD"


class Game(NamedTuple):
    """A learner's game with stand-ins.

    Attributes:
        state: where it is.
        ways: the rule of each pair's stand-in.
        pairs: title and scene of each pair.
    """

    state: State
    ways: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


def stands(game: Game) -> Json:
    """Return where a game is for the one who plays; no rule before its pair is over."""
    state = game.state
    leg = state.now
    pair = state.leg // 2
    over = state.next is None
    played = state.of(state.leg)
    title, about = game.pairs[pair]
    found: Json = {
        "over": over,
        "pair": pair,
        "of": len(game.pairs),
        "title": title,
        "about": about,
        "leg": state.leg,
        "swapped": state.leg % 2 == 1,
        "place": "sends" if leg.sender == YOU else "gives",
        "yours": leg.stakes[YOU],
        "theirs": leg.stakes[OTHER],
        "times": state.times,
        "stand_in": f"Stand-in {NAMES[pair]}",
        "round": len(played) + (state.phase == "sending"),
        "rounds": leg.rounds,
        "most": state.most,
        "sent": played[-1].sent if state.phase == "giving" else 0,
        "last": _last(state),
        "rows": [_row(state, one) for one in played if one.back is not None],
        "drawn": [
            {"stand_in": f"Stand-in {NAMES[at]}", "words": WAYS[way].words}
            for at, way in enumerate(game.ways[: len(game.pairs) if over else pair])
        ],
        "may_stop": state.leg > 1,
    }
    return found


def told(game: Game) -> Json:
    """Return what was sent and given back, by place and by stake, and by whose rule."""
    state = game.state
    places = [
        _place(state, leg, at)
        for at, leg in enumerate(state.legs)
        if any(one.back is not None for one in state.of(at))
    ]
    rounds = [one for one in state.rounds if one.back is not None]
    had = [kept(state, one) for one in rounds]
    yours, theirs = sum(one[YOU] for one in had), sum(one[OTHER] for one in had)
    begun = [state.legs[one.leg].stakes for one in rounds]
    whole = (
        f"Over {len(rounds)} rounds you began with {sum(one[YOU] for one in begun)} coins "
        f"and had {yours} at their ends; the stand-ins began with "
        f"{sum(one[OTHER] for one in begun)} and had {theirs}."
    )
    says = [
        *_first(state),
        *_differs([one for one in places if one["place"] == "sends"], "sent", "had"),
        *_differs([one for one in places if one["place"] == "gives"], "gave back", "got"),
        whole,
    ]
    reached = {one.leg // 2 for one in rounds}
    return {
        "places": places,
        "says": says,
        "drawn": [
            {
                "stand_in": f"Stand-in {NAMES[at]}",
                "pair": game.pairs[at][0],
                "words": WAYS[way].words,
            }
            for at, way in enumerate(game.ways)
            if at in reached
        ],
    }


def _row(state: State, one: Round) -> Json:
    you, other = kept(state, one)
    arrived = one.sent * state.times
    return {"sent": one.sent, "arrived": arrived, "back": one.back} | {
        "you": you,
        "other": other,
    }


def _place(state: State, leg: Leg, at: int) -> Json:
    rows = [_row(state, one) for one in state.of(at) if one.back is not None]
    sends = leg.sender == YOU
    did = [one["sent"] if sends else one["back"] for one in rows]
    whole = [leg.stakes[YOU] if sends else one["arrived"] for one in rows]
    # Of nothing that arrived there is no part that could have been given back.
    part = round(100 * sum(did) / sum(whole)) if sum(whole) else None
    stake = _stake(leg)
    with_ = f"you with {leg.stakes[YOU]} coins, the stand-in with {leg.stakes[OTHER]}"
    listed = ", ".join(str(one) for one in did)
    verb = "sent" if sends else "gave back"
    of = f"of {leg.stakes[YOU]}" if sends else f"of {', '.join(map(str, whole))}"
    share = "" if part is None else f", that is {part} in 100"
    return {
        "place": "sends" if sends else "gives",
        "stake": stake,
        "part": part,
        "did": listed,
        "of": of.removeprefix("of "),
        "words": f"You {verb} {listed} {of}{share} ({with_}).",
        "rows": rows,
    }


def _stake(leg: Leg) -> str:
    if leg.stakes[YOU] == leg.stakes[OTHER]:
        return "as much as the other"
    return "less" if leg.stakes[YOU] < leg.stakes[OTHER] else "more"


def _first(state: State) -> list[str]:
    """Tell of the one round that is like the study's: equal stakes, nothing before it."""
    first = state.rounds[0]
    stake = state.legs[0].stakes[YOU]
    return [
        f"In the first round, before you knew anything, you sent {first.sent} of {stake}."
    ]


def _differs(places: list[Json], verb: str, had: str) -> list[str]:
    """Tell parts side by side, where there is more than one to tell."""
    parts = [one for one in places if one["part"] is not None]
    if len(parts) < 2:  # noqa: PLR2004  nothing beside it
        return []
    of = {"had": "of what you had", "got": "of what arrived"}[had]
    each = ", ".join(f"{one['part']} when you had {one['stake']}" for one in parts)
    return [f"In 100 {of}, you {verb} {each}."]


def _last(state: State) -> str:
    """Tell of the round before, whichever leg it was in."""
    ended = [one for one in state.rounds if one.back is not None]
    if not ended:
        return ""
    one = ended[-1]
    arrived = one.sent * state.times
    you, other = kept(state, one)
    had = f"You have {you}, the stand-in has {other}."
    sends = state.legs[one.leg].sender == YOU
    if not one.sent:
        who = "You" if sends else "The stand-in"
        return f"{who} sent nothing. {had}"
    if sends:
        return f"You sent {one.sent}; {arrived} arrived; {one.back} came back. {had}"
    return f"It sent {one.sent}; {arrived} reached you; you gave back {one.back}. {had}"
