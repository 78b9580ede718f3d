import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from academy.store import Draft, Record, SqliteStore, StoreError

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)


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
