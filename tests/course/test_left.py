from dataclasses import replace

import pytest

from academy import content, paths
from academy.show import show

SCENE = next(
    one
    for one in content.exercises(paths.content() / "modules" / "02_listening")
    if one.kind == "reply"
)
CHOSEN = [SCENE.replies[0].id]


class Tab:
    """One opening of the exercise, as its page speaks: with its own count and name."""

    def __init__(self, session, clock, page):
        self.page, self.n = page, 0
        self.widget = show(SCENE, replace(session, page=page), clock)
        left = self.widget.saved
        self.seen = left.get("seen", 0)
        self.beside = self.offered()

    def offered(self):
        others = self.widget.others
        return [one["id"] for one in others.get("versions", [])] + others.get("more", [])

    def say(self, trait, **more):
        self.n += 1
        place = {"n": self.n, "page": self.page, "seen": self.seen, "beside": self.beside}
        setattr(self.widget, trait, place | more)
        assert self.widget.saved["state"] == "kept", self.widget.saved
        self.beside = self.offered()

    def draft(self, text, **more):
        self.say("draft", form={"written": text}, **more)

    def answer(self, text):
        self.say(
            "response",
            answer={"chosen": CHOSEN, "written": text},
            form={"written": text},
        )

    def shown(self):
        return self.widget.draft["form"]["written"]

    def others(self):
        return [one["form"]["written"] for one in self.widget.others.get("versions", [])]


@pytest.fixture
def tab(session, clock):
    return lambda page: Tab(session, clock, page)


@pytest.mark.parametrize("way", ["draft", "answer"])
def test_two_tabs_write_the_same_and_the_newest_is_shown_and_the_other_offered(tab, way):
    one, two = tab("one"), tab("two")
    getattr(one, way)("first")
    getattr(two, way)("second")
    assert two.others() == ["first"]
    again = tab("again")
    assert (again.shown(), again.others()) == ("second", ["first"])
    getattr(one, way)("third")
    assert one.others() == ["second"]
    again = tab("again")
    assert (again.shown(), again.others()[0]) == ("third", "second")


def test_a_draft_beside_an_answer_outlives_the_answer(tab, session):
    one, two = tab("one"), tab("two")
    one.draft("half")
    two.answer("whole")
    again = tab("again")
    assert (again.shown(), again.others()) == ("whole", ["half"])
    again.answer("whole, again")
    last = tab("last")
    assert (last.shown(), last.others()) == ("whole, again", ["half"])
    assert len(session.store.read()) == 2


def test_putting_the_other_one_away_keeps_it_away(tab):
    one, two = tab("one"), tab("two")
    one.draft("half")
    two.draft("other")
    again = tab("again")
    assert again.others() == ["half"]
    again.beside = []
    again.draft("other, and more")
    assert tab("last").others() == []


def test_putting_the_other_one_in_leaves_what_stood_there_beside(tab):
    one, two = tab("one"), tab("two")
    one.draft("half")
    two.draft("other")
    again = tab("again")
    again.beside = []
    again.draft("half", was={"written": "other"})
    last = tab("last")
    assert (last.shown(), last.others()) == ("half", ["other"])


def test_putting_in_said_again_leaves_one_version_beside(tab):
    one, two = tab("one"), tab("two")
    one.draft("half")
    two.draft("other")
    again = tab("again")
    again.beside = []
    again.draft("half", was={"written": "other"})
    again.n, again.beside = again.n - 1, []
    again.draft("half", was={"written": "other"})
    assert tab("last").others() == ["other"]


def test_answers_in_both_tabs_are_both_kept_once(tab, session):
    one, two = tab("one"), tab("two")
    one.answer("first")
    two.answer("second")
    two.n -= 1
    two.widget.response = {}
    two.answer("second")
    kept = [one.body["form"]["written"] for one in session.store.read(what="response")]
    assert kept == ["first", "second"]


def test_what_a_page_says_again_to_a_new_kernel_brings_nothing_old_back(tab):
    page = tab("one")
    page.draft("hal")
    page.answer("half and half")
    again = tab("one")
    again.draft("hal")  # the same two, from a page that heard of neither
    assert tab("other").shown() == "half and half"
    again.answer("half and half")
    last = tab("other")
    assert (last.shown(), last.others()) == ("half and half", [])


def test_the_order_of_two_tabs_does_not_hang_on_the_clock(tab, clock):
    one, two = tab("one"), tab("two")
    one.answer("first")
    clock.at = clock.at.replace(year=2020)
    two.answer("second")
    assert tab("again").shown() == "second"
