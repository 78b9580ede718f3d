import base64
import random
import shutil
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from icalendar import Calendar
from pydantic import ValidationError

from academy_widgets.exercise import LONGEST_TEXT, ResponseError
from academy_widgets.share.model import ShareExercise
from academy_widgets.share.sheet import CUT

OURS = Path(__file__).parents[2] / "modules" / "04_power" / "share_one.yml"
DATA = yaml.safe_load(OURS.read_text("utf-8"))
SHARE = ShareExercise.model_validate(DATA)
IDS = [one.id for one in SHARE.lines]
UID = "0123456789abcdef"


def plan(text="Something.", **changed):
    whole = {
        "lines": dict.fromkeys(IDS, text),
        "needs": {"time": {"on": True, "text": "An hour, with cover."}},
        "date": "2026-12-01",
        "time": "14:30",
        "today": "2026-11-22",
        "uid": UID,
    }
    return whole | changed


def calendar(parts=(), times=0, **changed):
    asked = {"make": "calendar", "plan": plan(**changed), "parts": parts, "times": times}
    [made] = SHARE.work(asked)
    [event] = Calendar.from_ical(made["text"]).walk("VEVENT")
    return event


def sheet(**changed):
    [made] = SHARE.work({"make": "sheet", "plan": plan(**changed)})
    return base64.b64decode(made["base64"]), made["told"]


def test_the_seven_things_are_asked_in_their_order():
    ids = [one["id"] for one in SHARE.shown()["asked"]]
    assert ids == ["decision", "with", "needs", "give_up", "first", "when", "know"]
    assert [one.id for one in SHARE.may_need] == ["time", "money", "information", "ally"]


def test_a_whole_plan_stands_with_its_day_and_nothing_open():
    assert SHARE.feedback(plan()) == {
        "open": [],
        "when": "Tuesday 1 December 2026 at 14:30",
        "says": [],
    }


def test_what_is_left_out_is_named_and_not_refused():
    told = SHARE.feedback({"lines": {"decision": "The rota."}})
    assert len(told["open"]) == 6
    assert told["when"] == ""


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"date": "2026-11-21"}, "This date has passed"),
        ({"date": ""}, "There is a time, and no day"),
    ],
)
def test_a_date_that_has_passed_or_is_missing_gets_a_sentence(changed, says):
    [told] = SHARE.feedback(plan(**changed))["says"]
    assert told.startswith(says)
    assert SHARE.feedback(plan(date="2026-11-22"))["says"] == []


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"date": "2026-02-30"}, "no date '2026-02-30'"),
        ({"date": "20260201"}, "no date"),
        ({"date": "0001-01-01"}, "between the years 2000 and 2100"),
        ({"date": "9999-12-31"}, "between the years"),
        ({"time": "25:00"}, "no time '25:00'"),
        ({"lines": {"mood": "x"}}, "'mood'"),
        ({"needs": {"cake": {"on": True}}}, "'cake'"),
        ({"lines": {"first": "x" * (LONGEST_TEXT + 1)}}, f"at most {LONGEST_TEXT}"),
        ({"uid": "x\r\nATTENDEE:y"}, "uid"),
        ({"lines": {}, "needs": {}, "date": ""}, "Write a line first"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(changed, why):
    with pytest.raises(ResponseError, match=why) as told:
        SHARE.feedback(plan(**changed))
    assert "\n" not in str(told.value)


def test_a_calendar_says_nothing_that_is_not_ticked():
    event = calendar(text="a secret")
    assert event["summary"] == "A conversation"
    assert "description" not in event
    assert "secret" not in event.to_ical().decode()


def test_a_calendar_says_what_is_ticked_and_no_more():
    lines = dict.fromkeys(IDS, "private") | {"decision": "The rota; who, when\nand why"}
    told = str(calendar(["decision", "needs", "when"], lines=lines)["description"])
    assert told == (
        "The decision: The rota; who, when\nand why\n\n"
        "What they need: Time: An hour, with cover."
    )


def test_a_conversation_with_a_time_is_local_to_wherever_it_is_read():
    event = calendar()
    assert event.decoded("dtstart") == datetime(2026, 12, 1, 14, 30)  # noqa: DTZ001
    assert event.decoded("dtstart").tzinfo is None
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30)
    assert b"DTSTART:20261201T143000\r\n" in event.to_ical()


def test_a_conversation_without_a_time_takes_the_day_and_blocks_nothing():
    event = calendar(time="")
    assert event.decoded("dtstart") == date(2026, 12, 1)
    assert event.decoded("dtend") == date(2026, 12, 2)
    assert event["transp"] == "TRANSPARENT"


def test_a_second_file_of_a_plan_changes_the_first_entry():
    first, second = calendar(), calendar(times=1, date="2026-12-02")
    assert first["uid"] == second["uid"] == f"{UID}@relationships-academy"
    assert (first["sequence"], second["sequence"]) == (0, 1)


def test_words_cannot_add_a_line_to_a_calendar():
    event = calendar(["decision"], text="x\r\nATTENDEE:mailto:a@b\x00")
    assert "attendee" not in event
    assert "ATTENDEE" in event["description"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"make": "calendar", "plan": plan(date="")}, "Choose a date first"),
        ({"make": "calendar", "plan": plan(date="2026-13-01")}, "no date"),
        ({"make": "calendar", "plan": plan(uid="")}, "reload"),
        ({"make": "sheet", "plan": {}}, "Write a line first"),
        ({"make": "cake", "plan": plan()}, "make"),
        ({"make": "sheet"}, "plan"),
        ({"make": "sheet", "plan": {"lines": {"mood": "x"}}}, "'mood'"),
    ],
)
def test_what_no_file_can_be_made_of_is_told(asked, why):
    with pytest.raises(ResponseError, match=why) as told:
        list(SHARE.work(asked))
    assert "\n" not in str(told.value)


def pages_and_text(pdf, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("poppler is not there to read the sheet with")
    path = tmp_path / "it.pdf"
    path.write_bytes(pdf)
    run = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    )
    return run.stdout.count("\f"), " ".join(run.stdout.split())


def test_a_plan_of_ordinary_length_stands_whole_on_one_sheet(tmp_path):
    text = "I ask the three who wait longest how they would order the list. " * 5
    pdf, told = sheet(text=text)
    pages, read = pages_and_text(pdf, tmp_path)
    assert pages == 1
    assert told == []
    assert CUT.strip() not in read
    assert read.count("three who wait longest") == 25
    for one in SHARE.asked:
        assert one.short in read


def test_a_longer_plan_stands_whole_in_smaller_letters(tmp_path):
    pdf, told = sheet(text="A sentence of some length, as people write. " * 13)
    pages, read = pages_and_text(pdf, tmp_path)
    assert (pages, told) == (1, [])
    assert read.count("as people write.") == 5 * 13


@pytest.mark.parametrize(
    "text",
    [
        "x " * 1200,
        "A sentence of some length, as people write. " * 440,
        "x" * LONGEST_TEXT,
        "a\n" * 9000,
        "Жλ שלום عربي " * 300,
        "\n\n\n" * 100 + "x",
    ],
)
def test_whatever_is_written_stands_on_one_sheet_and_a_cut_is_told(text, tmp_path):
    pdf, told = sheet(text=text)
    pages, read = pages_and_text(pdf, tmp_path)
    assert pages == 1
    assert bool(told) == ("more in the course" in read)
    assert told == [] if text.strip() == "x" else "longer than one sheet" in told[0]


def test_a_character_of_no_font_is_told(tmp_path):
    pdf, told = sheet(text="中文")
    assert pages_and_text(pdf, tmp_path)[0] == 1
    assert [one for one in told if "a square stands" in one]


def test_a_part_that_is_open_is_said_to_be_on_the_sheet(tmp_path):
    pdf, _ = sheet(lines={"decision": "The rota."}, date="", time="", needs={})
    read = pages_and_text(pdf, tmp_path)[1]
    assert read.count("Open: ") == 6


def test_a_plan_and_half_a_plan_are_told_in_words():
    said = SHARE.in_words(plan(times=3, ticks=["first"]))
    assert [one.to for one in said] == [one.short for one in SHARE.asked]
    assert said[2].text == "Time: An hour, with cover."
    assert SHARE.in_words({"lines": {"first": "Half."}}) == [("My first words", "Half.")]
    assert "torn" in [one.text for one in SHARE.in_words({"lines": ["torn"]})]


def test_what_is_not_ticked_as_needed_is_not_told():
    needs = {"money": {"on": False, "text": "Fares"}, "ally": {"on": True}}
    said = dict(SHARE.in_words(plan(needs=needs)))
    assert said["What they need"] == "An ally"


def test_on_paper_each_question_has_room_and_nobody_collects_it():
    sheet_, key = SHARE.on_paper()
    assert sum(one.form == "write" for one in sheet_) == len(IDS) + 1
    assert any(one.form == "choose" for one in sheet_)
    assert any("Nobody collects" in one.text for one in sheet_)
    assert key


def test_a_cohort_of_thirty_plans_and_some_leave_lines_open():
    plans = [SHARE.simulate(random.Random(one)) for one in range(30)]
    told = [SHARE.feedback(one) for one in plans]
    assert any(one["open"] for one in told)
    assert any(one["says"] for one in told)
    assert len({one["uid"] for one in plans}) == 30


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"needs_after": "mood"}, "nothing is asked as 'mood'"),
        ({"lines": [DATA["lines"][0]] * 2}, "there twice"),
        ({"when": DATA["when"] | {"id": "day"}}, "the id 'when'"),
        ({"may_need": [DATA["may_need"][0]] * 2}, "there twice"),
    ],
)
def test_a_plan_that_is_not_whole_is_refused(change, why):
    with pytest.raises(ValidationError, match=why):
        ShareExercise.model_validate(DATA | change)
