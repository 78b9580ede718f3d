"""Every route, asked by everybody, at every step of the ladder: who is shown what."""

import io
import re
import shutil
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from tornado.web import create_signed_value

from academy import cohort, paths, sharing
from academy.assessment.rubric import rubric
from academy.people import People
from academy.server import app, identity
from academy.store import Draft, Record

pytestmark = pytest.mark.kernel

WORD, DRAFT, PRIVATE = "zwiebelkuchen", "quetschkartoffel", "apfelmus"
EXERCISE, ALONE = "02_listening/night_shift", "02_listening/first_day"
MODULE, UNKNOWN = "02_listening", "00000000-0000-0000-0000-000000000000"

OTHERS = {
    "me": set(),
    "partner": {"partner"},
    "tutor": {"partner", "tutor"},
    "cohort": {"partner", "tutor", "member"},
    "anyone": {"partner", "tutor", "member", "other tutor", "stranger"},
}
PEOPLE = ["author", *sorted(OTHERS["anyone"])]

OWN, LADDER, NOTHING = "own words alone", "what the ladder lets through", "no words"

SHOWS = {
    ("/", "get"): NOTHING,
    (r"/owner/([\w-]+)", "get"): NOTHING,
    ("/return", "get"): NOTHING,
    ("/return", "post"): NOTHING,
    ("/join", "get"): NOTHING,
    ("/join", "post"): NOTHING,
    ("/me", "get"): OWN,
    ("/me/audience", "get"): NOTHING,
    ("/me/audience", "post"): NOTHING,
    ("/me/export", "get"): OWN,
    ("/me/portfolio", "get"): NOTHING,  # of reflections alone: test_downloads.py
    ("/me/erase", "get"): NOTHING,
    ("/me/erase", "post"): NOTHING,
    ("/me/phrase", "get"): NOTHING,
    ("/me/phrase", "post"): NOTHING,
    ("/me/sign-out", "post"): NOTHING,
    ("/cohort", "get"): NOTHING,
    ("/cohort/calendar.ics", "get"): NOTHING,
    ("/cohort/leave", "post"): NOTHING,
    # Numbers about five or more, never words: test_gathering.py, test_found_pages.py.
    (r"/cohort/found/(cohort-[0-9a-f]{8})", "get"): NOTHING,
    ("/cohort/peers", "get"): NOTHING,  # of reflections alone: test_peers.py
    (r"/cohort/peers/(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})/(\d{1,2})", "get"): NOTHING,
    (r"/cohort/peers/(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})/(\d{1,2})", "post"): NOTHING,
    ("/shared", "get"): LADDER,
    ("/tutor", "get"): NOTHING,
    ("/tutor/cohorts/new", "get"): NOTHING,
    ("/tutor/cohorts/new", "post"): NOTHING,
    (r"/tutor/cohorts/(cohort-[0-9a-f]{8})", "get"): NOTHING,
    (r"/tutor/cohorts/(cohort-[0-9a-f]{8})", "post"): NOTHING,
    (r"/tutor/cohorts/(cohort-[0-9a-f]{8})/marks.csv", "get"): NOTHING,
    (r"/tutor/cohorts/(cohort-[0-9a-f]{8})/marks.xlsx", "get"): NOTHING,
    ("/tutor/marking", "get"): NOTHING,
    ("/tutor/marking/ready", "get"): NOTHING,
    ("/tutor/marking/new", "get"): NOTHING,
    ("/tutor/marking/new", "post"): NOTHING,
    ("/tutor/return/(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})", "get"): NOTHING,
    ("/tutor/return/(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})", "post"): NOTHING,
    ("/tutor/release/(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})", "get"): NOTHING,
    ("/tutor/release/(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})", "post"): NOTHING,
    (r"/tutor/marking/(\d{1,12})", "get"): NOTHING,
    (r"/tutor/marking/(\d{1,12})", "post"): NOTHING,
    (r"/tutor/marking/(\d{1,12})/worry", "get"): NOTHING,
    (r"/tutor/marking/(\d{1,12})/worry", "post"): NOTHING,
    ("/tutor/worries", "post"): NOTHING,
    ("/tutor/comments", "post"): NOTHING,
    ("/tutor/calibrate/([a-z0-9_]{1,80})", "get"): NOTHING,
    ("/tutor/calibrate/([a-z0-9_]{1,80})/([a-z0-9_]{1,80})", "get"): NOTHING,
    ("/tutor/calibrate/([a-z0-9_]{1,80})/([a-z0-9_]{1,80})", "post"): NOTHING,
    ("/tutor/agreement/(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})", "get"): NOTHING,
    ("/tutor/agreement/(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})", "post"): NOTHING,
    (r"/tutor/guide/(\d\d_[a-z0-9_]+)", "get"): NOTHING,
    (r"/tutor/guide/(\d\d_[a-z0-9_]+)/sheets", "get"): NOTHING,
    (r"/tutor/guide/(\d\d_[a-z0-9_]+)/key", "get"): NOTHING,
    (r"/modules/(\d\d_[a-z0-9_]+/[a-z0-9_]+\.mp3)", "get"): NOTHING,
    ("/health", "get"): NOTHING,
    (r"/modules/(\d\d_[a-z0-9_]+)", "get"): OWN,
    (r"/modules/(\d\d_[a-z0-9_]+)/kernel", "post"): NOTHING,
    (r"/modules/(\d\d_[a-z0-9_]+)/sources", "get"): NOTHING,
    ("/tools/([a-z0-9_]+)", "get"): NOTHING,
    ("/tools/([a-z0-9_]+)/kernel", "post"): NOTHING,
    # Over a kernel's WebSocket its own learner's words go: test_server and test_relay
    # show that nobody else is let in, and that nothing but a widget's messages is.
    (r"/api/kernels/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)", "get"): NOTHING,
    (r"/api/kernels/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)", "delete"): NOTHING,
    (r"/api/kernels/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)/channels", "get"): NOTHING,
    (r"/voila/api/shutdown/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)", "post"): NOTHING,
    (r"(.*)", "get"): NOTHING,  # the assets
    (r".*", "get"): NOTHING,
}
"""What each route may show of a learner's words. A new route fails until it is here."""

FIELDS = {
    "/return": {"phrase": "abandon ability able about above absent"},
    "/join": {"code": "x"},
    "/me/erase": {"exercise": EXERCISE},
    "/tutor/cohorts/new": {"how": "yaml", "yaml": "title: x"},
    r"/tutor/cohorts/(cohort-[0-9a-f]{8})": {"do": "invite", "names": "Zed"},
    "/tutor/comments": {"do": "add", "text": "Thank you."},
    "/tutor/agreement/(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})": {"share": "0"},
    "/tutor/calibrate/([a-z0-9_]{1,80})/([a-z0-9_]{1,80})": {
        f"level-{id}": "0" for id in rubric(MODULE)
    },
}


def routes():
    """Return each route's pattern with each method that it has, as the server has them."""
    bare = app.Academy()
    bare.assets = {"page": app.Assets("", [], "")}
    bare.voila_configuration = None
    methods = ("get", "post", "put", "patch", "delete")
    return {
        (pattern, method)
        for pattern, handler, *_ in bare.init_handlers()
        for method in methods
        if getattr(handler, method) is not handler._unimplemented_method
    }


def test_no_route_is_missing_from_the_list():
    there = {(re.sub(r"^//?\(\.\*\)$", "(.*)", pattern), m) for pattern, m in routes()}
    assert there == set(SHOWS)


class Group:
    """A cohort of people, on a server of their own, and what one of them wrote."""

    def __init__(self, served):
        self.served, self.store = served, served.store()
        self.people = People(self.store)
        self.cohort = self._cohort("author", "partner", "member", tutor="tutor")
        self._cohort("somebody", tutor="other tutor")
        self.answer = self._answer(EXERCISE, WORD)
        private = self._answer(ALONE, PRIVATE)
        forced = {"of": private.id}
        given = {"exercise": ALONE, "version": "v", "at": datetime.now(UTC)}
        shared = Record(
            what="shared", learner="author", audience="anyone", body=forced, **given
        )
        self.store.append(shared)
        given |= {"exercise": EXERCISE, "page": "elsewhere", "body": {"written": DRAFT}}
        given.pop("version")
        self.store.keep_draft(Draft(learner="author", **given))

    def _cohort(self, *learners, tutor):
        id = self.people.cohorts.add(cohort.loads(cohort.template()))
        for name in (*learners, tutor):
            role = "tutor" if name == tutor else "learner"
            _, code = self.people.invitations.make(role=role, name=name, cohort=id)
            self.people.invitations.join(code, name, name)
            if name == "partner":
                self.people.cohorts.pair(id)  # before there is a third
        return id

    def _answer(self, exercise, word):
        given = {"exercise": exercise, "version": "v", "at": datetime.now(UTC)}
        body = {"answer": {"chosen": [], "written": word}, "form": {"written": word}}
        return self.store.append(Record(learner="author", body=body, **given))

    def move(self, to):
        sharing.move(self.store, self.people.cohorts, self.answer, to)

    def address(self, pattern):
        path = pattern.replace(r"([\w-]+)", "x").replace(r"(\d\d_[a-z0-9_]+)", MODULE)
        path = path.replace(r"(cohort-[0-9a-f]{8})", self.cohort)
        path = path.replace(r"(\d{1,12})", str(self.answer.id))
        path = path.replace(r"(\d{1,2})", "0")
        path = path.replace(r"(\d\d_[a-z0-9_]+/[a-z0-9_]+\.mp3)", f"{ALONE}.mp3")
        path = path.replace("([a-z0-9_]+)", "airtime")
        path = path.replace("([a-z0-9_]{1,80})", MODULE, 1)  # its reflection's name, too
        path = path.replace("([a-z0-9_]{1,80})", "repairs_line")
        path = path.replace(r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)", UNKNOWN)
        if path.endswith("/kernel"):
            path += "?snapshot=x"
        return path.replace("(.*)", "/assets/page/x.css").replace(".*", "/nowhere")

    def ask(self, who, pattern, method, step):
        """Return all that `who` gets of a route: head, body, what is packed in it."""
        since = f"{time.time():.6f}"
        secret = (self.served.data / "cookie_secret").read_bytes()
        name = self.served.cookie
        cookie = create_signed_value(secret, name, f"{who}|{since}").decode()
        token = "2|" + "00" * 4 + "|" + "00" * 16 + "|" + "1" * 10
        head = {"Cookie": f'{name}="{cookie}"; _xsrf={token}', "X-XSRFToken": token}
        body = None
        if method == "post":
            fields = FIELDS.get(pattern, {})
            if pattern == "/me/audience":
                fields = {"record": self.answer.id, "to": step if who == "author" else "me"}
            body = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(
            self.served.url + self.address(pattern), body, head, method=method.upper()
        )
        try:
            answer = STAYING.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        raw = answer.read()
        if raw.startswith(b"PK"):
            packed = zipfile.ZipFile(io.BytesIO(raw))
            raw = b"".join(packed.read(one) for one in packed.namelist())
        return answer.status, str(answer.headers) + raw.decode("utf-8", "replace")


class _Staying(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


STAYING = urllib.request.build_opener(_Staying)


@pytest.fixture(scope="module")
def group(academy, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ladder")
    content = folder / "content"
    for name in ("course", "modules", "assessments"):
        ignored = shutil.ignore_patterns("academy", "__pycache__", "front", "node_modules")
        shutil.copytree(paths.content() / name, content / name, ignore=ignored)
    alone = content / "modules" / f"{ALONE}.yml"
    alone.write_text(alone.read_text("utf-8") + "\nstays_with_me: true\n", "utf-8")
    served = academy(folder / "data", ACADEMY_CONTENT=str(content)).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACADEMY_DATA", str(served.data))
        served.cookie = identity.cookie_name()
    made = Group(served)
    yield made
    made.store.close()
    served.stop()


SHARED = ("/shared", "get")
UP_AND_DOWN = [
    "me",
    "partner",
    "tutor",
    "cohort",
    "anyone",
    "cohort",
    "tutor",
    "partner",
    "me",
]


def who_sees(group, word, step, routes=SHOWS):
    """Return everybody who finds `word` in what a route sends, by route."""
    with ThreadPoolExecutor(6) as several:
        sent = {
            (*route, who): several.submit(group.ask, who, *route, step)
            for route in routes
            for who in PEOPLE
        }
        return {
            route: {who for who in PEOPLE if word in sent[*route, who].result()[1]}
            for route in routes
        }


@pytest.mark.parametrize("step", sharing.LADDER)
def test_every_route_shows_an_answer_to_whom_its_audience_lets_in_alone(group, step):
    group.move(step)
    expected = {OWN: {"author"}, LADDER: OTHERS[step], NOTHING: set()}
    found = who_sees(group, WORD, step)
    assert found == {route: expected[shows] for route, shows in SHOWS.items()}


def test_a_step_up_or_down_counts_at_the_next_read(group):
    for step in UP_AND_DOWN:
        group.move(step)
        assert who_sees(group, WORD, step, [SHARED])[SHARED] == OTHERS[step], step


@pytest.mark.parametrize("word", [DRAFT, PRIVATE])
def test_a_draft_and_what_stays_with_its_writer_are_shown_to_nobody_else(group, word):
    group.move("anyone")
    for route, seen in who_sees(group, word, "anyone").items():
        assert seen == ({"author"} if SHOWS[route] == OWN else set()), route


def test_the_walk_really_asks_and_is_answered(group):
    """A route that refuses everybody would prove nothing about what it shows."""
    good = {200, 302, 201, 204}
    # What changes or ends something is asked for in a way that it refuses.
    refuses = {
        r"/owner/([\w-]+)",
        "/me/erase",
        "/return",
        "/join",
        "/cohort/leave",
        "/tutor/cohorts/new",
        r"/cohort/peers/(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})/(\d{1,2})",
        r"/tutor/marking/(\d{1,12})",  # what was handed in: test_marking.py asks for it
        r"/tutor/marking/(\d{1,12})/worry",
        "/tutor/worries",
        "(.*)",
        ".*",
    }
    for pattern, method in SHOWS:
        if pattern in refuses or "kernel" in pattern:
            continue
        who = "tutor" if "/tutor" in pattern else "author"
        assert group.ask(who, pattern, method, "me")[0] in good, (pattern, method)


def test_a_tutors_pages_are_for_a_tutor_of_this_cohort_alone(group):
    one = r"/tutor/cohorts/(cohort-[0-9a-f]{8})"
    for method in ("get", "post"):
        got = {who: group.ask(who, one, method, "me")[0] for who in PEOPLE}
        assert got.pop("tutor") == 200
        assert got.pop("other tutor") == 404
        assert set(got.values()) == {403}


def test_a_tutor_who_was_away_for_long_comes_in_by_their_phrase(group, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - identity.TUTOR_SECONDS - 60)
    status, text = group.ask("tutor", "/tutor", "get", "me")
    assert status == 403
    assert "come in by your return phrase" in text


def test_nobody_is_named_to_a_stranger(group):
    group.move("anyone")
    for who in ("stranger", "other tutor", "member"):
        text = group.ask(who, "/shared", "get", "anyone")[1]
        assert "<b>Somebody</b>" in text
        assert "author" not in text
    group.move("cohort")
    assert "author" in group.ask("member", "/shared", "get", "cohort")[1]


def test_nobody_moves_somebody_elses_answer(group):
    group.move("tutor")
    for who in PEOPLE[1:]:
        assert group.ask(who, "/me/audience", "post", "me")[0] == 404
    assert who_sees(group, WORD, "tutor", [SHARED])[SHARED] == OTHERS["tutor"]
