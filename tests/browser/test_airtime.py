"""Airtime, as a learner uses it: by keyboard, by touch, by transcript, by microphone."""

import json
import math
import struct
import wave

import pytest
from looking import LISTENING, axe, exercises_open, saved, tab_to, wait

pytestmark = pytest.mark.browser

TOOL = "/tools/airtime"
CAPTIONS = """WEBVTT

00:00:00.000 --> 00:00:30.000
<v Ann Lee>It is the damp, a secret of this house.</v>

00:00:29.000 --> 00:00:40.000
<v Bo>Both.</v>
"""


def opened(page):
    exercises_open(page)
    return page.locator(".ac-airtime")


def guess(place, *guesses):
    for at, one in enumerate(guesses):
        place.get_by_label("Guess for").nth(at).fill(str(one))
    place.get_by_role("button", name="That is my guess").click()


def shares(place):
    place.locator(".ac-tables table").first.wait_for()
    rows = place.locator(".ac-tables table").first.locator("tbody tr").all()
    return [row.locator("td").first.inner_text().strip() for row in rows]


def kept(served, what="response"):
    store = served.store()
    found = [one for one in store.read(what=what) if one.exercise.endswith("/airtime")]
    store.close()
    return found


def test_the_keyboard_alone_guesses_measures_and_sees(served, visit):
    page = visit(served.url, "/")
    tab_to(page, page.get_by_role("link", name="Airtime"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/tools/airtime")
    place = opened(page)
    for at, (name, share) in enumerate((("Ann", "60"), ("Bo", "40"))):
        tab_to(page, place.get_by_label("name or initials").nth(at))
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.type(share)
    tab_to(page, place.get_by_role("button", name="That is my guess"))
    page.keyboard.press("Enter")
    tab_to(page, place.get_by_role("button", name="Start"))
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    place.get_by_text("Ann has the floor.").wait_for()
    page.wait_for_timeout(400)
    page.keyboard.press("3")
    page.keyboard.press("u")
    page.keyboard.press("2")
    page.keyboard.press("i")
    page.wait_for_timeout(200)
    page.keyboard.press("0")
    place.get_by_text("Silence.", exact=True).wait_for()
    page.keyboard.press("p")
    place.get_by_text("Paused.").wait_for()
    tab_to(page, place.get_by_role("button", name="Show who spoke"))
    page.keyboard.press("Enter")
    assert [float(one) > 20 for one in shares(place)] == [True, True, False]
    assert "Interruptions that you marked: 1." in place.inner_text()
    saved(page)

    record = kept(served)[-1]
    assert "Ann" not in json.dumps(record.body)
    assert [who for who, *_ in record.body["answer"]["turns"]] == [0, 1]
    page.goto(f"{served.url}/me")
    page.get_by_text("A: ").first.wait_for()
    assert page.watch.errors == []
    assert page.watch.outside == []


def test_fingers_tap_and_a_reload_in_the_middle_loses_no_turn(served, visit, chromium):
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = visit(served.url, TOOL, context=context)
    place = opened(page)
    guess(place, 50, 50)
    people = place.get_by_role("group", name="Who speaks").get_by_role("button")
    assert min(people.first.bounding_box()["height"], 44) == 44
    people.nth(0).tap()  # and the clock starts with it
    page.wait_for_timeout(300)
    people.nth(1).tap()
    place.get_by_text("B has the floor.").wait_for()
    saved(page)
    page.reload()
    place = opened(page)
    place.get_by_text("Paused. B has the floor.").wait_for()
    place.get_by_role("button", name="Go on").tap()
    page.wait_for_timeout(300)
    place.get_by_role("button", name="Show who spoke").tap()
    assert all(float(one) > 0 for one in shares(place)[:2])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_meetings_captions_are_measured_and_none_of_their_words_is_kept(
    served, visit, tmp_path
):
    file = tmp_path / "meeting.vtt"
    file.write_text(CAPTIONS, encoding="utf-8")
    page = visit(served.url, TOOL)
    place = opened(page)
    place.get_by_label("name or initials").first.fill("AL")
    guess(place, 50, 20, 30)
    place.get_by_label("Bring a transcript").check()
    place.get_by_label("A file").set_input_files(file)
    place.get_by_text("Found 2 speakers and 2 turns.").wait_for()
    assert place.get_by_label("“Ann Lee” is").input_value() == "0"
    place.get_by_label("“Bo” is").select_option("1")
    place.get_by_text("Line 6 begins before the caption above it has ended").wait_for()
    place.get_by_role("button", name="Show who spoke").click()
    assert shares(place) == ["73", "27", "0"]
    assert "C said nothing." in place.locator(".ac-result").inner_text()
    assert "Interruptions: 1." in place.inner_text()
    saved(page)
    words = json.dumps([one.body for one in kept(served)[-1:]])
    for word in ("secret", "Ann", "AL", "Bo"):
        assert word not in words
    data = b"".join(one.read_bytes() for one in served.data.glob("academy.db*"))
    assert b"a secret of this house" not in data


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Good morning all", "Line 1 does not say who speaks"),
        ("00:09.000 --> 00:03.000\nAnn: Hi", "Line 1 ends before it begins"),
        ("Ann: Hi\n" * 10_000 + "".join(f"P{a}{b}: x\n" for a in "abcdef" for b in "ghijk"),
         "Line 10,026 brings in one speaker more"),
    ],
)  # fmt: skip
def test_a_transcript_that_cannot_be_read_is_told_and_stays(
    quick_served, visit, text, said
):
    page = visit(quick_served.url, TOOL)
    place = opened(page)
    guess(place, 50, 50)
    place.get_by_label("Bring a transcript").check()
    box = place.get_by_label("Or the text itself")
    box.evaluate("(one, text) => { one.value = text; }", text)  # typing it takes minutes
    place.get_by_role("button", name="Read who spoke").click()
    place.get_by_text(said).wait_for()
    assert box.input_value() == text


def test_a_microphone_that_is_refused_is_told_and_taps_still_count(quick_served, visit):
    page = visit(quick_served.url, TOOL)
    place = opened(page)
    guess(place, 50, 50)
    place.get_by_label("Tap, and let the microphone").check()
    place.get_by_role("button", name="Start").click()
    place.get_by_text("You can also tap without it").wait_for()
    place.get_by_label("Tap who is speaking").check()
    place.get_by_role("button", name="Start").click()
    place.get_by_role("group", name="Who speaks").get_by_role("button").first.click()
    place.get_by_text("A has the floor.").wait_for()
    assert page.watch.errors == []


def test_the_microphone_is_for_airtimes_pages_alone(quick_served, visit):
    page = visit(quick_served.url, "/")
    for path, allowed in (
        (TOOL, True), (LISTENING, True), ("/", False), ("/me", False), ("/tools/x", False),
    ):  # fmt: skip
        policy = page.request.get(quick_served.url + path).headers["permissions-policy"]
        assert ("microphone=(self)" in policy) == allowed
        assert "camera=()" in policy


def beeps(file):
    """A second of a loud tone, a second of a very quiet one, and so on."""
    rate = 16_000
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        for at in range(rate * 8):
            loud = 12_000 if at // rate % 2 == 0 else 12
            tone = math.sin(2 * math.pi * 220 * at / rate)
            sound.writeframesraw(struct.pack("<h", int(loud * tone)))


WATCHED = """
    window.recorders = 0;
    window.MediaRecorder = class { constructor() { window.recorders += 1; } };
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (what) => (window.stream = await ask(what));
"""


def test_the_microphone_tells_speech_from_silence_and_no_sound_leaves(
    quick_served, chromium_with, visit, tmp_path
):
    sound = tmp_path / "beeps.wav"
    beeps(sound)
    browser = chromium_with(
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={sound}",
    )
    context = browser.new_context()
    context.add_init_script(WATCHED)
    page = visit(quick_served.url, "/", context=context)
    sent = []

    def heard(frame):
        sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", heard))
    page.goto(quick_served.url + TOOL)
    place = opened(page)
    guess(place, 50, 50)
    place.get_by_label("Tap, and let the microphone").check()
    place.get_by_text("No sound leaves this browser").wait_for()
    place.get_by_role("group", name="Who speaks").get_by_role("button").first.click()
    place.get_by_text("hears somebody").wait_for()
    assert page.locator("meter").evaluate("(one) => one.value") > 0
    place.get_by_text("hears silence").wait_for()
    place.get_by_text("hears somebody").wait_for()
    place.get_by_text("hears silence").wait_for()
    place.get_by_role("button", name="Pause").click()
    place.get_by_text("not listening").wait_for()
    wait(page, "() => stream.getTracks().every((one) => one.readyState === 'ended')")
    assert page.evaluate("recorders") == 0
    place.get_by_role("button", name="Show who spoke").click()
    assert shares(place)[0] == "100"
    saved(page)
    answer = kept(quick_served)[-1].body["answer"]
    assert answer["way"] == "microphone"
    lengths = [end - start for _, start, end, _ in answer["turns"]]
    assert len(lengths) >= 2
    assert max(lengths) < 1500
    assert sum(lengths) < 0.8 * answer["length"]
    # Two seconds of sound would be larger, however packed; only words about it were sent.
    assert sum(len(one) for one in sent) < 40_000
    assert page.watch.outside == []
    browser.close()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_however_it_is_measured(quick_served, visit, width, scheme):
    page = visit(quick_served.url, TOOL, width=width, scheme=scheme)
    place = opened(page)
    assert axe(page) == []
    place.get_by_label("name or initials").first.fill("N" * 60)
    guess(place, 50, 50)
    place.get_by_role("group", name="Who speaks").get_by_role("button").first.click()
    place.get_by_label("Bring a transcript").check()
    place.get_by_label("Or the text itself").fill(CAPTIONS)
    place.get_by_role("button", name="Read who spoke").click()
    place.get_by_label("“Bo” is").wait_for()
    assert axe(page) == []
    place.get_by_role("button", name="Show who spoke").click()
    shares(place)
    place.get_by_text("The same, turn by turn").click()
    place.get_by_label("Tap, and let the microphone").check()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
