import random
import re
from math import sqrt
from pathlib import Path
from statistics import fmean

import pytest
import yaml
from pydantic import ValidationError
from scipy import stats

from academy_widgets.criteria.cohort import FEWEST, difference, mean
from academy_widgets.criteria.measures import Weighed, by_chance, fit, lean
from academy_widgets.criteria.model import CriteriaExercise
from academy_widgets.criteria.posts import DRAWS
from academy_widgets.exercise import ResponseError

OURS = Path(__file__).parents[2] / "modules" / "03_bias" / "two_posts.yml"
DATA = yaml.safe_load(OURS.read_text("utf-8"))
POSTS = CriteriaExercise.model_validate(DATA)
FIRST = [at for at, draw in enumerate(DRAWS) if draw.arm == "first"]
AFTER = [at for at, draw in enumerate(DRAWS) if draw.arm == "after"]


def given(draw=0, close=5, trained=3, choice="close"):
    return {
        "draw": draw,
        "posts": {
            post.id: {
                "weights": {
                    one.id: close if one.profile == "close" else trained
                    for one in post.criteria
                },
                "choice": choice,
            }
            for post in POSTS.posts
        },
    }


def for_the_man(draw, step):
    """Return weights that lean by `step` towards whatever the man is good at."""
    told = given(draw)
    for post, kind in zip(POSTS.posts, DRAWS[draw].kinds, strict=True):
        mans = POSTS.profiles[kind].id
        for one in post.criteria:
            told["posts"][post.id]["weights"][one.id] = 4 + step * (one.profile == mans)
        told["posts"][post.id]["choice"] = mans
    return told


def cohort(*draws, seed=0):
    rng = random.Random(seed)
    answers = []
    for draw in draws:
        while (one := POSTS.simulate(rng))["draw"] != draw:
            pass
        answers.append(one)
    return answers


def test_the_page_is_not_told_which_criterion_is_whose():
    shown = POSTS.shown()
    assert all(set(one) == {"id", "text"} for one in shown["posts"][0]["criteria"])


def test_the_dice_fall_evenly_and_the_profiles_always_change_hands():
    draws = POSTS.shown()["draws"]
    assert len(draws) == len({str(one) for one in draws}) == 8
    assert [one["arm"] for one in draws].count("first") == 4
    assert all(sorted(one["kinds"]) == [0, 1] for one in draws)
    assert [one["kinds"] for one in draws].count([0, 1]) == 4
    assert [one["order"] for one in draws].count([0, 1]) == 4


def test_the_same_profile_reads_the_same_whoever_has_it_but_for_name_and_pronoun():
    for post in POSTS.shown()["posts"]:
        for man, woman in zip(
            *sorted(post["people"], key=lambda two: two[0]["name"]), strict=True
        ):
            assert man["profile"] == woman["profile"]
            assert man["text"] != woman["text"]
            assert "{" not in man["text"] + woman["text"]
    close, trained = POSTS.shown()["posts"][1]["people"][1]
    assert close["text"].startswith("Paula came")
    assert " she has served" in close["text"]
    assert "His staff stay" in trained["text"]


def test_a_liking_for_a_profile_cancels_out_and_a_lean_towards_people_stays():
    for draw in range(len(DRAWS)):
        assert POSTS.feedback(given(draw))["lean"] == 0
        assert POSTS.feedback(for_the_man(draw, 2))["lean"] == 2
        assert POSTS.feedback(for_the_man(draw, 2))["towards"] == "the man"
        assert POSTS.feedback(for_the_man(draw, -1))["towards"] == "the woman"


def test_fit_is_how_much_more_the_strengths_of_the_chosen_counted():
    assert POSTS.feedback(given(choice="close"))["fit"] == 2
    assert POSTS.feedback(given(choice="trained"))["fit"] == -2
    rows = POSTS.feedback(given(FIRST[-1], choice="trained"))["rows"]
    assert [row["post"] for row in rows] == [
        POSTS.posts[at].title for at in DRAWS[FIRST[-1]].order
    ]
    for row in rows:
        assert [one["counted"] for one in row["people"]] == [5, 3]
        assert row["chose"] == row["people"][1]["name"]


def test_measures_by_hand():
    posts = [Weighed((6, 4, 5), (3, 3, 3), 0, 0), Weighed((5, 5, 5), (4, 5, 6), 1, 1)]
    assert [fit(one) for one in posts] == [2, 0]
    assert lean(posts) == 1
    assert by_chance(posts) == pytest.approx(1.96 / sqrt(3), abs=1e-3)


def test_one_in_twenty_is_beyond_chance_where_people_play_no_part():
    rng = random.Random(3)

    def wandering():
        return [
            Weighed(
                [rng.gauss(4, 1) for _ in range(3)], [rng.gauss(4, 1) for _ in "abc"], at, 0
            )
            for at in (0, 1)
        ]

    people = [wandering() for _ in range(4000)]
    beyond = fmean(abs(lean(one)) > by_chance(one) for one in people)
    assert beyond == pytest.approx(0.05, abs=0.012)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (given(draw=8), "less than 8"),
        (given(close=8), "less than or equal to 7"),
        (given(choice="nobody"), "Choose one of the two people for “Leader"),
        ({"draw": 0, "posts": {}}, "“Leader of a warden team” is missing"),
        (
            {"draw": 0, "posts": given()["posts"] | {"x": given()["posts"]["kitchen"]}},
            "no post",
        ),
        ({}, "draw"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(bad, why):
    with pytest.raises(ResponseError, match=why) as told:
        POSTS.feedback(bad)
    assert "\n" not in str(told.value)


def test_a_criterion_without_a_weight_is_named():
    told = given()
    del told["posts"]["wardens"]["weights"]["calms"]
    with pytest.raises(ResponseError, match="Stays calm when somebody shouts"):
        POSTS.feedback(told)
    told["posts"]["wardens"]["weights"]["calm"] = 3
    with pytest.raises(ResponseError, match="no criterion 'calm'"):
        POSTS.feedback(told)


def test_a_post_that_favours_a_profile_by_its_list_is_refused():
    posts = [dict(one) for one in DATA["posts"]]
    posts[0]["criteria"] = posts[0]["criteria"][:-1]
    with pytest.raises(ValidationError, match="give each profile as many"):
        CriteriaExercise.model_validate(DATA | {"posts": posts})
    posts[0] = DATA["posts"][0] | {"candidates": DATA["posts"][0]["candidates"][::-1]}
    with pytest.raises(ValidationError, match="need the profiles"):
        CriteriaExercise.model_validate(DATA | {"posts": posts})


def test_what_was_said_is_told_in_words():
    words = POSTS.in_words(given(FIRST[0]))
    assert words[0].to == "Leader of a warden team"
    assert words[0].text.startswith("I chose Daniel")
    assert "Stays calm when somebody shouts: 5" in words[0].text
    assert POSTS.in_words({"draw": "x"}) == [("", "x")]


def test_paper_has_every_criterion_and_the_key_says_whose_it_is():
    sheet, key = POSTS.on_paper()
    assert "Stays calm when somebody shouts" in str(sheet)
    assert "Daniel: knows the estate" in str(key)
    assert "Daniel: knows the estate" not in str(sheet)


def test_a_group_is_compared_by_its_two_halves_with_welch_s_interval():
    answers = cohort(*FIRST * 2, *AFTER * 2)
    found = POSTS.together(answers)
    (table,) = found.tables
    assert [[cell.people for cell in row.cells] for row in table.rows] == [[8, 8, 16]] * 2
    early, late = (
        [fmean(map(fit, POSTS.weighed(POSTS._complete(one)))) for one in half]
        for half in (answers[:8], answers[8:])
    )
    low, high = stats.ttest_ind(late, early, equal_var=False).confidence_interval()
    told = difference(late, early)
    assert (told.value, told.low, told.high) == pytest.approx(
        (fmean(late) - fmean(early), low, high)
    )
    assert f"{told.value:+.2f}".replace("-", "−") in found.says[0]
    assert "panel" in found.says[-1]
    low, high = stats.t.interval(0.95, 7, fmean(early), stats.sem(early))
    assert (mean(early).low, mean(early).high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    "draws", [FIRST[:1] * 5, AFTER * 3, FIRST + AFTER[:1], FIRST[:1] + AFTER]
)
def test_a_half_of_one_cannot_be_compared_and_then_no_number_is_told(draws):
    found = POSTS.together(cohort(*draws))
    assert len(found.says) == 1
    assert "when each has 2 people" in found.says[0]
    assert found.tables == ()


@pytest.mark.parametrize("draws", [FIRST * 2 + AFTER, FIRST[:2] + AFTER[:3]])
def test_from_five_on_the_difference_is_told_and_nothing_of_a_half_of_fewer(draws):
    answers = cohort(*draws)
    found = POSTS.together(answers)
    assert "interval from" in found.says[0]
    assert "nothing is told until it has 5" in found.says[2]
    assert found.tables[0].columns == ("Difference",)
    assert {cell.people for row in found.tables[0].rows for cell in row.cells} == {
        len(draws)
    }


def test_where_everybody_says_the_same_nothing_is_told_that_would_be_each_one_s():
    alike = [given(draw) for draw in FIRST * 2]
    found = POSTS.together(alike + [given(draw) for draw in AFTER * 2])
    assert "No difference is told" in found.says[0]
    told = {cell.text for row in found.tables[0].rows for cell in row.cells}
    assert told == {"withheld: too much alike"}
    found = POSTS.together(alike + cohort(*AFTER * 2))
    assert "interval from" in found.says[0]
    first, after, _ = found.tables[0].rows[0].cells
    assert first.text == "withheld: too much alike"
    assert "to" in after.text


def test_each_half_is_told_with_whose_answers_it_is_about():
    draws = [one for pair in zip(FIRST * 2, AFTER * 2, strict=True) for one in pair]
    (table,) = POSTS.together(cohort(*draws)).tables
    for row in table.rows:
        first, after, both = row.cells
        assert (first.of, after.of) == (
            (tuple(range(0, 16, 2)),),
            (tuple(range(1, 16, 2)),),
        )
        assert both.of == ()


def test_a_group_is_said_to_tell_only_where_its_interval_leaves_zero_out():
    heard = set()
    for size in (10, 40, 300):
        answers = [POSTS.simulate(random.Random(one)) for one in range(size)]
        for says in POSTS.together(answers).says[:2]:
            _, how, low, high = re.fullmatch(
                r"(.+\?) (.+): the difference .+ from (\S+) to (\S+)\.", says
            ).groups()
            low, high = (float(one.replace("−", "-")) for one in (low, high))
            wanted = "Yes, in this group" if low > 0 else "This group cannot tell"
            assert how == ("No, the other way round in this group" if high < 0 else wanted)
            heard.add(how)
    assert "This group cannot tell" in heard
    assert "Yes, in this group" in heard


@pytest.mark.parametrize("many", [5, 12, 30])
def test_a_simulated_group_obeys_the_rule_of_five(many):
    answers = [POSTS.simulate(random.Random(one)) for one in range(many)]
    for table in POSTS.together(answers).tables:
        for row in table.rows:
            assert all(cell.people >= FEWEST for cell in row.cells)
            assert all(many - c.people in {0, *range(FEWEST, many)} for c in row.cells)


def test_a_cohort_of_three_hundred_shows_that_numbers_follow_choices_made_first():
    found = POSTS.together([POSTS.simulate(random.Random(one)) for one in range(300)])
    assert "Yes, in this group" in found.says[0]
