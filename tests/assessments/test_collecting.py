"""Collecting: cut short anywhere, repeated, and for cohorts with dates of their own."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from arriving import ANSWERS, notebook, submit
from nbgrader.api import Gradebook

from academy.assessment import config, dates
from academy.assessment.book import Book
from academy.assessment.config import AssessmentError
from academy.cohort import Cohort
from academy.people import People
from academy.session import owner

KILLED = """
import os, sys
from academy.assessment import {module} as module
from academy.assessment.desk import Desk
from academy.session import open_store

owner, name = module, "{name}"
if "." in name:
    outer, name = name.split(".")
    owner = getattr(module, outer)
real, count = getattr(owner, name), 0

def dies(*args, **more):
    global count
    count += 1
    if count == {at}:
        if {after}:
            real(*args, **more)
        os.kill(os.getpid(), 9)
    return real(*args, **more)

setattr(owner, name, dies)
Desk(open_store(), lambda _: None).collect("small")
"""
POINTS = [
    ("exchange", "_place", 1, False),
    ("exchange", "_place", 3, False),
    ("exchange", "_place", 4, True),
    ("exchange", "_place", 7, True),
    ("exchange", "_Form.filled", 5, False),
    ("incoming", "_keep", 1, False),
    ("incoming", "_keep", 1, True),
    ("incoming", "_set_aside", 1, True),
    ("delivery", "Delivering._record", 1, False),
    ("delivery", "Delivering._record", 2, True),
    ("delivery", "Delivering._entry", 3, True),
]


@pytest.mark.parametrize(("module", "name", "at", "after"), POINTS)
def test_killed_at_any_point_nothing_is_lost_and_nothing_comes_twice(
    course, module, name, at, after
):
    learners = ["learner-ann", "learner-ben", "learner-cat"]
    for learner in learners:
        course.hand_in(learner, what=f"I am {learner}.", next="")
    submit(notebook(**ANSWERS))
    code = KILLED.format(module=module, name=name, at=at, after=after)
    died = subprocess.run([sys.executable, "-c", code], check=False)
    assert died.returncode == -9

    course.desk.collect("small")

    everybody = sorted([*learners, owner()])
    sent = course.store.read(what="handed_in")
    assert sorted(record.learner for record in sent) == everybody
    done = course.store.read(what="delivered")
    assert sorted(r.body["handed_in"] for r in done) == sorted(r.id for r in sent)
    made = [name for name in course.submitted() if name[0] != "."]
    assert sorted(r.body["submission"] for r in done) == made
    assert [name for name in course.submitted() if not name.startswith(".taken")] == made
    book = Book()
    works = book.works(assignment="small")
    book.close()
    assert sorted(work.learner for work in works) == everybody
    with Gradebook(f"sqlite:///{config.course_root() / 'gradebook.db'}") as gradebook:
        students = [one.student.id for one in gradebook.assignment_submissions("small")]
    assert sorted(students) == everybody
    for learner in learners:
        folder = config.course_root() / "autograded" / learner / "small"
        assert f"I am {learner}." in (folder / "reflection.ipynb").read_text()
    assert course.desk.collect("small").new == 0


def test_what_has_gone_since_is_made_again(course):
    course.hand_in("learner-ann", **ANSWERS)
    course.desk.collect("small")
    (config.course_root() / "gradebook.db").unlink()
    course.desk.api.generate_assignment("small", force=True)
    assert course.desk.collect("small").new == 1
    assert len(course.store.read(what="delivered")) == 1
    assert course.desk.collect("small") == (0, 1, 0)


@pytest.fixture
def cohorts(course):
    """Two cohorts: one whose day is past, and one whose day is to come."""
    people = People(course.store)
    made = {}
    for learner, starts in (
        ("learner-ann", datetime.now(UTC).date() - timedelta(days=10)),
        ("learner-ben", datetime.now(UTC).date()),
    ):
        cohort = Cohort.model_validate(
            {
                "title": "A cohort",
                "for": {"kind": "place", "says": "Here."},
                "starts": starts,
                "time_zone": "Europe/London",
                "schedule": [{"week": 1, "module": "02_listening"}],
                "due_days": 7,
                "tutors": ["Tess"],
                "contact": "Ask Tess.",
            },
            context="kept",
        )
        id = people.cohorts.add(cohort)
        _, code = people.invitations.make(role="learner", name="A", cohort=id)
        people.invitations.join(code, learner)
        made[learner] = id
    return made


def test_each_cohort_is_collected_on_its_own(course, cohorts):
    course.hand_in("learner-ann", **ANSWERS)
    course.hand_in("learner-ben", **ANSWERS)
    done = course.desk.collect("small", cohorts["learner-ben"])
    assert (done.new, done.to_mark) == (1, 1)
    assert course.said == ["[1/1] learner-ben: ready to mark"]
    assert course.desk.collect("small").new == 1
    assert list(course.desk.standings("small", cohorts["learner-ann"])) == ["learner-ann"]


def test_late_is_by_the_cohorts_own_day_and_said_kindly(course, cohorts):
    course.hand_in("learner-ann", **ANSWERS)
    course.hand_in("learner-ben", **ANSWERS)
    course.desk.collect("small")
    late = "ready to mark, sent 2 days after it was due, and read all the same"
    assert course.said == [f"[1/2] learner-ann: {late}", "[2/2] learner-ben: ready to mark"]
    standings = course.desk.standings("small")
    assert {name: one.late for name, one in standings.items()} == {
        "learner-ann": True,
        "learner-ben": False,
    }
    with Gradebook(f"sqlite:///{config.course_root() / 'gradebook.db'}") as gradebook:
        seconds = {
            one.student.id: one.total_seconds_late
            for one in gradebook.assignment_submissions("small")
        }
    assert 2 * 86_400 < seconds["learner-ann"] < 4 * 86_400
    assert seconds["learner-ben"] == 0


def test_an_unknown_cohort_is_told(course):
    with pytest.raises(AssessmentError, match="no cohort 'nobody'; there is: none yet"):
        course.desk.collect("small", "nobody")


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (timedelta(0), ""),
        (timedelta(hours=1), "sent within a day after it was due, and read all the same"),
        (timedelta(hours=30), "sent 1 day after it was due, and read all the same"),
        (timedelta(days=12), "sent 12 days after it was due, and read all the same"),
    ],
)
def test_lateness_in_words(after, said):
    due = datetime.combine(date(2026, 3, 1), datetime.max.time(), UTC)
    assert dates.kindly(due + after, due) == said
    assert dates.kindly(due, None) == ""
