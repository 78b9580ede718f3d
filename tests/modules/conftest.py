"""Thirty simulated learners of one cohort do all of a module, through the real store."""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from academy import cohort, content, sharing
from academy.group_results.gathering import told
from academy.people import People
from academy.session import Session
from academy.show import show
from academy.store import SqliteStore


class Cohort:
    """What thirty learners left behind, read back from the store.

    `answers` and `feedback` are by exercise, in the order of `learners`.
    """

    def __init__(self, data, module):
        self.data, self.module = data, module
        self.store = store = SqliteStore(data / "academy.db")
        self.people = People(store)
        self.learners = [f"learner-{n:02d}" for n in range(30)]
        self.id = self.people.cohorts.add(cohort.loads(cohort.template()))
        for role, who in [("tutor", "tutor"), *(("learner", one) for one in self.learners)]:
            made = self.people.invitations.make(role=role, name=who, cohort=self.id)
            self.people.invitations.join(made[1], who)
        self.exercises = content.in_order(module)
        self.feedback = defaultdict(list)
        ticks, start = count(), datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
        for learner in self.learners:
            rng = random.Random(learner)
            for exercise in self.exercises:
                widget = show(
                    exercise,
                    self.session(learner),
                    lambda: start + timedelta(seconds=next(ticks)),
                )
                answer = exercise.simulate(rng)
                widget.response = {"n": 1, "answer": answer, "form": answer}
                assert widget.saved["state"] == "kept", (exercise.id, widget.saved)
                self.feedback[exercise.id].append(widget.feedback)
        self.records = store.read()
        self.answers = defaultdict(list)
        for one in sharing.answers(self.records):
            self.answers[one.exercise].append(one)

    def session(self, learner):
        ties = self.people.cohorts
        return Session(learner, version="v1", page=learner, store=self.store, ties=ties)

    def of(self, kind):
        return [one for one in self.exercises if one.kind == kind]

    def count_in(self, learner, exercise):
        widget = show(exercise, self.session(learner))
        widget.count = {"n": widget.saved["n"] + 1, "in": True}
        assert widget.saved["state"] == "kept", (learner, widget.saved)

    def told(self, exercise):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ACADEMY_DATA", str(self.data))
            return told(self.store, self.people.cohorts, self.id, exercise)


@pytest.fixture(scope="session")
def thirty_of(tmp_path_factory):
    """How a test has thirty do a module: `thirty_of("02_listening")`, each only once."""
    made = {}

    def find(module):
        if module not in made:
            made[module] = Cohort(tmp_path_factory.mktemp("thirty") / "data", module)
        return made[module]

    yield find
    for one in made.values():
        one.store.close()
