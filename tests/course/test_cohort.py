from datetime import UTC, datetime

import pytest

from academy import cohort, content
from academy.content import ContentError
from academy.people import People

TEMPLATE = cohort.template()


def changed(old, new):
    assert old in TEMPLATE
    return TEMPLATE.replace(old, new)


def test_the_template_is_a_cohort_and_says_what_each_key_means():
    made = cohort.loads(TEMPLATE)
    assert made.modules() == [one.id for one in content.load_course().modules]
    keys = [line for line in TEMPLATE.splitlines() if line and line[0].isalpha()]
    above = [TEMPLATE.splitlines()[TEMPLATE.splitlines().index(key) - 1] for key in keys]
    assert sum(line.startswith("#") for line in above) >= len(keys) - 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (changed("2027-01-11", "2026-02-30"), "line 19, starts: there is no such day"),
        (changed("2027-01-11", "9999-12-31"), "line 19, starts: write a year from"),
        (changed("02_listening", "09_x"), "line 26, schedule.0.module: there is no such"),
        (changed("Europe/London", "Mars/Base"), "line 20, time_zone: there is no such"),
        (changed("Europe/London", "../../etc/passwd"), "line 20, time_zone: there is no"),
        (changed("contact:", "contacts:"), "contact: field required"),
        (
            changed("due_days:", "  - {week: 2, module: 02_listening}\ndue_days:"),
            "line 25, schedule: the module 02_listening is there twice",
        ),
        (TEMPLATE + "colour: blue\n", "colour: extra inputs are not permitted"),
        ("[" * 9000 + "]" * 9000, "line 1"),
        ("a: &x [1]\nb: *x\n", "line 2: write it out"),
        ("[[", "line 2: this is not YAML"),
        ("\0", "this is not YAML"),
        ("x" * 30_000, "longer than any"),
        ("", "line 1"),
    ],
)
def test_a_mistake_is_told_in_one_sentence_with_line_and_key(text, told):
    with pytest.raises(ContentError) as error:
        cohort.loads(text)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(ContentError, match="cannot be read: is a directory"):
        cohort.load(tmp_path)


def test_days_begin_and_end_in_the_cohorts_zone_also_when_its_clocks_change():
    text = changed("2027-01-11", "2027-03-22")  # clocks go forward on the 28th
    made = cohort.loads(text)
    assert made.opens("02_listening") == datetime(2027, 3, 22, 0, 0, tzinfo=UTC)
    assert made.due("02_listening") == datetime(2027, 3, 29, 22, 59, 59, tzinfo=UTC)


def test_a_kept_cohort_can_be_read_when_a_module_has_left_the_course(store, monkeypatch):
    people = People(store)
    made = cohort.loads(TEMPLATE)
    id = people.cohorts.add(made)
    course = content.load_course()
    module = course.modules[0].model_copy(update={"id": "09_other"})
    other = course.model_copy(update={"modules": (module,)})
    monkeypatch.setattr(content, "load_course", lambda *_: other)
    assert people.cohorts.get(id) == made
    assert list(people.cohorts.all()) == [id]
    with pytest.raises(ContentError, match="there is no such module"):
        cohort.loads(TEMPLATE)


def test_worries_go_to_one_of_the_tutors():
    with pytest.raises(ContentError, match="must be one of the tutors"):
        cohort.loads(cohort.template() + "\nworries_to: Somebody else\n")
    named = cohort.loads(cohort.template() + "\nworries_to: A tutor's name\n")
    assert named.worries_to == "A tutor's name"
