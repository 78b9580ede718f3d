"""A word that a learner wrote, by every way there is, is in no log."""

import asyncio
import urllib.error
import urllib.parse
import urllib.request
from types import SimpleNamespace

import pytest
from academy_bench.learners import LOST, Writer
from academy_bench.module import Module

pytestmark = pytest.mark.kernel

WORD = "unmistakable"

BROKEN = """
# What breaks says so with the learner's own words, as careless code does.
import os, sys
if "ACADEMY_DATA" in os.environ and "ensurepip" not in sys.argv:
    from academy_widgets.reply import model
    whole = model.ReplyExercise.feedback
    def feedback(self, response):
        if "break" in str(response):
            raise RuntimeError(f"cannot take {response}")
        return whole(self, response)
    model.ReplyExercise.feedback = feedback
"""


@pytest.fixture(scope="module", params=["quick", "plain"])
def server(request, tmp_path_factory, academy_class):
    folder = tmp_path_factory.mktemp("quiet")
    (folder / "sitecustomize.py").write_text(BROKEN)
    made = academy_class(folder / "data", request.param, PYTHONPATH=str(folder)).start()
    yield made
    made.stop()


def post(writer, path, **fields):
    cookies = "; ".join(f"{k}={v}" for k, v in writer.cookies.items())
    fields["_xsrf"] = writer.cookies["_xsrf"]
    data = urllib.parse.urlencode(fields).encode()
    request = urllib.request.Request(writer.contender.base + path, data=data)
    request.add_header("Cookie", cookies)
    try:
        return urllib.request.urlopen(request, timeout=60).status
    except urllib.error.HTTPError as error:
        return error.status


async def write(writer):
    await writer.open()
    pick = writer.replies[0]
    form = {"pick": pick, "written": WORD}

    async def said(trait, n, **message):
        try:
            return await writer._once(trait, {"n": n, "page": "p", "form": form} | message)
        except LOST:
            return "silence", ""

    # A page with a form, for its token.
    writer._keep_cookies(await writer._fetch(f"{writer.contender.base}/return"))

    good = {"chosen": [pick], "written": WORD}
    outcomes = [
        await said("draft", 1),
        await said("response", 2, answer=good),
        await said("response", 3, answer={"chosen": [WORD]}),
        await said("response", 4, answer=good | {"written": f"break {WORD}"}),
        await said("response", 5, answer={WORD: WORD}),
        await said("draft", 6, form=WORD),
        await said("draft", 7, page=WORD * 9),
    ]
    writer.close()
    return [state for state, _ in outcomes]


def test_no_log_has_a_word_that_somebody_wrote(server):
    url = f"{server.url}/modules/02_listening"
    writer = Writer(SimpleNamespace(base=server.url, url=url, module=Module()))
    states = asyncio.run(write(writer))
    assert states == ["kept", "kept", "refused", "failed", *["refused"] * 3]
    for path, fields in {
        "/return": {"phrase": f"{WORD} " * 6},
        "/join": {"code": WORD, "name": WORD},
        "/me/audience": {"record": WORD, "to": WORD},
        "/me/erase": {"exercise": WORD, "what": WORD},
        "/nowhere": {"x": WORD},
    }.items():
        assert post(writer, path, **fields) < 500
    logs = [server.log, *server.data.rglob("*.log")]
    everything = "".join(one.read_text(errors="replace") for one in logs)
    assert "RuntimeError" in everything
    assert WORD not in everything
