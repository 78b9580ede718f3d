"""What a cohort finds together, in browsers: counted in by keyboard, seen by all of it."""

import random
import re
import time
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from looking import axe, exercises_open, tab_to, wait
from one_module import BIAS, course_with
from tornado.web import create_signed_value

from academy import cohort, content
from academy.people import People
from academy.server import identity
from academy.store import Record

pytestmark = pytest.mark.browser

SEVEN = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus"]
KINDS = ("criteria", "noise")


class Group:
    """Seven learners and their tutor, who have come to Bias, and have answered or not."""

    def __init__(self, served):
        self.served, self.store = served, served.store()
        self.people = People(self.store)
        begun = f"{datetime.now(UTC) - timedelta(days=30):%Y-%m-%d}"
        text = re.sub(r"starts: \S+", f"starts: {begun}", cohort.template())
        text = re.sub(r"  - week: \d+\n    module: 04_power\n", "", text)
        self.id = self.people.cohorts.add(cohort.loads(text))
        for name in (*SEVEN, "Tess"):
            role = "tutor" if name == "Tess" else "learner"
            _, code = self.people.invitations.make(role=role, name=name, cohort=self.id)
            self.people.invitations.join(code, name.lower(), name)
        every = content.in_order("03_bias")
        self.exercises = {one.kind: one for one in every if one.kind in KINDS}
        for n, name in enumerate(SEVEN):
            for one in self.exercises.values():
                self.answer(name, one, one.simulate(random.Random(n)))

    def answer(self, name, exercise, answer):
        self._record(name, exercise, "response", {"answer": answer, "form": answer})

    def count(self, name, exercise):
        self._record(name, exercise, "counted", {"in": True})

    def _record(self, name, exercise, what, body):
        given = {"learner": name.lower(), "exercise": exercise.id, "version": "v"}
        self.store.append(Record(what=what, at=datetime.now(UTC), body=body, **given))

    def context(self, chromium, name, **look):
        context = chromium.new_context(reduced_motion="reduce", **look)
        secret = (self.served.data / "cookie_secret").read_bytes()
        cookie = identity.cookie_name()
        signed = create_signed_value(secret, cookie, f"{name.lower()}|{time.time():.6f}")
        url = self.served.url
        context.add_cookies([{"name": cookie, "value": signed.decode(), "url": url}])
        return context


def ready(served):
    """Wait until the module is sent from its snapshot."""
    for _ in range(120):
        with urllib.request.urlopen(served.url + BIAS) as answer:
            if b"startUrl" in answer.read():
                return
        time.sleep(1)


@pytest.fixture(scope="module")
def group(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("together")
    course = course_with(folder, "two_posts", "twelve_cases")
    served = academy_class(folder / "data", ACADEMY_CONTENT=str(course)).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACADEMY_DATA", str(served.data))
        patch.setenv("ACADEMY_CONTENT", str(course))
        made = Group(served)
        ready(served)
        yield made
    made.store.close()
    served.stop()


@pytest.fixture
def come(group, chromium):
    """Open a page as one of them; the first asked for numbers waits for statistics."""
    made = []

    def opened(name, path, *, width=1440, scheme="light"):
        viewport = {"width": width, "height": 900}
        context = group.context(chromium, name, viewport=viewport, color_scheme=scheme)
        made.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.goto(group.served.url + path)
        if path == BIAS:
            exercises_open(page)
        return page

    yield opened
    for context in made:
        context.close()


def part(page, kind):
    return page.locator(f"section.ac-{kind} .ac-gathered")


def tick(page, kind):
    box = part(page, kind).get_by_role("checkbox")
    tab_to(page, box, most=900)
    page.keyboard.press("Space")


def test_from_the_fifth_tick_on_all_of_them_see_it_and_nobody_else(group, come):
    for exercise in group.exercises.values():
        for name in SEVEN[:4]:
            group.count(name, exercise)
    found = f"/cohort/found/{group.id}"
    tutor = come("Tess", found)
    assert tutor.get_by_text("Fewer than five have counted theirs in.").count() >= 2
    assert not tutor.get_by_role("table").count()
    page = come("Ed", BIAS)
    for kind in KINDS:
        assert "not so many yet" in part(page, kind).inner_text()
        tick(page, kind)
        part(page, kind).get_by_text("Yours is counted in.").wait_for()
        part(page, kind).get_by_text("5 people counted theirs in").wait_for()
    assert page.wrong == []
    sixth = come("Flo", BIAS)
    shown = {}
    for kind in KINDS:
        assert not part(sixth, kind).get_by_role("checkbox").is_checked()
        shown[kind] = part(sixth, kind).locator(".ac-together").inner_text()
        assert "5 people counted theirs in" in shown[kind]
    tutor.reload()
    for text in (tutor.inner_text("main"), come("Flo", found).inner_text("main")):
        for one in group.exercises.values():
            assert one.title in text
        assert text.count("5 people counted theirs in.") == 2
        for name in SEVEN:
            assert name not in text
    for cell in part(sixth, "noise").get_by_role("cell").all_inner_texts():
        assert cell in tutor.inner_text("main")
    # Another tick changes nothing for those who compare, and taking it out neither.
    tick(sixth, "noise")
    part(sixth, "noise").get_by_text("Yours is counted in.").wait_for()
    assert part(sixth, "noise").locator(".ac-together").inner_text() == shown["noise"]
    sixth.keyboard.press("Space")
    part(sixth, "noise").get_by_text("Yours is not counted.").wait_for()
    sixth.reload()
    exercises_open(sixth)
    assert part(sixth, "noise").locator(".ac-together").inner_text() == shown["noise"]
    assert not part(sixth, "noise").get_by_role("checkbox").is_checked()
    # Below five, it is gone.
    tick(page, "noise")
    part(page, "noise").get_by_text("Yours is not counted.").wait_for()
    wait(page, "() => !document.querySelector('.ac-noise .ac-together table')")
    tutor.reload()
    assert "Fewer than five have counted theirs in." in tutor.inner_text("main")


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (360, "dark"), (1440, "light"), (1440, "dark")]
)
def test_what_was_found_is_accessible_and_fits(group, come, width, scheme):
    for exercise in group.exercises.values():
        for name in SEVEN[:6]:
            group.count(name, exercise)
    for path in (f"/cohort/found/{group.id}", BIAS):
        page = come("Gus", path, width=width, scheme=scheme)
        page.get_by_text(re.compile("people counted theirs in")).first.wait_for()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
