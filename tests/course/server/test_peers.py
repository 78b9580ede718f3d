"""Peers, asked of a real server: who reads whom, what is written, what a step back does."""

import re
from html import unescape

import pytest
from marked import IDS, NAME, Marked

from academy import sharing
from academy.assessment.book import Options
from academy.server.peer_pages import LONGEST

pytestmark = pytest.mark.kernel

PEERS = "/cohort/peers"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def started(academy_class, tmp_path_factory):
    made = Marked(academy_class(tmp_path_factory.mktemp("peers") / "data")).start()
    yield made
    made.stop()


@pytest.fixture
def marked(started):
    """The same cohort each time, before anybody has written."""
    for who in ("ada", "bo", "cy"):
        started.store.erase(learner=who)
    started.book.set_pairs(started.cohort, NAME, {})
    started.book.set_options(started.cohort, NAME, Options(peers=True))
    return started


def get(marked, who, path=PEERS, expected=200):
    status, _, text = marked.ask(who, path, script=False)
    assert status == expected, (who, path, text[:500])
    main = re.search(r"<main.*</main>", text, re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def one(marked, place=0):
    return f"{PEERS}/{marked.cohort}/{NAME}/{place}"


def writes(marked, who, place=0, **fields):
    return marked.ask(who, one(marked, place), fields, script=False)


def hands_in(marked, *learners, to="cohort"):
    """Answer, hand in and share, as the module's page does; return the last answer."""
    for who in learners:
        said = {"answers": {IDS[0]: f"Words of {who}. {HOSTILE}"}}
        mine = marked._record(who, "response", answer=said, form=said)
        marked._record(who, "handed_in", assignment=NAME, **said)
        sharing.move(marked.store, marked.people.cohorts, mine, to)
    return mine


def reads(marked, who):
    """Return whom somebody reads, by place."""
    links = re.findall(rf"/{NAME}/(\d)", marked.ask(who, PEERS, script=False)[2])
    found = {}
    for place in sorted({int(link) for link in links}):
        text = get(marked, who, one(marked, place))
        found[re.search(r"Words of (\w+)", text)[1]] = place
    return found


def test_what_is_still_to_do_is_told_and_it_begins_with_three(marked):
    assert "once you have sent your reflection" in get(marked, "ada")
    mine = hands_in(marked, "ada", to="tutor")
    assert "once you let your cohort read it" in get(marked, "ada")
    sharing.move(marked.store, marked.people.cohorts, mine, "cohort")
    assert "just now there is 1." in get(marked, "ada")
    hands_in(marked, "bo")
    assert "just now there are 2." in get(marked, "ada")
    get(marked, "ada", one(marked), 404)
    hands_in(marked, "cy")
    assert set(reads(marked, "ada")) == {"bo", "cy"}
    assert set(reads(marked, "bo")) == {"ada", "cy"}
    assert "Nothing yet." in get(marked, "ada")


def test_who_is_not_in_it_reads_nothing(marked):
    hands_in(marked, "ada", "bo", "cy")
    get(marked, "ada")
    for who in ("tess", "una", "somebody", "stranger"):
        assert "Words of" not in get(marked, who, expected=200)
        assert "Words of" not in get(marked, who, one(marked), 404)
        assert writes(marked, who, ask="x")[0] == 404
    for place in (2, 99):
        get(marked, "ada", one(marked, place), 404)
    marked.book.set_options(marked.cohort, NAME, Options(peers=False))
    get(marked, "ada", one(marked), 404)
    assert "nobody reads each other's" in get(marked, "ada")
    assert marked.store.read(what="peer") == []


def test_what_is_written_reaches_its_author_by_name_and_nobody_else(marked):
    hands_in(marked, "ada", "bo", "cy")
    place = reads(marked, "ada")["bo"]
    form = get(marked, "ada", one(marked, place))
    assert "Bo will read it, with your name, Ada" in form
    assert "Which words that were said" in form
    status, head, _ = writes(
        marked, "ada", place, ask=f"Why? {HOSTILE}", uid="a", **{IDS[0]: "You waited."}
    )
    assert status == 302
    assert "Sent." in get(marked, "ada", head["Location"])
    writes(marked, "ada", place, ask="Why?", uid="a")  # the same, sent twice
    assert len(marked.store.read(what="peer")) == 1
    status, _, text = marked.ask("bo", PEERS, script=False)
    assert "<bdi>Ada</bdi>" in text
    assert "You waited." in text
    assert "&lt;script&gt;" in text
    assert HOSTILE not in text
    for who in ("cy", "tess", "somebody"):
        assert "You waited." not in marked.ask(who, PEERS, script=False)[2]
        assert "You waited." not in marked.ask(who, "/shared", script=False)[2]
    assert "You waited." in marked.ask("ada", "/me", script=False)[2]
    assert "You waited." in get(marked, "ada", one(marked, place))
    writes(marked, "ada", place, uid="b", **{IDS[0]: "You waited, and she went on."})
    told = get(marked, "bo")
    assert "and she went on" in told
    assert "You waited. " not in told
    marked.book.set_options(marked.cohort, NAME, Options(peers=False))
    assert "and she went on" in get(marked, "bo")


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"ask": " \n"}, "in one box at least"), ({"ask": "x" * (LONGEST + 1)}, "shorten")],
)
def test_what_cannot_be_sent_is_told_and_nothing_typed_is_lost(marked, fields, why):
    hands_in(marked, "ada", "bo", "cy")
    status, _, text = writes(marked, "ada", **fields)
    assert status == 400
    assert why in text
    assert fields["ask"].strip() in text
    assert marked.store.read(what="peer") == []


def test_a_step_back_takes_the_reading_away_and_keeps_what_was_typed(marked):
    hands_in(marked, "ada", "bo")
    mine = hands_in(marked, "cy")
    place = reads(marked, "ada")["cy"]
    sharing.move(marked.store, marked.people.cohorts, mine, "tutor")
    text = get(marked, "ada", one(marked, place), 404)
    assert "Words of" not in text
    status, _, text = writes(marked, "ada", place, ask="A careful question")
    assert status == 404
    assert "A careful question" in text
    assert marked.store.read(what="peer") == []
    assert "has taken theirs back for now" in get(marked, "ada")
    assert "once you let your cohort read it" in get(marked, "cy")


def test_who_chose_anyone_is_read_without_their_name(marked):
    hands_in(marked, "ada", "bo")
    mine = hands_in(marked, "cy", to="anyone")
    place = reads(marked, "ada")["cy"]
    for page in (get(marked, "ada"), get(marked, "ada", one(marked, place))):
        assert "omebody in your cohort" in page
        assert "Cy" not in page
    sharing.move(marked.store, marked.people.cohorts, mine, "me")
    assert "Somebody in your cohort has taken theirs back" in get(marked, "ada")
    for path, status in ((PEERS, 200), (one(marked, place), 404)):
        assert "Cy" not in get(marked, "ada", path, status)
