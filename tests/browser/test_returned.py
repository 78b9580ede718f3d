"""From a learner's page to a tutor and back to the same page, by real nbgrader."""

import re
import subprocess
import sys

import pytest
from looking import LISTENING, axe, exercises_open

pytestmark = pytest.mark.browser

MARK = """
from academy.assessment import config
from nbgrader.api import Gradebook
with Gradebook(f"sqlite:///{config.course_root()}/gradebook.db") as book:
    for submission in book.assignment_submissions("02_listening"):
        for notebook in submission.notebooks:
            for number, grade in enumerate(notebook.grades):
                grade.manual_score, grade.needs_manual_grade = number % 4, False
            for comment in notebook.comments:
                comment.manual_comment = "You waited. <script>alert(1)</script>"
    book.db.commit()
"""


def academy(served, *words):
    run = subprocess.run(
        [sys.executable, *words],
        env=served.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def tutor(served, *words):
    return academy(served, "-m", "academy", "tutor", *words, "02_listening")


def receipt_says(page, words):
    """Reload until the receipt says so: delivery is a process of its own."""
    for _ in range(20):
        page.reload()
        exercises_open(page)
        if words in page.locator(".ac-receipt").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.locator(".ac-receipt").inner_text())


def test_a_learner_sends_a_tutor_marks_and_the_learner_reads_it_in_the_page(
    own_served, visit
):
    tutor(own_served, "release")
    page = visit(own_served.url, LISTENING)
    exercises_open(page)
    writing = page.locator(".ac-reflection")
    for box in writing.get_by_role("textbox").all():
        box.fill("I waited, and she went on.")
    writing.get_by_role("button", name="Read it through").click()
    writing.get_by_role("button", name="Send to my tutor").click()
    writing.locator(".ac-receipt").wait_for()
    receipt_says(page, "It is with your tutor")

    assert re.search(r"1 (new|to mark)", tutor(own_served, "collect"))
    assert "still to mark 1" in tutor(own_served, "return")
    academy(own_served, "-c", MARK)
    assert "Returned 1" in tutor(own_served, "return")

    receipt_says(page, "Your tutor has answered")
    answer = page.locator(".ac-returned")
    assert "6 of 12 points" in answer.inner_text()
    assert "<script>alert(1)</script>" in answer.inner_text()
    assert axe(page) == []
    assert page.watch.errors == []
