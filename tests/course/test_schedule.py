from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from academy import cohort, content
from academy.progress import Progress, Step
from academy.schedule import calendar, next_of, stages

COURSE = content.load_course()
MODULE = COURSE.modules[0].id
COHORT = cohort.loads(
    cohort.template().replace("Europe/London", "America/New_York").replace("01-11", "03-08")
)
COHORT = COHORT.model_copy(update={"schedule": COHORT.schedule[:1]})
OPENS = datetime(2027, 3, 8, 5, 0, tzinfo=UTC)
DUE = datetime(2027, 3, 16, 3, 59, 59, tzinfo=UTC)  # its clocks changed on the 14th


def did(done):
    at = datetime(2027, 3, 9, tzinfo=UTC)
    steps = tuple(Step(f"{MODULE}/{n}", str(n), at if n < done else None) for n in range(3))
    return {one.id: Progress(steps) for one in COURSE.modules}


def stage(done, now):
    return stages(COHORT, COURSE, did(done), now)[0]


def test_a_module_is_later_then_open_then_late_and_done_whenever_it_is_done():
    second = timedelta(seconds=1)
    assert stage(0, OPENS - second).state == "later"
    assert stage(0, OPENS).state == "open"
    assert stage(2, DUE).state == "open"
    assert stage(2, DUE + second).state == "late"
    assert stage(3, DUE + second).state == "done"
    assert stage(3, OPENS - second).state == "done"


def test_what_is_next_is_due_first_and_what_is_done_is_not_next():
    now = OPENS + timedelta(days=1)
    late, later = stage(0, DUE + timedelta(days=9)), stage(0, OPENS - timedelta(days=9))
    assert next_of([later, late]) is late
    assert next_of([later]) is later
    assert next_of([stage(3, now)]) is None


def test_a_module_that_left_the_course_is_left_out():
    course = COURSE.model_copy(update={"modules": ()})
    assert stages(COHORT, course, {}, OPENS) == []
    assert Calendar.from_ical(calendar({"c": COHORT}, course, "/", OPENS)).events == []


def test_a_calendar_tells_when_and_names_nobody():
    kept = COHORT.model_copy(update={"title": "SECRETGROUP", "contact": "SECRETPHONE"})
    file = calendar({"cohort-1": kept}, COURSE, "https://academy.example/", OPENS)
    assert b"SECRET" not in file
    read = Calendar.from_ical(file)
    opens, due = read.events
    assert opens["dtstart"].dt == date(2027, 3, 8)
    assert due["dtstart"].dt == DUE
    assert due["dtstart"].params["TZID"] == "America/New_York"
    assert [zone["TZID"] for zone in read.timezones] == ["America/New_York"]
    assert all(
        one["url"] == f"https://academy.example/modules/{MODULE}" for one in (opens, due)
    )


def test_a_calendar_read_again_replaces_its_events():
    def ids(now):
        file = calendar({"cohort-1": COHORT}, COURSE, "/", now)
        return [str(one["uid"]) for one in Calendar.from_ical(file).events]

    first = ids(OPENS)
    assert len(set(first)) == 2
    assert ids(DUE) == first
