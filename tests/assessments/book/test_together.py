"""Several processes at one gradebook at once, and versions of it."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from academy.assessment.book import Book, BookError

TUTOR = """
import sys
from academy.assessment.book import Book, Conflict, Given
url, me = sys.argv[1:]
book = Book(url)
kept = conflicts = 0
while kept < 6:
    seen = book.marking(1)
    score = (seen.given["what"].score or 0) + 0.125 if seen else 0.125
    try:
        book.save(1, me, {"what": Given(score=score)}, seen=seen.id if seen else 0)
    except Conflict:
        conflicts += 1
    else:
        kept += 1
print(kept)
"""

OPENER = "import sys; from academy.assessment.book import Book; Book(sys.argv[1]).close()"


def start(program, *args):
    run = [sys.executable, "-c", program, *args]
    return subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(*running):
    for one in running:
        _, said = one.communicate(timeout=120)
        assert one.returncode == 0, said


def test_two_tutors_in_two_processes_never_lose_a_mark(book, enter, url):
    enter(1)
    ended(start(TUTOR, url, "tom"), start(TUTOR, url, "mia"))
    rows = book.history(1)
    scores = [one.given["what"].score for one in rows]
    assert scores == [0.125 * n for n in range(1, 13)]  # each saw the one before
    assert sorted(one.tutor for one in rows) == ["mia"] * 6 + ["tom"] * 6


def test_many_may_open_a_gradebook_for_the_first_time_at_once(url):
    ended(*(start(OPENER, url) for _ in range(3)))
    with sqlite3.connect(url.removeprefix("sqlite:///")) as db:
        assert db.execute("SELECT n FROM academy_version").fetchall() == [(1,)]
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_opening_again_changes_nothing(book, enter, full, url):
    enter(1)
    kept = book.save(1, "tom", full(), seen=0)
    again = Book(url)
    assert again.marking(1) == kept
    again.close()


def test_a_gradebook_of_a_newer_academy_is_left_alone(book, url):
    with sqlite3.connect(url.removeprefix("sqlite:///")) as db:
        db.execute("UPDATE academy_version SET n = 99")
    with pytest.raises(BookError, match="newer version"):
        Book(url)


def test_a_damaged_file_is_told_in_one_sentence(tmp_path):
    (tmp_path / "gradebook.db").write_bytes(b"This is no database. " * 500)
    with pytest.raises(BookError, match="damaged"):
        Book(f"sqlite:///{tmp_path / 'gradebook.db'}")


def test_criteria_come_in_the_order_of_the_notebook(book, url):
    assert list(book.assignment("small").items()) == [("what", 3), ("next", 4), ("why", 5)]
    source = Path(url.removeprefix("sqlite:///")).parent / "source" / "small"
    source.mkdir(parents=True)
    cells = [{"metadata": {"nbgrader": {"grade_id": id}}} for id in ("why", "next", "what")]
    (source / "reflection.ipynb").write_text(json.dumps({"cells": cells}))
    assert list(book.assignment("small")) == ["why", "next", "what"]
