import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser

import pytest

from academy import content, printing
from academy.content import ContentError
from academy_widgets import paper
from academy_widgets.exercise import Exercise

LISTENING = "02_listening"
MODULES = [one.id for one in content.load_course().modules]


class Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.tags = [], []

    def handle_data(self, data):
        self.words.append(data)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def read(page):
    parsed = Text()
    parsed.feed(page)
    return " ".join(" ".join(parsed.words).split()), parsed.tags


@pytest.fixture(scope="module")
def sheets():
    return read(printing.sheets(LISTENING))


@pytest.fixture(scope="module")
def tutors_part():
    return read(printing.tutors_part(LISTENING))


def same(words):
    return " ".join(words.split())


@pytest.mark.parametrize("module", MODULES)
def test_every_exercise_is_on_paper_in_the_order_of_the_module(module):
    text, _ = read(printing.sheets(module))
    titles = [one.title for one in content.in_order(module)]
    places = [text.index(same(title)) for title in titles]
    assert len(titles) >= 7
    assert places == sorted(places)
    for says in content.STEPS.values():
        assert says in text


@pytest.mark.parametrize("module", MODULES)
def test_what_it_cannot_say_is_beside_it_and_what_was_found_comes_after_all_guesses(
    module,
):
    text, _ = read(printing.sheets(module))
    exercises = content.in_order(module)
    last = text.index("One small thing before next time")
    for one in exercises:
        assert text.index(same(one.basis.limits)) < last
        assert text.index(same(one.basis.size)) > last
        assert same(f"{one.basis.study} {one.basis.size} {one.basis.certainty}") in text


def test_no_sheet_says_what_only_the_key_knows(sheets, tutors_part):
    known = [
        (one.id, same(row[-1]))
        for one in content.in_order(LISTENING)
        for part in one.on_paper().key
        for row in part.rows
        if len(row[-1].split()) > 4
    ]
    assert len(known) > 40
    for id, why in known:
        assert why not in sheets[0], id
        assert why in tutors_part[0], id


def test_each_reply_of_a_scene_can_be_ticked_and_written_below(sheets):
    scenes = [one for one in content.in_order(LISTENING) if one.kind == "reply"]
    text, tags = sheets
    for scene in scenes:
        for reply in scene.replies:
            assert same(reply.text) in text
    boxes = [tag for tag, attrs in tags if attrs.get("class") == "box"]
    assert len(boxes) > sum(len(scene.replies) for scene in scenes)
    assert sum(tag == "i" for tag, _ in tags) > 5 * len(scenes)


def test_each_turn_to_be_marked_has_a_box_for_each_label(sheets):
    (talk,) = [one for one in content.in_order(LISTENING) if one.kind == "code"]
    (table,) = [part for part in talk.on_paper().sheet if part.form == "table"]
    for turn, row in zip(talk.turns, table.rows, strict=True):
        assert row.count(paper.BOX) == (4 if turn.label else 0)


def test_a_page_for_the_printer_needs_nothing_beside_it(sheets, tutors_part):
    for _, tags in (sheets, tutors_part):
        assert not {"script", "link", "img", "audio", "iframe"} & {tag for tag, _ in tags}
        assert not [attrs for _, attrs in tags if "src" in attrs]
    assert "url(" not in printing.sheets(LISTENING)


def test_what_an_author_writes_is_text_and_no_tag(monkeypatch):
    hostile = "<script>alert(1)</script> & “so”"
    parts = (
        paper.text(hostile),
        paper.said(hostile, hostile),
        paper.choose([hostile], hostile),
        paper.write(hostile),
        paper.table(hostile, [hostile], [[hostile]]),
    )
    made = paper.Paper(parts, parts)
    monkeypatch.setattr(Exercise, "on_paper", lambda _: made)
    for kind in {type(one) for one in content.in_order(LISTENING)}:
        monkeypatch.setattr(kind, "on_paper", lambda _: made)
    for page in (printing.sheets(LISTENING), printing.tutors_part(LISTENING)):
        assert "<script" not in page
        assert unescape(page).count(hostile) >= 8
    assert "<b>" not in printing.prose("Some <b>bold</b> words")


def test_a_kind_without_a_paper_of_its_own_shows_what_it_shows_and_room_to_write():
    shown = {
        "id": "m/x",
        "scene": "A ward.",
        "speaker": {"name": "Ada", "who": "a nurse"},
        "turns": [{"id": "one", "text": "Hello."}, {"id": "two", "text": "Mm."}],
        "most": 8,
        "groups": ["Staff", "Family"],
    }
    assert paper.from_shown(shown) == (
        paper.text("A ward."),
        paper.text("Ada: a nurse"),
        paper.listed(["Hello.", "Mm."]),
        paper.listed(["Staff", "Family"]),
    )
    assert paper.write("", words=61).lines == 7


def test_a_module_that_is_not_there_is_told():
    for make in (printing.sheets, printing.tutors_part):
        with pytest.raises(ContentError, match=r"names no '\.\./course'"):
            make("../course")


def test_the_command_writes_both_parts_and_says_where(tmp_path):
    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", "academy", "print", *words],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=60,
            check=False,
        )

    assert "02_listening.html" in run(LISTENING).stdout
    assert "02_listening-tutor.html" in run(LISTENING, "--key").stdout
    assert len(list(tmp_path.iterdir())) == 2
    for wrong in (("nothing",), (LISTENING, "no/such/folder/a.html")):
        told = run(*wrong)
        assert told.returncode == 1
        assert "Traceback" not in told.stderr
        assert re.search("names no 'nothing'|cannot be written", told.stderr)
