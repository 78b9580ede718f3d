import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from academy.assessment import config
from academy.assessment.book import Book, Given
from academy.cohort import KEPT, Cohort
from academy.people import People
from academy.store import Record

ANN, BEN, CAS = "learner-ann", "learner-ben", "learner-cas"


def hand_in_and_collect(course, *learners):
    for learner in learners:
        course.hand_in(learner, what="I listened.", next="Wait.")
    course.desk.collect("small")


def answer(course, learner, *, look):
    returned = course.store.read(learner=learner, what="returned")[-1]
    body = {
        "assignment": "small",
        "handed_in": returned.body["handed_in"],
        "returned": returned.id,
        "text": "I see it differently.",
        "look": look,
    }
    change = {"what": "answered", "body": body, "id": None}
    course.store.append(returned.model_copy(update=change))


def cohort_of(course, *learners):
    body = {
        "title": "Ward",
        "for": {"kind": "place", "says": "The ward."},
        "starts": date(2027, 1, 11),
        "time_zone": "Europe/London",
        "schedule": [{"week": 1, "module": "02_listening"}],
        "tutors": ["Tia"],
        "contact": "Ring Tia.",
    }
    people = People(course.store)
    id = people.cohorts.add(Cohort.model_validate(body, context=KEPT))
    for learner in learners:
        _, code = people.invitations.make(role="learner", name=learner, cohort=id)
        people.invitations.join(code, learner)
    return id


def fetched(learner, to):
    """Fetch feedback by nbgrader's own command, as the learner's JupyterLab would."""
    to.mkdir()
    subprocess.run(
        [
            *(sys.executable, "-m", "nbgrader", "fetch_feedback", "small"),
            f"--CourseDirectory.student_id={learner}",
            f"--Exchange.cache={config.cached(learner)}",
            f"--Exchange.assignment_dir={to}",
        ],
        cwd=Path(os.environ["ACADEMY_CONTENT"]) / "assessments",
        capture_output=True,
        check=True,
    )
    return [file.read_text() for file in sorted(to.rglob("reflection.html"))]


def test_a_learner_is_told_the_level_that_was_reached_in_words(course):
    hand_in_and_collect(course, ANN)
    course.mark(ANN, what=3, next=2, comment="Thank you.")
    course.desk.give_back("small")

    (body,) = course.returned(ANN)
    told = [(one["criterion"], one["level"]) for one in body["questions"]]
    # 2 lies between the levels of 0 and 3 points: formgrader lets a tutor do that
    assert told == [("One moment.", "One."), ("One moment.", "None.")]


def test_the_page_has_what_was_asked_written_and_given_and_nothing_else(course):
    course.hand_in(ANN, what="I <script>alert(1)</script> listened.", next="")
    course.desk.collect("small")
    course.mark(ANN, what=3, comment="<img src=x onerror=alert(1)> Thank you.")
    course.desk.give_back("small")

    page = course.feedback(ANN)
    assert "What happened?" in page
    assert "I &lt;script&gt;alert(1)&lt;/script&gt; listened." in page
    assert "&lt;img src=x onerror=alert(1)&gt; Thank you." in page
    assert "<script" not in page
    assert "<img" not in page
    assert "You left this one out." in page
    assert "No response." not in page
    assert "A moment." not in page  # what good looks like is the tutor's
    assert not re.search(r"https?://|//cdn|@import|url\(", page)
    assert '<html lang="en-GB">' in page


def test_each_version_has_the_feedback_that_it_was_given(course, tmp_path):
    hand_in_and_collect(course, ANN)
    course.mark(ANN, what=1, next=2)
    course.desk.give_back("small")
    course.hand_in(ANN, what="I waited.", next="Wait.")
    course.desk.collect("small")
    course.mark(ANN, what=3)
    course.desk.give_back("small")

    first, second = fetched(ANN, tmp_path / "fetched")
    assert "I listened." in first
    assert "3 of 6 points" in first
    assert "I waited." in second
    assert "5 of 6 points" in second
    assert second == course.feedback(ANN)


def test_a_version_that_never_came_back_is_answered_by_what_came_back(course, tmp_path):
    hand_in_and_collect(course, ANN)
    course.hand_in(ANN, what="I waited.", next="Wait.")
    course.desk.collect("small")
    course.mark(ANN, what=3, next=2)
    course.desk.give_back("small")

    assert fetched(ANN, tmp_path / "fetched") == [course.feedback(ANN)] * 2


def test_a_submission_without_a_secret_finds_its_feedback_too(course, tmp_path):
    hand_in_and_collect(course, ANN)
    for file in config.desk_folder().rglob("submission_secret.txt"):
        file.chmod(0o644)
        file.unlink()
    course.mark(ANN, what=3, next=2)
    course.desk.give_back("small")

    assert fetched(ANN, tmp_path / "fetched") == [course.feedback(ANN)]


def test_nobody_fetches_anybody_elses_feedback(course, tmp_path):
    hand_in_and_collect(course, ANN, BEN)
    for learner in (ANN, BEN):
        course.mark(learner, what=3, next=2, comment=f"For {learner}.")
    course.desk.give_back("small")

    (page,) = fetched(BEN, tmp_path / "fetched")
    assert f"For {BEN}." in page
    assert ANN not in page


def test_only_one_cohorts_reflections_are_returned_if_asked(course):
    hand_in_and_collect(course, ANN, BEN)
    ward = cohort_of(course, ANN)
    for learner in (ANN, BEN):
        course.mark(learner, what=3, next=2)

    assert course.desk.give_back("small", ward).now == [ANN]
    assert course.returned(BEN) == []
    assert course.desk.give_back("small").now == [BEN]


def test_a_changed_mark_after_another_look_is_returned_again(course):
    hand_in_and_collect(course, ANN)
    course.mark(ANN, what=1, next=2)
    course.desk.give_back("small")
    answer(course, ANN, look=True)

    assert course.desk.give_back("small").before == [ANN]
    assert "asks for another look" in course.said[-1]

    with closing(Book()) as book:
        (work,) = book.works(assignment="small")
        seen = book.marking(work.id).id
        given = {"what": Given(score=1, comment="I read it again; it stays.")}
        book.save(work.id, "tutor-tia", given, seen=seen)
    assert course.desk.give_back("small").now == [ANN]
    assert [body["score"] for body in course.returned(ANN)] == [3, 3]
    assert course.desk.give_back("small").before == [ANN]
    assert course.said[-1].endswith("returned before, nothing has changed")


def test_what_was_taken_back_is_not_returned(course):
    record = course.hand_in(ANN, what="I listened.", next="Wait.")
    course.hand_in(BEN, what="I spoke.", next="Ask.")
    course.desk.collect("small")
    course.mark(ANN, what=3, next=2)  # formgrader, which tells the log nothing
    course.mark(BEN, what=3, next=2)
    course.withdraw(record)

    assert course.desk.give_back("small").now == [BEN]
    assert course.returned(ANN) == []
    assert not (config.course_root() / "feedback" / ANN).exists()


def test_what_was_taken_back_is_not_returned_when_another_was_sent(course):
    record = course.hand_in(ANN, what="I listened.", next="Wait.")
    hand_in_and_collect(course, BEN)
    course.mark(ANN, what=3, next=2)
    course.withdraw(record)
    course.hand_in(ANN, what="I waited.", next="Wait.")

    assert course.desk.give_back("small").unmarked == [BEN]
    assert course.returned(ANN) == []


def test_a_mended_rubric_returns_nothing_again(course, tmp_path, monkeypatch):
    hand_in_and_collect(course, ANN)
    course.mark(ANN, what=3, next=2)
    course.desk.give_back("small")
    mended = tmp_path / "content"
    shutil.copytree(os.environ["ACADEMY_CONTENT"], mended)
    file = mended / "assessments" / "rubrics" / "small.yml"
    file.write_text(file.read_text().replace("One moment.", "A single moment."))
    monkeypatch.setenv("ACADEMY_CONTENT", str(mended))

    assert course.desk.give_back("small").before == [ANN]


def test_feedback_that_has_gone_is_put_back_without_returning_it_again(course, tmp_path):
    hand_in_and_collect(course, ANN)
    course.mark(ANN, what=3, next=2)
    course.desk.give_back("small")
    page = course.feedback(ANN)
    shutil.rmtree(config.course_root() / "feedback")
    shutil.rmtree(config.desk_folder() / "exchange" / config.COURSE / "feedback")

    assert course.desk.give_back("small").now == []
    assert course.feedback(ANN) == page
    assert fetched(ANN, tmp_path / "fetched") == [page]
    assert len(course.returned(ANN)) == 1


DIES = """
import os, signal, sys
from pathlib import Path
from academy.assessment.desk import Desk
from academy.session import open_store
from academy.store import SqliteStore

where, place = {"replace": (Path, "replace"), "append": (SqliteStore, "append")}[
    sys.argv[1]
]
before, count, left = sys.argv[2] == "before", 0, int(sys.argv[3])
real = getattr(where, place)

def dying(*args, **more):
    global left
    left -= 1
    if before and left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    done = real(*args, **more)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

store = open_store()
desk = Desk(store, print)
setattr(where, place, dying)
desk.give_back("small")
"""


@pytest.mark.parametrize(
    ("step", "moment", "nth"),
    [
        ("replace", "before", 1),  # the first page is half there
        ("replace", "after", 5),  # the first learner's pages are there, some of the next
        ("append", "before", 2),  # the second's pages are there, and no record
        ("append", "after", 3),  # all is done but the last word
    ],
)
def test_a_return_that_is_killed_is_finished_by_the_next(
    course, tmp_path, step, moment, nth
):
    everybody = (ANN, BEN, CAS)
    hand_in_and_collect(course, *everybody)
    for learner in everybody:
        course.mark(learner, what=3, next=2, comment=f"For {learner}.")

    killed = subprocess.run(
        [sys.executable, "-c", DIES, step, moment, str(nth)],
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    done = course.desk.give_back("small")
    assert sorted(done.now + done.before) == list(everybody)
    for learner in everybody:
        (body,) = course.returned(learner)
        assert body["score"] == 5
        assert f"For {learner}." in course.feedback(learner)
    assert fetched(BEN, tmp_path / "fetched") == [course.feedback(BEN)]
    assert not list(config.desk_folder().rglob("*-tmp"))


def test_a_record_from_before_criteria_were_told_counts_as_returned(course):
    hand_in_and_collect(course, ANN)
    course.mark(ANN, what=3, next=2)
    (sent,) = course.store.read(what="handed_in")
    questions = [
        {"id": id, "score": score, "max": 3, "comment": "", "left_out": False}
        for id, score in (("what", 3), ("next", 2))
    ]
    body = {
        "assignment": "small",
        "handed_in": sent.id,
        "score": 5,
        "max": 6,
        "questions": questions,
    }
    update = {"what": "returned", "at": datetime.now(UTC), "body": body, "id": None}
    course.store.append(Record.model_validate(sent.model_copy(update=update)))

    assert course.desk.give_back("small").before == [ANN]
