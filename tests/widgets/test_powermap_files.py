import base64
import csv
import io
import json
import zipfile
from pathlib import Path

import networkx as nx
import pytest
import yaml
from academy_bench.maps import a_large_map, a_map
from openpyxl import Workbook, load_workbook

from academy_widgets.exercise import ResponseError
from academy_widgets.powermap import graphml
from academy_widgets.powermap.map import Map
from academy_widgets.powermap.model import PowermapExercise

WHOLE = Path(__file__).parents[2] / "modules" / "04_power" / "powermap.yml"
MADE = PowermapExercise.model_validate(yaml.safe_load(WHOLE.read_text("utf-8")))
EXAMPLE = MADE.example.told()
LINE = a_map([("A", "B"), ("B", "C")])


def brought(*files, given=None):
    asked = {"do": "import", "files": list(files), "map": given}
    return json.loads(json.dumps(list(MADE.work(asked))[-1]))


def text(words, name="file.csv"):
    return {"name": name, "text": words}


def book(**sheets):
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return packed(file.getvalue())


def packed(raw):
    return {"name": "file.xlsx", "base64": base64.b64encode(raw).decode()}


def taken(form, given=EXAMPLE):
    return list(MADE.work({"do": "export", "form": form, "map": given}))[-1]["data"]


def by_name(made):
    """Return a map without what only programs read, so that two can be compared."""
    named = {one["id"]: one["name"] for one in made["people"]}
    people = {one["name"]: {**one, "id": ""} for one in made["people"]}
    ties = {
        (named[tie["from"]], named[tie["to"]], tie["sort"]): {**tie, "from": "", "to": ""}
        for tie in made["ties"]
    }
    return people, ties


EVERYTHING = Map.model_validate(
    {
        "people": [
            *EXAMPLE["people"],
            {"id": "x1", "name": "=1+1", "note": "=cmd|' /C calc'!A0", "vote": True},
            {"id": "x2", "name": "'quoted', \"so\"; and <b>&amp;", "note": "-2"},
            {"id": "x3", "name": "#N/A"},
        ],
        "ties": [
            *EXAMPLE["ties"],
            {"from": "x1", "to": "x2", "sort": "advises", "both": True, "weight": 5},
            {"from": "x3", "to": "x1", "sort": "depends", "face": "hidden"},
        ],
    }
).told()


@pytest.mark.parametrize("forms", [["sheet"], ["graphml"], ["map"], ["people", "ties"]])
def test_what_is_taken_away_comes_back_the_same(forms):
    files = []
    for form in forms:
        data = taken(form, EVERYTHING)
        files.append({"name": form, **data} if form == "sheet" else text(data, form))
    found = brought(*files)
    assert by_name(found["map"]) == by_name(EVERYTHING)
    assert found["notes"] == []


def test_a_map_of_this_page_takes_the_place_of_what_is_drawn_and_says_so():
    found = brought(text(taken("map", EXAMPLE), "power-map.json"), given=LINE)
    assert by_name(found["map"]) == by_name(EXAMPLE)
    assert not found["adds"]
    assert found["says"] == [
        "This map has 12 people and 22 ties.",
        "It takes the place of what is drawn; undo brings that back.",
    ]


def test_no_text_acts_as_a_formula_in_a_table_or_a_sheet():
    for form in ("people", "ties", "matrix"):
        for row in csv.reader(io.StringIO(taken(form, EVERYTHING))):
            assert not any(cell.startswith(("=", "+", "@", "-")) for cell in row)
    raw = base64.b64decode(taken("sheet", EVERYTHING)["base64"])
    sheets = load_workbook(io.BytesIO(raw))
    kinds = {cell.data_type for sheet in sheets for row in sheet for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}  # "f" would be a formula
    values = {str(cell.value) for sheet in sheets for row in sheet for cell in row}
    assert "'=1+1" in values
    assert "=1+1" not in values


def test_two_of_one_name_are_told_apart_in_a_table():
    two = {"people": [{"id": id, "name": "Ann"} for id in "ab"], "ties": []}
    rows = list(csv.reader(io.StringIO(taken("people", two))))
    assert [row[0] for row in rows[1:]] == ["Ann", "Ann (2)"]


def test_the_matrix_goes_from_row_to_column():
    rows = list(csv.reader(io.StringIO(taken("matrix", LINE).lstrip("\ufeff"))))
    assert rows[0] == ["", "A", "B", "C"]
    assert rows[1] == ["A", "0", "1", "0"]


def test_networkx_reads_our_graphml_with_its_arrows():
    made = a_map([("A", "B")])
    made["ties"].append({"from": "p1", "to": "p0", "sort": "decides", "weight": 3})
    found = nx.parse_graphml(taken("graphml", made))
    assert found.is_directed()
    assert sorted(found.edges(data="weight")) == [("p0", "p1", 1), ("p1", "p0", 3)]
    assert found.nodes["p0"]["label"] == "A"


def test_graphml_of_networkx_is_read_arrows_as_arrows_and_ties_as_ties():
    for network, both in ((nx.DiGraph, None), (nx.Graph, True)):
        made = network([("Ann", "Bo")])
        made.edges["Ann", "Bo"]["weight"] = 2
        found = brought(text("\n".join(nx.generate_graphml(made))))["map"]
        assert [one["name"] for one in found["people"]] == ["Ann", "Bo"]
        assert found["ties"][0].get("both") == both
        assert found["ties"][0]["weight"] == 2


def test_a_workbook_of_a_mapping_tool_is_read():
    elements = [
        ("Label", "Type", "Description"),
        ("Ann", "Person", "Lead"),
        ("Team", "Organization", None),
    ]
    connections = [
        ("From", "To", "Direction", "Type", "Strength"),
        ("Ann", "Team", "mutual", "Advises", 3.0),
    ]
    loops = [tuple(range(300))]
    found = brought(book(Elements=elements, Loops=loops, Connections=connections))
    assert found["map"]["people"] == [
        {"id": "p1", "name": "Ann", "note": "Lead"},
        {"id": "p2", "name": "Team", "sort": "group"},
    ]
    assert found["map"]["ties"] == [
        {"from": "p1", "to": "p2", "sort": "advises", "weight": 3, "both": True}
    ]


def test_a_file_adds_to_what_is_drawn_and_takes_nothing_of_it():
    people = "Name,Vote\nb,yes\nDee,no\n"
    drawn = a_map([("A", "B", {"weight": 4})])
    drawn["people"][1] |= {"x": 0.2, "y": 0.3, "note": "Mine."}
    ties = "From,To,Type\nA,B,advises\nDee,A,listens to\n"
    found = brought(text(people, "p.csv"), text(ties, "t.csv"), given=drawn)
    bo = next(one for one in found["map"]["people"] if one["name"] == "B")
    assert bo == {
        "id": "p1",
        "name": "B",
        "vote": True,
        "x": 0.2,
        "y": 0.3,
        "note": "Mine.",
    }
    assert len(found["map"]["ties"]) == 2
    assert found["says"] == ["New: 1 person and 1 tie."]
    assert found["adds"]
    assert (
        "Line 2 of “t.csv” was on the map already, and is now as in the file."
        in (found["notes"])
    )


@pytest.mark.parametrize("parted", [",", ";", "\t"])
def test_tables_are_read_whatever_parts_their_columns(parted):
    rows = "\ufeffSource,Target,Weight\r\nAnn,Bo,2\r\n\r\nBo,Cy,\r\n".replace(",", parted)
    found = brought(text(rows))["map"]
    assert [tie.get("weight", 1) for tie in found["ties"]] == [2, 1]


def test_what_is_read_otherwise_is_told_with_its_first_line():
    ties = "From,To,Type,Face\nA,B,friend,secret\nB,C,friend,\nC,D,,\n"
    notes = brought(text(ties))["notes"]
    assert "Line 2 has the type “friend”, read as “advises”. The same at 1 more." in notes
    assert "Line 2 has “secret”, which is none of our marks." in notes
    assert "Line 4 does not say which sort of tie it is, read as “advises”." in notes


BOMB = "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><graphml>&c;</graphml>"
EDGE = "<graphml><graph><node id='a'/>\n<edge source='a' target='{}'/></graph></graphml>"
TWO_SHEETS = {
    "Elements": [("Label",), ("Ann",)],
    "Connections": [("From", "To"), ("A", "B")],
}
HEAD = "From,To,Type,Weight\n"
PEOPLE = text("Name\nAnn\nBo\n", "people.csv")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "name the columns"),
        ("From,To\n", "nobody in this file"),
        ("A,B\nC,D\n", "Line 1 should name the columns"),
        ("\r\n\r\n" + HEAD + "A,A,advises,1", "Line 4 is a tie from “A” to themselves"),
        (HEAD + "A,B,advises,1\n\nA,B,advises,2", "Line 4 is the same tie as line 2"),
        (HEAD + "A,B,advises,-2", "Line 2 has the weight “-2”.* none is below 0"),
        (HEAD + "A,B,advises,0", "Line 2 has the weight “0”"),
        (HEAD + "A,B,advises,9", "Line 2 has the weight “9”: .* from 1 to 5"),
        (HEAD + "A,B,advises,2.5", "Line 2 has the weight “2.5”"),
        (HEAD + "A,B,advises,nan", "Line 2 has the weight “nan”"),
        (HEAD + "A,B,advises,1e400", "Line 2 has the weight"),
        (HEAD + "A,,advises,1", "Line 2 does not say to whom"),
        (HEAD + ",B,advises,1", "Line 2 does not say from whom"),
        (HEAD + 'A,"B,advises,1\nC,D', "Line 3 cannot be read"),
        (HEAD + f"{'A' * 61},B,advises,1", "Line 2 has a name of more than 60"),
        (
            HEAD + "".join(f"P{n},P{n + 1},advises,1\n" for n in range(10_000)),
            "Line 201 brings in one name more than the 200",
        ),
        (
            HEAD + "".join(f"P{n % 100},Q{n // 100},advises,1\n" for n in range(10_000)),
            "Line 1,002 is one tie more than the 1,000",
        ),
        ("Name\n" + "\n" * 30_000, "Line 20,001 is more than fits"),
        ("Name,Vote\nAnn,maybe", "Line 2 has “maybe” under “Vote”"),
        ("Name\nAnn\nann", "Line 3 has “ann” again, as line 2 has"),
        ("Name,Vote\n,yes", "Line 2 has no name"),
        ("Name,X,Y\nAnn,7,1", "Line 2 has the place “7”"),
        ("Name,X,Y\nAnn,0.5,1.1", "Line 2 has the place “1.1”"),
        ("x" * 2_000_001, "larger than 2 MB"),
        ("{", "Line 1 of this map cannot be read"),
        ("[" * 50_000, "Line 1 should name the columns"),
        ('{"a":' * 50_000, "cannot be read"),
        ('{\n "version": 0}', "Line 2 says that this map is of an older version"),
        ('{"people": [],\n\n"version": 2}', "Line 3 says .* of version 2, which is newer"),
        ('{"version": 1, "people": 3}', "cannot be taken"),
        ("<graphml", "Line 1 of this GraphML cannot be read"),
        ("<graphml></graphml>", "nobody in this GraphML"),
        ("<html><p>x</p></html>", "nobody in this GraphML"),
        (BOMB, "Line 1 declares a document type"),
        ("<graphml>" * 100, "nested too deeply"),
        (EDGE.format("b"), "Line 2 is a tie of “b”, and there is no node"),
        (EDGE.format("a"), "Line 2 is a tie from “a” to themselves"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_in_one_sentence_with_its_line(words, sentence):
    with pytest.raises(ResponseError, match=sentence) as told:
        brought(text(words))
    assert len(str(told.value)) < 200


def test_somebody_who_is_not_among_the_people_is_named_with_the_line():
    ties = text("From,To\nAnn,Bo\nAnn,Zed\n", "ties.csv")
    sentence = "Line 3 of “ties.csv” names “Zed”, who is not among the people"
    with pytest.raises(ResponseError, match=sentence):
        brought(PEOPLE, ties)
    with pytest.raises(ResponseError, match="Line 2 names “Ann”"):
        brought(text("From,To\nAnn,Bo\n"), given=LINE)


def test_entities_never_grow_in_a_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("[Content_Types].xml", BOMB.encode("utf-16"))
    with pytest.raises(ResponseError, match="could do harm"):
        brought(packed(file.getvalue()))


def test_a_workbook_that_grows_when_it_is_opened_is_not_opened():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b"0" * 30_000_000)
    with pytest.raises(ResponseError, match="too large to be opened"):
        brought(packed(file.getvalue()))


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ({"name": "x", "base64": "no base64!"}, "did not arrive whole"),
        (packed(b"plain text"), "is no .xlsx workbook"),
        (packed(b"\xd0\xcf\x11\xe0 an old .xls"), "is no .xlsx workbook"),
        (book(Sheet=[("What", "Ever"), (1, 2)]), "Row 1 of the sheet “Sheet” should name"),
        (
            book(
                Elements=[("Label",), ("Ann",)], Connections=[("From", "To"), ("Ann", "Bo")]
            ),
            "Row 2 of the sheet “Connections” names “Bo”",
        ),
    ],
)
def test_a_workbook_that_cannot_be_taken_is_told_in_one_sentence(file, sentence):
    with pytest.raises(ResponseError, match=sentence):
        brought(file)


def test_a_damaged_workbook_is_told():
    raw = bytearray(base64.b64decode(book(Elements=[("Label",), ("Ann",)])["base64"]))
    raw[60:200] = b"x" * 140
    with pytest.raises(ResponseError, match="is no"):
        brought(packed(bytes(raw)))


def test_a_zip_that_is_no_workbook_is_told():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("a.txt", "a")
    with pytest.raises(ResponseError, match="cannot be opened"):
        brought(packed(file.getvalue()))


def test_no_file_and_an_unknown_form_are_told():
    with pytest.raises(ResponseError, match="No file was chosen"):
        brought()
    with pytest.raises(ResponseError, match="form"):
        taken("pdf")


def test_the_largest_map_goes_out_and_comes_back():
    largest = Map.model_validate(a_large_map()).told()
    for form in ("graphml", "sheet"):
        data = taken(form, largest)
        file = {"name": form, **data} if form == "sheet" else text(data)
        assert by_name(brought(file)["map"]) == by_name(largest)


def test_names_have_no_marks_that_break_a_file():
    made = {"people": [{"id": "a", "name": "A\x00\x0b\ufffeB"}], "ties": []}
    for form in ("graphml", "sheet", "people", "text"):
        assert taken(form, made)
    assert nx.parse_graphml(taken("graphml", made)).nodes["a"]["label"] == "A B"


def test_a_graphml_reader_keeps_no_key_of_what_it_does_not_know():
    yed = (
        '<graphml><key id="d0" for="node" yfiles.type="nodegraphics"/><graph>'
        '<node id="n0"><data key="d0"><y:S xmlns:y="y"><y:NodeLabel>Ann</y:NodeLabel></y:S>'
        '</data></node><node id="n1"/></graph></graphml>'
    )
    found = brought(text(yed))["map"]
    assert [one["name"] for one in found["people"]] == ["Ann", "n1"]
    assert graphml.write(Map()).count("<node") == 0


def test_a_tie_both_ways_takes_the_place_of_one_each_way():
    drawn = a_map([("A", "B"), ("B", "A")])
    ties = "From,To,Type,Direction\nA,B,advises,mutual\n"
    found = brought(text(ties), given=drawn)["map"]
    assert [one["both"] for one in found["ties"]] == [True]
