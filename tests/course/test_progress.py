from datetime import UTC, datetime, timedelta

import pytest

from academy import content, paths
from academy.content import in_order
from academy.progress import Progress, Step, onward, progress
from academy.store import Record


def test_progress_counts_exercises_answered_not_answers_and_says_why(store, clock):
    module = content.load_course().modules[0]
    ids = [one.id for one in in_order(module.id)]
    assert progress(store, "ada", [module])[module.id].done == 0
    for exercise in (ids[3], ids[3], ids[1], "elsewhere/x"):
        record = Record(learner="ada", exercise=exercise, version="v", at=clock(), body={})
        store.append(record)
    found = progress(store, "ada", [module])[module.id]
    assert (found.done, found.of) == (2, len(ids))
    assert 0 < found.percent < 100
    assert [step.id for step in found.steps if step.at] == [ids[1], ids[3]]
    assert found.last == found.steps[1].at
    assert progress(store, "bo", [module])[module.id].last is None


def test_sharing_an_answer_or_sending_it_is_no_progress(store, clock):
    module = content.load_course().modules[0]
    for what in ("shared", "handed_in", "returned"):
        given = {"exercise": in_order(module.id)[0].id, "version": "v", "at": clock()}
        store.append(Record(what=what, learner="ada", body={"of": 1}, **given))
    assert progress(store, "ada", [module])[module.id].done == 0


def test_exercises_come_as_in_the_module_and_not_by_file_name():
    names = [one.id.split("/")[1] for one in in_order("02_listening")]
    assert names[:2] == ["first_day", "night_shift"]
    files = (paths.content() / "modules" / "02_listening").glob("*.yml")
    assert sorted(names) == sorted(file.stem for file in files)


START = datetime(2027, 3, 9, tzinfo=UTC)


def did(*days):
    """A module's progress: on which day each exercise was answered, or None."""
    at = [None if day is None else START + timedelta(days=day) for day in days]
    return Progress(tuple(Step(f"m/{n}", str(n), one) for n, one in enumerate(at)))


def test_a_module_ends_with_its_last_exercise_whatever_was_left_out():
    assert not did(None, None).ended
    assert not did(1, None).ended
    assert did(None, 1).ended
    assert did(1, 1).ended
    assert not Progress(()).ended


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (did(None, None), did(None, None), "01_a"),
        (did(1, None), did(None, None), "01_a"),
        (did(1, None), did(2, None), "02_b"),
        (did(3, None), did(2, None), "01_a"),
        (did(None, 1), did(None, None), "02_b"),
        (did(1, None), did(1, 2), "03_c"),
        (did(1, 1), did(1, 2), "03_c"),
    ],
)
def test_one_goes_on_with_the_last_until_its_end_and_then_with_what_is_new(
    first, second, found
):
    module = content.load_course().modules[0]
    modules = [module.model_copy(update={"id": id}) for id in ("01_a", "02_b", "03_c")]
    done = {"01_a": first, "02_b": second, "03_c": did(None)}
    assert onward(modules, done) == found


def test_after_all_else_one_goes_on_with_what_has_no_end_yet():
    module = content.load_course().modules[0]
    modules = [module.model_copy(update={"id": id}) for id in ("01_a", "02_b")]
    assert onward(modules, {"01_a": did(1, None), "02_b": did(None, 2)}) == "01_a"
    assert onward(modules, {"01_a": did(1, 1), "02_b": did(None, 2)}) == "01_a"
    assert onward(modules, {}) == "01_a"
