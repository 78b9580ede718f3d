import random
from math import sqrt
from pathlib import Path
from statistics import fmean

import pytest
import yaml
from pydantic import ValidationError

from academy_widgets.exercise import ResponseError
from academy_widgets.noise.cases import ORDERS, cards, nearest
from academy_widgets.noise.model import NoiseExercise

OURS = Path(__file__).parents[2] / "modules" / "03_bias" / "twelve_cases.yml"
DATA = yaml.safe_load(OURS.read_text("utf-8"))
CASES = NoiseExercise.model_validate(DATA)
IDS = [one.id for one in CASES.cases]
TWICE = [one.id for one in CASES.cases if one.again]
PARTS = {id: {"risk": 20, "worse": 40, "alone": 90} for id in CASES.look}


def given(numbers=50, gap=0, **changed):
    judged = dict.fromkeys(IDS, numbers) if isinstance(numbers, int) else numbers
    again = {id: judged[id] + gap for id in TWICE}
    return {"draw": 0, "judged": judged, "again": again} | changed


def people(many, **more):
    return [CASES.simulate(random.Random(one)) | more for one in range(many)]


def cell(found, row):
    (one,) = [r for table in found.tables for r in table.rows if r.name.startswith(row)]
    return one.cells[0].text


def test_there_are_twelve_messages_and_four_or_more_come_twice():
    assert len(IDS) == 12
    assert len(TWICE) >= 4
    for one in CASES.cases:
        assert one.text != one.again


def test_in_each_order_every_card_comes_once_and_pairs_stand_far_apart():
    shown = CASES.shown()
    ids = [one["id"] for one in shown["cards"]]
    assert len(shown["orders"]) == ORDERS == len({str(one) for one in shown["orders"]})
    for order in shown["orders"]:
        assert sorted(order) == list(range(len(ids)))
        assert nearest([ids[at] for at in order]) >= 6
    assert shown == CASES.shown()


def test_nothing_shown_says_which_telling_belongs_to_which_title():
    assert "title" not in CASES.shown()["cards"][0]
    assert len(cards(CASES.cases)) == len(IDS) + len(TWICE)


def test_two_numbers_for_the_same_message_are_told_with_their_gap():
    told = CASES.feedback(given(gap=6))
    assert told["pairs"][0]["title"] == "No heating"
    assert (told["typical"], told["occasion"]) == (6, round(6 / sqrt(2), 1))
    low, high = told["between"]
    assert low < told["occasion"] < high
    assert told["look"] is None


def test_what_averaging_does_is_told_by_the_rule_and_by_trial():
    told = CASES.feedback(given(gap=20))
    for row in told["crowd"]:
        assert row["formula"] == round(20 / sqrt(2 * row["many"]), 1)
        assert row["trial"] == pytest.approx(row["formula"], rel=0.08)
    assert told == CASES.feedback(given(gap=20))


def test_a_steady_hand_gets_no_interval():
    told = CASES.feedback(given())
    assert (told["typical"], told["occasion"], told["between"]) == (0, 0, None)
    assert {row["trial"] for row in told["crowd"]} == {0}


def test_a_second_look_is_the_mean_of_its_parts():
    look = CASES.feedback(given(parts=PARTS))["look"]
    assert [row["mean"] for row in look["rows"]] == [50] * len(CASES.look)
    assert look["moved"] == 0
    assert look["rows"][0]["parts"] == [20, 40, 90]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (given(draw=ORDERS), "less than 12"),
        (given(dict.fromkeys(IDS, 101)), "less than or equal to 100"),
        (given(judged=dict.fromkeys(IDS[1:], 5)), "1 without a number, .* “No heating”"),
        (given(again={}), f"{len(TWICE)} without a number"),
        (given(judged=dict.fromkeys([*IDS, "x"], 5)), "no case 'x'"),
        (given(again=dict.fromkeys(IDS, 5)), "no case 'bins' here that comes so often"),
        (given(parts={"stairs": PARTS["stairs"]}), "3 numbers for each of its 4 cases"),
        (given(parts=PARTS | {"swap": {"risk": 1}}), "3 numbers for each"),
        (given(dict.fromkeys(IDS, 5.5)), "integer"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(bad, why):
    with pytest.raises(ResponseError, match=why) as told:
        CASES.feedback(bad)
    assert "\n" not in str(told.value)


def test_too_few_pairs_and_a_look_at_no_case_are_refused():
    cases = [{**one, "again": None} for one in DATA["cases"]]
    with pytest.raises(ValidationError, match="at least 4 cases"):
        NoiseExercise.model_validate(DATA | {"cases": cases})
    with pytest.raises(ValidationError, match="'roof', which is no case"):
        NoiseExercise.model_validate(DATA | {"look": ["stairs", "roof"]})


def test_what_was_judged_is_told_in_words():
    words = CASES.in_words(given(gap=5, parts=PARTS))
    assert words[0] == ("No heating", "50 of 100, and 55 in other words")
    assert words[IDS.index("key")].text == "50 of 100"
    assert words[-1].to.endswith("second look")
    assert CASES.in_words({"judged": {"x": "y"}}) == [("", "y")]


def test_paper_keeps_the_pairs_for_the_key():
    sheet, key = CASES.on_paper()
    assert str(sheet).count("electric fire") == 2
    assert "No heating: " not in str(sheet)
    assert "No heating: " in str(key)


@pytest.mark.parametrize("many", [5, 12, 30])
def test_a_simulated_group_is_told_what_its_noise_is_of(many):
    found = CASES.together(people(many))
    system, level, pattern = (float(cell(found, f"{one} noise")) for one in NOISES)
    assert system**2 == pytest.approx(level**2 + pattern**2, rel=0.02)
    assert 0 < float(cell(found, "One person’s numbers")[:4]) < 1
    assert float(cell(found, "The mean of 4")) == pytest.approx(system / 2, abs=0.06)
    assert all(
        one.people == many or many - one.people >= 5
        for table in found.tables
        for row in table.rows
        for one in row.cells
    )


NOISES = ("System", "Level", "Pattern")


def test_the_second_look_is_told_of_five_and_where_five_did_not_take_it_or_all_did():
    def tables(looking, of):
        answers = people(of, parts=PARTS)[:looking] + people(of, parts={})[looking:]
        return len(CASES.together(answers).tables)

    assert [tables(*one) for one in ((4, 12), (5, 12), (7, 12), (8, 12), (12, 12))] == [
        4,
        5,
        5,
        4,
        5,
    ]


def test_a_case_on_which_all_are_alike_or_at_an_end_does_not_tell_each_one_s_number():
    answers = [
        given(
            {
                id: 100 if id == IDS[0] else 50 + n % 2 if id == IDS[1] else 20 * n
                for id in IDS
            }
        )
        for n in range(5)
    ]
    table = next(one for one in CASES.together(answers).tables if "Mean" in one.columns)
    told = [[one.text for one in row.cells] for row in table.rows]
    assert told[:2] == [["withheld", "under 3"]] * 2
    assert told[2] == ["40", "32"]


def test_the_second_look_says_whose_answers_it_is_about():
    answers = people(12, parts={})[:6] + people(12, parts=PARTS)[6:]
    looked = CASES.together(answers).tables[-1]
    assert {cell.of for row in looked.rows for cell in row.cells} == {
        (tuple(range(6, 12)),)
    }


def test_a_group_that_says_the_same_everywhere_has_no_correlation():
    found = CASES.together([given() for _ in range(5)])
    assert "cannot be told" in cell(found, "One person’s numbers")
    assert any("cannot be told" in one for one in found.says)
    assert cell(found, "System") == "0.0"


def test_a_group_that_agrees_on_cases_that_differ_agrees_wholly():
    numbers = {id: 5 * at for at, id in enumerate(IDS)}
    found = CASES.together([given(numbers) for _ in range(6)])
    assert cell(found, "One person’s numbers") == "1.00, no interval"
    assert not any("cannot be told" in one for one in found.says)


def test_stricter_people_are_level_noise_alone():
    answers = [
        given({id: 5 * at + up for at, id in enumerate(IDS)}) for up in (0, 10, 20, 30, 40)
    ]
    found = CASES.together(answers)
    assert cell(found, "System") == cell(found, "Level") == f"{sqrt(250):.1f}"
    assert cell(found, "Pattern") == "0.0"


def test_within_one_person_is_pooled_over_everybody_s_pairs():
    found = CASES.together([given(gap=10)] * 3 + [given(gap=0)] * 3)
    assert cell(found, "Within one person") == f"{sqrt(fmean([100, 0]) / 2):.1f}"


def test_a_cohort_of_thirty_is_noisier_on_the_whole_than_by_parts():
    found = CASES.together(people(30))
    assert float(cell(found, "Three numbers")) < float(cell(found, "Judged as a whole"))
