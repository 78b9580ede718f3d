import re
from datetime import UTC, datetime, timedelta

import pytest
from tornado import web
from visiting import Visitor

from academy.cohort import Cohort
from academy.people import People
from academy.store import Record

pytestmark = pytest.mark.kernel

SCENE = "02_listening/night_shift"
RIGHT_FORM = "abandon ability able about above absent"


@pytest.fixture(scope="module")
def here(academy_class, tmp_path_factory):
    """An Academy of these tests' own: it counts who tries what."""
    made = academy_class(tmp_path_factory.mktemp("coming") / "data").start()
    yield made
    made.stop()


@pytest.fixture
def url(here):
    return here.url


@pytest.fixture
def visitor(url):
    return Visitor(url)


@pytest.fixture
def other(url):
    return Visitor(url)


@pytest.fixture
def store(here):
    made = here.store()
    yield made
    made.close()


@pytest.fixture
def people(store):
    return People(store)


@pytest.fixture
def write(store):
    def keep(visitor, text):
        form = {"chosen": [], "written": text}
        return store.append(
            Record(
                learner=visitor.id,
                exercise=SCENE,
                version="v",
                at=datetime.now(UTC),
                body={"answer": form, "form": form},
            )
        )

    return keep


@pytest.fixture
def cohort(people):
    body = {
        "title": "Listening at Northfield",
        "for": {"kind": "place", "says": "People who work at Northfield."},
        "starts": "2026-03-02",
        "time_zone": "Europe/London",
        "schedule": [{"week": 1, "module": "02_listening"}],
        "tutors": ["Ines"],
        "contact": "ines@example.org",
    }
    return people.cohorts.add(Cohort.model_validate(body))


@pytest.fixture
def invite(people, cohort):
    def make(name="Ada", role="learner", **more):
        return people.invitations.make(role=role, name=name, cohort=cohort, **more)

    return make


def phrase_of(visitor):
    page = visitor.post("/me/phrase")
    assert page.status == 200
    assert len(page.phrase.split()) == 6
    return page.phrase


def join(visitor, code, **fields):
    return visitor.post("/join", code=code, step="join", **{"name": "Ada"} | fields)


def test_a_phrase_leads_back_from_another_browser(visitor, other, write):
    write(visitor, "I was here")
    phrase = phrase_of(visitor)
    page = other.post("/return", phrase=" ".join(w[:4] for w in phrase.upper().split()))
    assert page.url.endswith("/me")
    assert "I was here" in page.text
    assert other.id == visitor.id


def test_a_phrase_is_shown_once_and_stands_in_no_address(visitor):
    page = visitor.post("/me/phrase")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.url.endswith("/me/phrase")
    again = visitor.get("/me/phrase")
    assert again.url.endswith("/me#coming-back")
    assert page.phrase not in again.text


def test_a_new_phrase_ends_the_one_before(visitor, other):
    old = phrase_of(visitor)
    new = phrase_of(visitor)
    assert other.post("/return", phrase=old).status == 403
    assert other.post("/return", phrase=new).status == 200


def test_a_wrong_phrase_is_told_and_not_shown_again(visitor):
    for phrase, status, says in (
        ("", 400, "six words"),
        ("abandon", 400, "one word"),
        (RIGHT_FORM, 403, "Nobody here has this phrase"),
    ):
        page = visitor.post("/return", phrase=phrase)
        assert page.status == status
        assert says in page.text
        assert 'aria-describedby="phrase-hint phrase-wrong"' in page.text
        assert RIGHT_FORM not in page.text


def test_too_many_wrong_phrases_have_to_wait_and_right_ones_do_not(own_quick):
    visitor, other = Visitor(own_quick.url), Visitor(own_quick.url)
    phrase = phrase_of(visitor)
    for _ in range(12):  # a room full of people comes back by one address
        assert Visitor(own_quick.url).post("/return", phrase=phrase).status == 200
    for _ in range(10):
        assert other.post("/return", phrase=RIGHT_FORM).status == 403
    page = other.post("/return", phrase=phrase)
    assert page.status == 429
    assert "wait ten minutes" in page.text
    own_quick.stop()
    assert phrase not in own_quick.log.read_text()


def test_whose_the_words_on_a_device_are_is_asked_and_never_guessed(visitor, other, write):
    phrase = phrase_of(visitor)
    write(other, "On the tablet")
    page = other.post("/return", phrase=phrase)
    assert page.status == 400
    assert "whose the words on this device are" in page.text
    assert other.id != visitor.id


def test_mine_brings_the_words_and_signing_out_does_not_bring_anybody_back(
    visitor, other, write
):
    write(visitor, "On the phone")
    phrase = phrase_of(visitor)
    write(other, "On the tablet")
    page = other.post("/return", phrase=phrase, here="mine")
    assert "On the phone" in page.text
    assert "On the tablet" in page.text
    assert "On the tablet" in visitor.get("/me").text
    other.post("/me/sign-out")
    assert other.id != visitor.id
    assert "On the" not in other.get("/me").text


def test_somebody_elses_words_stay_apart_and_come_back(visitor, other, write):
    write(visitor, "On the phone")
    phrase = phrase_of(visitor)
    write(other, "Another's")
    before = other.id
    page = other.post("/return", phrase=phrase, here="theirs")
    assert "Another's" not in page.text
    assert "Another's" not in visitor.get("/me").text
    other.post("/me/sign-out")
    assert other.id == before
    assert "Another's" in other.get("/me").text


def test_signing_out_here_is_here_alone(visitor, other):
    other.post("/return", phrase=phrase_of(visitor))
    same = visitor.id
    page = other.post("/me/sign-out", where="here")
    assert page.status == 200
    assert other.id != same
    assert visitor.id == same


def test_signing_out_everywhere_ends_every_cookie_at_once_and_phrases_go_on(visitor, other):
    phrase = phrase_of(visitor)
    same = visitor.id
    other.post("/return", phrase=phrase)
    visitor.post("/me/sign-out", where="everywhere")
    assert other.id != same
    assert visitor.id != same
    visitor.post("/return", phrase=phrase)
    assert visitor.id == same


def test_signed_out_everywhere_nobody_comes_back_from_beneath(visitor, other, write):
    phrase, second = phrase_of(visitor), phrase_of(other)
    same = visitor.id
    # On `other`'s browser `visitor` is beneath `other`, who came in on top.
    other.post("/return", phrase=phrase, here="theirs")
    other.post("/return", phrase=second, here="theirs")
    visitor.post("/me/sign-out", where="everywhere")
    other.post("/me/sign-out")
    assert other.id != same


def test_a_cookie_that_was_not_given_here_is_nobodys(visitor, other):
    same = visitor.id
    theirs = visitor.cookie
    other.get("/")
    for value in (
        theirs.value.replace("2|1:0", "2|1:1", 1),
        theirs.value[:-4] + "0000",
        same,
        "",
        "2|" * 50,
    ):
        forged = other.cookie
        forged.value = value
        other.jar.set_cookie(forged)
        assert other.id != same
    cookie = other.cookie
    cookie.value = theirs.value
    other.jar.set_cookie(cookie)
    assert other.id == same


def test_an_invitation_says_what_it_is_to_before_anybody_joins(visitor, invite, people):
    made, code = invite()
    page = visitor.post("/join", code=f"https://example.org/join#{code}")
    for words in (
        "Listening at Northfield",
        "People who work at Northfield.",
        "2 March 2026",
        "Ines",
        "ines@example.org",
        "erased on",
        "Nobody reads it until you share it",
        'value="Ada"',
    ):
        assert words in page.text
    assert code not in page.url
    assert people.cohorts.memberships(visitor.id) == []
    assert people.invitations.find(code) == made


def test_joining_gives_a_place_a_name_and_a_phrase(visitor, other, invite, people, cohort):
    _, code = invite()
    page = join(visitor, code, name="  Ada\u202e  L. ")
    assert page.status == 200
    [member] = people.cohorts.members(cohort)
    assert (member.learner, member.name) == (visitor.id, "Ada L.")
    other.post("/return", phrase=page.phrase)
    assert other.id == visitor.id
    assert "erased on" in visitor.get("/me").text


def test_who_has_a_phrase_keeps_it(visitor, other, invite):
    phrase = phrase_of(visitor)
    page = join(visitor, invite()[1], here="mine")
    assert page.phrase == ""
    other.post("/return", phrase=phrase)
    assert other.id == visitor.id


@pytest.mark.parametrize("step", ["look", "join"])
@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("unknown", "There is no such invitation"),
        ("revoked", "was taken back"),
        ("used", "was used already"),
        ("expired", "has expired"),
    ],
)
def test_an_invitation_that_is_good_no_more(  # noqa: PLR0913, PLR0917  fixtures
    visitor, people, cohort, invite, harm, says, step
):
    long_ago = datetime.now(UTC) - timedelta(days=22)
    made, code = invite(now=long_ago) if harm == "expired" else invite()
    if harm == "revoked":
        people.invitations.revoke(made.id, cohort)
    if harm == "used":
        people.invitations.join(code, "somebody")
    if harm == "unknown":
        code = code[::-1]
    page = visitor.post("/join", code=code, step=step, name="Ada")
    assert page.status == 403
    assert says in page.text
    assert page.text.count('class="wrong"') == 1
    assert not people.cohorts.memberships(visitor.id)


def test_an_invitation_is_good_for_one(visitor, other, invite):
    _, code = invite()
    assert join(visitor, code).status == 200
    page = join(other, code, name="Bob")
    assert page.status == 403
    assert "was used already" in page.text


def test_mistakes_are_told_beside_what_was_written(visitor, write, invite, people):
    write(visitor, "Before")
    _, code = invite()
    page = join(visitor, code, name=" ")
    assert page.status == 400
    assert 'id="name-wrong"' in page.text
    assert 'id="here-wrong"' in page.text
    page = join(visitor, code, name="A" * 81, here="mine")
    assert "at most 80" in page.text
    assert "A" * 81 in page.text
    assert re.search(r'value="mine"[^>]* checked', page.text)
    people.invitations.find(code)  # it is still good


def test_what_was_here_comes_along_or_stays_apart_until_sign_out(
    visitor, other, write, invite
):
    for one in (visitor, other):
        write(one, "Before")
    join(visitor, invite()[1], here="mine")
    assert "Before" in visitor.get("/me").text
    before = other.id
    page = join(other, invite()[1], here="apart")
    assert page.phrase
    assert other.id != before
    assert "Before" not in other.get("/me").text
    other.post("/me/sign-out")
    assert other.id == before
    assert "Before" in other.get("/me").text


def test_a_second_person_at_one_browser_does_not_take_the_firsts_place(
    visitor, invite, people, cohort
):
    join(visitor, invite()[1])
    page = join(visitor, invite(name="Bob")[1], name="Bob", here="mine")
    assert page.status == 400
    assert "in the cohort already, as Ada" in page.text
    join(visitor, invite(name="Bob")[1], name="Bob", here="apart")
    assert [one.name for one in people.cohorts.members(cohort)] == ["Ada", "Bob"]


def test_a_tutor_comes_in_by_an_invitation_and_again_after_twelve_hours(
    own_quick, monkeypatch
):
    from academy import session  # noqa: PLC0415  it reads the environment

    visitor, again = Visitor(own_quick.url), Visitor(own_quick.url)
    store = own_quick.store()
    _, code = People(store).invitations.make(role="tutor", name="Ines")
    page = join(visitor, code, name="Ines")
    assert page.status == 200
    assert visitor.get("/tutor").status == 200
    assert Visitor(own_quick.url).get("/tutor").status == 403

    # A cookie as it would be after thirteen hours of nothing.
    monkeypatch.setenv("ACADEMY_DATA", str(own_quick.data))
    old = datetime.now(UTC) - timedelta(hours=13)
    cookie = visitor.cookie
    said = f"{visitor.id}|{old.timestamp():.6f}"
    value = web.create_signed_value(session.cookie_secret(), cookie.name, said)
    cookie.value = value.decode()
    visitor.jar.set_cookie(cookie)
    assert visitor.get("/").status == 200
    assert visitor.get("/me").status == 200
    assert visitor.get("/tutor").status == 403

    again.post("/return", phrase=page.phrase)
    assert again.get("/tutor").status == 200
    store.close()
