"""Cohorts, who is in them, and what people in them are to each other."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from academy.cohort import KEPT, Cohort
from academy.people.known import utc_now
from academy.sharing import Tie
from academy.store import Audience, Json, SqliteStore
from academy.store.tables import cohorts, members, releases

Role = Literal["learner", "tutor"]


@dataclass(frozen=True)
class Member:
    """Somebody in a cohort.

    Attributes:
        cohort: the cohort's id.
        learner: the server's id of the person.
        name: what the cohort calls them.
        joined_at: when they joined, in UTC.
        pair: who has the same number is their partner; None while they have none.
    """

    cohort: str
    learner: str
    role: Role
    name: str
    joined_at: datetime
    pair: int | None = None


class Cohorts:
    """The cohorts of one store."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def add(self, cohort: Cohort, now: datetime | None = None) -> str:
        """Keep a new cohort and return its id."""
        id = "cohort-" + secrets.token_hex(4)
        row = {"id": id, "at": (now or utc_now()).isoformat()}
        body = cohort.model_dump(mode="json", by_alias=True)
        with self._store.changing() as db:
            db.execute(sa.insert(cohorts).values(**row, body=body))
        return id

    def get(self, id: str) -> Cohort | None:
        """Return the cohort of that id, if there is one."""
        query = sa.select(cohorts.c.body).where(cohorts.c.id == id)
        with self._store.reading() as db:
            body = db.execute(query).scalar_one_or_none()
        return _cohort(body) if body else None

    def title(self, id: str) -> str:
        """Return what the cohort of that id is called; "" if there is none."""
        cohort = self.get(id)
        return cohort.title if cohort else ""

    def all(self) -> dict[str, Cohort]:
        """Return all cohorts, by id, oldest first."""
        with self._store.reading() as db:
            rows = db.execute(sa.select(cohorts).order_by(cohorts.c.at)).all()
        return {row.id: _cohort(row.body) for row in rows}

    def erased_at(self, cohort: str) -> datetime | None:
        """Return when the words of `cohort` were erased by its own rule, if they were."""
        query = sa.select(cohorts.c.erased_at).where(cohorts.c.id == cohort)
        with self._store.reading() as db:
            at = db.execute(query).scalar_one_or_none()
        return datetime.fromisoformat(at) if at else None

    def set_erased(self, cohort: str, now: datetime) -> None:
        """Remember that the words of `cohort` were erased."""
        change = sa.update(cohorts).where(cohorts.c.id == cohort)
        with self._store.changing() as db:
            db.execute(change.values(erased_at=now.isoformat()))

    def memberships(self, learner: str) -> list[Member]:
        """Return what `learner` is in which cohorts, the newest first."""
        query = (
            sa.select(members)
            .where(members.c.learner == learner, members.c.left_at.is_(None))
            .order_by(members.c.joined_at.desc())
        )
        return self._members(query)

    def ever(self, person: str) -> list[Member]:
        """Return what `person` is or was in which cohorts, the newest first."""
        query = (
            sa.select(members)
            .where(members.c.learner == person)
            .order_by(members.c.joined_at.desc())
        )
        return self._members(query)

    def members(self, cohort: str) -> list[Member]:
        """Return who is in `cohort`, by name."""
        query = (
            sa.select(members)
            .where(members.c.cohort == cohort, members.c.left_at.is_(None))
            .order_by(members.c.name)
        )
        return self._members(query)

    def _members(self, query: Any) -> list[Member]:  # noqa: ANN401  a select
        with self._store.reading() as db:
            rows = db.execute(query).all()
        return [
            Member(
                cohort=row.cohort,
                learner=row.learner,
                role=row.role,
                name=row.name,
                joined_at=datetime.fromisoformat(row.joined_at),
                pair=row.pair,
            )
            for row in rows
        ]

    def tutors(self, learner: str, cohort: str) -> bool:
        """Return whether `learner` is a tutor of `cohort`."""
        mine = self.memberships(learner)
        return any(one.cohort == cohort and one.role == "tutor" for one in mine)

    def pair(self, cohort: str, rng: random.Random | None = None) -> None:
        """Give each learner of `cohort` a partner, by lot; an odd one makes a three."""
        here = [one.learner for one in self.members(cohort) if one.role == "learner"]
        (rng or random.SystemRandom()).shuffle(here)
        pairs = max(1, len(here) // 2)
        with self._store.changing() as db:
            for place, learner in enumerate(here):
                number = place % pairs if len(here) > 1 else None
                change = sa.update(members).where(
                    members.c.cohort == cohort,
                    members.c.learner == learner,
                    members.c.role == "learner",
                )
                db.execute(change.values(pair=number))

    def leave(self, cohort: str, learner: str, now: datetime | None = None) -> None:
        """Take `learner` out of `cohort`; what they wrote stays theirs alone to move."""
        change = sa.update(members).where(
            members.c.cohort == cohort, members.c.learner == learner
        )
        with self._store.changing() as db:
            db.execute(change.values(left_at=(now or utc_now()).isoformat(), pair=None))

    def ties(self, reader: str) -> dict[str, list[Tie]]:
        """Return what `reader` is to everybody they know, in each cohort.

        Somebody's partner may read what is for partners; a tutor what is for tutors;
        whoever shares a cohort what is for the cohort. Nobody else is in this.
        """
        found: dict[str, list[Tie]] = {}
        for mine in self.memberships(reader):
            for other in self.members(mine.cohort):
                if other.learner == reader:
                    continue
                # Two tutors of one cohort are not each other's: one may learn elsewhere.
                guides = (mine.role, other.role) == ("tutor", "learner")
                audience: Audience = "tutor" if guides else "cohort"
                if mine.pair is not None and mine.pair == other.pair:
                    audience = "partner"
                found.setdefault(other.learner, []).append(Tie(audience, other.joined_at))
        return found

    def audiences(self, learner: str) -> tuple[Audience, ...]:
        """Return the audiences that `learner` has somebody in, narrowest first."""
        steps: list[Audience] = ["me"]
        mine = [one for one in self.memberships(learner) if one.role == "learner"]
        if any(one.pair is not None for one in mine):
            steps.append("partner")
        if mine:
            steps += ["tutor", "cohort"]
        return (*steps, "anyone")

    def due(self, learner: str, module: str) -> datetime | None:
        """Return when `module` is due for `learner`, in UTC: the last day of their cohorts.

        None where no cohort of theirs has it in its schedule.
        """
        mine = [one for one in self.memberships(learner) if one.role == "learner"]
        found = [self.get(one.cohort) for one in mine]
        days = [one.due(module) for one in found if one and module in one.modules()]
        return max(days, default=None)

    def release(self, cohort: str, what: str) -> Json | None:
        """Return what was last told about a group, if anything was."""
        query = sa.select(releases.c.body).where(
            releases.c.cohort == cohort, releases.c.what == what
        )
        with self._store.reading() as db:
            return db.execute(query).scalar_one_or_none()

    def keep_release(self, cohort: str, what: str, body: Json) -> None:
        """Remember what was told about a group."""
        row = {"cohort": cohort, "what": what, "at": utc_now().isoformat(), "body": body}
        with self._store.changing() as db:
            db.execute(sa.insert(releases).prefix_with("OR REPLACE").values(**row))


def _cohort(body: Json) -> Cohort:
    # A module that has left the course since must not shut a cohort out of its own.
    return Cohort.model_validate(body, context=KEPT)


def names(found: Iterable[Member]) -> dict[str, str]:
    """Return what each member is called, by id."""
    return {one.learner: one.name for one in found}
