from datetime import UTC, datetime
from itertools import permutations

import pytest

from academy.journey import journey, withdrawn
from academy.store import Record

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)


def log(*said):
    """Return a log from ("what", {body}) pairs, numbered from 1."""
    return [
        Record(
            what=what,
            learner="ada",
            exercise="m/write",
            version="v",
            at=NOON,
            body={"assignment": "m"} | body,
            id=id,
        )
        for id, (what, body) in enumerate(said, 1)
    ]


def handed_in(text="One two three.", **more):
    return ("handed_in", {"answers": {"what": text}} | more)


def about(what, id, **more):
    return (what, {"handed_in": id} | more)


def returned(id, **more):
    return about("returned", id, score=2, max=3, questions=[], **more)


def test_what_was_never_sent_is_nowhere():
    there = journey(log(("response", {"answer": {}}), ("shared", {"of": 1})))
    assert (there.state, there.newest, there.versions) == ("unsent", None, ())
    assert (there.returned, there.answered, there.on_desk) == (None, None, None)
    assert not there.with_tutor


@pytest.mark.parametrize(
    ("after", "state"),
    [
        ([], "sent"),
        ([about("delivered", 1)], "sent"),
        ([about("marking", 1)], "marking"),
        ([about("marking", 1), returned(1)], "returned"),
        ([returned(1)], "returned"),
        ([returned(1), about("withdrawn", 1)], "returned"),
        ([about("withdrawn", 1)], "withdrawn"),
        ([about("delivered", 1), about("withdrawn", 1)], "withdrawn"),
    ],
)
def test_what_was_sent_is_where_the_log_says(after, state):
    there = journey(log(handed_in(), *after))
    assert there.state == state
    assert (there.on_desk is None) == (state == "withdrawn")
    assert there.with_tutor == (state != "withdrawn")


@pytest.mark.parametrize("came_back", [False, True])
def test_who_came_first_is_told_by_the_number_alone_however_it_is_read(came_back):
    for first, second in (("withdrawn", "marking"), ("marking", "withdrawn")):
        told = log(handed_in(), about(first, 1), about(second, 1))
        if came_back:
            told = log(handed_in(), about(first, 1), about(second, 1), returned(1))
        in_time = first == "withdrawn"
        state = "withdrawn" if in_time else "returned" if came_back else "marking"
        for some_order in permutations(told):
            assert journey(some_order).state == state
            assert withdrawn(some_order) == ({1} if in_time else set())


def test_every_version_is_there_with_its_own_feedback():
    there = journey(
        log(
            handed_in("One."),
            returned(1, at="first"),
            handed_in("One two."),
            handed_in("One two three.", notes=["A cell was missing."]),
        )
    )
    assert [one.number for one in there.versions] == [1, 2, 3]
    assert [one.words for one in there.versions] == [1, 2, 3]
    assert [one.state for one in there.versions] == ["returned", "sent", "sent"]
    assert there.newest.notes == there.notes == ("A cell was missing.",)
    assert there.state == "sent"
    assert there.returned.body["at"] == "first"
    assert there.on_desk is there.newest


def test_withdrawing_takes_the_reflection_back_whole():
    there = journey(log(handed_in(), handed_in(), about("withdrawn", 2)))
    assert there.on_desk is None
    assert [one.state for one in there.versions] == ["sent", "withdrawn"]
    assert there.state == "withdrawn"


def test_an_older_version_that_a_tutor_had_begun_stays_with_them():
    told = log(handed_in(), about("marking", 1), handed_in(), about("withdrawn", 3))
    there = journey(told)
    assert there.begun
    assert there.state == "sent"  # too late for any version of it
    assert there.on_desk is there.newest
    assert withdrawn(told) == set()


def test_what_was_withdrawn_can_be_sent_again():
    there = journey(log(handed_in(), about("withdrawn", 1), handed_in("Again.")))
    assert (there.state, there.newest.number) == ("sent", 2)
    assert there.on_desk is there.newest


def test_a_learner_answers_back_once_to_each_return():
    told = [handed_in(), returned(1), about("answered", 1, returned=2, text="a", look=True)]
    there = journey(log(*told))
    assert there.answered.body["text"] == "a"
    assert there.asks_to_look
    twice = about("answered", 1, returned=2, text="b", look=False)
    assert journey(log(*told, twice)).answered.body["text"] == "a"
    again = journey(log(*told, returned(1)))
    assert (again.returned.id, again.answered, again.asks_to_look) == (4, None, False)


def test_a_version_sent_after_a_return_is_its_own_request_to_look():
    there = journey(
        log(
            handed_in(),
            returned(1),
            about("answered", 1, returned=2, text="", look=True),
            handed_in("Better."),
        )
    )
    assert not there.asks_to_look


def test_what_was_returned_for_what_is_no_longer_there_is_passed_over():
    assert journey(log(returned(7), about("withdrawn", 8))).versions == ()
