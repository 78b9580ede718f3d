from academy import content, paths
from academy.content import in_order
from academy.progress import progress
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
