from academy import content, paths
from academy.progress import exercise_ids, module_progress
from academy.store import Record


def test_progress_counts_exercises_answered_not_answers(store, clock):
    module = content.load_course().modules[0]
    ids = sorted(exercise_ids(paths.content() / "modules" / module.id))
    assert module_progress(store, "ada", module).done == 0
    for exercise in (ids[0], ids[0], ids[1], "elsewhere/x"):
        record = Record(learner="ada", exercise=exercise, version="v", at=clock(), body={})
        store.append(record)
    progress = module_progress(store, "ada", module)
    assert (progress.done, progress.of) == (2, len(ids))
    assert 0 < progress.percent < 100
    assert module_progress(store, "bo", module).last is None
