"""What a page is told of what was written elsewhere, message by message."""

import pytest

from academy import content
from academy.left import MOST_OTHERS
from academy.show import show


@pytest.fixture
def scene(root):
    folder = root / "modules" / "02_listening"
    return next(one for one in content.exercises(folder) if one.kind == "reply")


@pytest.fixture
def widget(scene, session, clock):
    return show(scene, session, clock)


def draft(widget, page, written, n=1, seen=0, **more):
    message = {"n": n, "page": page, "seen": seen, "form": {"written": written}}
    widget.draft = message | more


def written(widget):
    return [one["form"]["written"] for one in widget.others["versions"]]


def test_what_is_kept_is_told_to_the_page_that_sent_it_with_its_place(widget):
    draft(widget, "p", "mine")
    assert widget.saved["page"] == "p"
    draft(widget, "q", "theirs")
    assert (widget.saved["page"], widget.saved["seen"]) == ("q", 2)
    assert [(one["page"], one["id"]) for one in widget.others["versions"]] == [("p", 1)]


def test_an_answer_finds_what_another_tab_wrote_as_a_draft_does(widget, scene):
    draft(widget, "q", "theirs")
    answer = {"chosen": [scene.replies[0].id], "written": ""}
    form = {"written": "mine"}
    widget.response = {"n": 1, "page": "p", "seen": 0, "answer": answer, "form": form}
    assert written(widget) == ["theirs"]


def test_what_was_put_away_stays_away_and_what_took_its_place_is_not_lost(widget):
    draft(widget, "q", "theirs")
    draft(widget, "p", "mine")
    (other,) = widget.others["versions"]
    draft(widget, "p", "mine", n=2, seen=other["id"], beside=[])
    assert written(widget) == []
    draft(widget, "q", "theirs, on", n=2)
    draft(widget, "p", "mine", n=3, seen=other["id"], beside=[])
    assert written(widget) == ["theirs, on"]
    there = widget.others["versions"][0]
    swap = {"was": {"written": "mine"}, "beside": [], "seen": there["id"]}
    draft(widget, "p", "theirs, on", n=4, **swap)
    assert written(widget) == ["mine"]


def test_versions_that_are_not_shown_yet_are_named(widget):
    for place in range(MOST_OTHERS + 2):
        draft(widget, f"q{place}", f"tab {place}")
    draft(widget, "p", "mine")
    assert len(widget.others["versions"]) == MOST_OTHERS
    assert widget.others["more"] == [2, 1]


def test_a_draft_on_top_of_an_answer_is_told_until_the_next_answer(widget, scene):
    form = {"written": ""}
    answer = {"chosen": [scene.replies[0].id], "written": ""}
    widget.response = {"n": 1, "page": "p", "answer": answer, "form": form}
    assert "changed" not in widget.saved
    draft(widget, "p", "more", n=2)
    widget.move = {"n": 3, "page": "p", "to": "me"}
    assert widget.saved["changed"] is True
    widget.response = {"n": 4, "page": "p", "answer": answer, "form": form}
    assert "changed" not in widget.saved


def test_a_head_names_the_page_that_it_was_written_on(widget, scene, session, clock):
    draft(widget, "p", "mine")
    assert show(scene, session, clock).draft["page"] == "p"
