"""Where collecting, marking and returning meet."""

from contextlib import closing

import pytest

from academy.assessment import config
from academy.assessment.book import Book, Given
from academy.assessment.delivery import deliver
from academy.people import People


@pytest.fixture
def book(course):
    with closing(Book()) as made:
        yield made


def test_who_was_known_by_another_id_is_collected_and_returned_to_as_one(course):
    course.hand_in("visitor", what="A heron.", next="Wait.")
    course.desk.collect("small")
    course.mark("visitor", "Good.", what=2, next=3)
    People(course.store).known.same("visitor", "ana")
    assert course.desk.collect("small").to_mark == 0
    assert course.desk.standings("small").keys() == {"ana"}
    assert course.desk.standings("small")["ana"].marked
    assert course.desk.give_back("small").now == ["ana"]
    assert course.desk.standings("small")["ana"].returned


def test_who_was_known_by_another_id_sends_anew_and_keeps_their_marks(course, book):
    course.hand_in("visitor", what="A heron.", next="Wait.")
    course.desk.collect("small")
    course.mark("visitor", "Good.", what=2, next=3)
    People(course.store).known.same("visitor", "ana")
    course.hand_in("ana", what="A heron.", next="Else.")
    course.desk.collect("small")
    (work,) = book.works()
    assert (work.learner, work.to_mark) == ("ana", ("next",))


def test_who_was_known_by_another_id_takes_back(course, book):
    record = course.hand_in("visitor", what="A heron.", next="Wait.")
    course.desk.collect("small")
    People(course.store).known.same("visitor", "ana")
    course.withdraw(record)
    course.desk.collect("small")
    assert book.works() == []
    files = [at for at in config.course_root().rglob("*") if at.is_file()]
    assert [at for at in files if b"heron" in at.read_bytes()] == []
    assert course.submitted() == []


def test_marks_go_back_to_whoever_is_known_by_another_id_since(course):
    course.hand_in("visitor", what="A heron.", next="Wait.")
    course.desk.collect("small")
    course.mark("visitor", "Good.", what=2, next=3)
    People(course.store).known.same("visitor", "ana")
    assert course.desk.give_back("small").now == ["ana"]


def test_what_is_sent_by_another_id_is_delivered_in_place_of_the_older(course, book):
    course.hand_in("visitor", what="A heron.", next="Wait.")
    course.desk.collect("small")
    People(course.store).known.same("visitor", "ana")
    id = course.hand_in("ana", what="A heron.", next="Else.").id
    deliver(course.store, course.said.append)
    assert [one.id for one in book.works()] == [id]


def test_an_answer_left_out_stays_so_when_a_tutor_saves_the_page(course, book):
    id = course.hand_in("ana", what="A heron.", next="").id
    course.desk.collect("small")
    given = {"what": Given(score=3), "next": Given(score=0, comment="No response.")}
    book.save(id, "tom", given, seen=0)
    assert book.work(id).left_out == ("next",)
    course.desk.give_back("small")
    (body,) = course.returned("ana")
    told = [(one["left_out"], one["level"]) for one in body["questions"]]
    assert told == [(False, "One."), (True, "")]
    assert course.desk.standings("small")["ana"].returned


def test_a_gradebook_that_was_lost_is_told_and_made_again_by_releasing(course):
    course.hand_in("ana", what="A heron.", next="Wait.")
    course.desk.collect("small")
    for part in config.course_root().glob("gradebook.db*"):
        part.unlink()
    with pytest.raises(config.AssessmentError, match="academy tutor release small"):
        course.desk.collect("small")
    assert course.desk.release("small")
    assert course.desk.collect("small").to_mark == 1
