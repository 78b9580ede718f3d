import os
import sqlite3
import subprocess
import sys
import traceback
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from academy.people import People
from academy.store import Draft, Record, SqliteStore, StoreError

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORD = "unmistak" + "able"


def record(**changed):
    given = {"learner": "ada", "exercise": "m/x", "version": "v", "at": NOON}
    return Record(**(given | {"body": {"answer": "It’s fine — ok"}} | changed))


def draft(**changed):
    given = {"learner": "ada", "exercise": "m/x", "page": "p", "at": NOON}
    return Draft(**(given | {"body": {"text": "half"}} | changed))


def test_what_is_appended_is_read_back_whole_and_in_order(store):
    first, second = store.append(record()), store.append(record(body={"n": 2}))
    assert store.read() == [first, second]
    assert first.id < second.id
    assert first.audience == "me"


def test_what_is_rehearsed_is_not_kept(store):
    first = store.append(record())
    store.rehearse(record(uid="1"))
    assert store.read() == [first]
    assert store.append(record(uid="1")).id == first.id + 1


def test_reading_can_be_narrowed(store):
    store.append(record())
    store.append(record(learner="bo"))
    store.append(record(exercise="m/y", what="handed_in", audience="tutor"))
    assert [one.learner for one in store.read(learner="bo")] == ["bo"]
    assert len(store.read(learner="ada")) == 2
    assert len(store.read(learner="ada", exercise="m/x")) == 1
    assert len(store.read(what="handed_in")) == 1


def test_times_are_kept_in_utc(store):
    summer = datetime(2026, 5, 3, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    store.append(record(at=summer))
    assert store.read()[0].at == NOON
    assert store.read()[0].at.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValidationError):
        record(at=datetime(2026, 5, 3, 12, 0))  # noqa: DTZ001  that is the mistake


def test_a_second_store_on_the_same_file_sees_everything(store, tmp_path):
    store.append(record())
    again = SqliteStore(tmp_path / "data" / "academy.db")
    assert len(again.read()) == 1
    again.close()


def test_the_newest_draft_of_any_page_is_found(store):
    store.keep_draft(draft(page="p", body={"text": "a"}))
    store.keep_draft(draft(page="p", body={"text": "ab"}))
    store.keep_draft(draft(page="q", at=NOON + timedelta(seconds=1), body={"t": 1}))
    newest, older = store.drafts(learner="ada", exercise="m/x")
    assert newest.body == {"t": 1}
    assert older.body == {"text": "ab"}
    assert store.drafts(learner="bo", exercise="m/x") == []


def test_a_record_survives_the_kill_of_its_writer(tmp_path):
    path = tmp_path / "academy.db"
    code = f"""
import os, signal
from datetime import UTC, datetime
from pathlib import Path
from academy.store import Record, SqliteStore
store = SqliteStore(Path({str(path)!r}))
now = datetime.now(UTC)
store.append(Record(learner="a", exercise="m/x", version="v", at=now, body={{}}))
os.kill(os.getpid(), signal.SIGKILL)
"""
    run = subprocess.run([sys.executable, "-c", code], check=False)
    assert run.returncode < 0
    store = SqliteStore(path)
    assert len(store.read()) == 1
    store.close()


def test_the_folder_and_the_file_are_its_owners_alone(store, tmp_path):
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / "academy.db").stat().st_mode & 0o777 == 0o600


def test_a_locked_store_says_so_and_keeps_working_later(store, tmp_path):
    other = sqlite3.connect(tmp_path / "data" / "academy.db")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="another program holds"):
        store.append(record())
    other.rollback()
    other.close()
    store.append(record())
    assert len(store.read()) == 1


@pytest.mark.skipif(os.name != "posix", reason="resource limits are Unix's")
def test_a_full_disk_is_told(tmp_path):
    code = f"""
import resource, signal
from datetime import UTC, datetime
from pathlib import Path
from academy.store import Record, SqliteStore, StoreError
store = SqliteStore(Path({str(tmp_path / "a.db")!r}))
long = {{"t": "x" * 4000}}
record = Record(learner="a", exercise="m/x", version="v", at=datetime.now(UTC), body=long)
store.append(record)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    for _ in range(100):
        store.append(record)
except StoreError as error:
    print(error)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert "full" in run.stdout, run.stdout + run.stderr


@pytest.mark.skipif(os.name != "posix", reason="permissions are Unix's")
def test_a_read_only_place_is_told():
    # In a process of its own, which gives up root's right to write anywhere.
    code = """
import os, tempfile
from datetime import UTC, datetime
from pathlib import Path
from academy.store import Record, SqliteStore, StoreError
folder = Path(tempfile.mkdtemp())
store = SqliteStore(folder / "a.db")
record = Record(learner="a", exercise="m/x", version="v", at=datetime.now(UTC), body={})
store.append(record)
store.close()
(folder / "a.db").chmod(0o444)
folder.chmod(0o555)
if os.geteuid() == 0:
    os.setuid(65534)
try:
    store.append(record)
except StoreError as error:
    print(error)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert "read-only" in run.stdout, run.stdout + run.stderr


def test_a_damaged_file_is_told(tmp_path):
    path = tmp_path / "a.db"
    path.write_bytes(b"this is not a database, whatever its name says" * 40)
    with pytest.raises(StoreError, match="damaged"):
        SqliteStore(path)


def test_the_order_is_the_one_of_keeping_also_when_the_clock_goes_back(store):
    before = NOON - timedelta(days=400)
    first = store.append(record(body={"n": 1}))
    kept = store.keep_draft(draft(at=before))
    last = store.append(record(at=before, body={"n": 2}, page="q"))
    assert first.id < kept.id < last.id
    assert [one.body["n"] for one in store.read()] == [1, 2]
    newer = store.keep_draft(draft(page="q", at=before - timedelta(days=1)))
    assert store.drafts(learner="ada")[0].page == newer.page


def test_what_is_sent_twice_is_kept_once(store):
    first = store.append(record(uid="p.1"))
    assert store.append(record(uid="p.1", at=NOON + timedelta(hours=1))) == first
    assert store.append(record(uid="p.2")).id > first.id
    for other in ({"learner": "bo"}, {"exercise": "m/y"}, {"what": "handed_in"}):
        assert store.append(record(uid="p.1", **other)).id > first.id
    assert len(store.read()) == 5


def test_two_processes_that_send_the_same_at_once_keep_it_once(tmp_path):
    path = tmp_path / "academy.db"
    SqliteStore(path).close()
    code = f"""
from datetime import UTC, datetime
from pathlib import Path
from academy.store import Record, SqliteStore
store = SqliteStore(Path({str(path)!r}))
now = datetime.now(UTC)
given = dict(learner="a", exercise="m/x", version="v", at=now, body={{}})
print(*(store.append(Record(**given, uid=f"p.{{n}}")).id for n in range(60)))
"""
    words = [sys.executable, "-c", code]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=60)[0] for one in both]
    assert said[0] == said[1]
    store = SqliteStore(path)
    assert len(store.read()) == 60
    store.close()


def test_an_answer_takes_the_place_of_what_its_writer_saw_and_of_nothing_else(store):
    seen = store.keep_draft(draft(page="p"))
    beside = store.keep_draft(draft(page="q"))
    unseen = store.keep_draft(draft(page="r"))
    store.keep_draft(draft(page="mine"))
    store.keep_draft(draft(page="p", learner="bo"))
    store.keep_draft(draft(page="p", exercise="m/y"))
    store.append(record(page="mine", seen=beside.id, beside=(beside.id,)))
    left = {one.id for one in store.drafts(learner="ada", exercise="m/x")}
    assert left == {beside.id, unseen.id}
    assert seen.id not in left
    assert len(store.drafts(learner="bo")) == len(store.drafts(learner="ada")) - 2 == 1


def test_an_older_draft_said_again_does_not_come_back_over_what_is_newer(store):
    store.keep_draft(draft(n=1, body={"text": "a"}))
    newer = store.keep_draft(draft(n=3, body={"text": "abc"}))
    assert store.keep_draft(draft(n=1, body={"text": "a"})).id == newer.id
    assert [one.body for one in store.drafts(learner="ada")] == [{"text": "abc"}]
    answer = store.append(record(page="p", uid="p.4"))
    assert store.keep_draft(draft(n=3, body={"text": "abc"})).id == answer.id
    assert store.drafts(learner="ada") == []
    store.keep_draft(draft(n=5, body={"text": "more"}))
    assert len(store.drafts(learner="ada")) == 1


def test_a_draft_is_one_transaction(store):
    store.keep_draft(draft())
    begun = []
    sa.event.listen(store.engine, "commit", begun.append)
    store.keep_draft(draft(n=2))
    assert len(begun) == 1


def test_erasing_takes_one_exercise_or_a_span_of_time_or_all(store):
    for hour in range(3):
        store.append(record(at=NOON + timedelta(hours=hour)))
    store.append(record(exercise="m/y"))
    store.append(record(learner="bo"))
    store.keep_draft(draft(at=NOON + timedelta(hours=1)))
    late = NOON + timedelta(hours=1)
    assert (
        store.erase(learner="ada", exercise="m/x", after=late, before=NOON + 2 * HOUR) == 2
    )
    assert store.erase(learner="ada", before=NOON) == 0
    assert store.erase(learner="ada", exercise="m/y") == 1
    assert store.erase(learner="ada") == 2
    assert [one.learner for one in store.read()] == ["bo"]


def test_what_is_erased_leaves_no_byte_behind(store, tmp_path):
    def anywhere(word):
        files = (tmp_path / "data").iterdir()
        return any(word in file.read_bytes() for file in files)

    long = "unmistakable " * 3000
    store.append(record(body={"answer": long}))
    store.keep_draft(draft(body={"text": long}))
    assert anywhere(b"unmistakable")
    store.erase(learner="ada")
    assert not anywhere(b"unmistakable")


def test_a_damaged_row_is_told_without_its_words(store):
    store.append(record(body={"answer": WORD}))
    with store.changing() as db:
        db.exec_driver_sql("UPDATE records SET audience = 'everybody'")
    with pytest.raises(StoreError, match="damaged") as told:
        store.read()
    assert WORD not in "".join(traceback.format_exception(told.value))


def test_an_error_of_the_database_quotes_nobody(store):
    with store.changing() as db:
        db.exec_driver_sql("DROP TABLE records")
    with pytest.raises(StoreError) as told:
        store.append(record(body={"answer": WORD}))
    assert WORD not in "".join(traceback.format_exception(told.value))


def test_words_of_one_person_under_two_ids_are_one_persons(store):
    store.append(record(learner="old", uid="p.1"))
    store.keep_draft(draft(learner="old"))
    People(store).known.same("old", "ada")
    store.append(record(learner="ada", uid="p.2"))
    for id in ("old", "ada"):
        assert len(store.read(learner=id)) == 2
        assert {one.learner for one in store.read(learner=id)} == {id}
        assert len(store.drafts(learner=id)) == 1
    assert {one.learner for one in store.read()} == {"ada"}
    assert store.append(record(learner="ada", uid="p.1")).uid == "p.1"
    assert len(store.read()) == 2
    assert store.erase(learner="old") == 3
    assert store.read() == []
