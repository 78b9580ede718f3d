"""What is taken away as a file, from the pages that offer it; and a page of feedback."""

import pytest
from looking import axe
from marked import IDS, NAME, Marked

from academy.assessment import config
from academy.assessment.book import Given
from academy.assessment.desk import Desk

pytestmark = pytest.mark.browser

LOOKS = [(360, "dark"), (1440, "light"), (360, "light"), (1440, "dark")]
looks = pytest.mark.parametrize(("width", "scheme"), LOOKS)


@pytest.fixture(scope="module")
def school(academy_class, tmp_path_factory):
    made = Marked(academy_class(tmp_path_factory.mktemp("downloads") / "data")).start()
    id = made.hand_in("ada", q1="I <b>sat</b> down.\n\nשלום, ישבתי.", q4="")
    given = {one: Given(score=2, comment="Thank you.\nWell seen.") for one in IDS[:3]}
    made.book.save(id, "tess", given, seen=0)
    Desk(made.store, lambda _: None).give_back(NAME)
    yield made
    made.stop()


def taken(page, name):
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return download.value


@looks
def test_a_tutor_takes_a_cohorts_marks_away(school, come, width, scheme):
    page = come("tess", f"/tutor/cohorts/{school.cohort}", width=width, scheme=scheme)
    page.get_by_role("heading", name="Marks to take away").scroll_into_view_if_needed()
    assert axe(page) == []
    got = taken(page, "With names, as CSV")
    assert got.suggested_filename.startswith("marks-with-names-")
    assert "Ada" in got.path().read_text("utf-8-sig")
    assert "Ada" not in taken(page, "Without names, as CSV").path().read_text("utf-8-sig")


@looks
def test_a_learner_takes_their_reflections_away(come, width, scheme):
    page = come("ada", "/me", width=width, scheme=scheme)
    got = taken(page, "Download my reflections (PDF)")
    assert got.suggested_filename.startswith("my-reflections-")
    assert got.path().read_bytes().startswith(b"%PDF-")


@looks
def test_a_page_of_feedback_stands_by_itself(school, chromium, visit, width, scheme):
    folder = config.course_root() / "feedback" / "ada" / NAME
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True
    )
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "reflection.html").as_uri())
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_text("I <b>sat</b> down.").count() == 1
    assert page.get_by_text("You left this one out.").count() == 1
    assert len(asked) == 1
    context.close()
