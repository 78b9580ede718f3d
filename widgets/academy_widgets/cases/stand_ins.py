"""Stand-ins of a case: what they say, by a rule that is told beforehand.

That what everybody knows is said more often is the finding (Stasser & Titus 1985; Lu,
Yuan & McLeod 2012); that those who count as experienced say both alike is Wittenbaum's
(2000, doi:10.1177/009365000027003005). How often is made up here, and said to be.
"""

import random

from academy_widgets.cases.case import Case
from academy_widgets.cases.rules import Event, State

OWN = 1 / 4
"""How often one who leads says something that only they know, unasked."""

RULE = (
    "A stand-in says one fact in each turn, and chooses alone by counting what speaks for "
    "and against. Whoever is used to being heard says, one time in four, something that "
    "only they know. The others do so only when somebody asks them. Otherwise all of them "
    "say what everybody knows, and when that is used up they say it again."
)


def turn(case: Case, state: State, seed: int) -> Event:
    """Return what the stand-in does whose turn it is."""
    by = state.next
    assert by is not None  # noqa: S101  only who is next is asked
    rng = random.Random(f"{seed} {state.round} {by}")
    said = set(state.said)
    own = [one for one in case.own(by) if one not in said]
    if state.asked(by):
        return Event(do="say", by=by, what=own[0]) if own else Event(do="pass", by=by)
    leads = next(one.leads for one in case.roles if one.id == by)
    if leads and own and rng.random() < OWN:
        return Event(do="say", by=by, what=own[0])
    shared = [one.id for one in case.facts if one.only is None]
    fresh = [one for one in shared if one not in said]
    return Event(do="say", by=by, what=rng.choice(fresh or shared))


def choice(case: Case, state: State, role: str) -> str:
    """Return what a stand-in chooses: what most speaks for, as far as it knows."""
    known = {*case.sheet(role), *(state.said if state.phase == "deciding" else ())}
    alone = case.best(case.sheet(role))
    assert alone is not None  # noqa: S101  a case is held to that
    return case.best(known) or alone
