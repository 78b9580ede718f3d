"""Nothing of what a learner handed in is left when it is erased: with real files."""

from datetime import UTC, datetime, timedelta

import pytest

from academy import retention
from academy.assessment import config
from academy.assessment.book import Book
from academy.cohort import KEPT, Cohort
from academy.erasing import erase
from academy.people import People
from academy.store import StoreError

SMALL = "small"


@pytest.fixture
def people(course):
    return People(course.store)


@pytest.fixture
def returned(course):
    """Ana's reflection and Ben's, with all files that a marked one has."""
    course.hand_in("ana", what="A heron on the river.", next="Look again.")
    course.hand_in("ben", what="An otter in the reeds.", next="Look again.")
    course.desk.collect(SMALL)
    for learner in ("ana", "ben"):
        course.mark(learner, what=2, next=1, comment=f"Well seen, {learner}-1.")
    course.desk.give_back(SMALL)


def files():
    return [at for at in config.desk_folder().rglob("*") if at.is_file()]


def holding(*words):
    """Return the files, or the names of files, that have any of these in them."""
    return [
        at
        for at in files()
        if any(word in at.read_bytes() or word.decode() in str(at) for word in words)
        and at != config.log_file()
    ]


@pytest.mark.usefixtures("returned")
def test_no_file_of_nbgraders_has_a_word_of_who_is_erased(course, people):
    taken = config.inbound() / f".taken+ana+{SMALL}+2026-03-02 10:00:00.000000 UTC"
    taken.mkdir()  # as what JupyterLab brought, when its words have been read
    (taken / "reflection.ipynb").write_text("A heron.")
    places = {at.relative_to(config.desk_folder()).parts[:3] for at in holding(b"heron")}
    assert len(places) >= 5  # inbound, cache, submitted, autograded, feedback
    erase(course.store, people, "ana")
    assert holding(b"heron", b"ana-1", b"ana+") == []
    assert not list(config.course_root().glob("*/ana"))
    assert not list(config.desk_folder().glob("cache/ana"))


@pytest.mark.usefixtures("returned")
def test_what_somebody_else_handed_in_stays_as_it_was(course, people):
    before = {at: at.read_bytes() for at in holding(b"otter")}
    erase(course.store, people, "ana")
    assert {at: at.read_bytes() for at in holding(b"otter")} == before
    book = Book()
    assert [one.learner for one in book.works()] == ["ben"]
    book.close()


@pytest.mark.usefixtures("returned")
def test_one_exercise_goes_with_its_assignment(course, people):
    erase(course.store, people, "ana", "01_other/exercise")
    assert holding(b"heron")
    erase(course.store, people, "ana", "02_listening/reflection")
    assert holding(b"heron") == []


@pytest.mark.usefixtures("returned")
def test_what_was_handed_in_by_another_id_of_the_same_person_goes_too(course, people):
    people.known.same("ana", "known")
    erase(course.store, people, "known")
    assert holding(b"heron", b"ana+") == []


@pytest.mark.usefixtures("returned")
def test_a_link_in_the_place_of_a_submission_goes_and_not_what_it_leads_to(
    course, people, tmp_path
):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.txt").write_text("Kept.")
    link = config.inbound() / f"ana+{SMALL}+2026-03-02 10:00:00.000000 UTC"
    link.symlink_to(elsewhere, target_is_directory=True)
    erase(course.store, people, "ana")
    assert not link.is_symlink()
    assert (elsewhere / "kept.txt").read_text() == "Kept."


@pytest.mark.usefixtures("returned")
def test_what_cannot_be_erased_is_told_and_the_words_stay_to_be_erased_again(
    course, people
):
    gradebook = config.course_root() / "gradebook.db"
    kept = gradebook.read_bytes()
    for part in gradebook.parent.glob("gradebook.db*"):
        part.unlink()
    gradebook.write_bytes(b"This is no database. " * 500)
    with pytest.raises(StoreError, match="try again"):
        erase(course.store, people, "ana")
    assert course.store.read(learner="ana", what="handed_in")
    gradebook.write_bytes(kept)
    erase(course.store, people, "ana")
    assert course.store.read(learner="ana") == []


def test_where_nobody_ever_handed_in_there_is_nothing_to_do(content):
    from academy.session import open_store  # noqa: PLC0415  of this data folder

    store = open_store()
    erase(store, People(store), "ana")
    assert not (config.paths.data() / "nbgrader").exists()
    store.close()


@pytest.mark.usefixtures("returned")
def test_on_the_day_that_was_told_nbgraders_copies_go_as_well(course, people):
    now = datetime.now(UTC)
    start = now - timedelta(days=20)
    body = {
        "title": "A group",
        "for": {"kind": "place", "says": "People here"},
        "starts": start.date().isoformat(),
        "time_zone": "UTC",
        "schedule": [{"week": 1, "module": "02_listening"}],
        "keep_days": 30,
        "tutors": ["Ines"],
        "contact": "ines@example.org",
    }
    cohort = Cohort.model_validate(body, context=KEPT)
    id = people.cohorts.add(cohort)
    _, code = people.invitations.make(role="learner", name="Ana", cohort=id, now=start)
    people.invitations.join(code, "ana", now=start)
    retention.tidy(course.store, people, now=now + timedelta(days=365))
    assert course.store.read(learner="ana", what="handed_in") == []
    assert holding(b"heron", b"ana+") == []
    assert holding(b"otter")
