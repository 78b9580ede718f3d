"""What a tutor sees of the queue and of one reflection, reckoned without a server."""

from datetime import UTC, datetime, timedelta

import pytest

from academy import cohort
from academy.assessment.book import Given, Marking, Work
from academy.assessment.rubric import Criterion, rubric
from academy.people import People
from academy.server import marking_queue as queue
from academy.server import marking_view as view
from academy.server import worries

NAME = "02_listening"
IDS = list(rubric(NAME))
AT = datetime(2026, 5, 3, 10, tzinfo=UTC)


def work(id, state="new", learner="ada", **more):
    given = {
        "assignment": NAME,
        "sent_at": AT,
        "due": None,
        "late": None,
        "words": 100,
        "max": 12.0,
        "total": None,
        "to_mark": (),
    }
    return Work(id=id, learner=learner, state=state, **given | more)


def marking(id=1, tutor="tess", how="mark", **given):
    marks = {IDS[int(place[1:]) - 1]: one for place, one in given.items()}
    return Marking(id, tutor, AT, marks, how)


TEXTS = dict.fromkeys(IDS, "It was a long talk.")


def answers(marks=None, texts=TEXTS, earlier=(), **more):
    return view.answers(work(7, **more), texts, marks, earlier)


class TestQueue:
    def test_what_needs_a_second_look_comes_first_and_nothing_is_there_twice(self):
        works = [work(1), work(2, "begun"), work(3, "changed"), work(4, "marked"), work(5)]
        found = queue.groups(works, {4, 5})
        assert {one.key: [each.id for each in one.works] for one in found} == {
            "second": [4, 5],
            "changed": [3],
            "new": [1],
            "begun": [2],
        }
        assert [one.key for one in found] == ["second", "changed", "new", "begun"]

    def test_what_is_marked_waits_for_nobody(self):
        assert queue.groups([work(1, "marked")], set()) == []

    @pytest.mark.parametrize(("id", "expected"), [(1, 2), (2, 3), (3, None), (99, 1)])
    def test_the_next_is_the_one_after_and_after_the_last_there_is_none(self, id, expected):
        assert queue.after([1, 2, 3], id) == expected

    def test_nothing_comes_after_nothing(self):
        assert queue.after([], 1) is None

    @pytest.mark.parametrize(("words", "minutes"), [(0, 1), (200, 1), (201, 2), (1000, 5)])
    def test_two_hundred_words_take_a_minute(self, words, minutes):
        assert queue.minutes(words) == minutes

    @pytest.mark.parametrize(
        ("late", "said"),
        [
            ({"minutes": 4}, "less than an hour"),
            ({"hours": 5}, "5 hours"),
            ({"days": 1, "hours": 23}, "a day"),
            ({"days": 9}, "9 days"),
        ],
    )
    def test_lateness_is_told_in_what_people_count(self, late, said):
        assert queue.lateness(timedelta(**late)) == said


class TestProgress:
    @pytest.fixture
    def people(self, store):
        return People(store)

    def join(self, people, id, name, role="learner"):
        _, code = people.invitations.make(role=role, name=name, cohort=id)
        people.invitations.join(code, name, name)

    @pytest.fixture
    def known(self, people):
        id = people.cohorts.add(cohort.loads(cohort.template()))
        for name in ("ada", "bo", "cy", "di"):
            self.join(people, id, name)
        self.join(people, id, "tess", "tutor")
        return queue.known(people, "tess")

    def test_everybody_in_the_cohort_is_counted_once(self, known):
        works = [work(1), work(2, "marked", "bo"), work(3, "marked", "somebody else")]
        (row,) = queue.progress(known, works)
        assert row.counts == {"marked": 1, "begun": 0, "changed": 0, "new": 1, "unsent": 2}
        assert row.in_words == "Of 4: 1 marked, 1 new, 2 not sent yet."
        assert row.bars(100) == [("marked", 0, 25), ("new", 25, 25), ("unsent", 50, 50)]

    def test_a_tutor_of_nobody_knows_nobody(self, people, known):
        stranger = queue.known(people, "ada")
        assert stranger.titles == {}
        assert queue.progress(stranger, [work(1)]) == []
        assert stranger.cohort("bo") is None
        assert known.cohort("bo") in known.titles

    def test_worries_go_to_the_named_tutor_or_the_first_or_whoever_is_there(self, people):
        text = cohort.template().replace("- A tutor's name", "- Tess\n  - Tom")
        first = people.cohorts.add(cohort.loads(text))
        named = people.cohorts.add(cohort.loads(text + "\nworries_to: Tom\n"))
        assert worries.contact(people, first) is None
        for id in (first, named):
            self.join(people, id, "Una", "tutor")
        assert worries.contact(people, named).name == "Una"
        for id in (first, named):
            self.join(people, id, "Tom", "tutor")
            self.join(people, id, "Tess", "tutor")
        assert worries.contact(people, first).name == "Tess"
        assert worries.contact(people, named).name == "Tom"


class TestAnswers:
    def test_they_come_in_the_order_in_which_they_were_asked(self):
        found = answers()
        assert [one.id for one in found] == IDS
        assert [one.number for one in found] == [1, 2, 3, 4]
        assert found[0].prompt.startswith("Who was talking")

    def test_the_level_that_was_given_is_chosen(self):
        first, second, *_ = answers(marking(q1=Given(score=2, comment="Yes.")))
        assert [one.chosen for one in first.choices] == [False, False, True, False]
        assert (first.score, first.comment) == (2, "Yes.")
        assert not any(one.chosen for one in second.choices)
        assert [one.key for one in second.choices] == [1, 2, 3, 4]

    def test_a_score_between_two_levels_is_kept_as_a_card_of_its_own(self):
        first, *_ = answers(marking(q1=Given(score=1.5)))
        assert first.choices[-1].points == 1.5
        assert first.choices[-1].chosen
        assert first.choices[-1].key == 0

    def test_a_score_that_is_out_of_bounds_is_to_be_given_anew(self):
        first, *_ = answers(marking(q1=Given(score=99)), out_of_bounds=(IDS[0],))
        assert first.score is None
        assert len(first.choices) == 4

    def test_what_was_left_out_says_so_and_not_in_nbgraders_words(self):
        left_out = marking(q3=Given(score=0, comment="No response."))
        *_, third, _ = answers(left_out, {**TEXTS, IDS[2]: ""}, left_out=(IDS[2],))
        assert third.empty
        assert third.comment == ""

    @pytest.mark.parametrize(("words", "short"), [(24, True), (25, False)])
    def test_somebody_who_wrote_little_is_met_with_the_rubrics_words(self, words, short):
        first, *_ = answers(texts={**TEXTS, IDS[0]: "word " * words})
        assert first.short is short

    def test_completion_only_has_one_level(self):
        one = Criterion(
            criterion="Written.",
            points=2,
            levels=[{"points": 2, "says": "Written."}],
            good="Anything.",
            little="A word?",
            completion_only=True,
        )
        assert [choice.points for choice in view.choices(one, None)] == [2]


class TestTrend:
    def earlier(self, *scores):
        return [
            (work(n), marking(n, q1=Given(score=score))) for n, score in enumerate(scores)
        ]

    @pytest.mark.parametrize(
        ("scores", "said"),
        [
            ([2], "Before: 2 of 3."),
            ([1, 2], "Before: 1 of 3, then 2 of 3; higher than at first."),
            ([2, 3, 2], "Before: 2 of 3, then 3 of 3, then 2 of 3; as high as at first."),
            ([3, 0], "Before: 3 of 3, then 0 of 3; lower than at first."),
        ],
    )
    def test_it_is_told_in_words(self, scores, said):
        first, second, *_ = answers(earlier=self.earlier(*scores))
        assert first.trend.in_words == said
        assert second.trend is None

    def test_and_drawn(self):
        first, *_ = answers(earlier=self.earlier(0, 3))
        assert first.trend.dots(100, 30) == [(0, 30), (100, 0)]

    def test_what_was_not_marked_is_no_zero(self):
        assert answers(earlier=self.earlier(None))[0].trend is None


NAMES = {"tess": "you", "formgrader": "nbgrader’s own page"}


class TestHistory:
    def told(self, *markings):
        lines = view.history(markings, IDS, NAMES)
        return [(one.who, one.what) for one in lines]

    def test_it_says_who_and_what_changed_the_newest_first(self):
        assert self.told(
            marking(1, q1=Given(score=2)),
            marking(2, "tom", q1=Given(score=3, comment="More."), q2=Given(score=1)),
            marking(3, "formgrader", "formgrader", q1=Given(score=3), q2=Given(score=1)),
        ) == [
            ("nbgrader’s own page", ["question 1: comment removed"]),
            (
                "another tutor",
                [
                    "question 1: 3 points (before: 2)",
                    "question 1: comment written",
                    "question 2: 1 point",
                ],
            ),
            ("you", ["question 1: 2 points"]),
        ]

    def test_a_mark_taken_away_is_told(self):
        lines = self.told(marking(1, q1=Given(score=2)), marking(2, q1=Given()))
        assert lines[0][1] == ["question 1: no mark (before: 2)"]

    def test_a_second_marking_is_compared_with_no_first(self):
        lines = self.told(
            marking(1, q1=Given(score=2)),
            marking(2, "tom", "second", q1=Given(score=2)),
            marking(3, q1=Given(score=3)),
        )
        assert lines[1] == ("another tutor as the second", ["question 1: 2 points"])
        assert lines[0] == ("you", ["question 1: 3 points (before: 2)"])

    def test_what_the_gradebook_says_by_itself_is_nobodys_change(self):
        empty = {"q2": Given(score=0, comment="No response.")}
        assert self.told(marking(1, q1=Given(score=2), **empty)) == [
            ("you", ["question 1: 2 points"])
        ]
