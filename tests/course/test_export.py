import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime

import pytest

from academy import sharing
from academy.export import export
from academy.people import People
from academy.store import Draft, Record

NOW = datetime(2026, 5, 3, 10, 0, tzinfo=UTC)
SCENE, OTHER = "02_listening/night_shift", "02_listening/damp_again"
HOSTILE = "<script>alert(1)</script> NUL\0 half \ud83d \u202egnp.exe & “quoted”"


def answer(store, text, learner="ada", exercise=SCENE, **more):
    form = {"chosen": [], "written": text}
    body = {"answer": form, "form": form}
    given = {"learner": learner, "exercise": exercise, "version": "abc", "at": NOW}
    return store.append(Record(**given | {"body": body} | more))


def draft(store, text, learner="ada", page="p"):
    body = {"chosen": [], "written": text}
    given = {"learner": learner, "exercise": OTHER, "page": page, "at": NOW}
    return store.keep_draft(Draft(body=body, **given))


def unpacked(store, learner="ada"):
    packed = zipfile.ZipFile(io.BytesIO(export(store, People(store), learner, NOW)))
    assert packed.testzip() is None
    return {name: packed.read(name).decode() for name in packed.namelist()}


def test_everything_is_in_both_and_nothing_of_anybody_else(store):
    first, second = answer(store, "It was quiet."), answer(store, "It was not so quiet.")
    draft(store, "Half a")
    answer(store, "Nobody's business", learner="bob")
    draft(store, "Nor this", learner="bob")
    files = unpacked(store)
    data = json.loads(files["my-words/my-words.json"])
    assert [one["id"] for one in data["records"]] == [first.id, second.id]
    assert [one["body"]["written"] for one in data["drafts"]] == ["Half a"]
    for words in ("It was quiet.", "It was not so quiet.", "Half a"):
        assert words in files["my-words/my-words.html"]
    assert not any("Nobody's" in text or "Nor this" in text for text in files.values())
    assert "my-words.json" in files["my-words/README.txt"]


def test_what_was_said_under_a_former_id_is_taken_along(store):
    answer(store, "From my phone", learner="ada-phone")
    People(store).known.same("ada-phone", "ada")
    assert "From my phone" in unpacked(store)["my-words/my-words.html"]


def test_each_answer_tells_who_can_read_it_now(store):
    kept = answer(store, "Mine")
    sharing.move(store, People(store).cohorts, kept, "anyone")
    files = unpacked(store)
    now = json.loads(files["my-words/my-words.json"])["audience_now"]
    assert now == {str(kept.id): "anyone"}
    assert "Anyone who visits, without your name" in files["my-words/my-words.html"]


REFLECTION = "02_listening/a_conversation"


def happened(store, what, **body):
    given = {"learner": "ada", "exercise": REFLECTION, "version": "abc", "at": NOW}
    return store.append(Record(what=what, body={"assignment": "m"} | body, **given))


def sent_and_returned(store):
    ids = ("listening_what_happened", "listening_next_time")
    answers = dict(zip(ids, ("She was tired.", HOSTILE), strict=True))
    taken_back = happened(store, "handed_in", answers={ids[0]: "Too early."})
    happened(store, "withdrawn", handed_in=taken_back.id)
    sent = happened(store, "handed_in", answers=answers, via="jupyterlab")
    row = {"id": ids[0], "score": 2, "max": 3, "comment": "Thank you."}
    row |= {"criterion": "One conversation.", "level": "Where it was."}
    old = {"id": ids[1], "score": 1, "max": 3, "comment": ""}
    marks = {"handed_in": sent.id, "score": 3, "max": 6, "questions": [row, old]}
    back = happened(store, "returned", **marks)
    said = {"handed_in": sent.id, "returned": back.id, "text": "I see.", "look": True}
    happened(store, "answered", **said)


def test_every_version_that_was_sent_what_came_back_and_what_was_said_is_taken_along(store):
    sent_and_returned(store)
    page = unpacked(store)["my-words/my-words.html"]
    for words in (
        "version 1; taken back",
        "Too early.",
        "version 2",
        "She was tired.",
        "&lt;script&gt;alert(1)",
        "3 of 6 points",
        "What your tutor saw: Where it was.",
        "Thank you.",
        "What I answered, asking for another look",
        "I see.",
    ):
        assert words in page
    assert "<script" not in page


def test_a_form_that_stands_empty_is_nothing_half_written(store):
    given = {"learner": "ada", "exercise": REFLECTION, "page": "p", "at": NOW}
    store.keep_draft(Draft(body={"answers": {"listening_next_time": " "}}, **given))
    page = unpacked(store)["my-words/my-words.html"]
    assert "Not answered" not in page
    body = {"answers": {}, "back": {"of": 7, "text": "I see"}}
    store.keep_draft(Draft(body=body, **given))
    page = unpacked(store)["my-words/my-words.html"]
    assert "Not answered" in page
    assert "I see" in page


def test_a_draft_that_was_gone_on_with_elsewhere_is_told_once(store):
    given = {"learner": "ada", "exercise": OTHER, "at": NOW}
    first = store.keep_draft(Draft(body={"written": "Half a"}, page="one", **given))
    second = {"body": {"written": "Half a sentence"}, "page": "two"}
    store.keep_draft(Draft(seen=first.id, beside=(first.id,), **second, **given))
    assert unpacked(store)["my-words/my-words.html"].count("Not answered") == 2
    store.keep_draft(Draft(seen=first.id, **second, **given))
    page = unpacked(store)["my-words/my-words.html"]
    assert page.count("Not answered") == 1
    assert "Half a sentence" in page


def test_what_was_written_to_a_peer_is_taken_along_and_their_id_is_not(store):
    said = {"asked": {"a": "What did you see?"}, "answers": {"a": "A kind of patience."}}
    happened(store, "peer", author="learner-beryl", **said)
    happened(store, "peer", author="learner-carl", answers={"a": "Of old."})
    files = unpacked(store)
    for words in ("What did you see?", "A kind of patience.", "Of old."):
        assert words in files["my-words/my-words.html"]
    assert "A kind of patience." in files["my-words/my-words.json"]
    assert not any("learner-" in text for text in files.values())


def test_hostile_words_are_whole_in_the_data_and_harmless_to_read(store):
    answer(store, HOSTILE)
    files = unpacked(store)
    data = json.loads(files["my-words/my-words.json"])
    assert data["records"][0]["body"]["answer"]["written"] == HOSTILE
    page = files["my-words/my-words.html"]
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert not {"\0", "\u202e"} & set(page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("body", [{"answer": [1, {"a": "x"}]}, {"answer": "x"}, {"x": 1}])
@pytest.mark.parametrize("exercise", [SCENE, "99_gone/long_ago"])
def test_an_answer_that_no_exercise_takes_is_taken_along(store, body, exercise):
    answer(store, "", exercise=exercise, body=body)
    files = unpacked(store)
    assert json.loads(files["my-words/my-words.json"])["records"][0]["body"] == body
    if "answer" in body:
        assert ">x</p>" in files["my-words/my-words.html"]


def test_nobodys_export_says_so(store):
    assert "There is nothing here" in unpacked(store)["my-words/my-words.html"]


def run(tmp_path, *words):
    return subprocess.run(
        [sys.executable, "-m", "academy", "person", *words],
        env={"ACADEMY_DATA": str(tmp_path / "data"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_an_operator_gives_and_erases_by_command(store, tmp_path):
    answer(store, "Take me with you")
    file = tmp_path / "ada.zip"
    done = run(tmp_path, "export", "ada", str(file))
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    assert (
        "Take me with you" in zipfile.ZipFile(file).read("my-words/my-words.html").decode()
    )

    for words, says in (
        (["export", "ada", str(file)], "There is a file"),
        (["export", "nobody", str(tmp_path / "x.zip")], "Nobody here is known as 'nobody'"),
        (["export", "ada", str(tmp_path / "no" / "x.zip")], "cannot be written"),
        (["erase", "nobody", "--yes"], "Nobody here is known as"),
    ):
        wrong = run(tmp_path, *words)
        assert wrong.returncode == 1
        assert says in wrong.stderr
        assert len(wrong.stderr.strip().splitlines()) == 1

    assert run(tmp_path, "erase", "ada").returncode == 1
    assert store.read(learner="ada")
    done = run(tmp_path, "erase", "ada", "--yes")
    assert done.returncode == 0, done.stderr
    assert "Take me" not in done.stdout
    assert not store.read(learner="ada")
