import asyncio
import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import psutil
import pytest
from visiting import Visitor

from academy.cohort import Cohort
from academy.people import People
from academy.store import Draft, Record

pytestmark = pytest.mark.kernel

SCENE, OTHER = "02_listening/night_shift", "02_listening/damp_again"
WORD = "zanzibarquartz"  # it stands nowhere else
FORMS = {
    "/return": {},
    "/join": {},
    "/me/phrase": {},
    "/me/sign-out": {},
    "/me/audience": {"record": "1", "to": "anyone"},
    "/me/erase": {"sure": "yes"},
}


@pytest.fixture
def visitor(quick_served):
    return Visitor(quick_served.url)


@pytest.fixture
def store(quick_served):
    made = quick_served.store()
    yield made
    made.close()


def write(store, visitor, text, exercise=SCENE, what="response", **more):
    form = {"chosen": [], "written": text}
    given = {
        "learner": visitor.id,
        "exercise": exercise,
        "version": "v",
        "at": datetime.now(UTC),
        "body": {"answer": form, "form": form},
        "what": what,
    }
    return store.append(Record(**given | more))


def draft(store, visitor, text, page="p", exercise=OTHER):
    body = {"chosen": [], "written": text}
    given = {"learner": visitor.id, "exercise": exercise, "page": page}
    return store.keep_draft(Draft(at=datetime.now(UTC), body=body, **given))


def audience(visitor, record):
    return visitor.take()["audience_now"][str(record.id)]


def test_my_page_holds_everything_and_nothing_of_anybody_else(visitor, store, in_listening):
    other = Visitor(visitor.url)
    write(store, visitor, "The first time")
    write(store, visitor, "The second time")
    draft(store, visitor, "Half a sentence")
    write(store, visitor, "Long ago", exercise="99_gone/old")
    write(store, other, WORD)
    page = visitor.get("/me")
    for words in ("The first time", "The second time", "Half a sentence", "Long ago"):
        assert words in page.text
    assert f"1 of {in_listening} exercises answered" in page.text
    assert "begun, not answered yet" in page.text
    assert WORD not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_hostile_words_are_only_words(visitor, store):
    write(store, visitor, "<script>x</script> \u202eevil\0 half \ud83d")
    raw = visitor.get("/me").body.decode()
    assert "&lt;script&gt;x" in raw
    assert "<script>x" not in raw
    assert not {"\u202e", "\0"} & set(raw)
    assert re.search(r'<p class="said" dir="auto">[^<]*evil␀ half �', raw)


def test_an_answer_moves_up_and_down_without_a_script(visitor, store):
    kept = write(store, visitor, "Mine")
    page = visitor.post("/me/audience", record=kept.id, to="anyone")
    assert page.url == f"{visitor.url}/me#02_listening-night_shift"
    assert "Anyone who visits, without your name can read this" in page.text
    assert audience(visitor, kept) == "anyone"
    visitor.post("/me/audience", record=kept.id, to="me")
    assert audience(visitor, kept) == "me"


def test_only_ones_own_answers_move_and_only_where_somebody_is(visitor, store):
    other = Visitor(visitor.url)
    theirs, mine = write(store, other, "Theirs"), write(store, visitor, "Mine")
    for record, to, status, says in (
        (theirs.id, "anyone", 404, "no answer of yours"),
        (10**30, "anyone", 404, "no answer of yours"),
        ("1 OR 1=1", "anyone", 404, "no answer of yours"),
        ("", "anyone", 404, "no answer of yours"),
        (mine.id, "tutor", 403, "no tutor just now"),
        (mine.id, "everybody\0", 400, "nobody of that name"),
    ):
        page = visitor.post("/me/audience", record=record, to=to)
        assert page.status == status
        assert says in page.text
    assert audience(other, theirs) == "me"
    assert audience(visitor, mine) == "me"


def test_the_export_is_one_file_to_keep(visitor, store):
    write(store, visitor, "Take me along")
    page = visitor.get("/me/export")
    assert page.headers["Content-Type"] == "application/zip"
    assert re.fullmatch(
        r'attachment; filename="my-words-\d{4}-\d\d-\d\d.zip"',
        page.headers["Content-Disposition"],
    )
    names = zipfile.ZipFile(BytesIO(page.body)).namelist()
    assert {name.rpartition("/")[2] for name in names} == {
        "README.txt",
        "my-words.html",
        "my-words.json",
    }


def test_no_form_is_taken_without_its_token(visitor, store):
    kept = write(store, visitor, "Mine")
    forms = {**FORMS, "/me/audience": {"record": kept.id, "to": "anyone"}}
    before = visitor.id
    for path, fields in forms.items():
        assert visitor.post(path, token=False, **fields).status == 403, path
        page = visitor.post(path, token=False, _xsrf="forged", **fields)
        assert page.status == 403, path
    assert visitor.id == before
    assert audience(visitor, kept) == "me"


def test_every_page_of_ours_that_takes_a_form_is_among_those_tested():
    from academy.server import coming, me  # noqa: PLC0415  Voila takes a second

    ours = [
        handler
        for module in (coming, me)
        for handler in vars(module).values()
        if isinstance(handler, type)
        and handler.__module__ == module.__name__
        and "post" in vars(handler)
    ]
    assert len(ours) == len(FORMS)


def test_another_name_that_leads_to_this_machine_is_refused(visitor):
    assert visitor.get("/me", Host="evil.example").status == 403
    assert visitor.get("/me", Host="127.0.0.1.evil.example:80").status == 403
    assert visitor.get("/me", Host="localhost:1234").status == 200
    assert visitor.get("/me", Host="[::1]:1234").status == 200


def test_one_exercise_is_erased_and_the_rest_stays(visitor, store):
    write(store, visitor, "Away with it")
    write(store, visitor, "This stays", exercise=OTHER)
    page = visitor.get(f"/me/erase?exercise={SCENE}")
    assert "1 answer and 0 half-written versions" in page.text
    assert visitor.post("/me/erase", exercise=SCENE).status == 400
    assert "Away with it" in visitor.get("/me").text
    before = visitor.id
    page = visitor.post("/me/erase", exercise=SCENE, sure="yes")
    assert page.status == 200
    assert "Clear-Site-Data" not in page.headers  # what is written beside it stays
    assert "Away with it" not in visitor.get("/me").text
    assert "This stays" in visitor.get("/me").text
    assert visitor.id == before
    assert visitor.post("/me/erase", exercise=SCENE, sure="yes").status == 404


def test_what_a_tutor_has_had_is_told_before_and_after_with_whom_to_ask(visitor, store):
    people = People(store)
    body = {
        "title": "A group",
        "for": {"kind": "place", "says": "People here"},
        "starts": "2026-03-02",
        "time_zone": "Europe/London",
        "schedule": [{"week": 1, "module": "02_listening"}],
        "tutors": ["Ines"],
        "contact": "ines@example.org",
    }
    cohort = people.cohorts.add(Cohort.model_validate(body))
    _, code = people.invitations.make(role="learner", name="Ada", cohort=cohort)
    people.invitations.join(code, visitor.id)
    reflection, sent = "02_listening/a_conversation", {"assignment": "listening_1"}
    given = {"exercise": reflection, "body": sent | {"answers": {}}}
    kept = write(store, visitor, "", what="handed_in", **given)
    waiting = visitor.get("/me/erase").text
    assert "no tutor has fetched it yet" in waiting
    assert "stay with a tutor" not in waiting
    delivered = sent | {"handed_in": kept.id}
    given = {"exercise": reflection, "body": delivered}
    write(store, visitor, "", what="delivered", **given)
    name = visitor.id
    before = visitor.get("/me/erase")
    assert "your tutor’s copy of it, and what they marked and said" in before.text
    for page in (before, visitor.post("/me/erase", sure="yes")):
        assert page.status == 200
        assert "ines@example.org" in page.text
    assert people.cohorts.members(cohort) == []
    assert visitor.id != name


def left_over(data, word):
    files = [one for one in data.rglob("*") if one.is_file() and not one.is_socket()]
    return [one.name for one in files if word.encode() in one.read_bytes()]


def descendants(process):
    return set(psutil.Process(process.pid).children(recursive=True))


def test_no_byte_of_what_is_erased_is_left_nor_a_kernel_to_write_it(own_served, learner):
    visitor, store = Visitor(own_served.url), own_served.store()
    for n in range(40):  # enough to fill pages of the file, and to move what is on them
        text = f"{WORD} {n} " * (1 + n * 7 % 60)
        write(store, visitor, text, [SCENE, OTHER][n % 2])
        draft(store, visitor, text, page=f"p{n % 5}")
    assert left_over(own_served.data, WORD)
    before = descendants(own_served.process)
    page = learner(own_served.url)
    page.cookies, page.browser = visitor.jar, visitor._opener
    page.start()

    async def try_it():
        await page.connect()
        await page.answered()

    asyncio.run(try_it())
    kernels = descendants(own_served.process) - before
    assert kernels
    assert visitor.post("/me/erase", sure="yes").status == 200
    assert left_over(own_served.data, WORD) == []
    _, alive = psutil.wait_procs(kernels, timeout=15)
    assert not alive
    own_served.stop()
    assert left_over(own_served.data, WORD) == []
    assert WORD not in own_served.log.read_text()
    store.close()
