import re

import pytest
from visiting import Visitor

from academy import cohort
from academy.people import People

pytestmark = pytest.mark.kernel

GUIDE = "/tutor/guide/02_listening"


@pytest.fixture(scope="module")
def tutor(quick_served):
    store = quick_served.store()
    people = People(store)
    id = people.cohorts.add(cohort.loads(cohort.template()))
    _, code = people.invitations.make(role="tutor", name="Tess", cohort=id)
    visitor = Visitor(quick_served.url)
    assert (
        visitor.post(
            "/join", code=f"{quick_served.url}/join#{code}", step="join", name="Tess"
        ).status
        == 200
    )
    visitor.cohort = f"/tutor/cohorts/{id}"
    yield visitor
    store.close()


def test_a_tutor_finds_the_guide_from_the_page_of_a_cohort(tutor):
    assert f'href="{GUIDE}"' in tutor.get(tutor.cohort).text
    page = tutor.get(GUIDE)
    assert page.status == 200
    for heading in ("Before they come", "What goes wrong", "The debrief", "Care"):
        assert re.search(rf"<h2[^>]*>{heading}", page.text)
    assert page.text.count('<div class="wide" role="region"') == page.text.count("<table>")


def test_the_sheets_and_the_key_open_for_the_printer(tutor):
    text = tutor.get(GUIDE).text
    sheets, key = re.findall(rf'href="({GUIDE}/\w+)"', text)
    assert "Joan smiles and looks into her mug" not in tutor.get(sheets).text
    assert "Joan smiles and looks into her mug" in tutor.get(key).text


@pytest.mark.parametrize("more", ["", "/sheets", "/key"])
def test_nobody_else_reads_a_tutors_part(quick_served, more):
    page = Visitor(quick_served.url).get(GUIDE + more)
    assert page.status == 403
    assert "Joan smiles" not in page.text


def test_a_module_that_is_not_there_has_no_guide(tutor):
    for more in ("", "/sheets", "/key"):
        assert tutor.get(f"/tutor/guide/99_nothing{more}").status == 404
