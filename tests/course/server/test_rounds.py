"""A cohort's round by its pages alone: release, look for new ones, mark, return."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from marked import NAME, TOKEN, Marked, marks

from academy.assessment import config
from academy.assessment.config import AssessmentError
from academy.server.marking_errands import Errands, Outcome

pytestmark = pytest.mark.kernel

QUEUE, LOOK = "/tutor/marking", "/tutor/marking/new"


@pytest.fixture(scope="module")
def school(academy, tmp_path_factory):
    made = Marked(academy(tmp_path_factory.mktemp("rounds") / "data"))
    made.start(released=False)
    made.ask("tess", "/tutor/marking/ready")
    made.release = f"/tutor/release/{made.cohort}/{NAME}"
    made.back = f"/tutor/return/{made.cohort}/{NAME}"
    yield made
    made.stop()


def page(school, who, path):
    status, _, text = school.ask(who, path, script=False)
    assert status == 200
    return text


def do(school, who, path):
    """Press the button at `path`; return what came of it."""
    assert school.ask(who, path, {})[0] == 302
    for _ in range(100):
        told = json.loads(school.ask(who, path)[2])
        if told["done"]:
            return told["said"]
        time.sleep(0.2)
    raise AssertionError(told)


def mark(school, who, id, *levels):
    marking = school.book.marking(id)
    fields = marks(*levels, seen=marking.id if marking else 0)
    assert school.ask(who, f"{QUEUE}/{id}", fields)[0] == 200


def returned(school, id):
    there = school.store.read(what="returned")
    return [one for one in there if one.body["handed_in"] == id]


def test_from_a_cohort_to_marks_that_are_back_without_a_command(school):
    early = school.send("ada").id
    assert f"Reflection {early}<" not in page(school, "tess", QUEUE)
    assert school.release in page(school, "tess", f"/tutor/cohorts/{school.cohort}")
    assert "Release it now" in page(school, "tess", school.release)

    assert do(school, "tess", school.release) == "Learners can hand it in now."
    assert config.released(NAME)
    assert "Release it now" not in page(school, "tess", school.release)
    assert school.release not in page(school, "tess", f"/tutor/cohorts/{school.cohort}")

    later = school.send("bo").id
    assert do(school, "tess", LOOK) == "2 new or changed came in."
    text = page(school, "tom", QUEUE)
    assert f"Reflection {early}<" in text
    assert f"Reflection {later}<" in text

    mark(school, "tess", early, 3, 3, 3, 3)
    mark(school, "tom", later, 1, 2)
    text = page(school, "tess", school.back)
    assert "<b>1 is ready:</b>" in text
    assert "1 marked in part" in text
    assert "2 learners have handed nothing in" in text
    assert do(school, "tess", school.back) == "1 went back. 1 is not fully marked yet."
    (back,) = returned(school, early)
    assert (back.body["score"], back.learner) == (12, "ada")
    assert returned(school, later) == []
    assert "Nothing is ready to return." in page(school, "tom", school.back)


def test_pressed_twice_and_by_two_at_once_it_is_returned_once(school):
    id = school.send("cy").id
    do(school, "tess", LOOK)
    mark(school, "tess", id, 2, 2, 2, 2)
    with ThreadPoolExecutor(4) as several:
        told = list(
            several.map(lambda who: do(school, who, school.back), ["tess", "tom"] * 2)
        )
    assert len(returned(school, id)) == 1
    assert all("went back" in one for one in told)


def test_a_mark_that_changed_goes_back_again_and_one_that_changed_back_does_not(school):
    id = school.send("di").id
    do(school, "tess", LOOK)
    mark(school, "tess", id, 2, 2, 2, 2)
    do(school, "tess", school.back)
    mark(school, "tom", id, 3, 2, 2, 2)
    assert "<b>1 is ready:</b>" in page(school, "tess", school.back)
    mark(school, "tess", id, 2, 2, 2, 2)
    assert "Nothing is ready to return." in page(school, "tess", school.back)
    mark(school, "tess", id, 3, 2, 2, 2)
    do(school, "tess", school.back)
    assert [one.body["score"] for one in returned(school, id)] == [8, 9]


@pytest.mark.parametrize("which", ["release", "back"])
def test_only_a_tutor_of_that_cohort_asks_for_it(school, which):
    path = getattr(school, which)
    for fields in (None, {}):
        got = {
            who: school.ask(who, path, fields)[0]
            for who in ("tess", "tom", "una", "ada", "stranger")
        }
        assert {got.pop("tess"), got.pop("tom")} <= {200, 302}
        assert got == {"una": 404, "ada": 403, "stranger": 403}
    nowhere = path.replace(school.cohort, "cohort-00000000")
    assert school.ask("tess", nowhere, {})[0] == 404
    assert school.ask("tess", path.replace(NAME, "02_nothing"), {})[0] == 404


def test_a_page_elsewhere_can_start_nothing(school):
    wrong = TOKEN.replace("00" * 16, "01" * 16)
    for path in (LOOK, school.back, school.release):
        for token in (None, wrong):
            assert school.ask("tess", path, {}, token=token)[0] == 403
    for who in ("ada", "stranger"):
        assert school.ask(who, LOOK, {})[0] == 403


def test_what_was_sent_before_its_writer_came_is_not_a_tutors_to_return(school):
    id = school.send("ada", q1="Once more.").id
    do(school, "tess", LOOK)
    mark(school, "tess", id, 1, 1, 1, 1)
    other = school.cohort_of(["Una"], ["Ada"])
    path = f"/tutor/return/{other}/{NAME}"
    assert do(school, "una", path) == "There is nothing to return."
    assert "Nobody of this cohort has handed it in" in page(school, "una", path)
    assert returned(school, id) == []


def test_what_jupyterlab_brought_and_was_refused_is_told_to_whose_tutor_it_is(school):
    at = config.inbound() / f"bo+{NAME}+2026-01-01 12:00:00.000000 UTC"
    at.mkdir(parents=True)
    try:
        do(school, "tess", LOOK)
        why = "<bdi>Bo</bdi>: on this machine JupyterLab sends for its owner alone."
        assert why in page(school, "tess", QUEUE)
        assert why in page(school, "tom", QUEUE)
        assert "Not taken in" not in page(school, "una", QUEUE)
    finally:
        at.rmdir()
    do(school, "tess", LOOK)
    assert "Not taken in" not in page(school, "tess", QUEUE)


def test_an_error_is_one_sentence_and_the_queue_is_there_all_the_same(school):
    inbound, aside = config.inbound(), config.inbound().with_name("aside")
    inbound.rename(aside)
    inbound.symlink_to(aside)
    try:
        said = do(school, "tess", LOOK)
        assert said.startswith("The exchange's inbound folder is not as nbgrader made it")
        text = page(school, "tess", QUEUE)
        assert "inbound folder is not as nbgrader made it" in text
        assert "Reflection " in text
    finally:
        inbound.unlink()
        aside.rename(inbound)


class TestErrands:
    def test_of_its_progress_the_count_is_shown_and_no_name(self):
        errands, seen = Errands(), []

        def work(say):
            say("[3/40] ada: returned, 4 of 12")
            seen.append(errands.last(("x",)).far)
            say("ada: something else")
            seen.append(errands.last(("x",)).far)
            return Outcome(("Done.",))

        errands.begin(("x",), work).future.result()
        assert seen == ["3 of 40"] * 2

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (AssessmentError("it is so."), "It is so."),
            (KeyError("ada"), "That did not work, and can be done again"),
        ],
    )
    def test_what_failed_says_why_in_a_sentence_and_can_be_done_again(self, error, said):
        errands = Errands()

        def fail(_):
            raise error

        first = errands.begin(("x",), fail)
        first.future.result()
        assert first.wrong.startswith(said)
        assert "ada" not in first.wrong
        again = errands.begin(("x",), lambda _: Outcome(("Done.",)))
        again.future.result()
        assert again.outcome.told == ("Done.",)
