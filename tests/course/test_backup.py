import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from datetime import UTC, datetime

import pytest

from academy import backup, paths, session
from academy.backup import BackupError, back_up
from academy.restore import restore
from academy.store import Draft, Record, SqliteStore

NOW = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
GIVEN = {"learner": "ada", "exercise": "m/x", "at": NOW}


def quiet(_):
    pass


def record(number):
    return Record(**GIVEN, version="v", body={"answer": number}, uid=f"p.{number}")


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A data folder with words, secrets, and a course of nbgrader's."""
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "data"))
    store = session.open_store()
    store.append(record(1))
    store.keep_draft(Draft(**GIVEN, page="p", body={"t": "half"}))
    store.close()
    for secret in (session.owner, session.cookie_secret, session.phrase_salt):
        secret()
    (paths.data() / "nbgrader").mkdir(mode=0o700)
    course = paths.data() / "nbgrader" / "relationships_academy"
    inbound = paths.data() / "nbgrader" / "exchange" / "inbound"
    for folder, mode in ((course, 0o700), (inbound, 0o733)):
        folder.mkdir(parents=True)
        folder.chmod(mode)
    (course / "marked.ipynb").write_text("{}")
    (course / "marked.ipynb").chmod(0o444)
    with closing(sqlite3.connect(course / "gradebook.db")) as db:
        db.executescript("CREATE TABLE grade (n); INSERT INTO grade VALUES (1), (2);")
    return paths.data()


def whole(folder):
    """Return all that a restore must bring back."""
    store = SqliteStore(folder / "academy.db")
    said = store.read(), store.drafts(learner="ada")
    store.close()
    secrets = [(folder / name).read_text() for name in backup.SECRETS]
    with closing(sqlite3.connect(folder / backup.GRADEBOOK)) as db:
        marks = db.execute("SELECT n FROM grade").fetchall()
    nbgrader = folder / "nbgrader"
    modes = {
        one.relative_to(nbgrader).as_posix(): stat.S_IMODE(one.stat().st_mode)
        for one in [nbgrader, *nbgrader.rglob("*")]
        if one.name not in ("gradebook.db", "lock")
    }
    return said, secrets, marks, modes


def test_what_is_backed_up_comes_back_whole_elsewhere(data, tmp_path, monkeypatch):
    file = tmp_path / "words.zip"
    made = back_up(file, quiet)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert made.files["academy.db"].rows["records"] == 1
    assert made.files[backup.GRADEBOOK].rows == {"grade": 2}
    before = whole(data)
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "elsewhere"))
    assert restore(file, quiet) is None
    assert whole(tmp_path / "elsewhere") == before
    for name in ("academy.db", *backup.SECRETS):
        assert stat.S_IMODE((tmp_path / "elsewhere" / name).stat().st_mode) == 0o600


def test_what_was_there_is_put_aside_and_nothing_is_deleted(data, tmp_path):
    file = tmp_path / "words.zip"
    back_up(file, quiet)
    before = whole(data)
    store = session.open_store()
    store.append(record(2))
    store.close()
    later = whole(data)
    said = []
    aside = restore(file, said.append)
    assert whole(data) == before
    assert whole(aside) == later
    assert stat.S_IMODE(aside.stat().st_mode) == 0o700
    assert any("academy.db" in line and "whole" in line for line in said)
    assert restore(file, quiet) != aside
    assert not list(data.glob(".restoring*"))


def test_a_backup_while_many_write_is_of_one_moment(data, tmp_path):
    stop = threading.Event()

    def write():
        store = session.open_store()
        number = 10
        while not stop.is_set():
            store.append(record(number))
            number += 1
        store.close()

    writing = threading.Thread(target=write)
    writing.start()
    try:
        counts = [
            back_up(tmp_path / f"{turn}.zip", quiet).files["academy.db"].rows
            for turn in range(3)
        ]
    finally:
        stop.set()
        writing.join()
    assert counts[0]["records"] < counts[2]["records"]
    restore(tmp_path / "2.zip", quiet)
    store = session.open_store()
    numbers = [one.body["answer"] for one in store.read()]
    assert numbers == [1, *range(10, 10 + len(numbers) - 1)]
    store.close()


def test_while_the_academy_is_open_nothing_is_restored(data, tmp_path):
    file = tmp_path / "words.zip"
    back_up(file, quiet)
    code = "from academy import backup\nbackup.in_use()\nprint(1, flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"ACADEMY_DATA": str(data)},
    ) as server:
        server.stdout.readline()
        with pytest.raises(BackupError, match="is open on"):
            restore(file, quiet)
        server.kill()
    assert restore(file, quiet)


def test_a_backup_takes_nobodys_place_and_leaves_nothing_half_written(data, tmp_path):
    file = tmp_path / "words.zip"
    file.write_text("mine")
    with pytest.raises(BackupError, match="there already"):
        back_up(file, quiet)
    assert file.read_text() == "mine"
    with pytest.raises(BackupError, match="could not be written"):
        back_up(tmp_path / "no such folder" / "words.zip", quiet)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["words.zip"]
    assert not list(data.glob(".backup*"))


def test_where_nothing_was_written_there_is_nothing_to_back_up(tmp_path, monkeypatch):
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "empty"))
    with pytest.raises(BackupError, match="ACADEMY_DATA"):
        back_up(tmp_path / "words.zip", quiet)


def changed(file, to, *, drop=(), add=(), manifest=None):
    """Write a backup that somebody has tampered with."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        for member in old.infolist():
            body = old.read(member)
            if member.filename == backup.MANIFEST and manifest:
                told = json.loads(body)
                manifest(told)
                body = json.dumps(told).encode()
            if member.filename not in drop:
                new.writestr(member.filename, body)
        for name, body in add:
            new.writestr(name, body)
    return to


def link(name):
    made = zipfile.ZipInfo(name)
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


def lie(**what):
    def manifest(told):
        told["files"]["academy.db"].update(what)

    return manifest


def named(name):
    def manifest(told):
        told["files"][name] = told["files"]["owner"]

    return manifest


def folder(name):
    def manifest(told):
        told["folders"][name] = 0o700

    return manifest


TAMPERED = {
    "without words": {"drop": ["academy.db"]},
    "without manifest": {"drop": ["manifest.json"]},
    "another text": {"drop": ["owner"], "add": [("owner", "learner-0123456789ab")]},
    "one more file": {"add": [("nbgrader/extra", "x")]},
    "twice": {"add": [("owner", "x")]},
    "above": {"add": [("../evil", "x")], "manifest": named("../evil")},
    "above, within": {
        "add": [("nbgrader/../../evil", "x")],
        "manifest": named("nbgrader/../../evil"),
    },
    "from the root": {"add": [("/srv/evil", "x")], "manifest": named("/srv/evil")},
    "a drive": {"add": [("C:\\evil", "x")], "manifest": named("C:\\evil")},
    "elsewhere": {"add": [("kernels/evil", "x")], "manifest": named("kernels/evil")},
    "a folder above": {"manifest": folder("nbgrader/../../evil")},
    "a link": {"add": [(link("nbgrader/l"), "/etc")], "manifest": named("nbgrader/l")},
    "another hash": {"manifest": lie(sha256="0" * 64)},
    "another size": {"manifest": lie(size=1)},
    "no size": {"manifest": lie(size=-1)},
    "more than the disk": {"manifest": lie(size=10**18)},
    "other rows": {"manifest": lie(rows={"records": 7})},
    "a newer layout": {"manifest": lambda told: told.update(format=99)},
    "no manifest at all": {"manifest": lambda told: told.clear()},
}


@pytest.mark.parametrize("how", TAMPERED.values(), ids=TAMPERED)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_backup_that_is_not_whole_touches_nothing(data, tmp_path, how):
    file = tmp_path / "words.zip"
    back_up(file, quiet)
    before = whole(data)
    with pytest.raises(BackupError) as told:
        restore(changed(file, tmp_path / "bad.zip", **how), quiet)
    assert "\n" not in str(told.value)
    assert whole(data) == before
    assert not list(data.glob("before-restore*"))
    assert not list(tmp_path.rglob("evil"))


def test_what_is_no_zip_or_cut_short_touches_nothing(data, tmp_path):
    file = tmp_path / "words.zip"
    back_up(file, quiet)
    for name, body in (("cut", file.read_bytes()[:-400]), ("text", b"hello"), ("", b"")):
        bad = tmp_path / f"bad{name}.zip"
        bad.write_bytes(body)
        with pytest.raises(BackupError):
            restore(bad, quiet)
    with pytest.raises(BackupError, match="no file"):
        restore(tmp_path / "nothing.zip", quiet)
    assert not list(data.glob("before-restore*"))


def test_words_of_a_newer_academy_are_not_put_in(data, tmp_path):
    with closing(sqlite3.connect(data / "academy.db")) as db:
        db.execute("PRAGMA user_version = 99")
    back_up(tmp_path / "words.zip", quiet)
    with pytest.raises(BackupError, match="newer Academy"):
        restore(tmp_path / "words.zip", quiet)


def test_the_commands_say_what_they_did_in_plain_words(data, tmp_path):
    def academy(*words):
        env = os.environ | {"ACADEMY_DATA": str(data)}
        return subprocess.run(
            [sys.executable, "-m", "academy", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            env=env,
        )

    made = academy("backup", tmp_path / "words.zip")
    assert made.returncode == 0, made.stderr
    assert "files are in" in made.stdout
    back = academy("restore", tmp_path / "words.zip")
    assert back.returncode == 0, back.stderr
    assert "before-restore" in back.stdout
    bad = academy("restore", tmp_path / "nothing.zip")
    assert bad.returncode == 1
    assert bad.stderr.count("\n") == 1
