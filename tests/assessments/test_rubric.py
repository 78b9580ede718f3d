import os

import pytest

from academy import paths
from academy.assessment.rubric import references, rubric
from academy.content import ContentError


def test_a_rubric_is_read_by_grade_id_in_its_order():
    found = rubric("02_listening")
    assert list(found) == [
        "listening_what_happened",
        "listening_what_you_did",
        "listening_what_you_noticed",
        "listening_next_time",
    ]
    assert sum(one.points for one in found.values()) == 12
    assert all(one.peers and one.peers.endswith("?") for one in found.values())


def test_an_assignment_without_a_rubric_is_told(content):
    with pytest.raises(ContentError, match=r"rubrics/none\.yml: there is no such file"):
        rubric("none")
    with pytest.raises(ContentError, match=r"calibration/none\.yml: there is no such"):
        references("none")


def test_a_rubric_that_changes_is_read_anew(content):
    file = content / "assessments" / "rubrics" / "small.yml"
    assert rubric("small")["what"].criterion == "One moment."
    file.write_text(file.read_text().replace("One moment.", "Two moments."))
    os.utime(file, ns=(1, 1))
    assert rubric("small")["what"].criterion == "Two moments."


def test_what_is_read_is_nobody_elses_to_change():
    rubric("02_listening").clear()
    assert rubric("02_listening")


def test_the_course_has_three_references_for_each_assignment():
    names = sorted(at.name for at in (paths.content() / "assessments" / "source").iterdir())
    assert names
    for name in names:
        found = references(name)
        words = [sum(len(t.split()) for t in one.answers.values()) for one in found]
        assert len(found) == 3
        assert all(150 <= one <= 300 for one in words), words


def test_references_of_different_strength_meet_each_level_above_nothing():
    given = {
        mark.points for one in references("02_listening") for mark in one.marks.values()
    }
    assert given == {1, 2, 3}


def test_a_title_tells_nothing_of_the_marks():
    for one in references("02_listening"):
        assert one.title.startswith("From a ")
