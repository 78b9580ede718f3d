import re
import shutil
import subprocess
import zlib
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from academy.assessment.exports.portfolio import portfolio, reflections
from academy.people_cli import app
from academy.session import open_store
from academy.store import Record
from academy_widgets.typeset.pages import ACCENT, Pages

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
REFLECTION, ASSIGNMENT = "02_listening/a_conversation", "02_listening"
FIRST, LAST = "listening_what_happened", "listening_next_time"


@pytest.fixture
def hand(tmp_path, monkeypatch):
    monkeypatch.delenv("ACADEMY_CONTENT", raising=False)
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path / "data"))
    made = Hand()
    yield made
    made.store.close()


class Hand:
    """What is written into one learner's log."""

    def __init__(self):
        self.store = open_store()

    def keep(self, what, learner="ada", exercise=REFLECTION, **body):
        return self.store.append(
            Record(
                what=what,
                learner=learner,
                exercise=exercise,
                version="v",
                at=NOW,
                body={"assignment": ASSIGNMENT} | body,
            )
        )

    def send(self, text, **more):
        return self.keep("handed_in", answers={FIRST: text, LAST: ""}, **more)

    def give_back(self, sent, comment):
        question = {"score": 2, "max": 3, "criterion": "One talk.", "level": "A place."}
        left_out = {"score": 0, "max": 3, "criterion": "A reason.", "level": ""}
        return self.keep(
            "returned",
            handed_in=sent.id,
            score=2,
            max=6,
            questions=[
                question | {"id": FIRST, "comment": comment, "left_out": False},
                left_out | {"id": LAST, "comment": "", "left_out": True},
            ],
        )

    def texts(self):
        (one,) = reflections(self.store, "ada")
        return one.texts


def answers(text):
    return [part.answer for part in text.parts]


def test_a_returned_reflection_has_question_answer_level_comment_and_reply(hand):
    sent = hand.send("I sat down beside her.")
    back = hand.give_back(sent, "Thank you.")
    given = {"handed_in": sent.id, "returned": back.id, "text": "I see.", "look": False}
    hand.keep("answered", **given)

    (text,) = hand.texts()
    first, last = text.parts
    assert first.asked.startswith("Who was talking with you")
    assert (first.answer, first.mark.level, first.mark.comment) == (
        "I sat down beside her.",
        "A place.",
        "Thank you.",
    )
    assert (last.answer, last.mark.score) == ("", 0)
    assert text.said_back == "I see."
    assert text.facts == [
        "Sent to a tutor on 22 November 2026, 12:00 UTC.",
        "Returned on 22 November 2026, 12:00 UTC, 2 of 6 points.",
    ]


def test_of_several_versions_those_that_came_back_and_the_newest_are_in_it(hand):
    hand.give_back(hand.send("One."), "To one.")
    hand.send("Two.")
    hand.send("Three.")
    first, last = hand.texts()
    assert (answers(first), first.version) == (["One.", ""], "Version 1 of 3")
    assert (answers(last), last.version) == (["Three."], "Version 3 of 3")


def test_what_was_taken_back_or_never_sent_is_still_ones_own(hand):
    sent = hand.send("One.")
    hand.keep("withdrawn", handed_in=sent.id)
    (text,) = hand.texts()
    assert answers(text) == ["One."]
    assert text.facts[1] == "Taken back afterwards."


def test_what_was_kept_and_not_sent_is_in_it(hand):
    hand.keep("response", answer={"answers": {FIRST: "Kept."}}, form={})
    (text,) = hand.texts()
    assert answers(text) == ["Kept."]
    assert text.facts == ["Kept on 22 November 2026, 12:00 UTC, and not sent to a tutor."]


def test_nobody_elses_words_are_in_it(hand):
    hand.send("Mine.")
    hand.send("Hers.", learner="bea")
    hand.keep("peer", learner="bea", author="ada", answers={"saw": "A peer's."})
    hand.keep("peer", author="bea", answers={"saw": "To a peer."})
    assert [answers(text) for text in hand.texts()] == [["Mine."]]


def test_a_reflection_that_has_left_the_course_is_in_it(hand):
    hand.send("Long ago.", exercise="09_gone/reflection")
    (one,) = reflections(hand.store, "ada")
    assert (one.title, answers(one.texts[0])) == ("09_gone/reflection", ["Long ago."])
    assert portfolio(hand.store, "ada").startswith(b"%PDF-")


def test_who_has_written_none_gets_a_page_that_says_so(hand):
    assert reflections(hand.store, "ada") == []
    assert portfolio(hand.store, "ada").startswith(b"%PDF-")


def streams(pdf):
    for found in re.finditer(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            continue


def test_it_is_tagged_titled_and_in_a_language(hand):
    hand.give_back(hand.send("I sat down.\n\nShe told me. " * 300), "Thank you.")
    pdf = portfolio(hand.store, "ada", NOW)
    for part in (b"/Lang (en-GB)", b"/Title (My reflections)", b"/DisplayDocTitle true"):
        assert part in pdf
    for tag in (b"/S /H1", b"/S /H2", b"/S /H3", b"/S /P", b"/Marked true"):
        assert tag in pdf
    pages = [one for one in streams(pdf) if b" BDC" in one]
    assert len(pages) > 3
    for page in pages:  # no element runs over the end of its page
        assert page.count(b" BDC") == page.count(b"EMC")
    assert pdf == portfolio(hand.store, "ada", NOW)


HOSTILE = [
    "",
    "\x00\x07\ud800\uffff",
    "\u202eevil\u2066\u200f",
    "x" * 3000,
    "ئ" * 300,
    "שלום in English 123, (סוגריים) “!",
    "中文 हिन्दी 한국어 ქართული 😀👩🏽‍⚕️ 🇬🇧",
    "e\u0301\u0302\u0303" * 40,
    "**bold** <b>b</b> {nb} ~~s~~ (\\) %PDF",
    " leading  and   many\tspaces ",
    "\n\n\n",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_was_written_can_be_printed(text):
    paper = Pages("x", NOW)
    paper.add_page()
    paper.heading(3, text)
    paper.facts(text)
    paper.words(text)
    paper.words(text, ACCENT)
    assert bytes(paper.output()).startswith(b"%PDF-")


def test_a_character_that_no_font_has_is_told():
    paper = Pages("x", NOW)
    paper.add_page()
    paper.words("Жλ שלום عربي “”…–\u200b")
    assert not paper.unprintable
    paper.words("中")
    assert paper.unprintable


def shown(pdf, tmp_path):
    """Return what a reader of PDFs finds in it, and what it complains of."""
    (tmp_path / "it.pdf").write_bytes(pdf)
    words = ["pdftotext", "-layout", str(tmp_path / "it.pdf"), "-"]
    run = subprocess.run(words, capture_output=True, text=True, check=True)
    return run.stdout, run.stderr


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler's pdftotext")
def test_a_reader_finds_every_word_on_every_page(hand, tmp_path):
    lines = [f"line{n} שלום {n}" if n % 3 else f"שורה line{n} של" for n in range(200)]
    hand.give_back(hand.send("\n".join(lines)), "Thank you.\nWell seen.")
    text, complaints = shown(portfolio(hand.store, "ada"), tmp_path)
    assert complaints == ""
    assert {f"line{n}" for n in range(200)} <= set(re.findall(r"line\d+", text))
    for words in ("My reflections", "Thank you.", "Well seen.", "A place.", "Left out."):
        assert words in text
    assert text.count("\f") > 5


def test_an_operator_writes_it_for_a_learner_who_asks(hand, tmp_path):
    hand.send("Mine.")
    file = tmp_path / "ada.pdf"
    done = CliRunner().invoke(app, ["portfolio", "ada", str(file)])
    assert done.stdout == f"Written to {file}, which only you can open.\n"
    assert file.read_bytes().startswith(b"%PDF-")
    assert file.stat().st_mode & 0o777 == 0o600
