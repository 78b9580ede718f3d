"""What holds in every module that thirty simulated learners of one cohort have done."""

import pytest

from academy import content, sharing
from academy.progress import progress
from academy.show import show

COURSE = content.load_course()


@pytest.fixture(params=[one.id for one in COURSE.modules])
def thirty(request, thirty_of):
    return thirty_of(request.param)


def test_each_has_done_each_exercise_once_and_the_tutor_sees_that(thirty):
    for learner in thirty.learners:
        done = progress(thirty.store, learner, COURSE.modules)[thirty.module]
        assert (done.done, done.of) == (len(thirty.exercises), len(thirty.exercises))
    for exercise in thirty.exercises:
        assert [one.learner for one in thirty.answers[exercise.id]] == thirty.learners


def test_each_finds_everything_again_as_they_left_it(thirty):
    for exercise in thirty.exercises:
        widget = show(exercise, thirty.session(thirty.learners[7]))
        left = thirty.answers[exercise.id][7]
        assert widget.draft["form"] == left.body["form"]
        assert widget.feedback == thirty.feedback[exercise.id][7]


def test_only_reflections_have_gone_to_the_tutor_and_what_stays_stays(thirty):
    audiences = thirty.session(thirty.learners[0]).audiences
    for exercise in thirty.exercises:
        found = {one.audience for one in thirty.answers[exercise.id]}
        assert found == ({"tutor"} if exercise.kind == "reflection" else {"me"})
        if exercise.stays_with_me:
            assert sharing.steps(audiences, exercise) == ["me"]
    sent = [one for one in thirty.records if one.what == "handed_in"]
    assert sorted(one.learner for one in sent) == thirty.learners
