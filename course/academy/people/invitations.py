"""Ways in: for one person, once, for some days."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from academy.people.cohorts import Role
from academy.people.known import utc_now
from academy.store import SqliteStore
from academy.store.tables import invitations, learners, members

INVITATION_DAYS = 21


class InvitationError(Exception):
    """An invitation leads nowhere; the message says why and what to do, in one sentence."""


class UnknownInvitationError(InvitationError):
    """No invitation has this code."""


@dataclass(frozen=True)
class Invitation:
    """A way in for one person, once.

    Attributes:
        id: what a tutor knows it by; no secret.
        cohort: which cohort it leads to; None for a tutor without one yet.
        name: whom it is for, as the tutor calls them.
    """

    id: str
    cohort: str | None
    role: Role
    name: str
    at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def refusal(self, now: datetime) -> str:
        """Return why it is good no more, in one sentence, or nothing if it is good."""
        if self.used_at:
            return (
                "This invitation was used already. If that was you, come back with your "
                "return phrase; otherwise ask your tutor for a new one."
            )
        if self.revoked_at:
            return "This invitation was taken back. Ask your tutor for a new one."
        if self.expires_at <= now:
            return "This invitation has expired. Ask your tutor for a new one."
        return ""


class Invitations:
    """The invitations of one store."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def make(
        self,
        *,
        role: Role,
        name: str,
        cohort: str | None = None,
        days: int = INVITATION_DAYS,
        now: datetime | None = None,
    ) -> tuple[Invitation, str]:
        """Make an invitation; return it with its code, which is told this once only."""
        at = now or utc_now()
        code = secrets.token_urlsafe(16)
        made = Invitation(
            id="invitation-" + secrets.token_hex(4),
            cohort=cohort,
            role=role,
            name=name,
            at=at,
            expires_at=at + timedelta(days=days),
        )
        row = {
            "id": made.id,
            "code": _hashed(code),
            "cohort": cohort,
            "role": role,
            "name": name,
            "at": at.isoformat(),
            "expires_at": made.expires_at.isoformat(),
        }
        with self._store.changing() as db:
            db.execute(sa.insert(invitations).values(**row))
        return made, code

    def find(self, code: str, now: datetime | None = None) -> Invitation:
        """Return the invitation that has this code.

        Raises:
            InvitationError: there is none, or it is good no more.
        """
        query = sa.select(invitations).where(invitations.c.code == _hashed(code.strip()))
        with self._store.reading() as db:
            row = db.execute(query).mappings().one_or_none()
        if row is None:
            raise UnknownInvitationError(
                "There is no such invitation. Check that the link is whole, or ask your "
                "tutor for a new one."
            )
        found = _invitation(row)
        if refusal := found.refusal(now or utc_now()):
            raise InvitationError(refusal)
        return found

    def of(self, cohort: str) -> list[Invitation]:
        """Return the invitations to `cohort`, oldest first."""
        query = (
            sa.select(invitations)
            .where(invitations.c.cohort == cohort)
            .order_by(invitations.c.at)
        )
        with self._store.reading() as db:
            return [_invitation(row) for row in db.execute(query).mappings()]

    def revoke(self, id: str, cohort: str, now: datetime | None = None) -> None:
        """Take an invitation to `cohort` back, if it was not used yet."""
        change = sa.update(invitations).where(
            invitations.c.id == id,
            invitations.c.cohort == cohort,
            invitations.c.used_at.is_(None),
        )
        with self._store.changing() as db:
            db.execute(change.values(revoked_at=(now or utc_now()).isoformat()))

    def join(
        self, code: str, learner: str, name: str = "", now: datetime | None = None
    ) -> Invitation:
        """Use an invitation for `learner`, once, whoever else tries at the same moment.

        Raises:
            InvitationError: it is good no more.
        """
        at = now or utc_now()
        found = self.find(code, at)
        use = sa.update(invitations).where(
            invitations.c.id == found.id,
            invitations.c.used_at.is_(None),
            invitations.c.revoked_at.is_(None),
        )
        with self._store.changing() as db:
            if not db.execute(use.values(used_at=at.isoformat(), used_by=learner)).rowcount:
                raise InvitationError("This invitation was used a moment ago.")
            if found.role == "tutor":
                db.execute(sa.insert(learners).prefix_with("OR IGNORE").values(id=learner))
                known = sa.update(learners).where(learners.c.id == learner)
                db.execute(known.values(tutor=True))
            if found.cohort:
                row = {
                    "cohort": found.cohort,
                    "learner": learner,
                    "role": found.role,
                    "name": name.strip() or found.name,
                    "joined_at": at.isoformat(),
                }
                db.execute(sa.insert(members).prefix_with("OR REPLACE").values(**row))
        return found


def _hashed(code: str) -> str:
    # The code has 128 random bits, so a quick hash hides it as well as a slow one.
    return hashlib.sha256(code.encode()).hexdigest()


def _invitation(row: Any) -> Invitation:  # noqa: ANN401  a row
    given: dict[str, Any] = {name: row[name] for name in ("id", "cohort", "role", "name")}
    for name in ("at", "expires_at", "used_at", "revoked_at"):
        given[name] = datetime.fromisoformat(row[name]) if row[name] else None
    return Invitation(**given)
