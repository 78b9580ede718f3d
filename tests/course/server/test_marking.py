"""Marking over the wire: whom it lets in, what it keeps, what it refuses and how."""

import json
import re
import subprocess
import sys

import pytest
from marked import IDS, TOKEN, Marked, marks

from academy.assessment.book import Options

pytestmark = pytest.mark.kernel

HOSTILE = "<img src=x onerror=alert(1)>\u202eevil {{ 7 * 7 }}"
EVERYBODY = ["Tess", "Tom", "Una", "Ada", "Bo", "stranger"]


@pytest.fixture(scope="module")
def school(academy, tmp_path_factory):
    made = Marked(academy(tmp_path_factory.mktemp("marking") / "data")).start()
    made.first = made.ask("tess", "/tutor/marking", script=False)
    made.ready = made.ask("tess", "/tutor/marking/ready")
    yield made
    made.stop()


def page(id, more=""):
    return f"/tutor/marking/{id}{more}"


def asked(school, who, path, fields=None, **more):
    status, _, text = school.ask(who, path, fields, **more)
    return status, text


def newest(school, id):
    marking = school.book.marking(id)
    return marking.id if marking else 0


def save(school, who, id, *levels, seen=None, comments=(), **more):
    seen = newest(school, id) if seen is None else seen
    fields = marks(*levels, seen=seen, comments=comments) | more
    status, text = asked(school, who, page(id), fields)
    return status, json.loads(text)


def test_the_server_starts_without_nbgrader():
    said = "import sys, academy.server.app; print('nbgrader' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, check=True)
    assert told.stdout.strip() == b"False"


def test_the_first_tutor_is_told_that_the_gradebook_is_on_its_way(school):
    status, _, text = school.first
    assert status == 200
    assert "Getting the gradebook ready" in text
    assert 'http-equiv="refresh"' not in text
    assert school.ready[0] == 200
    assert "Getting the gradebook ready" not in asked(school, "una", "/tutor/marking")[1]


def test_an_empty_queue_says_so(school):
    assert "Nothing waits for you." in asked(school, "una", "/tutor/marking")[1]
    assert "Nothing waits for you." in asked(school, "una", "/tutor")[1]


def test_only_a_tutor_of_its_writer_opens_a_reflection(school):
    id = school.hand_in("ada", q1="Quetschkartoffel.")
    for path in (page(id), "/tutor/marking"):
        got = {who: school.ask(who.lower(), path) for who in EVERYBODY}
        status = {who: one[0] for who, one in got.items()}
        una = 404 if path == page(id) else 200
        assert status == {
            "Tess": 200,
            "Tom": 200,
            "Una": una,
            "Ada": 403,
            "Bo": 403,
            "stranger": 403,
        }
        for who, (_, head, text) in got.items():
            readers = {"Tess", "Tom"} if path == page(id) else set()
            assert ("Quetschkartoffel" in text) == (who in readers)
            assert head["Cache-Control"] == "no-store" or who not in readers
    assert f"Reflection {id}" not in asked(school, "una", "/tutor/marking")[1]


def test_what_is_not_theirs_and_what_is_not_there_look_the_same(school):
    id = school.hand_in("bo")
    before = newest(school, id)
    for path, fields in [
        ("", None),
        ("", marks(1, 1)),
        ("/worry", {"note": "Hm."}),
    ]:
        theirs, nobodys = (
            asked(school, "una", page(one, path), fields) for one in (id, 99999)
        )
        assert theirs[0] == nobodys[0] == 404
        assert theirs[1] == nobodys[1].replace("99999", str(id))
    assert newest(school, id) == before


@pytest.mark.parametrize("path", ["", "/worry"])
@pytest.mark.parametrize("token", [None, TOKEN.replace("1" * 10, "2" * 10)[:-1] + "x"])
def test_a_page_elsewhere_can_write_nothing(school, path, token):
    id = school.hand_in("cy")
    before = newest(school, id)
    fields = marks(1, 1) | {"note": "Hm."}
    assert asked(school, "tess", page(id, path), fields, token=token)[0] == 403
    assert newest(school, id) == before
    assert school.book.worries("tess") == []


@pytest.mark.parametrize("odd", ["abc", "-1", "٣", "9" * 13, "1" * 5000, ""])
def test_a_number_that_is_none_is_told_in_a_sentence(school, odd):
    id = school.hand_in("cy")
    before = newest(school, id)
    status, text = asked(school, "tess", page(id), marks(1, 1) | {"seen": odd})
    assert (status, "something odd (seen)" in text) == (400, True)
    assert newest(school, id) == before
    assert asked(school, "tess", "/tutor/worries", {"worry": odd})[0] == 404
    asked_for = {"do": "remove", "phrase": odd}
    assert asked(school, "tess", "/tutor/comments", asked_for)[0] == 400


def test_words_are_text(school):
    id = school.hand_in("ada", q1=HOSTILE, q2="\u0627\u0644\u0633\u0644\u0627\u0645")
    text = asked(school, "tess", page(id))[1]
    assert "&lt;img src=x onerror=alert(1)&gt;evil {{ 7 * 7 }}" in text
    assert "\u202e" not in text
    assert re.search(r'class="said" dir="auto">\u0627', text)


def test_what_a_tutor_keeps_as_a_comment_cannot_end_the_pages_data(school):
    id = school.hand_in("ada")
    evil = "</script><script>alert(1)</script>"
    assert asked(school, "tess", "/tutor/comments", {"do": "add", "text": evil})[0] == 200
    text = asked(school, "tess", page(id))[1]
    assert "<script>alert" not in text
    assert (
        json.loads(re.search(r'id="phrases">(.*?)</script>', text)[1])[-1]["text"] == evil
    )


def test_marks_are_kept_and_the_queue_knows(school):
    id = school.hand_in("bo")
    status, told = save(school, "tess", id, 3, 2, 1, comments=["Thank you."])
    assert status == 200
    assert told["given"][IDS[0]] == {"score": 3, "comment": "Thank you."}
    assert school.book.work(id).state == "begun"
    status, _ = save(school, "tess", id, 3, 2, 1, 0, seen=told["seen"])
    assert (school.book.work(id).total, school.book.work(id).state) == (6, "marked")
    text = asked(school, "tess", "/tutor/marking")[1]
    assert text.index("Marked already") < text.index(f"Reflection {id}<")


def test_a_question_that_was_left_out_can_be_commented_and_gets_nothing(school):
    id = school.hand_in("cy", q3="")
    say = {"comments": ["", "", "Which one?"], "empty": IDS[2]}
    status, told = save(school, "tess", id, 3, 3, 3, 3, **say)
    assert status == 200
    assert told["given"][IDS[2]] == {"score": 0, "comment": "Which one?"}
    assert school.book.work(id).total == 9
    status, told = save(school, "tess", id, 3, 3, 3, 3, empty=IDS[2])
    assert told["given"][IDS[2]] == {"score": 0, "comment": ""}
    assert school.book.work(id).total == 9


@pytest.mark.parametrize("score", ["99", "-1", "nan", "inf", "three"])
def test_a_score_that_is_none_is_refused_in_one_sentence(school, score):
    id = school.hand_in("ada")
    before = newest(school, id)
    status, told = save(school, "tess", id, score)
    assert status == 400
    assert told["why"].endswith(".")
    assert newest(school, id) == before


def test_a_comment_as_long_as_a_book_is_refused(school):
    id = school.hand_in("ada")
    assert save(school, "tess", id, 1, comments=["x" * 5001])[0] == 400
    assert save(school, "tess", id, 1, comments=["x" * 5000])[0] == 200


def test_two_tutors_are_told_of_each_other_and_nothing_is_overwritten(school):
    id = school.hand_in("bo")
    seen = newest(school, id)
    assert save(school, "tom", id, 1, comments=["Tom's."])[0] == 200
    status, told = save(school, "tess", id, 3, seen=seen)
    assert status == 409
    assert told["who"] == "Tom"
    assert told["given"][IDS[0]] == {"score": 1, "comment": "Tom's."}
    assert school.book.marking(id).given[IDS[0]].score == 1
    assert save(school, "tess", id, 3, seen=told["seen"])[0] == 200
    assert school.book.marking(id).given[IDS[0]].score == 3


def test_what_was_taken_back_meanwhile_is_told_and_not_marked(school):
    id = school.hand_in("di")
    school.withdraw("di", id)
    status, told = save(school, "tess", id, 3)
    assert status in (404, 410)
    assert "taken back" in told["why"] or "took it back" in told["why"]
    assert asked(school, "tess", page(id))[0] == 404


def test_a_newer_version_takes_the_older_ones_place_and_its_address(school):
    old = school.hand_in("ada", q1="First.")
    assert save(school, "tess", old, 3, 3, 3, 3)[0] == 200
    new = school.hand_in("ada", q1="Second.")
    status, head, _ = school.ask("tess", page(old))
    assert status == 302
    assert head["Location"].endswith(page(new))
    text = asked(school, "tess", page(new))[1]
    assert text.count("Changed since the last mark") == 1
    assert "Changed since the last mark" in asked(school, "tess", "/tutor/marking")[1]
    status, told = save(school, "tess", old, 1)
    assert status == 410
    assert "newer version" in told["why"]


def test_what_stood_where_an_answer_changed_is_shown_beside_it(school):
    old = school.hand_in("bo", q1=f"Lindwurm. {HOSTILE}", q2="Bisamratte.")
    assert save(school, "tess", old, 3, 3, 3, 3)[0] == 200
    seen = school.hand_in("bo", q1="Second.", q2="Bisamratte.")
    new = school.hand_in("bo", q1="Third.", q2="Bisamratte.")
    text = asked(school, "tess", page(new))[1]
    was = re.search(r'class="was".*?</details>', text, re.DOTALL)[0]
    assert "Lindwurm. &lt;img" in was
    assert text.count('class="was"') == 1
    assert "Second." not in text
    assert save(school, "tess", new, 3)[0] == 200
    assert 'class="was"' not in asked(school, "tess", page(new))[1]
    assert seen < new


def test_what_a_tutor_could_not_read_before_they_are_not_shown_now(school):
    school.cohort_of(["Wim"], ["Nia"])
    old = school.hand_in("nia", q1="Nachtpfauenauge.")
    assert save(school, "wim", old, 3, 3, 3, 3)[0] == 200
    school.cohort_of(["Vera"], ["Nia"])
    new = school.hand_in("nia", q1="Second.")
    assert "Nachtpfauenauge" in asked(school, "wim", page(new))[1]
    status, text = asked(school, "vera", page(new))
    assert status == 200
    assert "Nachtpfauenauge" not in text


def test_names_stay_hidden_until_they_are_asked_for(school):
    id = school.hand_in("bo")
    for path in (page(id), "/tutor/marking"):
        main = asked(school, "tess", path)[1].partition("<main")[2]
        assert "<bdi data-name hidden>Bo</bdi>" in main
        assert not re.search(r"\bBo\b", main.replace("<bdi data-name hidden>Bo</bdi>", ""))


def test_what_the_learner_answers_is_read_and_another_look_comes_first(school):
    id = school.hand_in("cy", q1="Once more.")
    assert save(school, "tess", id, 1, 1, 1, 1)[0] == 200
    assert (
        f"Reflection {id}<"
        in asked(school, "tess", "/tutor/marking")[1].split("Marked already")[1]
    )
    school.give_back("cy", id)
    school.answer("cy", f"Please look again. {HOSTILE}", look=True)
    queue = asked(school, "tess", "/tutor/marking")[1]
    assert queue.index("Second look") < queue.index(f"Reflection {id}<")
    text = asked(school, "tess", page(id))[1]
    assert "Please look again. &lt;img" in text
    assert "They ask for another look." in text


def test_a_second_marker_sees_neither_the_first_marks_nor_names(school):
    id = school.hand_in("di", q1="Twice.")
    first = {"comments": ["The first one's comment."]}
    assert save(school, "tom", id, 3, 3, 3, 3, **first)[0] == 200
    school.book.set_options(school.cohort, "02_listening", Options(second_share=1))
    try:
        text = asked(school, "tess", page(id))[1]
        assert "This is a second marking" in text
        assert "first one" not in text.replace("first marker", "")
        hidden = r'\bDi\b|Who marked|name="level-[^>]*checked'
        assert not re.search(hidden, text.partition("<main")[2])
        assert save(school, "tess", id, 1, 1, 1, 1)[0] == 200
        (both,) = [one for one in school.book.seconds("02_listening") if one.work.id == id]
        assert both.first.given[IDS[0]].score == 3
        assert both.second.given[IDS[0]].score == 1
        assert school.book.work(id).total == 12
    finally:
        school.book.set_options(school.cohort, "02_listening", Options())


def test_filters_show_what_they_say_and_the_next_stays_within(school):
    id = school.hand_in("ada")
    mine = f"?cohort={school.cohort}&assignment=02_listening"
    text = asked(school, "tess", f"/tutor/marking{mine}")[1]
    assert f"/tutor/marking/{id}?cohort={school.cohort}&amp;assignment=" in text
    other = asked(school, "tess", "/tutor/marking?cohort=cohort-00000000")[1]
    assert f"Reflection {id}<" not in other


class TestComments:
    def do(self, school, who, **fields):
        status, text = asked(school, who, "/tutor/comments", fields)
        return status, json.loads(text)

    def test_one_is_kept_changed_shared_and_removed(self, school):
        _, told = self.do(school, "tom", do="add", text="  Well seen. ")
        mine = next(one for one in told["phrases"] if one["text"] == "Well seen.")
        assert (mine["mine"], mine["shared"]) == (True, False)
        seen = [
            one["id"] for one in self.do(school, "tess", do="use")[1].get("phrases", [])
        ]
        assert mine["id"] not in seen

        fields = {"do": "change", "phrase": mine["id"], "text": "Seen.", "shared": "yes"}
        self.do(school, "tom", **fields)
        given = {"do": "use", "phrase": mine["id"]}
        theirs = self.do(school, "tess", **given)[1]["phrases"]
        shared = next(one for one in theirs if one["id"] == mine["id"])
        assert shared["text"] == "Seen."
        assert (shared["mine"], shared["used"]) == (False, 1)

        self.do(school, "tess", do="remove", phrase=mine["id"])
        status, told = self.do(school, "tess", **fields)
        assert status == 400
        assert told["why"].endswith(".")
        _, told = self.do(school, "tom", do="remove", phrase=mine["id"])
        assert mine["id"] not in [one["id"] for one in told["phrases"]]

    @pytest.mark.parametrize("text", ["", "  "])
    def test_an_empty_one_is_not_kept(self, school, text):
        assert self.do(school, "tess", do="add", text=text)[0] == 400

    def test_learners_have_none(self, school):
        assert school.ask("ada", "/tutor/comments", {"do": "add", "text": "x"})[0] == 403


class TestWorries:
    def test_one_goes_to_the_named_contact_and_to_nobody_elses_page(self, school):
        id = school.hand_in("cy")
        note = "She writes that nobody would miss her."
        status, text = asked(school, "tom", page(id, "/worry"), {"note": note})
        assert status == 200
        assert json.loads(text)["said"].startswith("Tess has it")
        for who in EVERYBODY:
            for path in ("/tutor", "/tutor/marking", page(id), "/me", "/shared"):
                text = asked(school, who.lower(), path)[1]
                assert (note in text) == (who == "Tess" and path == "/tutor"), (who, path)

        told = asked(school, "tess", "/tutor")[1]
        assert re.search(r"from <bdi>Tom</bdi>, about <b><bdi>Cy</bdi></b>", told)
        worry = re.search(r'name="worry" value="(\d+)"', told)[1]
        assert asked(school, "tom", "/tutor/worries", {"worry": worry})[0] == 404
        assert asked(school, "tess", "/tutor/worries", {"worry": worry})[0] == 302
        assert note not in asked(school, "tess", "/tutor")[1]

    def test_when_its_contact_leaves_it_goes_to_who_is_there_longest(self, school):
        cohort = school.cohort_of(["Eva", "Fay", "Gil"], ["Hal"])
        id = school.hand_in("hal")
        note = "He gave his things away."
        assert asked(school, "fay", page(id, "/worry"), {"note": note})[0] == 200
        assert note in asked(school, "eva", "/tutor")[1]
        school.people.cohorts.leave(cohort, "eva")
        assert note not in asked(school, "eva", "/tutor")[1]
        assert note not in asked(school, "gil", "/tutor")[1]
        told = asked(school, "fay", "/tutor")[1]
        assert note in told
        assert note not in asked(school, "tess", "/tutor")[1]

        school.book.erase("fay")
        school.people.cohorts.leave(cohort, "fay")
        assert note in asked(school, "gil", "/tutor")[1]
        assert school.desk.worries_for_nobody() == []
        school.people.cohorts.leave(cohort, "gil")
        (told,) = school.desk.worries_for_nobody()
        assert note in told

    def test_while_its_contact_is_there_it_stays_theirs_wherever_its_learner_goes(
        self, school
    ):
        cohort = school.cohort_of(["Ida", "Jo"], ["Kim"])
        id = school.hand_in("kim")
        note = "She said goodbye."
        assert asked(school, "jo", page(id, "/worry"), {"note": note})[0] == 200
        school.people.cohorts.leave(cohort, "kim")
        school.cohort_of(["Leo"], ["Kim"])
        assert note not in asked(school, "leo", "/tutor")[1]
        assert note in asked(school, "ida", "/tutor")[1]

    def test_an_empty_one_is_sent_to_nobody(self, school):
        id = school.hand_in("cy")
        assert asked(school, "tom", page(id, "/worry"), {"note": " "})[0] == 400
        assert school.book.worries("tess") == []
