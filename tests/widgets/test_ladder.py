import random
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from academy_widgets.exercise import LONGEST_TEXT, ResponseError
from academy_widgets.ladder.model import LadderExercise
from academy_widgets.ladder.steps import MOST

OURS = Path(__file__).parents[2] / "modules" / "04_power" / "who_decides.yml"
DATA = yaml.safe_load(OURS.read_text("utf-8"))
LADDER = LadderExercise.model_validate(DATA)
ARNSTEIN = [
    "Manipulation",
    "Therapy",
    "Informing",
    "Consultation",
    "Placation",
    "Partnership",
    "Delegated power",
    "Citizen control",
]  # Arnstein 1969, from the lowest
OWN = {"id": "own_1", "title": "Which <b>room</b>"}


def place(mine="", theirs=""):
    return {"mine": mine, "theirs": theirs}


def placed(more=None, **places):
    return {"seat": "a tenant", "places": places} | (more or {})


def says(response, row=0):
    return LADDER.feedback(response)["rows"][row]["says"]


def test_the_eight_levels_stand_in_their_order_in_three_groups():
    assert [one.name for one in LADDER.rungs] == ARNSTEIN
    assert [len(one.rungs) for one in LADDER.groups] == [2, 3, 3]
    shown = [one["name"] for group in LADDER.shown()["groups"] for one in group["rungs"]]
    assert shown == ARNSTEIN


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        (
            "partnership",
            "informing",
            "From your seat: Partnership. From the other seat: Informing, 3 levels lower.",
        ),
        (
            "informing",
            "consultation",
            "From your seat: Informing. From the other seat: Consultation, 1 level higher.",
        ),
        ("therapy", "therapy", "From both seats: Therapy."),
        ("therapy", "", "From your seat: Therapy. From the other seat it was not placed."),
        ("", "therapy", "From the other seat: Therapy. From yours it was not placed."),
    ],
)
def test_the_gap_between_the_seats_is_told_in_words(mine, theirs, told):
    assert says(placed(visits=place(mine, theirs))) == told


def test_the_decisions_are_told_together_with_the_widest_and_the_mean_gap():
    found = LADDER.feedback(
        placed(
            visits=place("control", "informing"),
            rota=place("informing", "consultation"),
            money=place("therapy", "therapy"),
            medicine=place("control"),
        )
    )
    assert found["says"][0] == (
        "3 decisions are placed from both seats. Seen from the other seat, 1 stands lower, "
        "1 stands at the same level and 1 stands higher."
    )
    assert found["says"][1].startswith("The widest gap is 5 levels, in “When visitors")
    assert found["says"][1].endswith(
        "On average it is 1.3 levels lower from the other seat."
    )
    assert "guess until you ask" in found["says"][2]


def test_a_gap_upwards_may_be_the_widest():
    found = LADDER.feedback(
        placed(visits=place("therapy", "control"), rota=place("informing", "therapy"))
    )
    assert "The widest gap is 6 levels, in “When visitors" in found["says"][1]


def test_gaps_that_make_up_for_each_other_are_said_to():
    found = LADDER.feedback(
        placed(
            visits=place("therapy", "informing"), rota=place("consultation", "informing")
        )
    )
    assert "gaps up and gaps down" in found["says"][1]


def test_without_a_decision_on_both_seats_there_is_no_gap():
    assert LADDER.feedback(placed(visits=place("therapy")))["says"] == [
        "Place a decision from both seats, and the gap between them shows."
    ]


@pytest.mark.parametrize(
    ("move", "told"),
    [
        (
            {"to": "partnership", "needs": "An hour a month."},
            "It could move to Partnership, 2 levels up. It needs: An hour a month.",
        ),
        ({"to": "informing"}, "It could move to Informing, 1 level down."),
        ({"to": "consultation"}, "It could stay at Consultation."),
        (
            {"to": "cannot", "needs": "The law says who."},
            "It cannot move because: The law says who.",
        ),
        ({"to": "cannot"}, "It cannot move. Why not has yet to be said."),
        ({"needs": "Trust."}, "What it would need to move: Trust."),
        ({}, ""),
    ],
)
def test_how_far_it_could_move_is_told_and_that_it_cannot_is_an_answer(move, told):
    response = placed({"moves": {"visits": move}}, visits=place("consultation", "therapy"))
    assert LADDER.feedback(response)["rows"][0]["move"] == told


@pytest.mark.parametrize(
    ("response", "why"),
    [
        (placed(), "Place a decision first"),
        (placed(visits=place()), "Place a decision first"),
        (placed(visits=place("heaven")), "no level 'heaven'"),
        (placed(visits=place("cannot")), "no level 'cannot'"),
        (placed({"moves": {"rota": {"to": "x"}}}, rota=place("therapy")), "no level 'x'"),
        (placed(rent=place("therapy")), "no decision 'rent'"),
        (placed({"own": [OWN, OWN]}, visits=place("therapy")), "a name of its own"),
        (
            placed(
                {"own": [{"id": f"own_{n}", "title": "x"} for n in range(MOST)]},
                visits=place("therapy"),
            ),
            f"room for {MOST}",
        ),
        (placed({"own": [{"id": "own_1", "title": " "}]}), "at least 1"),
        (placed({"seat": "x" * 201}, rota=place("therapy")), "at most 200"),
        (
            placed({"moves": {"rota": {"needs": "x" * (LONGEST_TEXT + 1)}}}),
            f"at most {LONGEST_TEXT}",
        ),
        ({"places": "torn"}, "places"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(response, why):
    with pytest.raises(ResponseError, match=why) as told:
        LADDER.feedback(response)
    assert "\n" not in str(told.value)


def test_an_answer_and_a_draft_are_told_in_words():
    form = placed({"own": [OWN], "from": "theirs", "more": "half"}, own_1=place("therapy"))
    said = LADDER.in_words(form)
    assert said[0] == ("The other seat", "a tenant")
    assert said[1].to == "Which <b>room</b>"
    assert said[1].text.startswith("From your seat: Therapy.")
    assert [one.text for one in LADDER.in_words(placed())] == ["a tenant"]


def rows_of(answers):
    [table] = LADDER.together(answers).tables
    return {row.name: row.cells for row in table.rows}


def test_a_group_sees_mean_levels_and_the_mean_gap_of_each_given_decision():
    answers = [placed(visits=place("partnership", "informing"))] * 4
    answers += [placed(visits=place("control", "therapy"))]
    mine, theirs, gap = rows_of(answers)["When visitors may come"]
    assert (mine.text, theirs.text, gap.text) == (
        "6.4, near Partnership",
        "2.8, near Informing",
        "+3.6",
    )
    assert mine.people == theirs.people == gap.people == 5
    assert mine.shade == pytest.approx(5.4 / 7)


def test_a_row_is_about_those_alone_who_placed_it_from_both_seats():
    both = [placed(visits=place("partnership", "informing"))] * 5
    with_one = [*both, placed(visits=place("manipulation"))]
    assert rows_of(both) == rows_of(with_one)


def test_each_row_says_whose_answers_it_rests_on_and_the_last_one_on_which_of_them():
    both = place("control", "informing")
    answers = [placed(visits=both)] * 2 + [placed(visits=both, rota=both)] * 5
    rows = rows_of(answers)
    every, some = tuple(range(7)), tuple(range(2, 7))
    assert [cell.of for cell in rows["When visitors may come"]] == [(every,)] * 3
    assert rows["Mean gap of the rows told"][2].of == (every, some)


def test_the_last_row_is_made_of_the_rows_of_five_and_no_others():
    both = [
        placed(visits=place("control", "informing"), rota=place("therapy", "informing"))
    ] * 5
    few = [*both, placed(money=place("control", "manipulation"))]
    assert rows_of(both)["Mean gap of the rows told"][2].text == "+2.0"
    assert rows_of(few)["Mean gap of the rows told"][2].text == "+2.0"
    assert rows_of(few)["What the garden money is for"][2].people == 1


def test_nobodys_own_decision_and_no_word_of_theirs_is_in_what_a_group_sees():
    mine = placed(
        {"own": [OWN], "moves": {"own_1": {"needs": "a secret"}}},
        own_1=place("therapy", "control"),
    )
    told = LADDER.together([mine] * 9).model_dump_json()
    assert "room" not in told
    assert "secret" not in told
    assert "tenant" not in told


def test_a_cohort_of_thirty_places_decisions():
    answers = [LADDER.simulate(random.Random(one)) for one in range(30)]
    told = [LADDER.feedback(one) for one in answers]
    assert any(one["rows"][-1]["id"] == "own_1" for one in told)
    assert any("cannot" in row["move"] for one in told for row in one["rows"])
    assert len(rows_of(answers)) == len(LADDER.decisions) + 1


def test_on_paper_every_level_and_decision_stands_with_room_for_own_ones():
    sheet, key = LADDER.on_paper()
    tables = [one for one in sheet if one.form == "table"]
    assert [row[0] for row in tables[0].rows] == ARNSTEIN[::-1]
    assert len(tables[1].rows) == MOST
    assert any("whole answer" in item for one in key for item in one.items)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"decisions": [DATA["decisions"][0]] * 2}, "there twice"),
        ({"groups": [DATA["groups"][0]] * 2}, "there twice"),
        ({"decisions": [one | {"id": "own"} for one in DATA["decisions"][:2]]}, "twice"),
        (
            {"decisions": [DATA["decisions"][0], DATA["decisions"][1] | {"id": "own_2"}]},
            "are the learner's",
        ),
        ({"decisions": DATA["decisions"] * 2}, "at most 7"),
    ],
)
def test_a_ladder_that_is_not_whole_is_refused(change, why):
    with pytest.raises(ValidationError, match=why):
        LadderExercise.model_validate(DATA | change)
