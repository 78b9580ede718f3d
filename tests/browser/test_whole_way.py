"""A reflection's whole way: two learners, two tutors, and back."""

import re

import nbformat
import pytest
from jupyterlab import TOKEN, running
from looking import LISTENING, exercises_open, saved, tab_to
from marked import IDS, NAME, Marked

from academy import lab as academy_lab
from academy import session

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

WORDS = "I waited, and she went on."


@pytest.fixture
def school(academy_class, tmp_path):
    made = Marked(academy_class(tmp_path / "data")).start()
    yield made
    made.stop()


@pytest.fixture
def lab(school, free_port):
    with running(school.served, free_port) as made:
        yield made


def write_in_the_page(page):
    exercises_open(page)
    writing = page.locator(".ac-reflection")
    for box in writing.get_by_role("textbox").all()[: len(IDS)]:
        box.fill(WORDS)
    writing.get_by_role("button", name="Read it through").click()
    writing.get_by_role("button", name="Send to my tutor").click()
    writing.locator(".ac-receipt").get_by_text("24 words").wait_for()
    saved(page)


def write_in_jupyterlab(page):
    """Fetch, write and submit by nbgrader's own list of assignments."""
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_text("Assignment List", exact=True).click()
    page.get_by_role("button", name="Fetch").first.click()
    file = academy_lab.workspace() / "reflections" / NAME / "reflection.ipynb"
    submit = page.get_by_role("button", name="Submit").first
    submit.wait_for()
    notebook = nbformat.read(file, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.nbgrader.solution:
            cell.source = WORDS
    nbformat.write(notebook, file)
    submit.click()
    page.locator("#submitted_assignments_list").get_by_text(NAME).first.wait_for()


def test_two_learners_write_two_tutors_mark_and_feedback_is_answered(
    school, come, lab, visit
):
    # Ada writes in the module's page, somebody else in JupyterLab.
    ada = come("ada", LISTENING)
    write_in_the_page(ada)
    owner = session.owner()
    _, code = school.people.invitations.make(
        role="learner", name="Dee", cohort=school.cohort
    )
    school.people.invitations.join(code, owner, "Dee")
    write_in_jupyterlab(visit(lab.url, f"/lab?token={TOKEN}"))

    school.desk.collect(NAME)
    of = {one.learner: one.id for one in school.book.works(assignment=NAME)}
    assert of.keys() == {"ada", owner}

    # Tess marks both, by keyboard alone.
    tess = come("tess", "/tutor/marking")
    tab_to(tess, tess.get_by_role("link", name="Begin with the first"))
    tess.keyboard.press("Enter")
    for id in (of["ada"], of[owner]):
        tess.get_by_role("heading", name=f"Reflection {id}").wait_for()
        for key in ("4", "n", "3", "n", "4", "n", "3"):
            tess.keyboard.press(key)
        if id == of["ada"]:
            tom = come("tom", f"/tutor/marking/{id}")
            levels = tom.locator("#marks fieldset")
            levels.nth(0).get_by_role("radio").nth(3).wait_for()
        tess.locator("[data-saved]").get_by_text(re.compile("^Saved")).wait_for()
        tess.keyboard.press("s")
    tess.get_by_role("heading", name="Reflections to mark").wait_for()

    # Tom had the page open before she saved: he is told, and overwrites nothing unasked.
    levels.nth(0).get_by_role("radio").nth(1).check()
    dialog = tom.get_by_role("dialog", name="Somebody else has marked this, too")
    dialog.wait_for()
    assert school.book.marking(of["ada"]).given[IDS[0]].score == 3
    dialog.get_by_role("radio", name=re.compile("Keep mine")).first.check()
    dialog.get_by_role("button", name="Save what I chose").click()
    tom.locator("[data-saved]").get_by_text(re.compile("^Saved")).wait_for()

    assert set(school.desk.give_back(NAME).now) == {"ada", owner}
    ada.reload()
    exercises_open(ada)
    back = ada.locator(".ac-returned")
    assert "8 of 12 points" in back.inner_text()
    back.get_by_role("textbox").fill("Thank you. I did not see that I had waited.")
    back.get_by_role("button", name=re.compile("answer", re.IGNORECASE)).click()
    saved(ada)
    (answered,) = school.store.read(learner="ada", what="answered")
    assert answered.body["text"].startswith("Thank you.")
    for page in (ada, tess, tom):
        assert page.watch.outside == []
    assert ada.watch.errors == tess.watch.errors == []
    (conflict,) = tom.watch.errors  # as browsers tell it in their console
    assert "409" in conflict
