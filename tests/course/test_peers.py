import random
from datetime import UTC, datetime

import pytest

from academy import cohort, peers, sharing
from academy.people import People
from academy.store import Record

NOW = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
WRITE = "02_listening/a_conversation"
ASSIGNMENT = "02_listening"


class Kept:
    """Who reads whom, in memory."""

    def __init__(self):
        self.now = {}

    def pairs(self, *_):
        return dict(self.now)

    def set_pairs(self, _cohort, _assignment, pairs):
        self.now = dict(pairs)


def check(pairs, here):
    for one in here:
        mine = pairs[one]
        assert one not in mine
        assert len(set(mine)) == len(mine)
        assert len([who for who in mine if who in here]) >= 2
        assert any(one in pairs[other] for other in here)


def names(count, letter="a"):
    return [f"{letter}{number}" for number in range(count)]


@pytest.mark.parametrize("count", [3, 4, 5, 8, 30])
def test_in_a_first_circle_everybody_reads_two_others_and_is_read_by_two(count):
    for seed in range(20):
        pairs = peers.paired({}, names(count), random.Random(seed))
        check(pairs, names(count))
        assert {len(mine) for mine in pairs.values()} == {2}
        read = [author for mine in pairs.values() for author in mine]
        assert {read.count(one) for one in names(count)} == {2}


def test_lots_decide_who_stands_beside_whom():
    circles = [peers.paired({}, names(6), random.Random(seed)) for seed in range(9)]
    assert len({str(sorted(one.items())) for one in circles}) > 1


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_wait(count):
    assert peers.paired({}, names(count)) == {}


@pytest.mark.parametrize("late", [1, 2, 3, 7])
def test_whoever_comes_late_joins_and_nobody_loses_what_they_were_given(late):
    for seed in range(20):
        rng = random.Random(seed)
        here, pairs = names(4), peers.paired({}, names(4), rng)
        for one in names(late, "z"):
            before, here = pairs, [*here, one]
            pairs = peers.paired(before, here, rng)
            assert all(pairs[who][: len(before[who])] == before[who] for who in before)
            check(pairs, here)
        assert max(map(len, pairs.values())) <= 4
        assert peers.paired(pairs, here, rng) == pairs


def test_whoever_steps_back_is_replaced_and_finds_their_own_when_they_return():
    rng = random.Random(1)
    before = peers.paired({}, names(5), rng)
    without = peers.paired(before, names(5)[1:], rng)
    check(without, names(5)[1:])
    assert without["a0"] == before["a0"]
    again = peers.paired(without, names(5), rng)
    check(again, names(5))
    assert all(again[who][:2] == before[who] for who in before)


@pytest.fixture
def people(store):
    made = People(store)
    id = made.cohorts.add(cohort.loads(cohort.template()), NOW)
    for learner in ("ada", "bo", "cy", "dee", "tess"):
        role = "tutor" if learner == "tess" else "learner"
        _, code = made.invitations.make(role=role, name=learner, cohort=id, now=NOW)
        made.invitations.join(code, learner, now=NOW)
    made.cohort = id
    return made


def happened(store, learner, what, audience="me", **body):
    given = {"learner": learner, "exercise": WRITE, "version": "v", "at": NOW}
    return store.append(Record(what=what, audience=audience, body=body, **given))


def hands_in(store, people, *learners, to="cohort"):
    """Write a reflection, hand it in, and let others read it; return the last answer."""
    for learner in learners:
        said = {"answers": {"listening_next_time": f"Words of {learner}"}}
        mine = happened(store, learner, "response", answer=said, form=said)
        happened(store, learner, "handed_in", assignment=ASSIGNMENT, **said)
        sharing.move(store, people.cohorts, mine, to, now=lambda: NOW)
    return mine


def takes_part(store, people):
    return set(peers.taking_part(store, people, people.cohort, WRITE))


def test_who_handed_in_and_lets_the_cohort_read_it_takes_part(store, people):
    mine = hands_in(store, people, "ada")
    assert takes_part(store, people) == {"ada"}
    hands_in(store, people, "bo", to="anyone")
    hands_in(store, people, "cy", to="tutor")
    shared = happened(store, "dee", "response", "cohort", answer={}, form={})
    assert shared.audience == "cohort"
    assert takes_part(store, people) == {"ada", "bo"}
    sharing.move(store, people.cohorts, mine, "me", now=lambda: NOW)
    assert takes_part(store, people) == {"bo"}


def test_who_took_it_back_from_the_tutor_takes_no_part(store, people):
    hands_in(store, people, "ada", "bo")
    sent = store.read(learner="ada", what="handed_in")[-1]
    happened(store, "ada", "withdrawn", handed_in=sent.id)
    assert takes_part(store, people) == {"bo"}


def mine(store, people, kept, reader):
    here = peers.Round(people.cohort, ASSIGNMENT, peers.exercise_of(ASSIGNMENT))
    return peers.authors(store, people, kept, reader, here)


def test_pairs_are_made_when_there_are_three_and_kept(store, people):
    kept = Kept()
    hands_in(store, people, "ada", "bo")
    assert mine(store, people, kept, "ada") == ()
    hands_in(store, people, "cy")
    first = mine(store, people, kept, "ada")
    assert set(first) == {"bo", "cy"}
    assert mine(store, people, kept, "ada") == first
    assert mine(store, people, kept, "dee") == ()
    assert mine(store, people, kept, "tess") == ()


def test_a_step_back_takes_the_reading_away_at_once(store, people):
    answer = hands_in(store, people, "ada")

    def read(reader="bo"):
        found = peers.read(store, people, reader, "ada", WRITE)
        return found and found.body["answer"]["answers"]["listening_next_time"]

    assert read() == "Words of ada"
    assert read("stranger") is None
    people.cohorts.pair(people.cohort, random.Random(1))
    partner = next(
        one
        for one in ("bo", "cy", "dee")
        if people.cohorts.ties(one)["ada"][0].audience == "partner"
    )
    sharing.move(store, people.cohorts, answer, "partner", now=lambda: NOW)
    # Their partner may read it as a partner, elsewhere; here is for the whole cohort.
    assert read() is None
    assert read(partner) is None


def writes(store, writer, author, text, **more):
    said = {"asked": {"a": "What did you see?"}, "answers": {"a": text, "b": " "}}
    said |= {"assignment": ASSIGNMENT, "author": author}
    return happened(store, writer, "peer", **said | more)


def test_what_a_peer_wrote_is_for_whom_they_wrote_to_the_newest_of_each(store, people):
    writes(store, "bo", "ada", "First.")
    writes(store, "bo", "ada", "Second, <b>better</b>.")
    writes(store, "cy", "ada", "Mine.")
    writes(store, "cy", "bo", "For Bo.")
    heard = peers.letters_to(store, people, "ada", WRITE)
    assert {one.learner: one.said for one in heard} == {
        "bo": [("What did you see?", "Second, <b>better</b>.")],
        "cy": [("What did you see?", "Mine.")],
    }
    assert peers.letters_to(store, people, "cy", WRITE) == []
    by = peers.letters_by(store, people, "cy", WRITE)
    assert {to: one.said[0].text for to, one in by.items()} == {
        "ada": "Mine.",
        "bo": "For Bo.",
    }


def test_what_was_written_to_somebody_under_a_former_id_is_theirs(store, people):
    writes(store, "bo", "ada-phone", "First.")
    people.known.same("ada-phone", "ada")
    (heard,) = peers.letters_to(store, people, "ada", WRITE)
    assert heard.said[0].text == "First."
    assert list(peers.letters_by(store, people, "bo", WRITE)) == ["ada"]


def test_an_assignment_that_is_in_no_exercise_is_told():
    with pytest.raises(ValueError, match="belongs to 'no_such'"):
        peers.exercise_of("no_such")
