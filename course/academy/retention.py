"""When a cohort's words are erased: on the day that its learners were told of."""

from __future__ import annotations

from datetime import UTC, datetime

from academy.erasing import erase_what_was_sent
from academy.people import Member, People
from academy.store import SqliteStore


def due(people: People, now: datetime) -> list[str]:
    """Return the cohorts whose day has passed and whose words are still there.

    Raises:
        StoreError: the store did not answer.
    """
    return [
        id
        for id, cohort in people.cohorts.all().items()
        if cohort.erased() <= now and people.cohorts.erased_at(id) is None
    ]


def tidy(store: SqliteStore, people: People, now: datetime | None = None) -> dict[str, int]:
    """Erase what is due; return how much went, by cohort. Safe to repeat at any time.

    For each learner it is what they wrote, in any module, from when they joined until
    the cohort's day: not a moment less, and what they wrote later is their own again.
    If they have since joined a cohort whose day has not come, what they wrote from then
    on waits for that day. Whoever left the cohort took their words with them. A
    reflection of which no version is left goes from nbgrader's course too.

    Raises:
        StoreError: the store did not answer. What was not erased is still due.
    """
    at = now or datetime.now(UTC)
    gone: dict[str, int] = {}
    for id in due(people, at):
        cohort = people.cohorts.get(id)
        if cohort is None:
            continue
        until = cohort.erased()
        gone[id] = 0
        for one in people.cohorts.members(id):
            if one.role == "learner":
                gone[id] += store.erase(
                    learner=one.learner,
                    after=one.joined_at,
                    before=min([until, *_covered_from(people, one, at)]),
                )
                erase_what_was_sent(store, people, one.learner)
        people.cohorts.set_erased(id, at)
    store.forget()  # also what an erasing before could not take out of the log
    return gone


def _covered_from(people: People, member: Member, now: datetime) -> list[datetime]:
    """Return from when on other cohorts say how long this member's words are kept."""
    return [
        one.joined_at
        for one in people.cohorts.memberships(member.learner)
        if one.cohort != member.cohort
        and one.role == "learner"
        and (cohort := people.cohorts.get(one.cohort))
        and cohort.erased() > now
    ]
