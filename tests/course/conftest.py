from datetime import UTC, datetime, timedelta

import pytest

from academy.people import People
from academy.session import Session
from academy.store import SqliteStore


@pytest.fixture
def store(tmp_path):
    made = SqliteStore(tmp_path / "data" / "academy.db", patience=0.2)
    yield made
    made.close()


@pytest.fixture
def session(store):
    ties = People(store).cohorts
    return Session("ada", version="abc123", page="page-1", store=store, ties=ties)


@pytest.fixture
def clock():
    """A clock that moves one second each time it is read."""

    class Clock:
        at = datetime(2026, 5, 3, 10, 0, tzinfo=UTC)

        def __call__(self):
            self.at += timedelta(seconds=1)
            return self.at

    return Clock()
