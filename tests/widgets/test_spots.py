import random
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from academy_widgets.exercise import LONGEST_TEXT, ResponseError
from academy_widgets.spots.model import MOST, SpotsExercise

OURS = Path(__file__).parents[2] / "modules" / "03_bias" / "blind_spots.yml"
DATA = yaml.safe_load(OURS.read_text("utf-8"))
SPOTS = SpotsExercise.model_validate(DATA)
IDS = [one.id for one in SPOTS.lines]


def entry(**changed):
    return dict.fromkeys(IDS, "Something.") | changed


def test_the_five_questions_are_asked_and_the_journal_stays_with_its_writer():
    assert IDS == ["decision", "about", "assumed", "could_say", "ask"]
    assert SPOTS.stays_with_me
    assert set(SPOTS.shown()["example"]) == set(IDS)


def test_entries_that_name_nobody_who_could_say_are_counted_and_nothing_is_marked():
    first, second = entry(could_say="  "), {"decision": "Whom to ring."}
    told = SPOTS.feedback({"entries": [entry(), first, second]})
    assert told["entries"] == 3
    assert [(one["says"][:6], one["entries"]) for one in told["open"]] == [
        ("Nobody", [2, 3]),
        ("There ", [3]),
    ]
    assert SPOTS.feedback({"entries": [entry()]})["open"] == []
    assert SPOTS.feedback({"entries": []}) == {"entries": 0, "open": []}


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ([entry(), entry(**dict.fromkeys(IDS, " "))], "Entry 2 is empty"),
        ([{"feeling": "x"}], "'feeling'"),
        ([entry(ask="x" * (LONGEST_TEXT + 1))], "at most 20000"),
        ([entry()] * (MOST + 1), "at most 40"),
        ("no list", "entries"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(entries, why):
    with pytest.raises(ResponseError, match=why) as told:
        SPOTS.feedback({"entries": entries})
    assert "\n" not in str(told.value)


def test_every_line_is_told_in_words_and_half_an_entry_too():
    form = {"entries": [entry(ask="")], "now": {"decision": "Half."}, "editing": -1}
    said = SPOTS.in_words(form)
    assert [one.to for one in said].count("The decision") == 2
    assert said[-1] == ("The decision", "Half.")
    assert SPOTS.in_words({"entries": "torn"})[0].text == "torn"


def test_an_example_that_answers_nothing_asked_is_refused():
    with pytest.raises(ValidationError, match="which nobody asks"):
        SpotsExercise.model_validate(DATA | {"example": {"mood": "fine"}})


def test_what_is_said_of_blind_spots_is_cited():
    assert "10.1177/0146167202286008" in SPOTS.cited
    assert "10.1177/0146167202286008" in SPOTS.basis.study


def test_on_paper_there_is_room_for_three_entries_that_nobody_collects():
    sheet, key = SPOTS.on_paper()
    assert sum(one.form == "write" for one in sheet) == 3 * len(IDS)
    assert any("Nobody collects" in one.text for one in sheet)
    assert any("read nothing aloud" in one.text for one in key)


def test_a_cohort_of_thirty_writes_and_leaves_some_lines_open():
    told = [SPOTS.feedback(SPOTS.simulate(random.Random(one))) for one in range(30)]
    assert {one["entries"] for one in told} == {1, 2, 3, 4}
    assert any(one["open"] for one in told)
    assert not all(one["open"] for one in told)
