"""Thirty simulated learners of one cohort do all of Listening, through the real store."""

from collections import Counter, defaultdict
from statistics import mean

import pytest

from academy.group_results import FEWEST, Table, release
from academy_widgets.code.agreement import EXPERTS
from academy_widgets.code.model import EXPERT_PAIRS


@pytest.fixture(scope="module")
def thirty(thirty_of):
    return thirty_of("02_listening")


def test_marks_in_the_talk_agree_with_ours_as_one_expert_does_with_another(thirty):
    (talk,) = thirty.of("code")
    shown = thirty.feedback[talk.id]
    labels = [turn.label for turn in talk.turns if turn.label]
    expected = mean(EXPERT_PAIRS[a][a] / sum(EXPERT_PAIRS[a].values()) for a in labels)
    n = len(thirty.learners) * len(labels)
    found = sum(one["same"] for one in shown) / n
    assert abs(found - expected) < 3 * (expected * (1 - expected) / n) ** 0.5
    kappas = [float(one["agreement"][0]["kappa"]) for one in shown]
    assert EXPERTS["all"].least < mean(kappas) < EXPERTS["all"].most
    assert max(kappas) <= 1
    assert len(set(kappas)) > 5
    for one in shown:
        assert Counter(row["stands"] for row in one["turns"])["same"] == one["same"]


def test_every_reply_of_every_scene_is_met_and_most_write_one_of_their_own(thirty):
    heard = Counter()
    for scene in thirty.of("reply"):
        shown = thirty.feedback[scene.id]
        tried = Counter(row["id"] for one in shown for row in one["tried"])
        assert set(tried) == {reply.id for reply in scene.replies}
        assert all(1 <= len(one["tried"]) <= 3 for one in shown)
        written = [one for one in shown if one["written"]]
        assert 0.5 < len(written) / len(thirty.learners) <= 1
        assert all(bool(one["examples"]) == bool(one["written"]) for one in shown)
        heard.update(
            row["called"].split()[0] for one in written for row in one["heard"]["sentences"]
        )
    assert len(heard) >= 4
    assert max(heard.values()) < 0.6 * heard.total()


def test_shares_of_talk_add_up_and_guesses_are_more_even_than_talk(thirty):
    (talk,) = thirty.of("airtime")
    nearer = 0
    for one in thirty.feedback[talk.id]:
        shares = [row["share"] for row in one["people"]]
        guesses = [row["guess"] for row in one["people"]]
        assert sum(shares) == pytest.approx(100, abs=0.5)
        assert sum(guesses) == pytest.approx(100, abs=0.5)
        for row in one["people"]:
            assert row["minus"] == pytest.approx(row["guess"] - row["share"], abs=0.11)
        measured = one["evenness"]
        assert 0 <= measured["gini"] <= (len(shares) - 1) / len(shares)
        assert 0 <= measured["entropy_evenness"] <= 1
        assert sum(row["share"] for row in one["groups"]) == pytest.approx(100, abs=0.5)
        assert 0 <= one["silence"] < one["length"]
        nearer += max(guesses) < max(shares)
    assert nearer > len(thirty.learners) / 2


def test_in_threes_each_has_each_role_and_alone_nobody_counts_for_the_script(thirty):
    (triad,) = thirty.of("triad")
    finished = 0
    for one in thirty.feedback[triad.id]:
        roles = defaultdict(list)
        for row in one["rounds"]:
            for role in ("speaker", "listener", "observer"):
                roles[role].append(row[role])
            assert row["seconds"] > 0
            assert len(row["noticed"]) == 2
            people = {row["speaker"], row["listener"], row["observer"]}
            assert len(people) == 3
        assert all(len(set(names)) == len(names) for names in roles.values())
        finished += len(one["rounds"]) == 3
    assert finished > len(thirty.learners) / 2


def test_listeners_guess_a_little_high_and_every_gap_is_guess_less_rating(thirty):
    (heard,) = thirty.of("heard")
    gaps = []
    for one in thirty.feedback[heard.id]:
        for row in one["rows"]:
            left_out = row["felt"] is None
            assert row["gap"] == (None if left_out else row["guess"] - row["felt"])
            gaps += [] if left_out or one["way"] == "alone" else [row["gap"]]
    ways = Counter(one["way"] for one in thirty.feedback[heard.id])
    assert min(ways["pair"], ways["alone"]) >= 5
    assert 0 < mean(gaps) < 1.5


def first_choices(thirty, scene, learners):
    ids = [reply.id for reply in scene.replies]
    found = Counter(
        one.body["answer"]["chosen"][0]
        for one in thirty.answers[scene.id]
        if one.learner in learners
    )
    return Table(columns=tuple(ids), counts=(tuple(found[id] for id in ids),))


def test_what_the_group_chose_is_told_of_five_people_or_of_none(thirty):
    hidden = 0
    for scene in thirty.of("reply"):
        table = first_choices(thirty, scene, thirty.learners)
        (*cells, total) = release(table).shown()["cells"][0]
        assert total == {"people": len(thirty.learners)}
        told = [cell["people"] for cell in cells if "people" in cell]
        assert all(one == 0 or one >= FEWEST for one in told)
        withheld = len(cells) - len(told)
        few = [one for one in table.counts[0] if 0 < one < FEWEST]
        assert withheld >= len(few)
        assert withheld != 1  # or the total would tell it
        hidden += withheld
    assert hidden


def test_of_four_people_nothing_is_told(thirty):
    for scene in thirty.of("reply"):
        cells = release(first_choices(thirty, scene, thirty.learners[:4])).shown()["cells"][
            0
        ]
        assert all(cell.get("people", 0) == 0 for cell in cells)
