"""Trying oneself on references, second marks and agreement, asked of a real server."""

import re
from html import unescape

import pytest
from marked import IDS, NAME, Marked, marks

from academy.assessment.book import Given, Options
from academy.assessment.rubric import references, rubric

pytestmark = pytest.mark.kernel

KEYS = [one.key for one in references(NAME)]
ALL = [f"level-{id}" for id in IDS]
MORE = ["Di", "Ed", "Flo", "Gus"]


@pytest.fixture(scope="module")
def marked(academy, tmp_path_factory):
    made = Marked(academy(tmp_path_factory.mktemp("fair") / "data")).start()
    for name in MORE:
        _, code = made.people.invitations.make(
            role="learner", name=name, cohort=made.cohort
        )
        made.people.invitations.join(code, name.lower(), name)
    yield made
    made.stop()


def get(marked, who, path, expected=200):
    status, _, text = marked.ask(who, path, script=False)
    if "Getting the gradebook ready" in text:
        marked.ask(who, "/tutor/marking/ready")
        status, _, text = marked.ask(who, path, script=False)
    assert status == expected, (who, path, text[:500])
    main = re.search(r"<main.*</main>", text, re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", main[0] if main else text)
    return " ".join(unescape(words).split())


def post(marked, who, path, **fields):
    return marked.ask(who, path, fields, script=False)


def calibrate(marked, who, key, *points):
    fields = {name: str(one) for name, one in zip(ALL, points, strict=False)}
    return post(marked, who, f"/tutor/calibrate/{NAME}/{key}", **fields)


def test_they_are_for_tutors_and_agreement_for_those_of_the_cohort(marked):
    agreement = f"/tutor/agreement/{marked.cohort}/{NAME}"
    for path in (f"/tutor/calibrate/{NAME}", f"/tutor/calibrate/{NAME}/{KEYS[0]}"):
        get(marked, "ada", path, 403)
        get(marked, "una", path)
    get(marked, "ada", agreement, 403)
    get(marked, "una", agreement, 404)
    assert post(marked, "una", agreement, share="1")[0] == 404
    assert marked.book.options(marked.cohort, NAME) == Options()


@pytest.mark.parametrize(
    "path",
    [
        "/tutor/calibrate/nowhere",
        "/tutor/calibrate/nowhere/repairs_line",
        f"/tutor/calibrate/{NAME}/nowhere",
        "/tutor/agreement/COHORT/nowhere",
    ],
)
def test_what_the_course_does_not_have_is_not_found(marked, path):
    get(marked, "tess", path.replace("COHORT", marked.cohort), 404)


def test_before_a_reference_is_marked_nothing_of_ours_is_shown(marked):
    one = references(NAME)[0]
    said = get(marked, "una", f"/tutor/calibrate/{NAME}/{one.key}")
    assert one.answers[IDS[0]] in said
    assert "We gave" not in said
    assert not any(mark.why in said for mark in one.marks.values())


def test_a_tutor_marks_all_three_and_sees_ours_beside(marked):
    nudge = (
        "Before you mark A conversation you listened in : mark three reflections of ours"
    )
    assert nudge in get(marked, "tess", "/tutor")
    assert "Begin with the first" in get(marked, "tess", f"/tutor/calibrate/{NAME}")
    get(marked, "tess", "/tutor/marking")  # asked, not made to

    assert calibrate(marked, "tess", KEYS[0], 3, 1, 2, 2)[0] == 302
    said = get(marked, "tess", f"/tutor/calibrate/{NAME}/{KEYS[0]}")
    assert "Of your 4 marks, 3 are the same as ours and 1 is further away." in said
    assert "You and we gave 3 points" in said
    assert "You gave 1 point" in said
    assert "We gave 3 points" in said
    assert "Yours is 2 levels lower." in said
    for mark in references(NAME)[0].marks.values():
        assert mark.why in said
    assert "2 of our 3 reflections are left" in get(marked, "tess", "/tutor")

    calibrate(marked, "tess", KEYS[1], 1, 2, 2, 1)
    calibrate(marked, "tess", KEYS[2], 3, 3, 3, 2)
    said = get(marked, "tess", f"/tutor/calibrate/{NAME}")
    assert "You have marked all three" in said
    sum_ = "10 are the same as ours, 1 is one level away and 1 is further away."
    assert f"Of your 12 marks, {sum_}" in said
    said = get(marked, "tess", "/tutor")
    assert nudge not in said
    assert "are left to mark" not in said
    assert nudge in get(marked, "tom", "/tutor")
    assert "We gave" not in get(marked, "tom", f"/tutor/calibrate/{NAME}/{KEYS[0]}")


def test_once_ours_is_seen_the_first_try_stays(marked):
    calibrate(marked, "una", KEYS[0], 0, 0, 0, 0)
    assert calibrate(marked, "una", KEYS[0], 3, 3, 2, 2)[0] == 302
    kept = marked.book.calibrations("una", NAME)[KEYS[0]].given
    assert [kept[id].score for id in IDS] == [0, 0, 0, 0]


def test_what_is_not_chosen_is_told_and_the_rest_is_kept(marked):
    status, _, text = calibrate(marked, "tom", KEYS[0], 3, 7, "x")
    assert status == 400
    assert "choose a level for 3 more questions" in text
    assert f'href="#at-{IDS[1]}"' in text
    kept = re.findall(r'name="level-(\w+)" value="(\d)" required checked', text)
    assert kept == [(IDS[0], "3")]
    assert marked.book.calibrations("tom", NAME) == {}


def test_a_cohort_chooses_how_many_are_marked_twice(marked):
    page = f"/tutor/cohorts/{marked.cohort}"
    assert "How many does a second tutor mark too?" in get(marked, "tess", page)
    path = f"/tutor/agreement/{marked.cohort}/{NAME}"
    status, head, _ = post(marked, "tess", path, share="0.5", peers="yes")
    assert (status, head["Location"]) == (302, f"{page}#together")
    assert marked.book.options(marked.cohort, NAME) == Options(0.5, peers=True)
    text = marked.ask("tom", page, script=False)[2]
    assert '<option value="0.5" selected>Half of them</option>' in text
    assert 'name="peers" value="yes" checked' in text
    for wrong in ("", "many", "2", "-0.1", "nan"):
        assert post(marked, "tess", path, share=wrong)[0] == 400
    assert marked.book.options(marked.cohort, NAME) == Options(0.5, peers=True)


def test_two_tutors_mark_one_blind_and_then_see_where_they_differ(marked):
    path = f"/tutor/agreement/{marked.cohort}/{NAME}"
    post(marked, "tess", path, share="1")
    assert "Nothing has been marked by two tutors yet." in get(marked, "tess", path)
    id = marked.hand_in("ada")
    assert marked.ask("tess", f"/tutor/marking/{id}", marks(3, 2, 2, 1))[0] == 200

    text = marked.ask("tom", f"/tutor/marking/{id}", script=False)[2]
    assert "This is a second marking." in text
    assert not re.findall(r'type="radio"[^>]* checked', text)
    assert marked.ask("tom", f"/tutor/marking/{id}", marks(3, 3))[0] == 200
    assert "yet" in get(marked, "tess", path)  # the second is not whole

    both = marks(3, 3, 2, 3)
    assert marked.ask("tom", f"/tutor/marking/{id}", both)[0] == 200
    said = get(marked, "tess", path)
    assert "1 reflection has been marked by two tutors" in said
    assert "First: you ; second: Tom" in said
    assert "First 2, second 3 , one level higher." in said
    assert "First 1, second 3 , 2 levels higher." in said
    assert said.count("Too few to say.") == len(rubric(NAME))
    assert "We sat in the small room" not in said

    kept = marked.book.marking(id)
    assert [kept.given[one].score for one in IDS] == [3, 2, 2, 1]
    talked = {IDS[1]: Given(score=3)}
    marked.book.save(id, "tess", talked, seen=kept.id)
    assert "it stands at 3 now." in get(marked, "tess", path)


def test_from_five_on_there_is_a_number_with_its_interval(marked):
    path = f"/tutor/agreement/{marked.cohort}/{NAME}"
    first = [(0, 3), (1, 3), (2, 3), (3, 3), (2, 3)]
    second = [(0, 3), (1, 3), (3, 3), (3, 3), (2, 3)]
    for learner, one, two in zip(
        ["bo", "cy", "di", "ed", "flo"], first, second, strict=True
    ):
        id = marked.hand_in(learner)
        at = {name: Given(score=p) for name, p in zip(IDS, (*one, 1, 2), strict=True)}
        marked.book.save(id, "tess", at, seen=0)
        other = {name: Given(score=p) for name, p in zip(IDS, (*two, 1, 2), strict=True)}
        marked.book.save_second(id, "tom", other)
    text = marked.ask("tess", path, script=False)[2]
    cells = [
        " ".join(re.sub("<[^>]+>", " ", one).split())
        for one in re.findall(r"<td>(.*?)</td>", text)
    ]
    rows = [cells[at : at + 2] for at in range(0, len(cells), 2)]
    number = r"−?\d\.\d\d"
    # With ada's (3, 3) they are six.
    assert rows[0][0] == "5 of 6 marked twice"
    assert re.fullmatch(rf"{number}, from {number} to {number}", rows[0][1])
    assert rows[2][0] == "6 of 6 marked twice"
    assert rows[2][1] == "1.00. The marks vary too little for an interval."
    picture = re.search(r"<figure.*</figure>", text, re.DOTALL)[0]
    assert picture.count("<circle") == len(rows)
    assert picture.count('class="interval"') == len(rows) - picture.count("too little")
    assert "What the number can and cannot say" in text
    assert text.index("can and cannot say") < text.index("Each criterion")
