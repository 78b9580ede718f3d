"""What a module's page costs to open: how many requests, how many bytes."""

import pytest
from looking import LISTENING, exercises_open, saved

pytestmark = [pytest.mark.browser, pytest.mark.kernel]


class Wire:
    """What a page asks its server for, by Chromium's own word."""

    def __init__(self, page):
        self.asked, self.bytes, self.ours = [], 0, set()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self.asks)
        wire.on("Network.loadingFinished", self.came)

    def asks(self, event):
        url = event["request"]["url"]
        if url.startswith("http"):
            self.asked.append(f"{event['request']['method']} {url.split('/')[-1]}")
            self.ours.add(event["requestId"])

    def came(self, event):
        if event["requestId"] in self.ours:
            self.bytes += event["encodedDataLength"]


def test_a_module_is_opened_and_touched_in_four_requests_and_200_kb(chromium, quick_served):
    context = chromium.new_context()
    page = context.new_page()
    wire = Wire(page)
    page.goto(quick_served.url + LISTENING)
    exercises_open(page)
    assert wire.asked == ["GET 02_listening", "GET snapshot.css", "GET snapshot.js"]
    page.locator(".ac-code input").first.check()
    saved(page)
    assert len(wire.asked) == 4
    assert wire.asked[3].startswith("POST kernel?snapshot=")
    assert wire.bytes < 200_000
    context.close()
