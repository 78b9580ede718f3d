import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from academy_bench.maps import a_large_map, a_map

from academy_widgets.exercise import ResponseError
from academy_widgets.powermap.map import Map
from academy_widgets.powermap.model import PowermapExercise

WHOLE = Path(__file__).parents[2] / "modules" / "04_power" / "powermap.yml"
LINE = a_map([("A", "B"), ("B", "C")])


@pytest.fixture(scope="module")
def made():
    return PowermapExercise.model_validate(yaml.safe_load(WHOLE.read_text("utf-8")))


def work(made, **asked):
    return json.loads(json.dumps(list(made.work(asked))[-1]))


def says(made, given, **look):
    return " ".join(work(made, do="measures", map=given, look=look)["says"])


def changed(given, *people):
    return given | {
        "people": [
            one | next((new for new in people if new["name"] == one["name"]), {})
            for one in given["people"]
        ]
    }


def test_words_say_through_whom_everything_goes(made):
    assert "Everything from A to C goes through B." in says(made, LINE)
    both = a_map([("A", "B"), ("B", "C")], both=True)
    assert "Everything between A and C goes through B." in says(made, both)
    ring = a_map([("A", "B"), ("B", "C"), ("A", "D"), ("D", "C")])
    assert "goes through" not in says(made, ring)


def test_a_way_that_is_cut_both_ways_is_told_before_one_that_is_cut_one_way(made):
    ties = [("D", "B"), ("A", "B", {"both": True}), ("B", "C", {"both": True})]
    assert "Everything between A and C goes through B; so it is for 2 other ways too." in (
        says(made, a_map(ties))
    )


def test_whoever_is_the_only_way_to_somebody_is_named(made):
    star = a_map([("A", "B"), ("C", "B"), ("D", "B"), ("B", "E")])
    assert "Whatever 3 others have for E goes through B." in says(made, star)
    fan = a_map([("E", "B"), ("B", "A"), ("B", "C"), ("B", "D")])
    assert "Whatever goes from E to 3 others goes through B." in says(made, fan)


def test_gates_of_a_large_map_are_those_that_taking_away_finds(made):
    given = a_large_map(30, 55)
    found = work(made, do="measures", map=given)["gates"]
    counts = {}
    for one in given["people"]:
        left = work(made, do="leave", map=given, who=one["id"])
        # Ways between others that are gone without them.
        counts[one["id"]] = left["pairs"]["before"] - left["pairs"]["after"]
    best = sorted(counts.values(), reverse=True)[:3]
    assert [gate["pairs"] for gate in found] == best
    assert [counts[gate["who"]] for gate in found] == best


def test_words_say_who_is_central_in_which_sense(made):
    told = says(made, a_map([("A", "B"), ("A", "C"), ("A", "D"), ("C", "E"), ("E", "F")]))
    assert "A moves the most others directly: 3 of 5." in told
    assert "In each of these senses" not in told
    assert "depends on what is meant by it" in told


def test_words_name_those_whom_nobody_listens_to_and_who_have_no_vote(made):
    given = a_map(
        [("A", "B", {"sort": "listens"}), ("A", "C", {"sort": "decides"})], people=["D"]
    )
    given = changed(given, {"name": "A", "vote": True}, {"name": "C", "here": False})
    told = says(made, given)
    assert "nobody listens to A, C and D. 1 of them is not in the room." in told
    assert "D has no tie to anybody, and is counted too." in told
    assert "Others decide for C, who has no vote." in told
    assert "1 of them is not in the room. 1 has a vote." in told


def test_two_who_listen_to_each_other_are_both_listened_to(made):
    given = a_map([("A", "B")], both=True, sort="listens")
    assert "nobody listens" not in says(made, given)


def test_listening_that_is_not_drawn_is_not_missed(made):
    assert "listens" not in says(made, LINE)


def test_notes_say_how_it_was_counted(made):
    found = work(made, do="measures", map=LINE)
    notes = " ".join(found["notes"])
    assert "Weights do not count" in notes
    assert "no single largest circle" in notes
    assert found["used"]["betweenness"] == "directed"
    assert found["used"]["constraint"] == "both ways"


def test_without_somebody_ways_are_gone_and_some_have_no_tie(made):
    found = work(made, do="leave", map=LINE, who="p1")
    assert found["pairs"] == {"before": 1, "after": 0}
    assert found["cut"] == [["p0", "p2"]]
    assert found["alone"] == ["p0", "p2"]
    assert found["says"][0] == "If B leaves, the only way from one to another is gone."
    assert [one["id"] for one in found["after"]["people"]] == ["p0", "p2"]
    with pytest.raises(ResponseError, match="not on the map"):
        work(made, do="leave", map=LINE, who="p9")


def test_a_redesign_stands_beside_what_was(made):
    changes = {
        "people": [{"id": "p2", "name": "C", "vote": True}],
        "ties": [{"from": "p0", "to": "p2", "sort": "advises"}],
    }
    found = work(made, do="compare", map=LINE, changes=changes)
    rows = {row["name"]: (row["before"], row["after"]) for row in found["totals"]}
    assert rows["Have a vote"] == ("0", "1")
    assert rows["Ties that count"] == ("2", "3")
    assert rows["Ways that hang on one alone"] == ("1 (B)", "0")
    assert found["says"][0] == "C now has a vote."
    assert found["after_map"]["ties"][-1] == {"from": "p0", "to": "p2", "sort": "advises"}


def test_a_redesign_takes_away_and_brings_in(made):
    changes = {
        "gone": ["p0"],
        "cut": [["p1", "p2", "advises"], ["p1", "p2", "decides"]],
        "people": [{"id": "n", "name": "New"}],
        "ties": [{"from": "n", "to": "p1", "sort": "listens", "both": True}],
    }
    after = work(made, do="compare", map=LINE, changes=changes)["after_map"]
    assert [one["name"] for one in after["people"]] == ["B", "C", "New"]
    assert [tie["sort"] for tie in after["ties"]] == ["listens"]


def test_two_views_show_what_only_one_sees(made):
    mine = a_map([("A", "B", {"weight": 2}), ("B", "C")])
    theirs = a_map([("A", "B", {"weight": 5}), ("C", "B")], people=["D"])
    theirs["people"] = [
        one | {"id": {"A": "p0", "B": "p1", "C": "p2", "D": "d"}[one["name"]]}
        for one in theirs["people"]
    ]
    theirs["ties"][1] |= {"from": "p2", "to": "p1"}
    found = work(made, do="overlay", map=mine, theirs={"whose": "A patient", "map": theirs})
    assert found["counts"] == {"both": 1, "mine": 1, "theirs": 1, "weight": 1}
    assert [(row["mine"], row["theirs"]) for row in found["ties"]] == [
        (2, 5),
        (1, None),
        (None, 1),
    ]
    assert [one["in"] for one in found["people"]] == ["both", "both", "both", "theirs"]
    assert "A patient" in found["says"][0]


def test_a_tie_both_ways_meets_one_way_of_the_other_view(made):
    mine, theirs = (a_map([("A", "B")], both=both) for both in (True, False))
    found = work(made, do="overlay", map=mine, theirs={"map": theirs})
    assert found["counts"] == {"both": 1, "mine": 1, "theirs": 0, "weight": 0}
    same = work(made, do="overlay", map=mine, theirs={"map": mine})
    assert [(row["both"], row["mine"]) for row in same["ties"]] == [(True, 1)]


def test_arranging_is_the_same_for_the_same_seed_and_keeps_who_has_a_place(made):
    given = a_large_map(30, 60)
    one, two = (work(made, do="layout", map=given, seed=7, all=True) for _ in range(2))
    assert one == two
    assert work(made, do="layout", map=given, seed=8, all=True) != one
    given["people"][3] |= {"x": 0.5, "y": 0.25}
    kept = work(made, do="layout", map=given, seed=7)["people"]
    assert (kept[3]["x"], kept[3]["y"]) == (0.5, 0.25)
    moved = work(made, do="layout", map=given, seed=7, all=True)["people"]
    assert (moved[3]["x"], moved[3]["y"]) != (0.5, 0.25)


@pytest.mark.parametrize("people", [1, 2, 12, 200])
def test_arranging_puts_each_on_their_side_of_the_wall_and_nobody_on_another(made, people):
    given = a_large_map(people, min(1000, people * (people - 1)))
    found = work(made, do="layout", map=given, all=True)["people"]
    for person, at in zip(given["people"], found, strict=True):
        inside = 0.15 < at["x"] < 0.85 and 0.15 < at["y"] < 0.85
        assert inside == person["here"]
        assert 0.02 <= min(at["x"], at["y"]) <= max(at["x"], at["y"]) <= 0.98
    gaps = [
        ((a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2) ** 0.5
        for place, a in enumerate(found)
        for b in found[:place]
    ]
    assert min(gaps, default=1) > 0.25 / people**0.5 * 0.5


def test_arranging_nobody_is_no_mistake(made):
    assert work(made, do="layout", map={"people": []})["people"] == []


def test_feedback_has_all_that_was_asked_and_no_more(made):
    said = made.feedback({"map": LINE})
    assert said["measures"]["n"] == 3
    assert (said["leave"], said["compare"], said["overlay"]) == (None, None, None)
    whole = {"leaver": "p1", "changes": {"gone": ["p0"]}, "theirs": {"map": LINE}}
    said = made.feedback({"map": LINE} | whole)
    assert said["leave"]["who"] == "p1"
    assert len(said["compare"]["after_map"]["people"]) == 2
    assert said["overlay"]["counts"]["both"] == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"people": []}, "Nobody is on the map yet"),
        (LINE | {"version": 0}, "of an older version"),
        (LINE | {"version": 7}, "of version 7, which is newer"),
        (LINE | {"version": "x"}, "of an older version"),
        (a_large_map(201, 1), "more people than the 200"),
        (a_large_map(60, 1001), "more ties than the 1,000"),
        (a_map([("A", "A")]), "tie 1 goes from “A” to themselves"),
        (a_map([("A", "B"), ("A", "B")]), "tie 2 is there twice: “A” advises “B”"),
        (a_map([("A", "B"), ("B", "A")], both=True), "tie 2 is there twice"),
        (a_map([("A", "B", {"weight": -2})]), "tie 1, weight"),
        (a_map([("A", "B", {"to": "p7"})]), "tie 1 is of somebody who is not on the map"),
        ({"people": [{"id": "a", "name": "A"}] * 2}, "“A” and “A” have the same id"),
        ({"people": [{"id": "a", "name": ""}]}, "person 1, name"),
        (None, "This cannot be taken: map"),
    ],
)
def test_a_map_that_is_none_is_told_in_a_sentence(made, wrong, sentence):
    with pytest.raises(ResponseError, match=sentence) as told:
        made.feedback({"map": wrong})
    assert "value error" not in str(told.value).lower()


def test_the_largest_map_seen_by_two_fits_a_draft():
    whole = {"map": Map.model_validate(a_large_map()).told()}
    assert len(json.dumps({**whole, "theirs": whole}, separators=(",", ":"))) < 200_000


def test_the_same_map_comes_back_as_json():
    given = Map.model_validate(a_large_map(20, 30))
    assert Map.model_validate(given.told()) == given


def test_what_was_drawn_is_told_in_words_also_if_it_is_no_longer_taken(made):
    said = made.in_words({"map": LINE, "words": "Bo holds it all."})
    texts = [one.text for one in said]
    assert "A advises B" in texts
    assert "Everything from A to C goes through B." in texts
    assert texts[-1] == "Bo holds it all."
    old = made.in_words({"map": LINE | {"version": 0}, "words": "Bo holds it all."})
    assert "Bo holds it all." in [one.text for one in old]


def test_simulated_answers_are_taken_and_the_same_for_the_same_seed(made):
    for seed in range(30):
        answer = made.simulate(random.Random(seed))
        assert answer == made.simulate(random.Random(seed))
        said = made.feedback(answer)
        assert said["leave"]
        assert said["compare"]
        assert said["overlay"]


def test_paper_has_a_way_to_draw_each_mark(made):
    sheet, key = made.on_paper()
    tables = {part.text: part for part in sheet if part.form == "table"}
    assert len(tables["Arrows"].rows) == len(made.shown()["choices"]["ties"])
    letters = [row[1] for row in tables["Letters"].rows]
    by_about = [(row[0], row[1]) for row in tables["Letters"].rows]
    assert len(set(by_about)) == len(letters)
    assert any("doi:10.1111/j.1759-5436.2006.tb00320.x" in str(part) for part in key)


def test_what_is_heavy_is_imported_when_it_is_needed():
    code = (
        "import sys, academy_widgets.powermap.model;"
        "print([m for m in ('networkx', 'numpy', 'openpyxl') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_only_those_are_newly_unheard_whom_somebody_listened_to(made):
    given = a_map([("A", "B"), ("C", "D")], sort="listens")
    told = " ".join(work(made, do="leave", map=given, who="p0")["says"])
    assert "Nobody listens to B any more." in told
