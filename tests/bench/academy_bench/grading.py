"""Take many reflections in and give them back, once: `python -m academy_bench.grading`.

Prints the seconds of each step as JSON. The words before it: "ours" or "stock", how many.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import nbformat

from academy import paths

NAME = "02_listening"
EXERCISE = "02_listening/a_conversation"
TEXT = "We sat in the small room because the front was full, and she told me more. " * 5


def learners(number: int) -> list[str]:
    return [f"learner-{at:04}" for at in range(number)]


def timed(act: Callable[[], object]) -> float:
    since = time.perf_counter()
    act()
    return round(time.perf_counter() - since, 3)


def ours(number: int) -> dict[str, float]:
    """Do it as `academy tutor collect` and `academy tutor return` do."""
    from academy.assessment.book import Book, Given  # noqa: PLC0415  the other way needs none
    from academy.assessment.desk import Desk  # noqa: PLC0415  see above
    from academy.session import open_store  # noqa: PLC0415  see above
    from academy.store import Record  # noqa: PLC0415  see above

    store = open_store()
    desk = Desk(store, lambda _: None)
    desk.release(NAME)
    book = Book()
    ids = list(book.assignment(NAME))
    for learner in learners(number):
        body = {"assignment": NAME, "answers": dict.fromkeys(ids, TEXT)}
        store.append(
            Record(
                what="handed_in",
                learner=learner,
                exercise=EXERCISE,
                version="v",
                at=datetime.now(UTC),
                audience="tutor",
                body=body,
            )
        )
    found = {"ready": timed(lambda: desk.collect(NAME))}
    works = book.works(assignment=NAME)
    for work in works:
        given = {id: Given(score=2, comment="Thank you.") for id in ids}
        book.save(work.id, "tutor", given, seen=0)
    found["back"] = timed(lambda: desk.give_back(NAME))
    done = store.read(what="returned")
    if not len(works) == len(done) == number:
        raise RuntimeError(f"{len(works)} ready and {len(done)} returned of {number}")
    return found


def stock(number: int) -> dict[str, float]:
    """Do it as nbgrader does without any setting of ours."""
    from nbgrader.apps.api import NbGraderAPI  # noqa: PLC0415  ours is timed without it
    from nbgrader.converters import Autograde  # noqa: PLC0415  see above
    from nbgrader.preprocessors import Execute  # noqa: PLC0415  see above
    from traitlets.config import Config  # noqa: PLC0415  see above

    here = Path.cwd()
    config = Config()
    config.CourseDirectory.course_id = "course"
    config.CourseDirectory.root = str(here / "course")
    config.Exchange.root, config.Exchange.cache = str(here / "x"), str(here / "cache")
    config.ExchangeCollect.check_owner = False  # all are handed in by this process's user
    (here / "x").mkdir(mode=0o777)
    (here / "x").chmod(0o777)
    source = paths.content() / "assessments" / "source" / NAME
    shutil.copytree(source, here / "course" / "source" / NAME)
    api = NbGraderAPI(config=config)
    must(api.generate_assignment(NAME))
    must(api.release_assignment(NAME))
    for learner in learners(number):
        _put(here / "x" / "course", learner)
    found = {"collect": timed(lambda: must(api.collect(NAME)))}
    found["autograde"] = timed(lambda: must(api.autograde(NAME, "*")))
    kept = [one for one in Autograde().autograde_preprocessors if one is not Execute]
    config.Autograde.autograde_preprocessors = kept
    settings = NbGraderAPI(config=config)
    found["without"] = timed(lambda: must(settings.autograde(NAME, "*")))
    found["generate feedback"] = timed(lambda: must(settings.generate_feedback(NAME)))
    found["release feedback"] = timed(lambda: must(settings.release_feedback(NAME)))
    pages = list((here / "x" / "course" / "feedback").glob("*.html"))
    if len(pages) != number:
        raise RuntimeError(f"{len(pages)} of {number} got feedback")
    return found


def must(result: dict[str, object]) -> None:
    if not result["success"]:
        raise RuntimeError(str(result.get("error")))


def _put(course: Path, learner: str) -> None:
    """Hand in a filled copy of what was released, as nbgrader would have."""
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f %Z")
    folder = course / "inbound" / f"{learner}+{NAME}+{moment}"
    shutil.copytree(course / "outbound" / NAME, folder)
    (folder / "timestamp.txt").write_text(moment)
    (folder / "submission_secret.txt").write_text(learner)
    for file in folder.glob("*.ipynb"):
        notebook = nbformat.read(file, as_version=4)
        for cell in notebook.cells:
            if cell.metadata.nbgrader.get("solution"):
                cell.source = TEXT
        nbformat.write(notebook, file)


if __name__ == "__main__":
    who, number = sys.argv[1:]
    print(json.dumps({"ours": ours, "stock": stock}[who](int(number))))
