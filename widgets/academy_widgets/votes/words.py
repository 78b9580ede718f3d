"""What the numbers of a committee say, in sentences."""

from __future__ import annotations

from academy_widgets.exercise import Json


def told(found: Json) -> list[str]:
    """Return what matters about a committee, the most important first."""
    rows = found["members"]
    said = [_never(rows), *_strong(found)]
    top = max(rows, key=lambda one: float(one["turns"]))
    if top["turns"] and top["sort"] != "alone":
        said.append(
            f"In {top['turns']:,} of the {found['winning']:,} groups that can carry a "
            f"decision, it would fail without {top['name']}."
        )
    said += _gaps(rows)
    if any(one["lived"] for one in rows):
        said.append(
            f"The seats for lived experience have {found['lived']:g} in 100 of the say."
        )
    if found["both_sides"]:
        said.append(
            "With so few votes needed, two groups that want the opposite could both carry "
            "theirs."
        )
    return [one for one in said if one]


def _never(rows: list[Json]) -> str:
    lost = [one["name"] for one in rows if one["sort"] == "never"]
    if not lost:
        return "Everybody who has a vote can turn some decision."
    have = "has a vote that" if len(lost) == 1 else "have votes that"
    return (
        f"{_listed(lost)} {have} can never turn a decision, whatever the others do. "
        "Such a vote is there, is counted, and changes nothing."
    )


def _strong(found: Json) -> list[str]:
    rows = found["members"]
    said = [
        f"{one['name']} decides alone; nobody else’s vote matters."
        for one in rows
        if one["sort"] == "alone"
    ]
    veto = [one["name"] for one in rows if one["sort"] == "veto"]
    if veto:
        said.append(f"Nothing can be carried against {_listed(veto, 'or')}.")
    without = [one["name"] for one in rows if one["sort"] == "without"]
    if without:
        have = "sits" if len(without) == 1 else "sit"
        said.append(f"{_listed(without)} {have} there without a vote.")
    return said


def _gaps(rows: list[Json]) -> list[str]:
    """Tell whose say is furthest from their share of the votes, if it is far at all."""
    far = max(rows, key=lambda one: abs(float(one["say"]) - float(one["of_votes"])))
    gap = far["say"] - far["of_votes"]
    if abs(gap) < 3:  # noqa: PLR2004  points; less is not worth a sentence
        return ["Say and share of the votes are close to each other here."]
    more = "more" if gap > 0 else "less"
    shares = f"{far['of_votes']:g} in 100 of the votes and {far['say']:g} in 100 of the say"
    return [f"{far['name']} has {shares}: {more} than it looks."]


def changed(before: Json, after: Json) -> list[str]:
    """Return what another rule or other seats change, for those who are in both."""
    was = {one["name"]: one for one in before["members"]}
    moved = sorted(
        (
            (one["say"] - was[one["name"]]["say"], one["name"])
            for one in after["members"]
            if one["name"] in was
        ),
    )
    said = []
    if moved and moved[-1][0] > 0:
        said.append(f"{moved[-1][1]} gains most: {moved[-1][0]:.1f} points of the say.")
    if moved and moved[0][0] < 0:
        said.append(f"{moved[0][1]} gives most: {-moved[0][0]:.1f} points.")
    new = [one for one in after["members"] if one["name"] not in was]
    if new:
        share = sum(one["say"] for one in new)
        who = _listed([one["name"] for one in new])
        have = "has" if len(new) == 1 else "have"
        said.append(f"{who} {have} {share:.1f} in 100 of the say, where there was none.")
    gone = set(was) - {one["name"] for one in after["members"]}
    if gone:
        said.append(f"No longer there: {_listed(sorted(gone))}.")
    freed = [
        one["name"]
        for one in after["members"]
        if one["name"] in was
        and was[one["name"]]["sort"] in {"never", "without"}
        and one["turns"]
    ]
    if freed:
        said.append(f"{_listed(freed)} can turn a decision now, and could not before.")
    lost = [
        one["name"]
        for one in after["members"]
        if one["name"] in was and was[one["name"]]["turns"] and not one["turns"]
    ]
    if lost:
        said.append(f"{_listed(lost)} could turn a decision before, and cannot now.")
    return said or ["Nobody’s say has changed."]


def _listed(names: list[str], word: str = "and") -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
