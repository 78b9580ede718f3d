"""Kernels and servers are killed while many write; what was acknowledged is there, once."""

import asyncio
import contextlib
import os
import random
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from types import SimpleNamespace

import psutil
import pytest
from academy_bench.learners import Writer
from academy_bench.module import Module

pytestmark = pytest.mark.kernel

LEARNERS = 50
ROUNDS = 4
KERNELS_KILLED = 12
LONGEST = 240  # seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory, academy_class):
    made = academy_class(
        tmp_path_factory.mktemp("lost") / "data", options=["--sessions", "200"]
    ).start()
    yield made
    made.stop()


def kernels(server):
    """Return the forked kernels; what they are forked from has one thread only."""
    found = []
    with contextlib.suppress(psutil.NoSuchProcess):  # it may end while it is looked at
        for one in psutil.Process(server.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                found += [one.pid] * (one.num_threads() > 1)
    return sorted(found)


async def write(writer, chance, number):
    await asyncio.sleep(chance.uniform(0, 2))
    await writer.open()
    for turn in range(ROUNDS):
        text = f"learner {number}, turn {turn}"
        await writer.say("draft", text[: len(text) // 2])
        await asyncio.sleep(chance.uniform(0, 0.4))
        await writer.say("response", text)
        await asyncio.sleep(chance.uniform(0, 0.4))
    if number % 2:
        await writer.say("draft", f"learner {number}, unfinished")


async def kill(server, chance, writers):
    """Kill kernels at random moments, and the server once, somewhere between.

    A moment is how much has been acknowledged, so that one seed means the same on a
    quick machine and on a slow one.
    """
    killed = Counter()
    total = LEARNERS * 2 * ROUNDS
    moments = sorted(chance.uniform(0.02, 0.9) * total for _ in range(KERNELS_KILLED + 1))
    fatal = chance.choice(moments)
    for moment in moments:
        while sum(len(one.kept.said) for one in writers) < moment:  # noqa: ASYNC110  a count
            await asyncio.sleep(0.005)
        if moment == fatal:
            await asyncio.to_thread(server.stop, signal.SIGKILL)
            await asyncio.to_thread(server.start)
            killed["server"] += 1
        elif alive := kernels(server):
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(alive), signal.SIGKILL)
                killed["kernel"] += 1
    return killed


async def everything(server, seed):
    chance = random.Random(seed)
    course = SimpleNamespace(
        base=server.url, url=f"{server.url}/modules/02_listening", module=Module()
    )
    writers = [Writer(course) for _ in range(LEARNERS)]
    # A writer who gives up ends it all: the killing waits for what they get acknowledged.
    async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as together:
        for at, one in enumerate(writers):
            together.create_task(write(one, random.Random(seed * 1000 + at), at))
        killing = together.create_task(kill(server, chance, writers))
    for one in writers:
        one.close()
    return writers, killing.result()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_acknowledged_is_there_once_whatever_is_killed(
    server, seed, record_property
):
    writers, killed = asyncio.run(everything(server, seed))
    store = server.store()
    acknowledged = again = 0
    for number, one in enumerate(writers):
        said = one.kept.said
        records = store.read(learner=one.learner, what="response")
        kept = Counter(record.uid for record in records)
        answers = {f"{s.page}.{s.n}": s.text for s in said if s.trait == "response"}
        assert kept == dict.fromkeys(answers, 1), number
        assert {r.uid: r.body["form"]["written"] for r in records} == answers
        drafts = {draft.body["written"] for draft in store.drafts(learner=one.learner)}
        assert drafts == ({f"learner {number}, unfinished"} if number % 2 else set())
        acknowledged += len(said)
        again += sum(s.sends - 1 for s in said)
    store.close()
    assert killed["server"] == 1
    assert again  # or nobody was hit, and this shows nothing
    with closing(sqlite3.connect(server.data / "academy.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    figures = dict(killed) | {"acknowledged": acknowledged, "sent again": again}
    figures["kernels"] = sum(one.kept.kernels for one in writers)
    record_property("figures", figures)
    print(f"\nseed {seed}: {figures}")
