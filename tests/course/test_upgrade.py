import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from academy.store import SqliteStore, StoreError
from academy.store.upgrade import VERSION

VERSION_1 = """
CREATE TABLE records (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, what VARCHAR NOT NULL,
    learner VARCHAR NOT NULL, exercise VARCHAR NOT NULL, version VARCHAR NOT NULL,
    at VARCHAR NOT NULL, audience VARCHAR NOT NULL, body JSON NOT NULL);
CREATE INDEX records_of_a_learner ON records (learner, exercise);
CREATE TABLE drafts (
    learner VARCHAR NOT NULL, exercise VARCHAR NOT NULL, page VARCHAR NOT NULL,
    at VARCHAR NOT NULL, seen VARCHAR, body JSON NOT NULL,
    PRIMARY KEY (learner, exercise, page));
INSERT INTO records VALUES
    (1, 'response', 'ada', 'm/x', 'abc', '2026-05-03T10:00:00+00:00', 'me',
     '{"answer": {"chosen": ["a"]}, "form": {"pick": "a"}}'),
    (4, 'handed_in', 'ada', 'm/y', 'abc', '2026-05-03T11:00:00+00:00', 'tutor',
     '{"assignment": "l", "answers": {"q": "so it was"}}');
INSERT INTO drafts VALUES
    ('ada', 'm/x', 'p', '2026-05-03T09:00:00+00:00', NULL, '{"written": "part of it"}'),
    ('ada', 'm/x', 'q', '2026-05-03T10:30:00+00:00', NULL, '{"written": "after it"}'),
    ('bo', 'm/x', 'r', '2026-05-03T08:00:00+00:00', NULL, '{"written": "bo’s"}');
"""

VERSION_2 = """
CREATE TABLE counter (n INTEGER NOT NULL);
INSERT INTO counter VALUES (7);
CREATE TABLE records (
    id INTEGER NOT NULL PRIMARY KEY, what VARCHAR NOT NULL, learner VARCHAR NOT NULL,
    exercise VARCHAR NOT NULL, version VARCHAR NOT NULL, at VARCHAR NOT NULL,
    audience VARCHAR NOT NULL, body JSON NOT NULL, page VARCHAR DEFAULT '' NOT NULL,
    seen INTEGER DEFAULT '0' NOT NULL, beside JSON DEFAULT '[]' NOT NULL, uid VARCHAR);
CREATE INDEX records_of_a_learner ON records (learner, exercise);
CREATE INDEX records_of_a_sort ON records (what);
CREATE UNIQUE INDEX records_once ON records (learner, what, uid);
CREATE TABLE drafts (
    learner VARCHAR NOT NULL, exercise VARCHAR NOT NULL, page VARCHAR NOT NULL,
    id INTEGER NOT NULL, at VARCHAR NOT NULL, seen INTEGER NOT NULL,
    beside JSON NOT NULL, body JSON NOT NULL, PRIMARY KEY (learner, exercise, page));
INSERT INTO drafts VALUES
    ('ada', 'm/x', 'p', 7, '2026-05-03T09:00:00+00:00', 0, '[]', '{"written": "w"}');
PRAGMA user_version = 2;
"""


def old(path, schema=VERSION_1):
    with closing(sqlite3.connect(path)) as db:
        db.executescript(schema)
    return path


def test_a_store_of_the_first_version_keeps_every_word_and_its_order(tmp_path):
    store = SqliteStore(old(tmp_path / "a.db"))
    first, second = store.read()
    assert (first.id, first.body["form"], first.uid) == (1, {"pick": "a"}, None)
    assert second.body["answers"] == {"q": "so it was"}
    (hers,) = store.drafts(learner="ada")
    assert (hers.body, hers.page, hers.n) == ({"written": "after it"}, "q", 0)
    (his,) = store.drafts(learner="bo")
    assert his.body == {"written": "bo’s"}
    kept = store.append(first.model_copy(update={"id": None, "uid": "p.1"}))
    assert kept.id > max(hers.id, his.id) > second.id
    store.close()


def test_a_store_of_the_second_version_counts_what_its_pages_send(tmp_path):
    store = SqliteStore(old(tmp_path / "a.db", VERSION_2))
    (draft,) = store.drafts(learner="ada")
    assert draft.body == {"written": "w"}
    newer = store.keep_draft(draft.model_copy(update={"n": 4}))
    assert store.keep_draft(draft.model_copy(update={"n": 3})).id == newer.id
    store.close()


def test_a_store_that_died_before_its_second_table_was_made_is_upgraded(tmp_path):
    path = old(tmp_path / "a.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE drafts")
    store = SqliteStore(path)
    assert len(store.read()) == 2
    store.close()


def test_two_processes_that_open_an_old_store_at_once_upgrade_it_once(tmp_path):
    path = old(tmp_path / "a.db")
    assert both_open(path) == ["2 1"] * 4


def test_processes_that_open_a_new_store_at_once_all_get_it(tmp_path):
    assert both_open(tmp_path / "new.db") == ["0 0"] * 4


def both_open(path):
    code = f"""
from pathlib import Path
from academy.store import SqliteStore
store = SqliteStore(Path({str(path)!r}))
print(len(store.read()), len(store.drafts(learner="bo")))
"""
    words = [sys.executable, "-c", code]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    return [one.communicate(timeout=60)[0].strip() for one in running]


def test_a_copy_of_the_old_file_is_kept_until_somebody_erases_words(tmp_path):
    store = SqliteStore(old(tmp_path / "a.db"))
    copy = tmp_path / "a.db.of-version-1"
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM drafts").fetchone() == (3,)
    store.erase(learner="bo")
    assert sorted(one.name for one in tmp_path.glob("a.db.of*")) == []
    store.close()


def test_a_newer_store_is_refused_in_one_sentence_and_left_as_it_is(tmp_path):
    path = tmp_path / "a.db"
    SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(StoreError, match="newer version of the Academy"):
        SqliteStore(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)


def test_without_room_for_the_copy_nothing_is_changed(tmp_path):
    path = old(tmp_path / "a.db")
    (tmp_path / "a.db.of-version-1.part").mkdir()
    with pytest.raises(StoreError, match="copy"):
        SqliteStore(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM drafts").fetchone() == (3,)
