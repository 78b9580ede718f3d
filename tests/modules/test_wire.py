"""Play the browser: send what it would send, over a real kernel's own wire."""

import os
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

from academy import content, paths, session
from academy.store import SqliteStore

pytestmark = pytest.mark.kernel

MODULES = paths.content() / "modules"
LISTENING = MODULES / "02_listening"


class Wire:
    """A kernel in a module's folder, and the comms that its exercises opened."""

    def __init__(self, learner):
        env = os.environ | session.environment(learner, "v")
        self.manager, self.client = start_new_kernel(env=env, cwd=str(LISTENING))

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def show(self, name):
        """Run an exercise's line; return its comm and the state it opened with."""
        self.client.execute(f'from academy import exercise\nexercise("{name}")')
        return self.until(
            lambda kind, content: (
                (content["comm_id"], content["data"]["state"])
                if kind == "comm_open" and "feedback" in content["data"].get("state", {})
                else None
            )
        )

    def send(self, comm, **state):
        """Send new traits, as a browser does; return the `saved` that answers them."""
        data = {"method": "update", "state": state, "buffer_paths": []}
        message = self.client.session.msg("comm_msg", {"comm_id": comm, "data": data})
        self.client.shell_channel.send(message)
        (sent,) = (one["n"] for one in state.values())

        def answer(kind, content):
            saved = (
                content["data"].get("state", {}).get("saved")
                if kind == "comm_msg"
                else None
            )
            return saved if saved and saved["n"] == sent else None

        return self.until(answer)

    def until(self, wanted):
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            assert message["msg_type"] != "error", message["content"]
            found = wanted(message["msg_type"], message["content"])
            if found is not None:
                return found


@pytest.fixture
def wire(tmp_path, monkeypatch):
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path))
    made = Wire("ada")
    yield made
    made.close()


def scene():
    return next(
        Path(f"{one.id.split('/')[1]}.yml")
        for one in content.exercises(LISTENING)
        if one.kind == "reply"
    )


def test_an_answer_crosses_the_wire_is_kept_and_comes_back_saved(wire, tmp_path):
    comm, state = wire.show(scene())
    assert all(set(one) == {"id", "text"} for one in state["content"]["replies"])
    answer = {"chosen": [state["content"]["replies"][0]["id"]], "written": ""}
    saved = wire.send(comm, response={"n": 1, "answer": answer, "form": {"pick": "a"}})
    assert (saved["n"], saved["state"]) == (1, "kept")
    store = SqliteStore(tmp_path / "academy.db")
    (record,) = store.read()
    assert (record.learner, record.body["answer"]) == ("ada", answer)
    store.close()


def test_bad_input_is_answered_in_one_sentence_and_the_kernel_goes_on(wire):
    comm, _ = wire.show(scene())
    for bad in ({"chosen": ["nobody"]}, {"chosen": 7}, {"x": "\0"}, None):
        saved = wire.send(comm, response={"n": 1, "answer": bad, "form": {}})
        assert saved["state"] in ("refused", "failed")
        assert "Traceback" not in saved["says"]
    saved = wire.send(comm, draft={"n": 2, "form": {"written": "still here"}})
    assert saved["state"] == "kept"


def test_a_new_kernel_finds_the_words_of_the_one_that_was_killed(wire, tmp_path):
    comm, _ = wire.show(scene())
    wire.send(comm, draft={"n": 1, "form": {"written": "half a sen"}})
    wire.manager.shutdown_kernel(now=True)
    again = Wire("ada")
    assert again.show(scene())[1]["draft"]["form"] == {"written": "half a sen"}
    again.close()
