import gzip
import json
import re

import pytest

from voila_snapshot.page import Page, as_script, sent_once

SAME = "<!doctype html><p>" + "A long line that is the same for everybody. " * 2000
ENDS = ["", "x", "für dich ✓", "<p>" + "words of my own " * 5000]


@pytest.mark.parametrize("end", ENDS)
def test_a_page_is_whole_plain_or_gzipped(end):
    page = Page(SAME)
    assert page.plain(end).decode() == SAME + end
    assert gzip.decompress(page.gzipped(end)).decode() == SAME + end


def test_ends_do_not_mix():
    page = Page(SAME)
    one, other = page.gzipped("one"), page.gzipped("other")
    assert gzip.decompress(one).endswith(b"one")
    assert gzip.decompress(other).endswith(b"other")
    assert b"one" not in other


def test_it_is_small():
    assert len(Page(SAME).gzipped("mine")) < len(SAME) / 50


def test_json_in_a_page_can_close_nothing():
    hostile = {"text": "</script><script>alert(1)</script><!--\u2028"}
    text = as_script("own", hostile)
    assert text.count("<") == 2
    inside = re.fullmatch(r"<script[^>]*>(.*)</script>", text, re.DOTALL)[1]
    assert json.loads(inside) == hostile


SCRIPT, STYLE = "export default {};" * 50, "p { margin: 0 }" * 50


def saved(**state):
    return {"model_name": "AnyModel", "state": state}


def whole(sent):
    """Put a page's states together again, as the page does."""
    return {
        model: {
            "model_name": one["model_name"],
            "state": one["state"]
            | {
                key: "".join(sent["texts"][at] for at in parts)
                for key, parts in one.get("texts", {}).items()
            },
        }
        for model, one in sent["states"].items()
    }


def test_what_many_widgets_have_in_common_is_sent_once():
    states = {
        "a": saved(_esm=SCRIPT, _css=STYLE, content={"id": 1}),
        "b": saved(_esm=SCRIPT, _css=STYLE, content={"id": 2}),
        "c": saved(_esm=SCRIPT + "//", _css=STYLE),
        "d": saved(value="short"),
        "e": saved(value="short", count=3, nothing=None),
    }
    sent = sent_once(states)
    text = json.dumps(sent)
    assert text.count(SCRIPT) == 1  # "c" begins like the others, and goes on
    assert text.count(STYLE) == 1
    assert sent["states"]["d"] == states["d"]
    assert whole(sent) == states
    assert states["a"]["state"]["_esm"] == SCRIPT
