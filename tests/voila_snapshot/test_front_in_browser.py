"""The slim page's widgets in a real browser, with real kernels."""

import re

import pytest
from fronting import eventually, press, python_said, slide, started, wait_for_state
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.kernel]


def test_a_page_is_shown_without_a_kernel(visit, server):
    before = started(server)
    page = visit()
    expect(page.locator("#whole .widget-readout")).to_have_text("3")
    expect(page.locator("#whole label b")).to_have_text("Whole")
    expect(page.locator("#prose math")).to_be_visible()
    expect(page.locator("#formula math")).to_be_visible()
    expect(page.locator("#small p")).to_have_text("1,2")
    image = page.locator("#image img")
    assert image.evaluate("(one) => one.naturalWidth") == 1
    assert not [one for one in page.asked if one.startswith("POST") or "/api/" in one]
    assert page.evaluate("said") == []
    expect(page.locator("[onerror]")).to_have_count(0)
    assert page.evaluate("hacked") == 0
    assert page.errors == []
    assert started(server) == before


def test_an_unknown_class_is_a_plain_sentence_and_an_event(visit):
    page = visit()
    expect(page.locator("#foreign")).to_have_text(
        "This part of the page cannot be shown here."
    )
    assert {one["name"] for one in page.evaluate("unknown")} == {
        "ForeignModel",
        "ForeignView",
    }
    assert page.evaluate("unknown[0].module") == "somewhere-else"


def test_every_stock_widget_is_shown(visit):
    page = visit()
    assert page.locator("#everything > .snapshot-view > .widget-vbox > *").count() == 54
    expect(page.locator(".jupyter-widgets-error-widget")).to_have_count(0)
    expect(page.locator(".snapshot-unknown")).to_have_count(1)
    expect(page.locator("#everything .fa-play")).to_be_visible()
    font = "document.fonts.check('900 16px \"Font Awesome 5 Free\"')"
    eventually(page, font)
    assert page.errors == []


def test_a_page_needs_four_requests_at_most(visit):
    page = visit()
    extra = ("maths.js", "icons.", "blob:", "data:")
    asked = [one for one in page.asked if not any(word in one for word in extra)]
    names = [one.split("/")[-1].split("?")[0] for one in asked]
    assert names == ["page", "slim.css", "slim.js", "stock.js"]


def test_every_control_reaches_python_and_python_answers(visit):
    page = visit()
    slide(page, "whole")
    python_said(page, "whole=4")
    wait_for_state(page, "starting", "live")
    slide(page, "decimal")
    python_said(page, "decimal=0.6")
    page.locator("#choice select").select_option("blue")
    python_said(page, "choice=blue")
    page.locator("#radio input").nth(1).check()
    python_said(page, "radio=no")
    page.locator("#line input").fill("one")
    python_said(page, "line=one")
    page.locator("#held input").fill("two")
    page.locator("#held input").press("Enter")
    python_said(page, "held=two")
    page.locator("#area textarea").fill("three\nlines")
    python_said(page, "area=three lines")
    page.locator("#check input").check()
    python_said(page, "check=True")
    page.locator("#tabs").get_by_text("Two").click()
    python_said(page, "tab=1")
    expect(page.locator("#tabs input")).to_have_value("7")
    press(page, "button")
    python_said(page, "pressed 1")
    assert page.errors == []


def test_an_image_from_python_is_binary(visit):
    page = visit()
    image = page.locator("#image img")
    before = image.get_attribute("src")
    press(page, "swap")
    expect(image).not_to_have_attribute("src", before)
    assert image.get_attribute("src").startswith("blob:")
    assert page.errors == []


def test_an_anywidget_sends_bytes_and_commands_and_is_cleaned_up(visit):
    page = visit()
    small = page.locator("#small")
    small.get_by_text("ask").click()
    expect(small.locator("output")).to_have_text("back 3-2-1")
    small.get_by_text("call").click()
    expect(small.locator("output")).to_have_text("doubled 42")
    small.get_by_text("set").click()
    python_said(page, "data=b'\\t\\x08'")
    expect(small.locator("p")).to_have_text("9,8")
    press(page, "leaving")
    expect(page.locator("body")).to_have_attribute("data-cleaned", "yes")
    assert page.errors == []


def test_linked_widgets_move_together_in_the_browser(visit):
    page = visit()
    slide(page, "source")
    bar = page.locator("#target .progress-bar")
    expect(bar).to_have_attribute("style", re.compile("width: 3%"))
