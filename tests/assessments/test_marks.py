import csv
import io
import random
import shutil
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from typer.testing import CliRunner

from academy.assessment.book import Book, Given
from academy.assessment.desk import Desk
from academy.assessment.exports import marks, sheets
from academy.assessment.tutor import app
from academy.cohort import Cohort
from academy.people import People
from academy.session import open_store
from academy.store import Record

REFLECTION, ASSIGNMENT = "02_listening/a_conversation", "02_listening"
CRITERIA = (
    "listening_what_happened",
    "listening_what_you_did",
    "listening_what_you_noticed",
    "listening_next_time",
)
WORDS = "I sat down beside her."


@pytest.fixture(scope="session")
def desk_data(tmp_path_factory):
    """A data folder in which the course's own reflection is released."""
    data = tmp_path_factory.mktemp("ward") / "data"
    with pytest.MonkeyPatch.context() as env:
        env.delenv("ACADEMY_CONTENT", raising=False)
        env.setenv("ACADEMY_DATA", str(data))
        with closing(open_store()) as store:
            Desk(store, print).release(ASSIGNMENT)
    return data


@pytest.fixture
def ward(desk_data, tmp_path, monkeypatch):
    monkeypatch.delenv("ACADEMY_CONTENT", raising=False)
    monkeypatch.setenv("ACADEMY_DATA", str(shutil.copytree(desk_data, tmp_path / "data")))
    made = Ward()
    yield made
    made.book.close()
    made.store.close()


class Ward:
    """A cohort with the course's own reflection."""

    def __init__(self):
        self.store, self.book = open_store(), Book()
        self.people, self.desk = People(self.store), Desk(self.store, lambda _: None)

    def cohort(self, title, *learners, starts=date(2099, 1, 11)):
        body = {
            "title": title,
            "for": {"kind": "place", "says": "The ward."},
            "starts": starts,
            "time_zone": "Europe/London",
            "schedule": [{"week": 1, "module": "02_listening"}],
            "tutors": ["Tia"],
            "contact": "Ring Tia.",
        }
        id = self.people.cohorts.add(Cohort.model_validate(body))
        for learner, name in learners:
            self.join(id, learner, name)
        return id

    def join(self, cohort, learner, name):
        _, code = self.people.invitations.make(role="learner", name=name, cohort=cohort)
        self.people.invitations.join(code, learner)

    def send(self, learner, *, at=None, left_out=()):
        answers = {one: "" if one in left_out else WORDS for one in CRITERIA}
        return self.keep(learner, "handed_in", {"answers": answers}, at)

    def keep(self, learner, what, body, at=None):
        return self.store.append(
            Record(
                what=what,
                learner=learner,
                exercise=REFLECTION,
                version="abc",
                at=at or datetime.now(UTC),
                audience="tutor",
                body={"assignment": ASSIGNMENT} | body,
            )
        )

    def mark(self, record, tutor="tutor-tia", **scores):
        given = {f"listening_{name}": Given(score=one) for name, one in scores.items()}
        self.book.save(record.id, tutor, given, seen=0)

    def table(self, **how):
        return marks.table(self.store, self.people, self.book, **how)

    def rows(self, **how):
        made = self.table(**how)
        return [dict(zip(made.columns, row, strict=True)) for row in made.rows]


FULL = {"what_happened": 3, "what_you_did": 2, "what_you_noticed": 0, "next_time": 1}


def test_everybody_has_a_line_that_says_how_far_they_are(ward):
    cohort = ward.cohort(
        "Ward 3",
        *((name, name.title()) for name in ("ann", "ben", "cas", "dee", "eva", "fay")),
    )
    anns, bens = ward.send("ann"), ward.send("ben")
    cass, dees = ward.send("cas"), ward.send("dee")
    ward.desk.collect(ASSIGNMENT)
    ward.mark(anns, **FULL)
    ward.mark(bens, what_happened=3)
    ward.mark(cass, **FULL)
    ward.desk.give_back(ASSIGNMENT)
    ward.mark(dees, **FULL)
    late = ward.send("eva")

    rows = ward.rows(cohorts=[cohort], names=True)

    assert [(row["name"], row["status"], row["points"]) for row in rows] == [
        ("Ann", "returned", 6),
        ("Ben", "begun", None),
        ("Cas", "returned", 6),
        ("Dee", "marked", 6),
        ("Eva", "sent, not collected", None),
        ("Fay", "not sent", None),
    ]
    ben, eva, fay = rows[1], rows[4], rows[5]
    assert [ben[one] for one in CRITERIA] == [3, None, None, None]
    assert (ben["of"], ben["late"], ben["version"]) == (12, "in time", 1)
    assert eva["sent (UTC)"] == late.at
    assert {fay[one] for one in ("version", "late", "of", *CRITERIA)} == {None}


def test_taken_back_sent_again_late_and_another_look_are_told(ward):
    cohort = ward.cohort(
        "Ward 3",
        *((name, name.title()) for name in ("ann", "ben", "cas")),
        starts=date(2024, 1, 8),
    )
    anns = ward.send("ann")
    ward.send("ben")
    cass = ward.send("cas")
    ward.desk.collect(ASSIGNMENT)
    ward.keep("ann", "withdrawn", {"handed_in": anns.id})
    ward.mark(cass, **FULL)
    ward.desk.give_back(ASSIGNMENT)
    back = ward.store.read(learner="cas", what="returned")[0]
    asked = {"handed_in": cass.id, "returned": back.id, "text": "Why?", "look": True}
    ward.keep("cas", "answered", asked)
    ward.send("ben")
    ward.desk.collect(ASSIGNMENT)

    rows = ward.rows(cohorts=[cohort], names=True)

    assert [(row["status"], row["version"], row["late"]) for row in rows] == [
        ("taken back", 1, None),
        ("to mark", 2, "late"),
        ("returned, another look asked for", 1, "late"),
    ]
    assert rows[0]["points"] is None


def test_a_question_left_out_is_0_and_what_is_not_marked_is_nothing(ward):
    ward.cohort("Ward 3", ("ann", "Ann"))
    ward.send("ann", left_out=("listening_next_time",))
    ward.desk.collect(ASSIGNMENT)
    (row,) = ward.rows(names=True)
    assert row["listening_next_time"] == 0
    assert row["points"] is None
    assert "listening_what_happened" not in row  # nobody has one


def test_a_score_that_formgrader_let_pass_is_not_in_it(ward):
    ward.cohort("Ward 3", ("ann", "Ann"))
    anns = ward.send("ann")
    ward.desk.collect(ASSIGNMENT)
    ward.mark(anns, **FULL)
    with ward.desk.api.gradebook as gradebook:
        where = ("listening_what_happened", "reflection", ASSIGNMENT, "ann")
        gradebook.find_grade(*where).manual_score = 99
        gradebook.db.commit()
    (row,) = ward.rows(names=True)
    assert (row["status"], row["points"]) == ("begun", None)
    assert "listening_what_happened" not in row
    assert row["listening_what_you_did"] == 2


def test_a_second_marking_stands_beside_the_first(ward):
    ward.cohort("Ward 3", ("ann", "Ann"))
    anns = ward.send("ann")
    ward.desk.collect(ASSIGNMENT)
    ward.mark(anns, **FULL)
    second = {one: Given(score=1) for one in CRITERIA}
    ward.book.save_second(anns.id, "tutor-tom", second)
    (row,) = ward.rows()
    assert (row["points"], row["second marking: points"]) == (6, 4)
    assert row["second marking: listening_next_time"] == 1


def test_what_was_sent_before_joining_a_cohort_is_not_in_its_table(ward):
    before = datetime.now(UTC) - timedelta(days=30)
    ward.send("ann", at=before)
    cohort = ward.cohort("Ward 3", ("ann", "Ann"))
    ward.desk.collect(ASSIGNMENT)
    (row,) = ward.rows(cohorts=[cohort], names=True)
    assert (row["status"], row["sent (UTC)"]) == ("not sent", None)


def test_only_the_cohort_that_was_asked_for_is_in_it_and_else_everybody(ward):
    one = ward.cohort("Ward 3", ("ann", "Ann"))
    ward.cohort("Ward 4", ("ben", "Ben"))
    ward.send("stray")
    assert [row["name"] for row in ward.rows(cohorts=[one], names=True)] == ["Ann"]
    everybody = [(row["cohort"], row["id"]) for row in ward.rows(names=True)]
    assert everybody == [("", "stray"), ("Ward 3", "ann"), ("Ward 4", "ben")]


def test_without_names_nothing_tells_who_it_is_or_links_two_files(ward):
    everybody = [(f"learner-{n}", f"Name {n}") for n in range(12)]
    ward.cohort("Ward 3", *everybody)
    ward.cohort("Ward 4", *everybody)
    for learner, _ in everybody:
        ward.send(learner)
    ward.desk.collect(ASSIGNMENT)

    first, second = (ward.table(lot=random.Random(seed)) for seed in (1, 2))

    shown = str(first.rows)
    assert not any(id in shown or name in shown for id, name in everybody)
    assert not any(isinstance(cell, datetime) for row in first.rows for cell in row)
    people = [row[0] for row in first.rows]
    assert people == [f"Person {n:02}" for n in range(1, 13)] * 2  # in both, the same
    assert first == second  # of equal marks, no number says whose they are


def test_numbers_are_drawn_anew_for_each_file(ward):
    everybody = [(f"learner-{n:02}", f"Name {n}") for n in range(20)]
    ward.cohort("Ward 3", *everybody)
    sent = [ward.send(learner) for learner, _ in everybody[:10]]
    assert sent
    orders = {tuple(str(row) for row in ward.table().rows) for _ in range(4)}
    assert len(orders) == 4


def test_no_words_no_comments_and_no_worries_are_in_it(ward):
    ward.cohort("Ward 3", ("ann", "Ann"))
    anns = ward.send("ann")
    ward.desk.collect(ASSIGNMENT)
    given = {one: Given(score=1, comment="A secret comment.") for one in CRITERIA}
    ward.book.save(anns.id, "tutor-tia", given, seen=0)
    ward.book.raise_worry(anns.id, "tutor-tia", "tutor-tom", "A secret worry.")
    table = ward.table(names=True)
    workbook = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(table)))
    cells = [str(c.value) for sheet in workbook for row in sheet for c in row]
    for told in (sheets.as_csv(table).decode("utf-8-sig"), *cells):
        assert "secret" not in told
        assert WORDS not in told


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "  =1+1",
        "\u200b=1+1",
        "＝1+1",
    ],
)
def test_no_name_is_a_formula(name):
    table = marks.Table(["name"], [[name], [-1.5]], (name,), ())
    _, (cell,), (number,) = csv.reader(
        io.StringIO(sheets.as_csv(table).decode("utf-8-sig"))
    )
    assert cell.startswith("'")
    assert number == "-1.5"

    workbook = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(table)))
    cells = [c for sheet in workbook for row in sheet for c in row]
    assert {c.data_type for c in cells} == {"s", "n"}
    assert workbook["Marks"]["A2"].value.startswith("'")
    assert workbook["Marks"]["A3"].value == -1.5


def test_a_name_that_looks_like_a_spreadsheets_error_is_text():
    table = marks.Table(["name"], [["#N/A"]], (), ())
    workbook = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(table)))
    assert workbook["Marks"]["A2"].data_type == "s"


def test_what_no_spreadsheet_can_hold_is_shown_otherwise():
    table = marks.Table(["name"], [['a\x00b\ud800\nc, "d"']], (), ())
    _, (cell,) = csv.reader(io.StringIO(sheets.as_csv(table).decode("utf-8-sig")))
    assert cell == 'a␀b\ufffd c, "d"'
    workbook = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(table)))
    assert workbook["Marks"]["A2"].value == cell


def test_the_command_writes_a_file_for_its_owner_alone(ward, tmp_path):
    cohort = ward.cohort("Ward 3", ("ann", "Ann"), ("ben", "Ben"))
    anns = ward.send("ann")
    ward.desk.collect(ASSIGNMENT)
    ward.mark(anns, **FULL)
    book, plain = tmp_path / "marks.xlsx", tmp_path / "marks.csv"

    done = CliRunner().invoke(app, ["export", str(plain), "--cohort", cohort])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "The numbers of people are drawn anew for each file, and mean nothing outside this "
        "one. Marks can still tell who is who to somebody who knows them.\n"
        "There are fewer than 5 people in it: numbers hide nobody here.\n"
        f"2 lines are in {plain}.\n"
    )
    assert plain.stat().st_mode & 0o777 == 0o600
    told = plain.read_text("utf-8-sig")
    assert "Ann" not in told
    assert sorted(row["points"] for row in csv.DictReader(io.StringIO(told))) == ["", "6"]

    named = ["export", str(book), "--cohort", cohort, "--names"]
    assert CliRunner().invoke(app, named).stdout == f"2 lines are in {book}.\n"
    sheet = openpyxl.load_workbook(book)["Marks"]
    assert [cell.value for cell in sheet[2]][:3] == ["ann", "Ann", "Ward 3"]

    again = CliRunner().invoke(app, named)
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr.endswith(
        "is there already; choose another name, or move it away.\n"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["export", "marks.ods"],
            "Marks.ods: end the name in .csv or .xlsx, so that it is known which.\n",
        ),
        (
            ["export", "marks.csv", "--cohort", "cohort-0"],
            "There is no cohort 'cohort-0'; there is: none yet.\n",
        ),
    ],
)
def test_what_cannot_be_exported_is_told_in_one_sentence(ward, words, sentence):
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, done.stderr) == (1, sentence)
