"""The timed sorting and the one without a clock, in a real browser: keys and fingers."""

import json
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from looking import axe, exercises_open, saved, tab_to, wait

from academy import paths

pytestmark = pytest.mark.browser

PAGE = "/modules/03_bias"
NAMES = ("flowers_insects", "need_strengths", "first_thoughts")
OURS = Path(__file__).parents[2] / "modules" / "03_bias"
FLOWERS = yaml.safe_load((OURS / "flowers_insects.yml").read_text("utf-8"))
SETS = {
    word: one["name"]
    for one in FLOWERS["concepts"] + FLOWERS["attributes"]
    for word in one["words"]
}


@pytest.fixture(scope="module")
def sorting(academy_class, tmp_path_factory):
    """An Academy whose one module beside the first has these exercises and no other."""
    folder = tmp_path_factory.mktemp("sorting")
    content = folder / "content"
    ignored = shutil.ignore_patterns("academy", "__pycache__", "front", "node_modules")
    shutil.copytree(paths.content() / "course", content / "course", ignore=ignored)
    first = content / "modules" / "02_listening"
    shutil.copytree(paths.content() / "modules" / "02_listening", first)
    module = content / "modules" / "03_bias"
    module.mkdir()
    book = json.loads((first / "module.ipynb").read_text("utf-8"))
    start = next(one for one in book["cells"] if one["cell_type"] == "code")
    said = {
        "cell_type": "markdown",
        "id": "head",
        "metadata": {},
        "source": ["# Sorting\n\n## Words"],
    }
    cells = [said, start]
    for name in NAMES:
        shutil.copy(OURS / f"{name}.yml", module)
        cells.append(
            start | {"id": name.replace("_", "-"), "source": [f'exercise("{name}.yml")']}
        )
    book["metadata"]["title"] = "Sorting"
    (module / "module.ipynb").write_text(json.dumps(book | {"cells": cells}), "utf-8")
    course = yaml.safe_load((content / "course/course.yml").read_text("utf-8"))
    listening = course["modules"][0]
    mine = {"id": "03_bias", "title": "Sorting"}
    mine |= {name: listening[name] for name in ("says", "minutes", "qualities")}
    course["modules"] = [listening, mine]
    (content / "course/course.yml").write_text(yaml.safe_dump(course), "utf-8")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, sorting, nth=0, **look):
    page = visit(sorting.url, PAGE, **look)
    exercises_open(page)
    return page, page.locator("section.ac-association").nth(nth)


def press(page, place, name):
    tab_to(page, place.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


WORD = """() => {
    const word = document.querySelector("dialog[open] .ac-field:not([hidden]) .ac-word");
    return word && word.textContent;
}"""


def shown(page):
    """Wait for the next word; return it, and which half is its own."""
    wait(page, f"({WORD})")
    # A frame after it was painted its time begins.
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => "
        "requestAnimationFrame(() => requestAnimationFrame(done))))"
    )
    word = page.evaluate(WORD)
    halves = page.locator("dialog[open] .ac-half").all()
    sides = [one.inner_text().split("\n") for one in halves]
    return word, next(at for at, names in enumerate(sides) if SETS[word] in names)


def begin(page):
    wait(page, "() => document.activeElement.textContent === 'Begin this part'")
    page.keyboard.press("Enter")


def part(page, words, *, answer, slowly=0):
    """Answer the words of a part, whose button to begin has the focus."""
    begin(page)
    for _ in range(words):
        _, side = shown(page)
        page.wait_for_timeout(slowly)
        answer(side)
        wait(page, f"() => !({WORD})()")


def test_a_whole_go_by_keyboard_says_first_what_it_cannot_and_then_gives_a_range(
    sorting, visit
):
    page, place = opened(visit, sorting)
    press(page, place, "Take it with a clock")
    press(page, place, "Begin")
    stage = place.get_by_role("dialog")
    stage.get_by_text("Part 1 of 7").first.wait_for()

    def answer(side):
        page.keyboard.press("ei"[side])

    for words in (10, 10, 10, 20, 20, 10, 20):
        part(page, words, answer=answer, slowly=300)
    place.get_by_text("What it cannot say", exact=True).wait_for()
    assert not place.get_by_text("D is").is_visible()
    assert axe(page) == []
    press(page, place, "Show me what came out")
    place.get_by_text("95 in 100 draws").wait_for()
    assert "60 words counted" in place.inner_text()
    saved(page)
    page.reload()
    exercises_open(page)
    place.get_by_text("95 in 100 draws").wait_for()
    assert place.get_by_role("button", name="Another go, to see").is_visible()
    assert axe(page) == []
    assert page.watch.errors == []
    assert page.watch.outside == []


def begun(visit, sorting, **look):
    page, place = opened(visit, sorting, **look)
    place.get_by_role("button", name="Take it with a clock").click()
    place.get_by_role("button", name="Begin", exact=True).click()
    place.get_by_role("button", name="Begin this part").click()
    return page, place


def test_a_wrong_key_shows_a_cross_and_waits_and_a_held_key_counts_once(sorting, visit):
    page, place = begun(visit, sorting)
    word, side = shown(page)
    wrong, right = "ei"[1 - side], "ei"[side]
    page.keyboard.press(wrong)
    assert place.locator(".ac-cross").is_visible()
    assert page.evaluate(WORD) == word
    page.keyboard.down(right)
    second, _ = shown(page)
    for _ in range(3):
        page.keyboard.down(right)  # a browser calls these repeats
    assert page.evaluate(WORD) == second
    assert place.locator(".ac-cross").is_hidden()
    assert place.get_by_text("A key held down counts once").is_visible()
    page.keyboard.up(right)
    _, side = shown(page)
    page.keyboard.press("ei"[side])
    wait(page, f"() => !({WORD})() || ({WORD})() !== {json.dumps(second)}")
    assert page.watch.errors == []


HIDE = """() => {
    const hidden = {value: "hidden", configurable: true};
    Object.defineProperty(document, "visibilityState", hidden);
    document.dispatchEvent(new Event("visibilitychange"));
    delete document.visibilityState;
}"""


def put_another_page_in_front(page):
    """Have Chromium itself take the page out of sight, or at least out of focus."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setFocusEmulationEnabled", {"enabled": False})
    page.context.new_page().bring_to_front()


@pytest.mark.parametrize("how", ["hidden", "behind", "resized"])
def test_a_disturbed_word_is_marked_not_scored_and_asked_again(sorting, visit, how):
    page, place = begun(visit, sorting)
    lost, _ = shown(page)
    if how == "hidden":
        page.evaluate(HIDE)
    elif how == "behind":
        put_another_page_in_front(page)
        page.bring_to_front()
    else:
        page.set_viewport_size({"width": 800, "height": 900})
    place.get_by_text("that word is not counted").wait_for()
    page.keyboard.press("e")  # nothing is asked now
    place.get_by_role("button", name="Go on", exact=True).click()
    words = []
    for _ in range(10):
        word, side = shown(page)
        words.append(word)
        page.keyboard.press("ei"[side])
        wait(page, f"() => !({WORD})()")
    place.get_by_text("Part 2 of 7").first.wait_for()
    assert words[-1] == lost
    saved(page)
    rows = newest(sorting)["goes"][0]["rows"]
    assert [row[4] for row in rows] == [1] + [0] * 10
    assert rows[0][:4] == [0, rows[-1][1], 0, 0]
    assert page.watch.errors == []


def newest(sorting):
    """Return the newest form of whoever came last."""
    store = sorting.store()
    with store.changing() as db:
        learner = db.execute(
            sa.text("select learner from drafts order by id desc")
        ).scalar()
    found = store.drafts(learner=learner)
    store.close()
    return found[0].body


def test_fingers_take_words_to_halves_of_the_screen(sorting, chromium, visit):
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page, place = begun(visit, sorting, context=context)
    for at in range(10):
        _, side = shown(page)
        page.touchscreen.tap(180 + (2 + 34 * (at % 6)) * (1 if side else -1), 90 + 70 * at)
        wait(page, f"() => !({WORD})()")
    place.get_by_text("Part 2 of 7").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.watch.errors == []
    context.close()


def test_whoever_stops_goes_on_after_a_reload_with_the_part_that_was_broken_off(
    sorting, visit
):
    page, place = begun(visit, sorting)
    for _ in range(10):
        _, side = shown(page)
        page.keyboard.press("ei"[side])
        wait(page, f"() => !({WORD})()")
    place.get_by_role("button", name="Begin this part").click()
    shown(page)
    page.keyboard.press("Escape")
    place.get_by_text("part 2 of 7 begins anew").wait_for()
    saved(page)
    page.reload()
    exercises_open(page)
    place.get_by_role("button", name="Go on", exact=True).click()
    place.get_by_role("dialog").get_by_text("Part 2 of 7").first.wait_for()
    page.keyboard.press("Escape")
    place.get_by_role("button", name="Sort at my own pace instead").click()
    place.get_by_text("Take each word to where it belongs").wait_for()
    assert page.watch.errors == []


def test_another_key_takes_the_place_of_one(sorting, visit):
    page, place = opened(visit, sorting)
    press(page, place, "Take it with a clock")
    press(page, place, "Change the left key")
    page.keyboard.press("i")
    assert place.get_by_text("The other side has that key").is_visible()
    page.keyboard.press("ArrowLeft")
    press(page, place, "Begin")
    begin(page)
    _, side = shown(page)
    page.keyboard.press(["ArrowLeft", "i"][side])
    wait(page, f"() => !({WORD})()")
    assert page.watch.errors == []


def test_at_ones_own_pace_by_keyboard_and_kept(sorting, visit):
    page, place = opened(visit, sorting, nth=2)
    press(page, place, "Take it at my own pace")
    data = yaml.safe_load((OURS / "first_thoughts.yml").read_text("utf-8"))
    sets = data["concepts"] + data["attributes"]
    of = {word: one["name"] for one in sets for word in one["words"]}
    place.locator(".ac-card").wait_for()
    for at in range(24):
        card = place.locator(".ac-card").inner_text()
        piles = place.locator(".ac-pile").all()
        right = next(one for one in piles if of[card] in one.inner_text())
        if at == 0:
            wrong = next(one for one in piles if of[card] not in one.inner_text())
            tab_to(page, wrong)
            page.keyboard.press("Enter")
            assert place.get_by_text("on the other side").is_visible()
        tab_to(page, right)
        page.keyboard.press("Enter")
        if at == 4:
            following = place.locator(".ac-card").inner_text()
            saved(page)
            page.reload()
            exercises_open(page)
            place.locator(".ac-card").wait_for()
            assert place.locator(".ac-card").inner_text() == following
    place.get_by_text("What did you notice?").wait_for()
    assert axe(page) == []
    press(page, place, "That is what I noticed")
    assert place.get_by_text("“I cannot tell” is one").is_visible()
    page.keyboard.press("Space")
    place.get_by_role("textbox").first.fill("It was <b>odd</b>.")
    press(page, place, "That is what I noticed")
    place.get_by_text("It came easier to you").wait_for()
    assert place.get_by_text("It was <b>odd</b>.").last.is_visible()
    saved(page)
    page.reload()
    exercises_open(page)
    place.get_by_text("It came easier to you").wait_for()
    assert page.watch.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_each_step_is_accessible_and_fits(sorting, visit, width, scheme):
    page, place = opened(visit, sorting, width=width, scheme=scheme)

    def fits():
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    fits()
    place.get_by_role("button", name="Take it with a clock").click()
    fits()
    place.get_by_role("button", name="Begin", exact=True).click()
    place.get_by_role("button", name="Begin this part").wait_for()
    fits()
    place.get_by_role("button", name="Begin this part").click()
    _, side = shown(page)
    page.keyboard.press("ei"[1 - side])
    fits()
    place.get_by_role("button", name="Stop").click()
    fits()
    place.get_by_role("button", name="Sort at my own pace instead").click()
    place.locator(".ac-card").wait_for()
    fits()
