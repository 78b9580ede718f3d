"""Each of ipywidgets' controls on the slim page: shown, used, answered by Python."""

import pytest
from fronting import python_said
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.kernel]


@pytest.fixture(scope="module")
def page(open_slim):
    return open_slim()


@pytest.mark.parametrize(
    ("name", "kind", "given", "said"),
    [
        ("day", "date", "2024-05-06", "2024-05-06"),
        ("hour", "time", "10:20", "10:20:00"),
        ("moment", "datetime-local", "2024-05-06T10:20", "2024-05-06 10:20:00"),
        ("colour", "text", "#ff0000", "#ff0000"),
        ("bounded", "number", "99", "9"),
        ("fraction", "number", "2.5", "2.5"),
        ("number", "number", "8", "8"),
        ("real", "number", "1.25", "1.25"),
        ("combo", "text", "Paris", "Paris"),
        ("secret", "password", "hush", "hush"),
    ],
)
def test_what_is_entered_reaches_python(page, name, kind, given, said):
    box = page.locator(f"#{name} input[type={kind}]")
    box.fill(given)
    box.press("Enter")
    box.blur()
    python_said(page, f"{name}={said}")


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("tags", "two", "['one', 'two']"),
        ("colours", "blue", "['red', 'blue']"),
        ("ints", "7", "[1, 7]"),
        ("floats", "1.5", "[0.5, 1.5]"),
    ],
)
def test_a_tag_is_added(page, name, typed, said):
    around = page.locator(f"#{name} .jupyter-widget-tagsinput")
    around.click(position={"x": around.bounding_box()["width"] - 3, "y": 5})
    box = page.locator(f"#{name} input")
    box.fill(typed)
    box.press("Enter")
    python_said(page, f"{name}={said}")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("steps", "b"),
        ("spread", "('b', 'b')"),
        ("span", "(3, 5)"),
        ("wide", "(0.3, 0.5)"),
        ("log", "10.0"),
    ],
)
def test_a_handle_is_moved(page, name, said):
    page.locator(f"#{name} .noUi-handle").first.press("ArrowRight")
    python_said(page, f"{name}={said}")


def test_a_choice_is_made(page):
    page.locator("#select select").select_option("b")
    python_said(page, "select=b")
    page.locator("#several select").select_option(["a", "c"])
    python_said(page, "several=('a', 'c')")
    page.locator("#toggle button").click()
    python_said(page, "toggle=True")
    page.locator("#toggles button").nth(1).click()
    python_said(page, "toggles=b")


def test_play_plays(page):
    page.locator("#play button").first.click()
    python_said(page, "play=1")


def test_a_file_is_handed_over(page):
    file = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"some words"}
    with page.expect_file_chooser() as chooser:
        page.locator("#upload button").click()
    chooser.value.set_files([file])
    python_said(page, "note.txt b'some words'")


def test_boxes_fold_stack_and_stand_in_grids(page):
    page.locator("#accordion").get_by_text("B", exact=True).click()
    python_said(page, "accordion=1")
    expect(page.get_by_text("second fold")).to_be_visible()
    expect(page.get_by_text("first layer")).to_be_visible()
    page.locator("#chooser select").select_option("second")
    expect(page.get_by_text("second layer")).to_be_visible()
    expect(page.get_by_text("first layer")).to_be_hidden()
    columns = "grid-template-columns"
    expect(page.locator("#grid .widget-gridbox")).to_have_css(columns, "50px 50px")
    tops = [
        page.locator("#app").get_by_text(word, exact=True).bounding_box()["y"]
        for word in ("above", "amid", "below")
    ]
    assert tops == sorted(set(tops))


def test_interact_prints_what_python_answers(page):
    slider = page.locator("#interact .noUi-handle")
    slider.press("ArrowRight")
    expect(page.locator("#interact .widget-output")).to_have_text(
        "x is 5\n", timeout=20_000
    )


def test_widgets_are_linked_by_python(page):
    boxes = page.locator("#paired input")
    boxes.first.fill("42")
    boxes.first.press("Enter")
    expect(boxes.nth(1)).to_have_value("42", timeout=20_000)


def test_sound_film_maths_and_the_rest_are_shown(page):
    assert page.locator("#audio audio").get_attribute("src").startswith("blob:")
    video = page.locator("#video video")
    source = "(one) => one.currentSrc || one.src || one.querySelector('source').src"
    assert video.evaluate(source).startswith("blob:")
    expect(page.locator("#latex math")).to_be_visible()
    expect(page.locator("#controller")).to_contain_text("Connect gamepad")
    expect(page.locator("#valid .fa-check")).to_be_visible()
    assert not [one for one in page.asked if "127.0.0.1" not in one and "blob:" not in one]
