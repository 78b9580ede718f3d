"""Files over the wire: who may take them away, and what is in them."""

import csv
import io

import pytest
from marked import IDS, NAME, Marked

from academy.assessment.book import Given, Options

pytestmark = pytest.mark.kernel

EVERYBODY = ["tess", "tom", "una", "ada", "stranger"]
FULL = {id: Given(score=2, comment="A secret comment.") for id in IDS}


@pytest.fixture(scope="module")
def school(academy, tmp_path_factory):
    made = Marked(academy(tmp_path_factory.mktemp("downloads") / "data")).start()
    id = made.hand_in("ada", q1="Quetschkartoffel.")
    made.book.save(id, "tess", FULL, seen=0)
    yield made
    made.stop()


def marks(school, kind="csv", more=""):
    return f"/tutor/cohorts/{school.cohort}/marks.{kind}{more}"


def rows_of(text):
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return [one for one in rows if one["assignment"] == NAME]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_cohorts_marks_are_for_its_tutors_alone(school, kind):
    got = {who: school.ask(who, marks(school, kind))[0] for who in EVERYBODY}
    assert got == {"tess": 200, "tom": 200, "una": 404, "ada": 403, "stranger": 403}


def test_names_are_in_it_only_if_they_are_asked_for(school):
    _, head, text = school.ask("tess", marks(school))
    assert "Ada" not in text
    assert "ada" not in text
    told = sorted((row["status"], row["points"]) for row in rows_of(text))
    assert told == [("marked", "8"), *[("not sent", "")] * 3]
    assert head["Cache-Control"] == "no-store"
    assert head["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="marks-2' in head["Content-Disposition"]

    _, head, text = school.ask("tess", marks(school, more="?names=yes"))
    assert {"Ada", "Bo", "Cy"} <= set(text.replace("\r\n", ",").split(","))
    assert "Somebody" not in text  # of another cohort
    assert "secret" not in text
    assert "Quetschkartoffel" not in text
    assert 'filename="marks-with-names-2' in head["Content-Disposition"]


def test_who_is_still_to_mark_blind_is_told_no_first_marks(school):
    school.book.set_options(school.cohort, NAME, Options(second_share=1))
    try:
        told = {who: school.ask(who, marks(school))[2] for who in ("tess", "tom")}
    finally:
        school.book.set_options(school.cohort, NAME, Options())
    of = {
        who: [(row["status"], row["points"]) for row in rows_of(text) if row["version"]]
        for who, text in told.items()
    }
    assert of == {"tess": [("marked", "8")], "tom": [("to be marked a second time", "")]}


def test_a_workbook_is_sent_as_one(school):
    _, head, text = school.ask("tess", marks(school, "xlsx"))
    assert head["Content-Type"].endswith("spreadsheetml.sheet")
    assert text.startswith("PK")


def test_the_tutors_page_leads_to_all_four(school):
    page = school.ask("tess", f"/tutor/cohorts/{school.cohort}")[2]
    for kind in ("csv", "xlsx"):
        for more in ("", "?names=yes"):
            assert f'href="{marks(school, kind, more)}"' in page


def test_everybody_gets_their_own_portfolio(school):
    for who in ("ada", "stranger"):
        status, head, text = school.ask(who, "/me/portfolio")
        assert (status, head["Content-Type"]) == (200, "application/pdf")
        assert text.startswith("%PDF-")
        assert head["Cache-Control"] == "no-store"
        # the title of its one reflection is in the outline, which nothing compresses
        assert ("/Title (A conversation you listened in)" in text) == (who == "ada")
    assert 'href="/me/portfolio"' in school.ask("ada", "/me")[2]
