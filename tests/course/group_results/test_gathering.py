"""What a cohort found together, from those who had their answers counted in."""

from datetime import UTC, datetime
from typing import ClassVar, Literal

import pytest

from academy import cohort, parting
from academy.group_results.gathering import AS_BEFORE, SORRY, WITHHELD, told
from academy.people import People
from academy.session import Session
from academy.show import show
from academy_widgets.exercise import Exercise, ResponseError
from academy_widgets.found import Cell, Found, Row, Table

BASIS = {"study": "s", "size": "b", "certainty": "c", "limits": "l"}


class Number(Exercise):
    """The smallest exercise that says something of a group: the sum of its numbers."""

    kind: Literal["code"]  # its screen is never looked at
    gathers: ClassVar[bool] = True

    def shown(self):
        return {}

    def feedback(self, response):
        if response["n"] < 0:
            raise ResponseError("Not below 0.")
        return {"n": response["n"]}

    def together(self, answers):
        numbers = [one["n"] for one in answers]
        if 13 in numbers:
            raise ZeroDivisionError(f"{numbers} have no mean")
        places = [at for at, n in enumerate(numbers) if n > 9]
        high = [numbers[at] for at in places]
        of = (tuple(places),) if 99 not in numbers else ()
        cells = (Cell(text=f"{sum(high)}", people=len(high), shade=0.5, of=of),)
        rows = (Row(name="High", cells=cells),)
        table = Table(caption="High ones", columns=("Sum",), rows=rows)
        return Found(says=(f"{sum(numbers)} in all.",), tables=(table,))


EXERCISE = Number(
    kind="code",
    id="m/number",
    title="t",
    qualities=("deep_relational_work",),
    source="ours",
    basis=BASIS,
    stays_with_me=True,
)


class Group:
    """A cohort whose learners answer, and are counted or not."""

    def __init__(self, store):
        self.store, self.people = store, People(store)
        self.id = self.people.cohorts.add(cohort.loads(cohort.template()))
        self.pages = {}

    def join(self, who, role="learner"):
        made = self.people.invitations.make(role=role, name=who, cohort=self.id)
        self.people.invitations.join(made[1], who)

    def page(self, who):
        ties = self.people.cohorts
        return show(EXERCISE, Session(who, "v", f"page-{who}", self.store, ties))

    def answer(self, who, n, *, count=True):
        page = self.pages[who] = self.pages.get(who) or self.page(who)
        number = page.saved["n"] + 1
        page.response = {"n": number, "answer": {"n": n}, "form": {"n": n}}
        if count is not None:
            page.count = {"n": number + 1, "in": count}
        assert page.saved["state"] == "kept"
        return page

    def told(self):
        return told(self.store, self.people.cohorts, self.id, EXERCISE)

    def high(self):
        return self.told()["found"]["tables"][0]["rows"][0]["cells"][0]

    def says(self):
        found = self.told()
        return "waiting" if "waiting" in found else found["found"]["says"][0]


@pytest.fixture(autouse=True)
def _data(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir(exist_ok=True)
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "data"))


@pytest.fixture
def group(store):
    made = Group(store)
    for n in range(20):
        made.join(f"l{n}")
    made.join("tutor", role="tutor")
    return made


def test_it_waits_for_five_who_let_theirs_count(group):
    for n in range(4):
        group.answer(f"l{n}", 1)
    group.answer("l4", 100, count=None)
    group.answer("l5", 100, count=False)
    group.answer("tutor", 100)
    assert group.says() == "waiting"
    page = group.answer("l6", 3)
    assert group.says() == "7 in all."
    assert page.group["in"] is True
    (mine,) = page.group["cohorts"]
    assert mine["found"]["says"] == ["7 in all."]
    assert mine["people"] == 5
    # Who is not counted reads it as well, and is told that they are not.
    other = group.page("l5")
    assert other.group["in"] is False
    assert other.group["cohorts"][0]["people"] == 5


def test_it_is_told_anew_only_when_five_answers_are_others(group):
    for n in range(5):
        group.answer(f"l{n}", 1)
    assert group.says() == "5 in all."
    for n in range(5, 9):
        group.answer(f"l{n}", 10)
        assert group.says() == "5 in all."
    for _ in range(9):  # one person's many changes are one person's
        group.answer("l0", 1000)
    assert group.says() == "1044 in all."  # five: four who came, and one who changed
    for n in (1, 2, 3):
        group.answer(f"l{n}", 1, count=False)
        assert group.says() == "1044 in all."
    group.answer("l4", 1, count=False)
    assert group.says() == "1040 in all."  # five again, with the one who changed since
    group.answer("l5", 1, count=False)
    assert group.says() == "waiting"  # four are left


def test_what_is_about_too_few_is_withheld_whatever_the_kind_says(group):
    for n in range(5):
        group.answer(f"l{n}", 50 if n < 2 else 1)
    (cell,) = group.told()["found"]["tables"][0]["rows"][0]["cells"]
    assert cell == {"text": WITHHELD, "people": 0, "shade": None}


def test_no_two_tellings_differ_by_one_person_however_many_lie_between(group):
    for n in range(5):
        group.answer(f"l{n}", 1)
    assert group.says() == "5 in all."
    for n in range(5, 10):
        group.answer(f"l{n}", 1)
    assert group.says() == "10 in all."
    for n in (4, 6, 7, 8, 9):  # the first five, but l5 for l4
        group.answer(f"l{n}", 1, count=False)
    assert group.says() == "10 in all."
    for n in range(10, 14):
        group.answer(f"l{n}", 2)
    assert group.says() == "13 in all."


def test_an_entry_about_some_stands_until_five_of_them_are_others(group):
    for n in range(10):
        group.answer(f"l{n}", 10 if n < 5 else 1)
    assert group.high()["text"] == "50"
    for n in range(10, 15):  # one more of the high ones: their sum would tell the number
        group.answer(f"l{n}", 77 if n == 10 else 1)
    assert group.says() == "136 in all."
    assert group.high() == {"text": f"50 {AS_BEFORE}", "people": 5, "shade": 0.5}
    for n in range(15, 20):
        group.answer(f"l{n}", 1)
    assert group.says() == "141 in all."
    assert group.high() == {"text": f"50 {AS_BEFORE}", "people": 5, "shade": 0.5}
    for n in range(11, 16):
        group.answer(f"l{n}", 20)
    assert group.high() == {"text": "227", "people": 11, "shade": 0.5}


def test_an_entry_that_was_withheld_does_not_come_back_with_one_person_exchanged(group):
    for n in range(5):
        group.answer(f"l{n}", 10)
    assert group.high()["text"] == "50"
    for n in range(4, 9):
        group.answer(f"l{n}", 1)
    assert group.says() == "45 in all."
    assert group.high()["text"] == WITHHELD
    for n in range(9, 14):
        group.answer(f"l{n}", 50 if n == 9 else 1)
    assert group.says() == "99 in all."
    assert group.high() == {"text": WITHHELD, "people": 0, "shade": None}


def test_an_entry_about_some_that_does_not_say_whom_is_withheld(group):
    for n in range(10):
        group.answer(f"l{n}", 99 if n else 1)
    assert group.says() == "892 in all."
    assert group.high()["text"] == WITHHELD


def test_a_kind_that_fails_shuts_no_page(group, caplog):
    for n in range(5):
        page = group.answer(f"l{n}", 13 if n == 2 else 1)
    assert page.saved["state"] == "kept"
    assert group.told() == {"sorry": SORRY}
    assert group.page("l7").group["cohorts"][0]["sorry"] == SORRY
    assert "m/number" in caplog.text
    group.answer("l2", 1)
    assert group.says() == "5 in all."
    for n in range(5, 10):
        group.answer(f"l{n}", 13)
    assert group.says() == "5 in all."  # what was told stands


def test_who_leaves_or_joins_another_cohort_is_counted_nowhere_unasked(group):
    for n in range(6):
        group.answer(f"l{n}", 1)
    parting.leave(group.store, group.people, group.id, "l5")
    parting.leave(group.store, group.people, group.id, "l4")
    assert group.says() == "waiting"
    group.join("l4")  # back again: they have not said so since
    assert group.says() == "waiting"
    group.answer("l4", 1)
    assert group.says() == "5 in all."


def test_answers_that_fit_no_more_and_erased_ones_are_left_out(group, monkeypatch):
    for n in range(5):
        group.answer(f"l{n}", n)
    assert group.says() == "10 in all."
    group.store.erase(learner="l1")
    assert group.says() == "waiting"
    group.answer("l1", 1)
    assert group.says() == "10 in all."

    def stricter(self, response):
        if response["n"] == 4:
            raise ResponseError("No more.")
        return {}

    monkeypatch.setattr(Number, "feedback", stricter)
    for n in range(5, 8):
        group.answer(f"l{n}", 10)
    assert group.says() == "10 in all."
    group.answer("l8", 10)  # the fifth, with l1 who answered again
    assert group.says() == "46 in all."


def test_who_looks_again_does_not_have_every_answer_worked_out_again(group, monkeypatch):
    for n in range(5):
        group.answer(f"l{n}", 1)
    asked = []

    def counting(self, response):
        asked.append(response)
        return {}

    monkeypatch.setattr(Number, "feedback", counting)
    assert group.says() == "5 in all."
    assert asked == []


def test_answers_that_fit_no_more_are_no_group(group, monkeypatch):
    for n in range(4):
        group.answer(f"l{n}", 1)

    def stricter(self, response):
        if response["n"] == 1:
            raise ResponseError("No more.")
        return {}

    page = group.page("l4")
    monkeypatch.setattr(Number, "feedback", stricter)
    page.response = {"n": 1, "answer": {"n": 5}, "form": {"n": 5}}
    page.count = {"n": 2, "in": True}
    assert group.says() == "waiting"


def test_nothing_is_counted_before_there_is_an_answer_or_where_nothing_is_gathered(
    group, monkeypatch
):
    page = group.page("l0")
    page.count = {"n": 1, "in": True}
    assert page.saved["state"] == "refused"
    page.count = {"n": 2}
    assert "only a part" in page.saved["says"]
    group.answer("l1", 1)
    monkeypatch.setattr(Number, "gathers", False)
    assert group.page("l1").group == {}
    page = group.answer("l2", 1, count=None)
    page.count = {"n": 9, "in": True}
    assert page.saved["state"] == "refused"
    assert not group.store.read(learner="l2", what="counted")


def test_outside_a_cohort_nothing_is_asked(store):
    alone = Group(store).page("nobody")
    assert alone.group == {}


def test_when_it_was_told_is_told(group):
    for n in range(5):
        group.answer(f"l{n}", 1)
    cohorts = group.people.cohorts
    cohorts.keep_release(
        group.id,
        "found:m/number",
        {"of": [], "people": 0, "at": "", "found": {"tables": []}},
    )
    at = datetime(2026, 5, 3, tzinfo=UTC)
    assert told(group.store, cohorts, group.id, EXERCISE, at)["at"] == at.isoformat()
