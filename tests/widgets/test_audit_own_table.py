"""A learner's own table: read, counted and kept only as counts."""

import csv
import json
import random
from pathlib import Path

import pytest
import yaml

from academy_widgets.audit import figures, reading
from academy_widgets.audit.counts import MOST_GROUPS, MOST_LAYERS, admissions
from academy_widgets.audit.model import AuditExercise
from academy_widgets.exercise import ResponseError

HERE = Path(__file__).parent
BIAS = HERE.parents[1] / "modules" / "03_bias"
ADMITTED = HERE.parents[1] / "widgets/academy_widgets/audit/data/admissions.csv"
BERKELEY = {
    "group": "Gender",
    "reference": "Female",
    "outcome": "Admit",
    "counts_as": "Admitted",
    "layer": "Dept",
    "people": "Freq",
}


@pytest.fixture(scope="module")
def exercise():
    text = (BIAS / "your_table.yml").read_text("utf-8")
    return AuditExercise.model_validate(yaml.safe_load(text))


def worked(exercise, **asked):
    *_, found = exercise.work(asked)
    return found


def counted(exercise, text, **columns):
    given = {"group": "g", "reference": "a", "outcome": "o", "counts_as": "y"} | columns
    return worked(exercise, count={"text": text} | given)


def table(*rows, head="g,o"):
    return "\n".join([head, *rows])


def words(found):
    return json.dumps(found["blocks"], ensure_ascii=False)


def tables(found):
    blocks = found["blocks"]
    told = [one.get("table") or one.get("dots", {}).get("table") for one in blocks]
    return {one["caption"]: one["rows"] for one in told if one}


PEOPLE = table(*["a,y"] * 30, *["a,n"] * 20, *["b,y"] * 10, *["b,n"] * 40)


def test_a_row_a_person_and_a_column_of_people_come_to_the_same(exercise):
    by_row = counted(exercise, PEOPLE)
    rows = ("a,y,30", "a,n,20", "b,y,10", "b,n,40")
    by_count = counted(exercise, table(*rows, head="g,o,n"), people="n")
    assert by_row == by_count
    counts = by_row["kept"]["counts"]
    assert (counts["yes"], counts["no"]) == ([[30, 10]], [[20, 40]])


def test_rates_and_odds_of_a_small_table_are_those_worked_out_by_hand(exercise):
    found = tables(counted(exercise, PEOPLE))
    # Wilson: (k + z²/2 ± z·sqrt(k(n-k)/n + z²/4)) / (n + z²), with z = 1.959964.
    assert found["o: y, as it stands"] == [
        ["a", "30 of 50", "60.0 (46.2 to 72.4)"],
        ["b", "10 of 50", "20.0 (11.2 to 33.0)"],
    ]
    # (10·20)/(40·30) = 1/6; Woolf: exp(ln(1/6) ± z·sqrt(1/10 + 1/40 + 1/30 + 1/20)).
    assert found["Odds of: o: y"] == [["b", "0.17 (0.07 to 0.41)"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_berkeley_table_brought_as_a_file_comes_to_the_reference(exercise, delimiter):
    text = ADMITTED.read_text("utf-8").replace(",", delimiter)
    read = worked(exercise, read=f"\ufeff{text}")
    assert read["rows"] == 24
    assert [one["name"] for one in read["columns"]] == ["Admit", "Gender", "Dept", "Freq"]
    assert read["columns"][1]["values"] == ["Male", "Female"]
    found = worked(exercise, count=BERKELEY | {"text": text, "guess": "Male"})
    assert tables(found)["Odds of: Admit: Admitted"] == [
        ["Male", "1.84 (1.62 to 2.09)", "0.90 (0.77 to 1.06)"]
    ]
    alike = tables(found)["If all groups were spread over Dept as everybody is"]
    assert alike == [["Female", "30.4", "43.0"], ["Male", "44.5", "38.7"]]
    assert "Your guess was: Male most often." in words(found)
    mine, theirs = found["kept"]["counts"], admissions()
    assert mine["yes"] == [list(line) for line in theirs.yes]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_quotes_and_blank_rows_of_any_spreadsheet_are_read(exercise, end):
    lines = ('"g";"o, in ""one"" week"', '"a";"y"', "", " ; ", "b;n")
    read = worked(exercise, read="\ufeff" + end.join(lines) + end)
    assert read["rows"] == 2
    assert read["delimiter"] == "semicolon"
    assert read["columns"] == [
        {"name": "g", "values": ["a", "b"]},
        {"name": 'o, in "one" week', "values": ["y", "n"]},
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  \n ", "nothing to read yet"),
        ("PK\x03\x04\x14", "save it as CSV"),
        ("g\na\nb", "Line 1 has one column only"),
        ("g,o", "nothing below the names of the columns in line 1"),
        ("g,,o\na,,y", "Column 2 has no name in line 1"),
        ("g,g\na,y", "Line 1 has the name 'g' for two columns"),
        ("g,o\na,y\n\na,y,z", "Line 4 has 3 entries, and line 1 names 2 columns"),
        ("g,o\na,y\nb", "Line 3 has 1 entry, and line 1 names 2 columns"),
        ('g,o\na,y\n"b,y\nb,n', "Line 3 cannot be read"),
        ('g,o\n"a\nb",y\n  ,  \na', "Line 5 has 1 entry"),
        (f"{'x' * 99},o\na,y", "longer than 80 characters"),
        (",".join(f"c{i}" for i in range(201)), "201 columns, and 200 can be read"),
        ("g,o\n" + "a,y\n" * 100_001, r"more than 100,000 rows \(line 100002\)"),
        ("g,o\n" + "a" * 5_000_000, "5,000,004 characters, and 5,000,000 can be read"),
    ],
)
def test_a_text_that_is_no_table_is_told_in_a_sentence_with_its_line(
    exercise, text, sentence
):
    with pytest.raises(ResponseError, match=sentence):
        worked(exercise, read=text)


@pytest.mark.parametrize(
    ("text", "columns", "sentence"),
    [
        (PEOPLE, {"group": "race"}, "no column 'race' in line 1"),
        (PEOPLE, {"group": ""}, "Choose a column for the groups"),
        (PEOPLE, {"outcome": "g"}, "chosen for two things"),
        (PEOPLE, {"reference": "z"}, "'g' has no 'z'"),
        (PEOPLE, {"counts_as": "z"}, "'o' has no 'z'"),
        (table("a,y", "a,n"), {}, "'g' has one value only, 'a', from line 2 to line 3"),
        (table("a,y", "b,y"), {}, "'o' has one value only, 'y', from line 2 to line 3"),
        (table("a,", "NA,y"), {}, "No row has an entry in every column"),
        (
            table(*(f"{i},y" for i in range(40))),
            {},
            rf"'g' has more than {MOST_GROUPS} different values \('8' in line 10",
        ),
        (
            table(*(f"a,y,{i}" for i in range(40)), "b,n,1", head="g,o,l"),
            {"layer": "l"},
            rf"'l' has more than {MOST_LAYERS} different values \('12' in line 14",
        ),
        (
            table("a,y,3", "b,n,some", head="g,o,n"),
            {"people": "n"},
            "Line 3 has 'some' in 'n', which must be a whole number",
        ),
        (
            table("a,y,3", "b,n,-1", head="g,o,n"),
            {"people": "n"},
            "Line 3 has '-1' in 'n'",
        ),
        (table("a,y,0", "b,n,0", head="g,o,n"), {"people": "n"}, "0 in every row"),
        (
            table("a,y,3", "a,n,3", "b,n,0", head="g,o,n"),
            {"people": "n"},
            "'b' in 'g' stands for 0 people",
        ),
        (
            table("a,y,3", "b,y,3", "b,n,0", head="g,o,n"),
            {"people": "n"},
            "Everybody has the same 'o'",
        ),
        (
            table("a,y,9" + "9" * 20, "b,n,1", head="g,o,n"),
            {"people": "n"},
            "Line 2 has '9",
        ),
    ],
)
def test_columns_that_cannot_be_counted_are_told_in_a_sentence(
    exercise, text, columns, sentence
):
    with pytest.raises(ResponseError, match=sentence):
        counted(exercise, text, **columns)


def test_ten_thousand_rows_and_more_are_counted(exercise):
    rows = [f"{'ab'[i % 2]},{'yn'[i % 3 == 0]}" for i in range(12_000)]
    counts = counted(exercise, table(*rows))["kept"]["counts"]
    assert sum(counts["yes"][0]) == 8_000
    assert sum(counts["no"][0]) == 4_000


def test_rows_with_an_entry_missing_are_left_out_and_said_with_their_line(exercise):
    found = counted(exercise, f"{PEOPLE}\nb,\nb,n/a\n,y")
    assert "2 rows without an entry in 'o' are left out of everything" in words(found)
    assert "1 row without an entry in 'g' is left out of everything" in words(found)
    assert "(first in line 102)" in words(found)
    assert sum(map(sum, found["kept"]["counts"]["no"])) == 60


def test_an_outcome_with_three_values_is_said_to_be_two(exercise):
    found = counted(exercise, f"{PEOPLE}\nb,perhaps")
    assert "'o' has 3 values: 'y' is counted, and the other 2 together" in words(found)


def test_a_zero_gets_half_a_person_and_that_is_said(exercise):
    text = table("a,y,8", "a,n,0", "b,y,5", "b,n,6", head="g,o,n")
    found = counted(exercise, text, people="n")
    # (5.5·0.5)/(6.5·8.5)
    assert "0.05" in tables(found)["Odds of: o: y"][0][1]
    assert "half a person was added" in words(found)
    assert "1 to 4 people" not in words(found)  # of nobody nothing can be told


def test_a_zero_in_one_layer_needs_nothing_added_when_others_tell(exercise):
    rows = ("a,y,8,1", "a,n,0,1", "b,y,5,1", "b,n,6,1")
    more = ("a,y,8,2", "a,n,9,2", "b,y,5,2", "b,n,6,2")
    text = table(*rows, *more, head="g,o,n,l")
    found = counted(exercise, text, people="n", layer="l")
    # (5·0/19 + 5·9/28) / (6·8/19 + 6·8/28)
    assert tables(found)["Odds of: o: y"][0][2].startswith("0.38 ")
    assert "(within l)" not in words(found)


def test_layers_that_tell_nothing_are_named(exercise):
    rows = ("a,y,8,1", "a,n,3,1", "a,y,5,2", "a,n,6,2", "b,y,5,1", "b,n,7,1", "b,y,9,3")
    found = counted(exercise, table(*rows, head="g,o,n,l"), people="n", layer="l")
    assert "b: 2 and 3 cannot tell anything" in words(found)
    assert "Left out, as a group has nobody there: 2 and 3" in words(found)


def test_groups_that_never_meet_in_a_layer_cannot_be_adjusted(exercise):
    rows = ("a,y,8,1", "a,n,3,1", "b,y,5,2", "b,n,7,2")
    found = counted(exercise, table(*rows, head="g,o,n,l"), people="n", layer="l")
    assert tables(found)["Odds of: o: y"][0][2] == "cannot be told"
    assert "There is no l in which every group has somebody" in words(found)


def test_what_is_kept_is_counts_and_comes_to_the_same_again(exercise):
    text = table("a,y,Kit Marlow", "a,n,Kit M", "b,y,Kit", "b,n,Jo", head="g,o,name")
    found = counted(exercise, text, guess="b")
    assert "Kit" not in json.dumps(found)
    assert exercise.feedback(found["kept"]) == found


def test_small_numbers_are_warned_of_and_withheld_in_words(exercise):
    found = counted(
        exercise, table("a,y,3", "a,n,30", "b,y,12", "b,n,40", head="g,o,n"), people="n"
    )
    assert "One number is about 1 to 4 people" in words(found)
    said = {one.to: one.text for one in exercise.in_words(found["kept"])}
    assert said["a, yes"] == "withheld"
    assert "3" not in said.values()


def test_counts_that_are_none_are_refused_in_a_sentence(exercise):
    kept = exercise.simulate(random.Random(2))
    exercise.feedback(kept)
    for change in ({"yes": [[1, 2]]}, {"groups": ["a", "a"]}, {"layers": []}):
        with pytest.raises(ResponseError, match="cannot be taken"):
            exercise.feedback(kept | {"counts": kept["counts"] | change})
    with pytest.raises(ResponseError, match="cannot be taken"):
        exercise.feedback({})


def test_a_page_that_asks_for_something_else_is_told(exercise):
    with pytest.raises(ResponseError, match="reload"):
        worked(exercise, guess="x")


def test_the_example_is_a_table_that_can_be_counted(exercise):
    text = exercise.shown()["example"]
    assert len(reading.read(text).rows) == len(list(csv.reader(text.splitlines()))) - 1
    columns = {"group": "language", "reference": "English", "outcome": "seen"}
    found = counted(
        exercise, text, **columns, counts_as="yes", layer="site", people="people"
    )
    ((name, as_it_stands, within),) = tables(found)["Odds of: seen: yes"]
    assert (name, as_it_stands[:4], within[:4]) == ("other", "0.45", "0.80")
    assert "is not the same in each" not in words(found)


def test_layers_that_say_unlike_things_are_not_hidden_behind_one_number(exercise):
    rows = ("a,y,40,1", "a,n,10,1", "a,y,10,2", "a,n,40,2")
    more = ("b,y,10,1", "b,n,40,1", "b,y,40,2", "b,n,10,2")
    found = counted(exercise, table(*rows, *more, head="g,o,n,l"), people="n", layer="l")
    assert "For b, the difference is not the same in each l" in words(found)


def test_a_range_of_nobody_is_no_number():
    assert figures.rate(0, 0) == (0, 0, 0, 0, 0)
    assert figures.rate(0, 9).low == 0
    assert figures.rate(9, 9).high == 1
