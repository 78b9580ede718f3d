"""A full, held, read-only or damaged store: told, nothing is missing, and it goes on."""

import os
import sqlite3
import subprocess
import threading
import time

import pytest

from academy import content, paths
from academy.keeper import STAYS
from academy.people import People
from academy.session import Session
from academy.show import show
from academy.store import SqliteStore

SCENE = next(
    one
    for one in content.exercises(paths.content() / "modules" / "02_listening")
    if one.kind == "reply"
)
LONG = "word " * 3000


def run(*words):
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


@pytest.fixture
def disk(tmp_path):
    """A real file system of 2 MB."""
    at = tmp_path / "disk"
    at.mkdir()
    if os.name != "posix" or not run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", at):
        pytest.skip("this account may mount nothing")
    yield at
    run("umount", "-l", at)


class Page:
    """One exercise open, on a store that gets into trouble."""

    def __init__(self, path, clock):
        self.store = SqliteStore(path, patience=0.5)
        ties = People(self.store).cohorts
        here = Session("ada", version="v", page="p", store=self.store, ties=ties)
        self.widget, self.n, self.acknowledged = show(SCENE, here, clock), 0, []

    def answer(self, text):
        self.n += 1
        form = {"written": text}
        answer = {"chosen": [SCENE.replies[0].id], "written": ""}
        said = {"n": self.n, "page": "p", "answer": answer, "form": form}
        self.widget.response = said
        return self.outcome(text)

    def again(self):
        """Press "Try again": the same message under the same number."""
        self.widget.response = self.widget.response | {"again": time.monotonic()}
        return self.outcome(self.widget.response["form"]["written"])

    def outcome(self, text):
        saved = self.widget.saved
        assert saved["n"] == self.n
        if saved["state"] == "kept":
            self.acknowledged.append(text)
            return ""
        assert saved["state"] == "failed"
        assert saved["says"].endswith(STAYS)
        assert "\n" not in saved["says"]
        return saved["says"]

    def whole(self):
        kept = [one.body["form"]["written"] for one in self.store.read(what="response")]
        with self.store.reading() as db:
            whole = db.exec_driver_sql("PRAGMA integrity_check").scalar_one()
        return whole == "ok" and kept == self.acknowledged


def test_a_full_disk_is_told_and_when_there_is_room_it_goes_on(disk, clock):
    page = Page(disk / "a.db", clock)
    assert page.answer("first") == ""
    says = ""
    while not says:
        says = page.answer(LONG)
    assert "the disk is full" in says
    assert page.whole()
    assert "the disk is full" in page.again()
    assert run("mount", "-o", "remount,size=8m", disk)
    assert page.again() == ""
    assert page.answer("last") == ""
    assert page.whole()


def test_a_store_that_becomes_read_only_is_told_and_goes_on(disk, clock):
    page = Page(disk / "a.db", clock)
    assert page.answer("first") == ""
    page.store.close()
    assert run("mount", "-o", "remount,ro", disk)
    says = page.answer("second")
    assert "read-only" in says or "cannot be opened" in says
    assert run("mount", "-o", "remount,rw", disk)
    assert page.again() == ""
    assert page.whole()


def held(path, seconds):
    """Hold the store's write lock, as another program would, for so long."""
    ready = threading.Event()

    def hold():
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        ready.set()
        time.sleep(seconds)
        other.rollback()
        other.close()

    holding = threading.Thread(target=hold)
    holding.start()
    ready.wait()
    return holding


def test_a_store_held_for_less_than_the_patience_is_waited_for(tmp_path, clock):
    page = Page(tmp_path / "a.db", clock)
    holding = held(tmp_path / "a.db", 0.2)
    assert page.answer("first") == ""
    holding.join()
    assert page.whole()


def test_a_store_held_for_longer_is_told_and_goes_on(tmp_path, clock):
    page = Page(tmp_path / "a.db", clock)
    assert page.answer("first") == ""
    holding = held(tmp_path / "a.db", 1.5)
    assert "another program holds" in page.answer("second")
    holding.join()
    assert page.again() == ""
    assert page.whole()


def test_a_damaged_store_is_told_and_goes_on_when_it_is_restored(tmp_path, clock):
    path = tmp_path / "a.db"
    page = Page(path, clock)
    for _ in range(20):
        page.answer(LONG)
    page.store.forget()
    page.store.close()
    good = path.read_bytes()
    path.write_bytes(good[:100] + b"\xff" * (len(good) - 100))
    assert "damaged" in page.answer("second")
    page.store.close()
    for log in tmp_path.glob("a.db-*"):
        log.unlink()
    path.write_bytes(good)
    assert page.again() == ""
    assert page.whole()
