"""Who is known here: return phrases, cohorts, invitations, and who is what to whom."""

from __future__ import annotations

from academy.people.cohorts import Cohorts, Member, Role, names
from academy.people.invitations import (
    Invitation,
    InvitationError,
    Invitations,
    UnknownInvitationError,
)
from academy.people.known import Known
from academy.store import SqliteStore

__all__ = [
    "Invitation",
    "InvitationError",
    "Member",
    "People",
    "Role",
    "UnknownInvitationError",
    "names",
]


class People:
    """Who is known to one store.

    Attributes:
        known: the ids and return phrases of persons.
        cohorts: the groups that persons are in.
        invitations: the ways in.
        data: the data folder that the store is in.
    """

    def __init__(self, store: SqliteStore) -> None:
        self.data = store.path.parent
        self.known = Known(store)
        self.cohorts = Cohorts(store)
        self.invitations = Invitations(store)

    def is_tutor(self, learner: str) -> bool:
        """Return whether `learner` is a tutor, of a cohort or before having one."""
        mine = self.cohorts.memberships(learner)
        return self.known.invited_as_tutor(learner) or any(
            one.role == "tutor" for one in mine
        )
