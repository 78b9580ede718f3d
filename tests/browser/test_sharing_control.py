"""The one control for who can read an answer, by keyboard alone."""

import pytest
import sqlalchemy as sa
from looking import LISTENING, axe, exercises_open, saved, tab_to

from academy.people.known import utc_now
from academy.sharing import answers
from academy.store.tables import members

pytestmark = pytest.mark.browser


def scene(page):
    return page.locator(".ac-reply").first


def readers(page):
    return scene(page).locator(".ac-readers").inner_text()


def answered(page, served):
    """Answer the first scene by keyboard; return whose answer it is."""
    tab_to(page, scene(page).get_by_role("radio").first)
    page.keyboard.press("Space")
    tab_to(page, scene(page).get_by_role("button", name="Say this"))
    page.keyboard.press("Enter")
    scene(page).locator(".ac-tried li").first.wait_for()
    saved(page)
    store = served.store()
    learner = store.read(what="response")[-1].learner
    store.close()
    return learner


def join(served, learner):
    """Give a learner a cohort with a partner and a tutor in it."""
    store = served.store()
    people = [(learner, "learner"), (f"{learner}-p", "learner"), (f"{learner}-t", "tutor")]
    with store.changing() as db:
        for one, role in people:
            row = {"cohort": f"c-{learner}", "learner": one, "role": role, "name": one}
            pair = 1 if role == "learner" else None
            joined = utc_now().isoformat()
            db.execute(sa.insert(members).values(**row, pair=pair, joined_at=joined))
    store.close()


def audience(served, learner):
    """Return who may read the newest answer of a learner, as the store has it."""
    store = served.store()
    found = answers(store.read(learner=learner))
    store.close()
    return found[-1].audience


def opened(page):
    change = scene(page).get_by_role("button", name="Change who can read your answer")
    tab_to(page, change)
    page.keyboard.press("Enter")
    return scene(page).get_by_role("group", name="Who can read your answer")


def test_the_keyboard_alone_moves_an_answer_up_and_down(served, visit):
    page = visit(served.url, LISTENING)
    exercises_open(page)
    assert readers(page).startswith("Only you. When you have answered")
    learner = answered(page, served)
    join(served, learner)
    page.reload()
    exercises_open(page)
    assert readers(page) == "Only you can read your answer."

    steps = opened(page)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    scene(page).get_by_text("Saved. You, your partner and your tutor can").wait_for()
    assert readers(page) == "You, your partner and your tutor can read your answer."
    assert audience(served, learner) == "tutor"
    assert axe(page) == []
    page.keyboard.press("ArrowUp")
    scene(page).get_by_text("Saved. You and your partner can").wait_for()
    assert audience(served, learner) == "partner"
    assert steps.get_by_label("My partner").is_checked()
    saved(page)
    page.reload()
    exercises_open(page)
    assert readers(page) == "You and your partner can read your answer."
    assert page.watch.errors == []


def test_anyone_is_asked_for_once_more_and_a_new_answer_is_ones_own(served, visit):
    page = visit(served.url, LISTENING)
    exercises_open(page)
    learner = answered(page, served)
    steps = opened(page)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert steps.get_by_label("Anyone").is_checked()
    assert audience(served, learner) == "me"
    assert axe(page) == []
    tab_to(page, scene(page).get_by_role("button", name="Stay"))
    page.keyboard.press("Enter")
    assert steps.get_by_label("Only me").is_checked()
    page.keyboard.press("ArrowDown")
    tab_to(page, scene(page).get_by_role("button", name="Let anyone read it"))
    page.keyboard.press("Enter")
    scene(page).get_by_text("Saved. Anyone can read your answer").wait_for()
    assert audience(served, learner) == "anyone"

    scene(page).get_by_role("radio").nth(1).check()
    scene(page).get_by_role("button", name="Say this instead").click()
    earlier = scene(page).get_by_text("An earlier answer can still be read by anyone.")
    earlier.wait_for()
    assert readers(page) == "Only you can read your newest answer."
    assert axe(page) == []
    tab_to(page, scene(page).get_by_role("button", name="Take it back"))
    page.keyboard.press("Enter")
    earlier.wait_for(state="hidden")
    store = served.store()
    assert {one.audience for one in answers(store.read(learner=learner))} == {"me"}
    store.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_it_fits_and_is_accessible_open_and_closed(quick_served, visit, width, scheme):
    page = visit(quick_served.url, LISTENING, width=width, scheme=scheme)
    exercises_open(page)
    join(quick_served, answered(page, quick_served))
    page.reload()
    exercises_open(page)
    assert axe(page) == []
    opened(page).get_by_label("Anyone").check()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
