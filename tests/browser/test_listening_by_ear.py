"""A scene's sound, played in a real browser, from our own origin alone."""

import pytest
from looking import LISTENING, exercises_open

pytestmark = pytest.mark.browser

PLAYED = """async (audio) => {
    await audio.play();
    const until = performance.now() + 20000;
    while (audio.currentTime < 0.2 && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 50));
    audio.pause();
    return { at: audio.currentTime, lasts: audio.duration, from: audio.currentSrc };
}"""


def test_three_people_can_be_heard_and_nothing_plays_by_itself(served, visit):
    page = visit(served.url, LISTENING)
    exercises_open(page)
    sounds = page.locator("audio")
    assert sounds.count() == 3
    for sound in sounds.all():
        assert sound.evaluate("(one) => [one.paused, one.autoplay, one.preload]") == [
            True,
            False,
            "none",
        ]
        played = sound.evaluate(PLAYED)
        assert played["at"] >= 0.2
        assert 5 < played["lasts"] < 30
        assert played["from"].startswith(f"{served.url}/modules/02_listening/")
    assert page.watch.errors == []


def test_a_sound_has_a_name_and_says_whose_voice_it_is(quick_served, visit):
    page = visit(quick_served.url, LISTENING)
    exercises_open(page)
    sound = page.get_by_label("Joan speaks")
    told = sound.get_attribute("aria-describedby")
    assert "generated" in page.locator(f"[id='{told}']").inner_text()
