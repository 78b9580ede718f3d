"""A tutor's round in a browser: release, look for new ones, mark, tick, return."""

import re
import shutil

import pytest
from looking import axe
from marked import IDS, NAME, Marked, marks
from test_marking import SMALL

from academy import paths
from academy.assessment.delivery import only_one

pytestmark = pytest.mark.browser

LAST = IDS[-1]


@pytest.fixture(scope="module")
def school(academy_class, tmp_path_factory):
    """A school whose last question asks for completion alone."""
    folder = tmp_path_factory.mktemp("rounds")
    content = folder / "content"
    for name in ("course", "modules", "assessments"):
        ignored = shutil.ignore_patterns("academy", "__pycache__", "front", "node_modules")
        shutil.copytree(paths.content() / name, content / name, ignore=ignored)
    rubric = content / "assessments" / "rubrics" / f"{NAME}.yml"
    text = rubric.read_text("utf-8")
    before, _, after = text.partition(f"{LAST}:\n")
    after = re.sub(
        r"  levels:\n.*?(?=  good:)",
        "  completion_only: true\n"
        "  levels:\n    - points: 3\n      says: Something is written.\n",
        after,
        count=1,
        flags=re.DOTALL,
    )
    rubric.write_text(f"{before}{LAST}:\n{after}", "utf-8")
    shutil.rmtree(content / "assessments" / "calibration")
    made = Marked(academy_class(folder / "data", ACADEMY_CONTENT=str(content)))
    made.start(released=False)
    yield made
    made.stop()


def test_a_tutor_without_a_command_releases_marks_and_returns(school, come):
    id = school.send("ada").id
    page = come("tess", "/tutor/marking")
    page.get_by_text("Nothing waits for you.").wait_for()
    page.goto(f"{school.served.url}/tutor/cohorts/{school.cohort}")
    page.locator(f"a[href$='/tutor/release/{school.cohort}/{NAME}']").click()
    assert axe(page) == []
    page.get_by_role("button", name="Release it now").click()
    page.get_by_text("Learners can hand it in now.").wait_for()
    assert axe(page) == []
    page.get_by_role("link", name="Go to the reflections").click()
    page.get_by_role("button", name="Look for new ones").click()
    page.get_by_role("link", name=f"Reflection {id}").click()

    last = page.locator(f"[data-criterion={LAST}]")
    assert last.get_by_role("radio").count() == 0
    tick = last.get_by_role("checkbox", name=re.compile("Written: 3 points"))
    for key in ("2", "n", "2", "n", "2", "n", "1"):
        page.keyboard.press(key)
    assert tick.is_checked()
    assert page.locator(".total").inner_text() == "6 of 12 fully marked"
    assert axe(page) == []
    page.keyboard.press("1")
    assert page.locator(".total").inner_text() == "3 of 12 so far, 1 left to mark"
    tick.check()
    page.keyboard.press("s")
    page.get_by_role("heading", name="Return to learners").wait_for()
    assert school.book.marking(id).given[LAST].score == 3
    page.goto(f"{school.served.url}/tutor/marking/{id}")
    assert tick.is_checked()

    page.goto(f"{school.served.url}/tutor/marking")
    page.get_by_role("link", name=re.compile("^Return 1")).click()
    page.get_by_role("button", name="Return 1 now").click()
    page.get_by_text("1 went back.").wait_for()
    assert page.get_by_text("Nothing is ready to return.").is_visible()
    (back,) = school.store.read(what="returned")
    assert (back.learner, back.body["score"]) == ("ada", 6)
    assert page.watch.errors == []


def test_what_takes_longer_is_told_while_it_goes_on(school, come):
    """Somebody else holds the desk: the queue is there, and says that it looks."""
    page = come("tom", "/tutor/marking")
    button = page.get_by_role("button", name="Look for new ones")
    button.wait_for()
    with only_one():
        button.click()
        page.get_by_text("Looking for new ones.").wait_for()
        assert axe(page) == []
        id = school.send("bo").id
    page.get_by_role("link", name=f"Reflection {id}").wait_for()
    page.get_by_text("came in.").wait_for()
    assert page.watch.errors == []


@pytest.mark.parametrize("width", [360, 820, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_they_fit_are_easy_to_touch_and_axe_finds_nothing(school, come, width, scheme):
    ready, begun = school.hand_in("cy"), school.hand_in("di")
    for id, levels in ((ready, (3, 2, 1, 3)), (begun, (1, 2))):
        marking = school.book.marking(id)
        given = marks(*levels, seen=marking.id if marking else 0)
        assert school.ask("tess", f"/tutor/marking/{id}", given)[0] == 200
    changed = school.hand_in("di", q1="Now I know more about it than I did.")
    of = f"{school.cohort}/{NAME}"
    for path in (
        "/tutor/marking",
        f"/tutor/return/{of}",
        f"/tutor/release/{of}",
        f"/tutor/marking/{changed}",
        "/tutor/cohorts/new",
    ):
        page = come("tess", path, width=width, scheme=scheme)
        page.get_by_role("heading", level=1).wait_for()
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if "marking" in path or "return" in path or "release" in path:
            assert page.evaluate(SMALL) == [], path
        assert page.watch.errors == []
