"""What Output shows on the slim page, and what it lets no one do."""

import json

import pytest
from fronting import press, python_said
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.kernel]


def test_an_output_catches_prints_and_is_harmless(visit):
    page = visit()
    press(page, "printing")
    output = page.locator("#output")
    expect(output.locator("pre").first).to_have_text("red words\nmore words\n")
    expect(output.locator("b")).to_have_text("bold")
    expect(output.locator("svg circle")).to_have_count(1)
    expect(output.locator("script, [onerror], [onload]")).to_have_count(0)
    assert page.evaluate("hacked") == 0
    page.wait_for_timeout(200)
    press(page, "clearing")
    expect(output).to_have_text("fresh\n")
    assert page.errors == []


NASTY = [
    "<img src=data:, onerror=hacked=1>",
    "<svg><script>hacked=1</script></svg>",
    "<svg onload=hacked=1></svg>",
    "<math><mtext><table><mglyph><style><img src=data:, onerror=hacked=1></style></table>",
    "<a href='javascript:hacked=1' id=link>x</a>",
    "<iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
    "<object data='data:text/html,<script>parent.hacked=1</script>'></object>",
    "<form action='//elsewhere'><button formaction='javascript:hacked=1'>go</form>",
    "<style>body { display: none }</style>",
    "<base href='//elsewhere'><meta http-equiv=refresh content='0;url=//elsewhere'>",
    "<link rel=stylesheet href='//elsewhere'>",
    "<p id=snapshot>clobbers</p>",
]
NASTY_SVG = [
    "<svg><use href='//elsewhere#x'/><use href='data:image/svg+xml,x#x'/></svg>",
    "<svg><a xlink:href='javascript:hacked=1'><text>x</text></a></svg>",
    "<svg><foreignObject><iframe srcdoc='x'></iframe></foreignObject></svg>",
    "<svg><animate attributeName=href values='javascript:hacked=1'/></svg>",
]


def test_outputs_are_sanitised(visit):
    good = {
        "text/html": "<table><tr><td style='color: red' title='t'>1</td></tr></table>",
        "image/svg+xml": "<?xml version='1.0'?><svg viewBox='0 0 9 9'><defs><path id='p'"
        " d='M0 0'/></defs><use href='#p'/></svg>",
    }
    outputs = [{"text/html": one} for one in NASTY]
    outputs += [{"image/svg+xml": one} for one in NASTY_SVG]
    outputs += [{kind: one} for kind, one in good.items()]
    outputs = [
        {"output_type": "display_data", "data": one, "metadata": {}} for one in outputs
    ]
    page = visit(own=json.dumps({"output": {"outputs": outputs}}))
    output = page.locator("#output")
    banned = "script, iframe, object, form, style, base, meta, link, foreignObject, animate"
    expect(output.locator(banned)).to_have_count(0)
    expect(output.locator("[onerror], [onload], [formaction], [srcdoc]")).to_have_count(0)
    expect(output.locator("#snapshot")).to_have_count(0)
    hrefs = "(all) => all.flatMap((one) => one.getAttributeNames().filter((name) =>"
    hrefs += " name.endsWith('href')).map((name) => one.getAttribute(name)))"
    assert output.locator("*").evaluate_all(hrefs) == ["#p"]
    expect(output.locator("td[title=t]")).to_have_css("color", "rgb(255, 0, 0)")
    page.wait_for_timeout(200)
    assert page.evaluate("hacked") == 0
    assert page.errors == []


def test_a_widget_made_in_a_callback_works(visit):
    page = visit()
    press(page, "making")
    page.locator("#output .noUi-handle").press("ArrowRight")
    python_said(page, "made=6")
    assert page.errors == []
