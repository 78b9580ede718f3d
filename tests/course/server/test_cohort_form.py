import pytest

from academy import cohort, content
from academy.server import cohort_form

MODULES = list(content.load_course().modules)
GOOD = {
    "title": "On the ward",
    "for_kind": "place",
    "for_says": "People who work there.",
    "starts": "2027-01-11",
    "time_zone": "Europe/London",
    "week_02_listening": "1",
    "due_days": "7",
    "keep_days": "180",
    "me": "Tia",
    "tutors": "\n Tom \n\n",
    "contact": "0123",
}


def fill(**changed):
    values = GOOD | changed
    return cohort_form.read(lambda name: values.get(name, ""), MODULES)


def test_what_is_filled_in_well_is_the_cohort_that_a_file_would_be():
    made = fill().cohort
    assert made.tutors == ("Tia", "Tom")
    assert made.modules() == ["02_listening"]
    assert made.for_.kind == "place"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("for_kind", "money"),
        ("for_says", ""),
        ("starts", "2026-02-30"),
        ("starts", ""),
        ("time_zone", "Mars/Base"),
        ("week_02_listening", "soon"),
        ("week_02_listening", "0"),
        ("due_days", "900"),
        ("keep_days", "x"),
        ("me", ""),
        ("tutors", "T" * 81),
        ("contact", ""),
    ],
)
def test_a_mistake_is_told_beside_its_field_alone_and_nothing_typed_is_lost(field, value):
    filled = fill(**{field: value})
    assert filled.cohort is None
    assert list(filled.errors) == [field]
    assert filled.errors[field][0].isupper()
    assert {name: filled.values[name] for name in GOOD} == GOOD | {field: value}


def test_worries_go_to_one_of_the_tutors_by_name():
    assert fill().cohort.worries_to is None
    assert fill(worries_to=" Tom ").cohort.worries_to == "Tom"
    assert fill(worries_to="Tia").cohort.worries_to == "Tia"
    filled = fill(worries_to="Una")
    assert list(filled.errors) == ["worries_to"]
    assert filled.values["worries_to"] == "Una"


def test_a_schedule_without_any_module_is_told():
    assert list(fill(week_02_listening="").errors) == ["schedule"]


def test_a_pasted_file_is_taken_for_one_of_its_tutors_or_told_with_its_line():
    def paste(text, me):
        given = {"yaml": text, "yaml_me": me}
        return cohort_form.read_file(lambda name: given.get(name, ""), MODULES)

    text = cohort.template()
    assert paste(text, "A tutor's name").cohort
    stranger = paste(text, "Nobody")
    assert stranger.cohort is None
    assert "A tutor's name" in stranger.errors["yaml_me"]
    wrong = paste(text.replace("2027-01-11", "2026-02-30"), "A tutor's name")
    assert wrong.errors["yaml"].startswith("Line 19, starts: there is no such day")
    assert "2026-02-30" in wrong.values["yaml"]


@pytest.mark.parametrize("text", ["", " \n", "x\n" * 101, "y" * 81])
def test_names_that_cannot_be_invited_are_told_in_one_sentence(text):
    with pytest.raises(ValueError, match=r"\.$"):
        cohort_form.names(text)
    assert cohort_form.names(" Ada \r\n\r\nBo") == ["Ada", "Bo"]
