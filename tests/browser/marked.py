"""A cohort with tutors whose learners hand reflections in, on an Academy of its own."""

import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime

import pytest
from tornado.web import create_signed_value

from academy import cohort
from academy.assessment.book import Book, Entry
from academy.assessment.desk import Desk
from academy.people import People
from academy.server import identity
from academy.store import Record

NAME, EXERCISE = "02_listening", "02_listening/a_conversation"
IDS = [
    "listening_what_happened",
    "listening_what_you_did",
    "listening_what_you_noticed",
    "listening_next_time",
]
TOKEN = "2|" + "00" * 4 + "|" + "00" * 16 + "|" + "1" * 10
WORDS = "We sat in the small room because the front was full, and she told me. "


class _Staying(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


STAYING = urllib.request.build_opener(_Staying)


class Marked:
    """Tess and Tom tutor Ada, Bo, Cy and Di; Una tutors Somebody, in another cohort.

    `start` puts the process under the data folder of the Academy for as long as the
    tests run, as a command would be.
    """

    def __init__(self, served):
        self.served = served

    def start(self, *, released=True):
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("ACADEMY_DATA", str(self.served.data))
        self.served.start()
        self.cookie = identity.cookie_name()
        self.store = self.served.store()
        self.people = People(self.store)
        self.desk = Desk(self.store, lambda _: None)
        if released:
            self.desk.release(NAME)
        self.book = Book()
        self.cohort = self.cohort_of(["Tess", "Tom"], ["Ada", "Bo", "Cy", "Di"])
        self.cohort_of(["Una"], ["Somebody"])
        return self

    def stop(self):
        self.book.close()
        self.store.close()
        self.served.stop()
        self.patch.undo()

    def cohort_of(self, tutors, learners):
        text = cohort.template().replace("- A tutor's name", f"- {tutors[0]}")
        id = self.people.cohorts.add(cohort.loads(text))
        for name in (*tutors, *learners):
            role = "tutor" if name in tutors else "learner"
            _, code = self.people.invitations.make(role=role, name=name, cohort=id)
            self.people.invitations.join(code, name.lower(), name)
        return id

    def hand_in(self, learner, **answers):
        """Send a reflection and take it in; `q1` to `q4` are its answers."""
        sent = self.send(learner, **answers)
        texts = sent.body["answers"]
        self.book.enter(NAME, [Entry(sent.id, learner, sent.at, None, texts)])
        return sent.id

    def send(self, learner, **answers):
        """Send a reflection, and leave it where it is."""
        texts = {id: answers.get(f"q{n}", WORDS * 3) for n, id in enumerate(IDS, 1)}
        return self._record(learner, "handed_in", assignment=NAME, answers=texts)

    def withdraw(self, learner, id):
        self._record(learner, "withdrawn", assignment=NAME, handed_in=id)

    def give_back(self, learner, id):
        back = {"score": 4, "max": 12, "questions": []}
        self.back = self._record(
            learner, "returned", assignment=NAME, handed_in=id, **back
        ).id
        return self.back

    def answer(self, learner, text, *, look=False):
        about = {"handed_in": 0, "returned": self.back}
        self._record(learner, "answered", assignment=NAME, text=text, look=look, **about)

    def _record(self, learner, what, **body):
        return self.store.append(
            Record(
                what=what,
                learner=learner,
                exercise=EXERCISE,
                version="v",
                at=datetime.now(UTC),
                audience="tutor",
                body=body,
            )
        )

    def signed(self, who):
        secret = (self.served.data / "cookie_secret").read_bytes()
        value = create_signed_value(secret, self.cookie, f"{who}|{time.time():.6f}")
        return value.decode()

    def ask(self, who, path, fields=None, *, script=True, token=TOKEN):
        """Ask as `who`; return status, head and body."""
        head = {"Cookie": f'{self.cookie}="{self.signed(who)}"; _xsrf={TOKEN}'}
        head |= {"X-XSRFToken": token} if token else {}
        head |= {"Accept": "application/json"} if script else {}
        body = None if fields is None else urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self.served.url + path, body, head)
        try:
            answer = STAYING.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        return answer.status, answer.headers, answer.read().decode("utf-8", "replace")

    def come(self, chromium, who, *, width=1440, scheme="light", **more):
        """Return a browser's context in which `who` is here."""
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            **more,
        )
        context.add_cookies(
            [{"name": self.cookie, "value": self.signed(who), "url": self.served.url}]
        )
        return context


def marks(*levels, comments=(), seen=0):
    """Return the form's fields with these points for the first questions."""
    fields = {"seen": seen} | {f"comment-{id}": "" for id in IDS}
    fields |= {f"level-{id}": points for id, points in zip(IDS, levels, strict=False)}
    return fields | {f"comment-{id}": text for id, text in zip(IDS, comments, strict=False)}
