"""What no page of ours says, over a real kernel's own wire."""

import itertools
import json
import os

import pytest
from jupyter_client.manager import start_new_kernel

from academy import content, paths, session
from academy.store import Record, SqliteStore

pytestmark = pytest.mark.kernel

LISTENING = paths.content() / "modules" / "02_listening"
SCENE = next(one for one in content.exercises(LISTENING) if one.kind == "reply")
NAME = f"{SCENE.id.split('/')[1]}.yml"
CHOSEN = SCENE.replies[0].id


class Wire:
    """A kernel that holds one exercise, and all that it and its processes printed."""

    def __init__(self, data, log):
        env = os.environ | session.environment("ada", "v")
        self.data, self.log, self.count = data, log, itertools.count(1)
        self.said = log.open("wb")
        self.manager, self.client = start_new_kernel(
            env=env, cwd=str(LISTENING), stdout=self.said, stderr=self.said
        )
        self.show()

    def show(self):
        self.client.execute(f'from academy import exercise\nexercise("{NAME}")')
        self.comm, self.state = self.until(
            lambda kind, content: (
                (content["comm_id"], content["data"]["state"])
                if kind == "comm_open" and "feedback" in content["data"].get("state", {})
                else None
            )
        )

    def send(self, **state):
        """Send traits, as a browser does; return the next `saved` but echoes."""
        data = {"method": "update", "state": state, "buffer_paths": []}
        self.raw({"comm_id": self.comm, "data": data})
        return self.saved()

    def raw(self, content):
        message = self.client.session.msg("comm_msg", content)
        # Half a pair of surrogates is escaped, as a browser escapes it.
        self.client.session.pack = lambda given: json.dumps(given, default=str).encode()
        self.client.shell_channel.send(message)

    def saved(self):
        return self.until(
            lambda kind, content: (
                content["data"].get("state", {}).get("saved")
                if kind == "comm_msg" and content["data"].get("method") == "update"
                else None
            )
        )

    def until(self, wanted):
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["msg_type"] == "error":
                continue  # what no widget takes is told to the page that said it
            found = wanted(message["msg_type"], message["content"])
            if found:
                return found

    def store(self):
        return SqliteStore(self.data / "academy.db")

    def works(self):
        """Return whether an honest answer is kept still."""
        answer = {"chosen": [CHOSEN], "written": ""}
        said = {
            "n": next(self.count),
            "page": "honest",
            "answer": answer,
            "form": {"pick": CHOSEN},
        }
        saved = self.send(response=said)
        while saved.get("page") != "honest":
            saved = self.saved()
        return saved["state"] == "kept"

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.said.close()


@pytest.fixture(scope="module")
def wire(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACADEMY_DATA", str(folder / "data"))
        made = Wire(folder / "data", folder / "log")
        yield made
        made.close()


def response(**changed):
    answer = {"chosen": [CHOSEN], "written": ""}
    return {"n": 1, "page": "p", "answer": answer, "form": {"pick": CHOSEN}} | changed


DEEP = json.loads("[" * 200 + "]" * 200)
REFUSED = {
    "5 MB": response(n=2, answer={"chosen": [CHOSEN], "written": "x" * 5_000_000}),
    "5 MB form": response(n=2, form={"written": "x" * 5_000_000}),
    "deep": response(n=3, form={"deep": DEEP}),
    "no number": response(n="3"),
    "half a number": response(n=1.5),
    "yes": response(n=True),
    "huge number": response(n=10**30),
    "below nothing": response(seen=-1),
    "huge seen": response(seen=10**30),
    "page of another kind": response(page=["p"]),
    "long page": response(page="p" * 5000),
    "beside of another kind": response(beside="1, 2"),
    "words beside": response(beside=["1"]),
    "too many beside": response(beside=list(range(5000))),
    "form of another kind": response(form="x"),
    "no form": {"n": 4, "page": "p", "answer": {"chosen": [CHOSEN]}},
    "no answer": {"n": 4, "page": "p", "form": {}},
    "no count": {"page": "p", "answer": {"chosen": [CHOSEN]}, "form": {}},
    "answer of another kind": response(answer=[1]),
    "unknown reply": response(answer={"chosen": ["nobody"]}),
    "nothing": {},
    "no object": "words",
    "a list": ["words"],
    "not a number at all": response(form={"x": float("nan")}),
}


@pytest.mark.parametrize("bad", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_told_in_one_sentence_and_nothing_is_lost(wire, bad):
    store = wire.store()
    before = len(store.read())
    if bad == {}:
        bad = response(n=0) | {"answer": None}
    saved = wire.send(response=bad)
    assert saved["state"] == "refused", saved
    assert saved["says"].endswith(".")
    assert "\n" not in saved["says"]
    assert len(saved["says"]) < 200
    assert len(store.read()) == before
    assert wire.works()
    store.close()


def test_odd_characters_are_kept_as_they_are_and_come_back(wire):
    text = "nul \0 tab \t rtl \u202e abc \u2066 bidi, zero \u200b, emoji 👩‍👩‍👧, e\u0301"
    saved = wire.send(draft={"n": 500, "page": "odd", "form": {"written": text}})
    assert saved["state"] == "kept"
    store = wire.store()
    assert store.drafts(learner="ada")[0].body == {"written": text}
    store.close()
    wire.show()
    assert wire.state["draft"]["form"] == {"written": text}


def test_half_a_character_does_not_keep_the_exercise_from_opening(wire):
    saved = wire.send(draft={"n": 501, "page": "half", "form": {"written": "cut \ud83d"}})
    assert saved["state"] == "kept"
    wire.show()
    assert wire.state["draft"]["form"] == {"written": "cut \N{REPLACEMENT CHARACTER}"}
    assert wire.works()


def test_ids_of_somebody_else_let_nobody_read_or_remove_theirs(wire):
    store = wire.store()
    theirs = store.append(
        Record(
            learner="bo",
            exercise=SCENE.id,
            version="v",
            at="2026-05-03T10:00:00Z",
            body={"answer": {}, "form": {"written": "bo’s alone"}},
        )
    )
    saved = wire.send(response=response(n=600, seen=2**52, beside=[theirs.id]))
    assert saved["state"] == "kept"
    wire.show()
    assert "bo’s alone" not in json.dumps(wire.state, ensure_ascii=False)
    assert store.read(learner="bo") == [theirs]
    store.close()


@pytest.mark.parametrize("to", ["everybody", "", 7, None, ["tutor"]])
def test_sharing_with_whom_there_is_not_is_told(wire, to):
    assert wire.works()
    saved = wire.send(move={"n": next(wire.count), "page": "q", "to": to})
    assert saved["state"] == "refused"
    assert saved["says"].endswith(".")


def test_what_belongs_to_python_is_not_taken_from_a_browser(wire):
    data = {"method": "update", "state": {"feedback": {"x": 1}, "_esm": "evil"}}
    wire.raw({"comm_id": wire.comm, "data": data | {"buffer_paths": []}})
    assert wire.works()
    wire.raw({"comm_id": wire.comm, "data": {"method": "request_state"}})
    state = wire.until(
        lambda kind, content: (
            content["data"].get("state", {})
            if kind == "comm_msg" and "_esm" in content["data"].get("state", {})
            else None
        )
    )
    assert "evil" not in state["_esm"]
    assert state["feedback"] != {"x": 1}


def test_what_is_no_message_of_a_widget_ends_nothing(wire):
    for data in ({}, {"method": "update"}, {"method": "nothing"}, "words", None, [1]):
        wire.raw({"comm_id": wire.comm, "data": data})
    wire.raw({"comm_id": "nobody", "data": {}})
    wire.raw({})
    odd = {
        "method": "update",
        "state": {"draft": {}},
        "buffer_paths": [["draft", "secret"]],
    }
    wire.raw({"comm_id": wire.comm, "data": odd})
    assert wire.works()


def test_nothing_of_what_was_written_is_in_what_the_kernel_printed(wire):
    word = "unmistakable"
    for said in (
        word,
        {"n": word, "page": "p", "form": {}},
        response(n=950, answer={"chosen": [word]}),
        response(n=951, answer={"chosen": [CHOSEN], word: word}),
        response(n=952, form=word),
        response(n=953, page=word * 9),
    ):
        wire.send(response=said)
    for data in (
        word,
        {"method": word},
        {"method": "update", "state": word},
        {"method": "update", "state": {}, "buffer_paths": [["draft", word]]},
    ):
        wire.raw({"comm_id": wire.comm, "data": data})
    wire.client.execute(
        "from academy_widgets.reply.model import ReplyExercise\n"
        "def broken(self, response): raise RuntimeError(str(response))\n"
        "ReplyExercise.feedback = broken"
    )
    saved = wire.send(
        response=response(n=960, answer={"chosen": [CHOSEN], "written": word})
    )
    assert saved["state"] == "failed"
    assert word not in saved["says"]
    assert "RuntimeError" in wire.log.read_text()
    assert word not in wire.log.read_text()
