"""A map of power in a browser: drawn by keys, mouse and touch, counted and compared."""

import json
import re

import pytest
from looking import axe, exercises_open, saved, tab_to, wait
from one_module import course_with

pytestmark = pytest.mark.browser

POWER = "/modules/04_power"
INK, ACCENT, GOOD, WARM = (
    f'stroke="rgb({color})"'
    for color in ("35, 38, 43", "12, 90, 96", "44, 97, 53", "154, 63, 29")
)
"""The four sorts of tie on white paper, as tokens.css has them in the light."""


@pytest.fixture(scope="module")
def power(academy_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("powermap")
    content = course_with(folder, "powermap", id="04_power")
    made = academy_class(folder / "data", ACADEMY_CONTENT=str(content)).start()
    yield made
    made.stop()


def opened(visit, power, **look):
    page = visit(power.url, POWER, **look)
    exercises_open(page)
    return page, page.locator("section.ac-powermap")


def example(place):
    place.get_by_role("button", name="Start from an example").click()
    place.locator(".pm-editor [data-id]").nth(11).wait_for()


def who(place, name):
    return place.locator(".pm-editor").get_by_role("button", name=re.compile(f"^{name}, "))


def add(place, *names):
    for name in names:
        place.get_by_label("Who: initials or a role").fill(name)
        place.get_by_role("button", name="Add", exact=True).click()


def middle(locator):
    box = locator.locator(".pm-shape").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, start, to):
    page.mouse.move(*start)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(*(a + (b - a) * step / 8 for a, b in zip(start, to, strict=True)))
    page.mouse.up()


def answer(power):
    store = power.store()
    found = [one for one in store.read(what="response") if "powermap" in one.exercise]
    store.close()
    return found[-1].body["answer"]


def counted(place):
    place.get_by_role("button", name="Show who is central").click()
    place.locator(".pm-says").first.wait_for()


def test_the_keyboard_alone_draws_ties_counts_and_takes_back(visit, power):
    page, place = opened(visit, power)
    tab_to(page, place.get_by_label("Who: initials or a role"))
    for name in ("Ann", "Bo", "Cy"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        place.get_by_text(f"{name} is on the map.").wait_for()
    tab_to(page, who(place, "Ann"))
    page.keyboard.press("t")
    place.get_by_text("A tie from Ann: to whom?").wait_for()
    page.keyboard.press("3")
    for _ in range(2):
        page.keyboard.press("Tab")
        if who(place, "Cy").evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    place.get_by_text("Ann listens to Cy.").wait_for()

    tab_to(page, who(place, "Bo"))
    for _ in range(40):
        page.keyboard.press("ArrowDown")
    assert "outside the room" in who(place, "Bo").get_attribute("aria-label")
    page.keyboard.press("Control+z")
    assert "in the room" in who(place, "Bo").get_attribute("aria-label")
    page.keyboard.press("Control+y")
    page.keyboard.press("Delete")
    place.get_by_text("Bo taken away.").wait_for()
    assert who(place, "Bo").count() == 0
    page.keyboard.press("Control+z")
    assert "outside the room" in who(place, "Bo").get_attribute("aria-label")

    tab_to(page, who(place, "Ann"))
    page.keyboard.press("Enter")
    field = place.get_by_label("Name, initials or role")
    assert field.evaluate("(one) => one === document.activeElement")
    page.keyboard.press("Control+a")
    page.keyboard.type("Anna")
    page.keyboard.press("Escape")
    assert who(place, "Anna").evaluate("(one) => one === document.activeElement")
    tab_to(page, place.get_by_role("button", name="Show who is central"))
    page.keyboard.press("Enter")
    place.locator(".pm-says").first.wait_for()
    saved(page)
    kept = answer(power)["map"]
    assert [one["name"] for one in kept["people"]] == ["Anna", "Bo", "Cy"]
    assert [one.get("here", True) for one in kept["people"]] == [True, False, True]
    assert [(one["from"], one["to"], one["sort"]) for one in kept["ties"]] == [
        ("p1", "p3", "listens")
    ]
    assert page.watch.errors == []


def test_the_mouse_moves_through_the_wall_draws_a_tie_and_a_reload_loses_nothing(
    visit, power
):
    page, place = opened(visit, power)
    example(place)
    chart = place.locator(".pm-editor .pm-chart").bounding_box()
    drag(page, middle(who(place, "Deputy")), (chart["x"] + 40, chart["y"] + 60))
    place.get_by_text("Deputy is outside the room.").wait_for()
    assert "outside the room" in who(place, "Deputy").get_attribute("aria-label")
    place.get_by_text("Draw ties", exact=True).click()
    place.get_by_label("New ties are of this kind").select_option("depends")
    ends = middle(who(place, "Visiting nurse")), middle(who(place, "Police link officer"))
    drag(
        page,
        middle(who(place, "Visiting nurse")),
        middle(who(place, "Police link officer")),
    )
    place.get_by_text("Visiting nurse depends on Police link officer.").wait_for()
    drag(
        page,
        middle(who(place, "Visiting nurse")),
        middle(who(place, "Police link officer")),
    )
    place.get_by_text("that tie is there already").wait_for()
    page.mouse.click(*((a + b) / 2 for a, b in zip(*ends, strict=True)))
    place.get_by_label("Strength, 1 to 5").select_option("5")
    place.get_by_label("Who can see it").select_option("hidden")
    counted(place)
    says = place.locator(".pm-says").first.inner_text()
    saved(page)
    page.reload()
    exercises_open(page)
    assert "outside the room" in who(place, "Deputy").get_attribute("aria-label")
    assert place.locator(".pm-says").first.inner_text() == says
    assert "The map has changed" not in place.inner_text()
    place.get_by_text("The same map as tables").click()
    row = place.locator(".pm-table tr").filter(
        has=page.get_by_label("What, of: Visiting nurse depends on Police link officer")
    )
    assert row.get_by_label("Strength of").input_value() == "5"
    assert row.get_by_label("Who can see").input_value() == "hidden"
    row.get_by_label("Strength of").select_option("1")
    place.get_by_text("The map has changed since this was counted").wait_for()
    assert page.watch.errors == []


def touched(page, *steps):
    """Put fingers down, move them and lift them, each step a list of points."""
    session = page.context.new_cdp_session(page)
    kinds = ["touchStart", *["touchMove"] * (len(steps) - 1)]
    for kind, points in zip(kinds, steps, strict=True):
        session.send(
            "Input.dispatchTouchEvent",
            {
                "type": kind,
                "touchPoints": [
                    {"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)
                ],
            },
        )
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_fingers_move_tie_and_pinch(visit, power, chromium):
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page, place = opened(visit, power, context=context)
    example(place)
    who(place, "Visiting nurse").scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 120)")
    x, y = middle(who(place, "Visiting nurse"))
    touched(page, [(x, y)], *([(x + n * 6, y + n * 4)] for n in range(1, 8)))
    moved = middle(who(place, "Visiting nurse"))
    assert moved == pytest.approx((x + 42, y + 28), abs=3)
    place.get_by_text("Draw ties", exact=True).tap()
    who(place, "Residents").scroll_into_view_if_needed()
    page.touchscreen.tap(*middle(who(place, "Deputy")))
    place.get_by_text("A tie from Deputy: to whom?").wait_for()
    page.touchscreen.tap(*middle(who(place, "Day workers")))
    place.get_by_text("Deputy decides for Day workers.").wait_for()
    x, y = middle(who(place, "Day workers"))
    before = middle(who(place, "Area lead"))[0] - middle(who(place, "Deputy"))[0]
    spread = [[(x + 40 - n * 4, y + 40), (x + 60 + n * 8, y + 60)] for n in range(8)]
    touched(page, *spread)
    wait(page, "() => document.querySelector('.pm-zoomed') !== null")
    page.wait_for_timeout(100)
    after = middle(who(place, "Area lead"))[0] - middle(who(place, "Deputy"))[0]
    assert after > before * 1.5
    place.get_by_role("button", name="Show all of the map").tap()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.watch.errors == []
    context.close()


def test_what_the_tables_say_the_picture_shows(visit, power):
    page, place = opened(visit, power)
    add(place, "Ann", "Bo")
    place.get_by_text("The same map as tables").click()
    row = place.locator(".pm-table tr").filter(has=page.get_by_label("Name of Bo"))
    row.get_by_label("has a vote").check()
    row.get_by_label("Sort of Bo").select_option("group")
    row.get_by_label("in the room").uncheck()
    label = who(place, "Bo").get_attribute("aria-label")
    assert label == "Bo, group, outside the room, has a vote; 0 ties out, 0 in"
    tables = place.locator(".pm-tables")
    tables.get_by_label("From", exact=True).focus()
    tables.get_by_label("From", exact=True).select_option(label="Bo")
    tables.get_by_label("What", exact=True).select_option("advises")
    tables.get_by_label("To", exact=True).focus()
    tables.get_by_label("To", exact=True).select_option(label="Ann")
    tables.get_by_role("button", name="Draw it").click()
    assert who(place, "Ann").get_attribute("aria-label").endswith("0 ties out, 1 in")
    tables.get_by_label("From, of: Bo advises Ann").focus()
    tables.get_by_label("What, of: Bo advises Ann").select_option("decides")
    tables.get_by_label("both ways").check()
    assert tables.get_by_label("What, of: Bo decides for Ann").count() == 1
    place.get_by_role("button", name="Undo").click()
    assert not tables.get_by_label("both ways").is_checked()
    tables.get_by_label("Name of Ann").fill("A much longer name")
    assert who(place, "A much longer name").count() == 1
    tables.get_by_role("button", name="Take away: Bo").click()
    assert place.locator(".pm-chart .pm-tie").count() == 0
    assert page.watch.errors == []


def compared(place):
    """Somebody leaves, a redesign, another seat: each with what came out."""
    place.get_by_label("Who leaves").select_option(label="Deputy")
    place.get_by_role("button", name="Show what happens").click()
    place.get_by_role("img", name="Without Deputy").wait_for()
    place.get_by_role("button", name="Change a copy").click()
    who(place, "Residents’ rep").click()
    place.locator(".pm-panel").get_by_label("has a vote").check()
    place.locator(".pm-panel").get_by_role("button", name="Close").click()
    place.get_by_role("button", name="Compare the two").click()
    place.get_by_role("img", name="As it could be").wait_for()
    place.get_by_label("Whose view").fill("A resident")
    place.get_by_role("button", name="Draw their view").click()
    who(place, "Police link officer").press("Delete")
    place.get_by_role("button", name="Lay one over the other").click()
    place.get_by_role("img", name="You and A resident").wait_for()


def test_somebody_leaves_power_is_shared_and_another_sees_it_otherwise(visit, power):
    page, place = opened(visit, power)
    example(place)
    compared(place)
    saved(page)
    kept = answer(power)
    assert kept["leaver"] == "deputy"
    assert [one["id"] for one in kept["changes"]["people"]] == ["rep"]
    assert kept["theirs"]["whose"] == "A resident"
    assert "police" not in json.dumps(kept["theirs"]["map"])
    assert "police" in json.dumps(kept["map"])
    page.reload()
    exercises_open(page)
    assert who(place, "Police link officer").count() == 0
    for name in ("Without Deputy", "As it could be", "You and A resident"):
        place.get_by_role("img", name=name).wait_for()
    place.get_by_text("as I see it", exact=True).click()
    assert who(place, "Police link officer").count() == 1
    assert "has a vote" not in who(place, "Residents’ rep").get_attribute("aria-label")
    page.goto(f"{power.url}/me")
    page.get_by_text("Hostel manager").first.wait_for()
    assert page.watch.errors == []


def brought(page, place, tmp_path, text):
    if place.locator("input[type=file]").is_hidden():
        place.get_by_text("Bring a map, or take it along").click()
    file = tmp_path / "ties.csv"
    file.write_text(text, encoding="utf-8")
    place.locator("input[type=file]").set_input_files(file)


def test_a_file_is_brought_or_told_why_not_and_nothing_drawn_is_lost(
    visit, power, tmp_path
):
    page, place = opened(visit, power)
    add(place, "Ann")
    brought(page, place, tmp_path, "from,to,sort,weight\nAnn,Bo,decides,-2\n")
    place.locator(".pm-exchange [role=alert]").get_by_text("ine 2").wait_for()
    assert who(place, "Ann").count() == 1
    brought(page, place, tmp_path, "from,to,sort,weight\nAnn,Bo,decides,2\n")
    place.get_by_role("button", name="Put it in the place of this map").click()
    place.get_by_text("Arranged.").wait_for()
    assert who(place, "Bo").count() == 1
    place.get_by_role("button", name="Undo").click()
    place.get_by_role("button", name="Undo").click()
    assert who(place, "Bo").count() == 0
    assert who(place, "Ann").count() == 1
    place.get_by_label("Add it to the map that is drawn").check()
    brought(page, place, tmp_path, "from,to,sort\nAnn,Nobody,decides\n")
    place.locator(".pm-exchange [role=alert]").get_by_text("Nobody").wait_for()
    assert who(place, "Ann").count() == 1
    assert page.watch.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_is_taken_along_as_files_and_as_pictures_with_their_words(
    visit, power, scheme
):
    page, place = opened(visit, power, scheme=scheme)
    example(place)
    place.get_by_text("Bring a map, or take it along").click()

    def taken(name):
        with page.expect_download() as download:
            place.get_by_role("button", name=name, exact=True).click()
        return download.value.path().read_bytes()

    place.get_by_label("As a file for other tools").select_option(index=0)
    assert len(taken("Download")) > 100
    svg = taken("SVG").decode()
    assert "<title>Power map, the place as I see it</title>" in svg
    assert "Hostel manager decides for Day workers (strength 3, visible)." in svg
    assert "var(" not in svg
    assert "class=" not in svg
    assert 'stroke-dasharray="9px, 5px"' in svg  # advises
    assert all(light in svg for light in (INK, ACCENT, GOOD, WARM))
    assert taken("PNG").startswith(b"\x89PNG")
    place.get_by_role("button", name="In words").click()
    words = place.get_by_label("The map in words").input_value().splitlines()
    assert words[0] == "12 people, roles and groups, 22 ties."
    assert page.watch.errors == []
    assert page.watch.outside == []


def a_large_map():
    people = [f"Person {n}" for n in range(200)]
    sorts = ("decides", "advises", "listens", "depends", "decides")
    rows = [
        f"{people[n % 200]},{people[(n + 1 + n * n % 190) % 200]},{sorts[n // 200]},1"
        for n in range(1000)
    ]
    return "\n".join(["from,to,sort,weight", *dict.fromkeys(rows)])


def test_nothing_drawn_is_painted_anew_while_a_map_is_carried(visit, power):
    page, place = opened(visit, power)
    example(place)
    place.get_by_role("button", name="Nearer").click()
    wait(page, "() => document.querySelector('.pm-zoomed:not(.pm-riding)') !== null")
    page.evaluate(
        """() => {
            window.redrawn = 0;
            const count = (all) => { window.redrawn += all.length; };
            new MutationObserver(count).observe(
                document.querySelector('.pm-editor .pm-ties'),
                { attributes: true, subtree: true, attributeFilter: ['d'] });
        }"""
    )
    chart = place.locator(".pm-editor .pm-chart").bounding_box()
    x, y = chart["x"] + chart["width"] / 2, chart["y"] + chart["height"] * 0.85
    deputy = middle(who(place, "Deputy"))
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(x + step * 8, y + step * 4)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    moved = middle(who(place, "Deputy"))
    carried = page.evaluate("window.redrawn")
    page.mouse.up()
    wait(page, "() => document.querySelector('.pm-riding') === null && window.redrawn > 0")
    assert moved[0] > deputy[0] + 20
    assert middle(who(place, "Deputy")) == pytest.approx(
        (deputy[0] + 40, deputy[1] + 20), abs=2
    )
    assert carried == 0
    assert page.watch.errors == []


def test_two_hundred_are_arranged_found_and_drawn_on(visit, power, tmp_path):
    page, place = opened(visit, power)
    brought(page, place, tmp_path, a_large_map())
    place.get_by_role("button", name="Draw it", exact=True).click()
    place.get_by_text("Arranged.").wait_for()
    assert place.locator(".pm-editor [data-id]").count() == 200
    names = ".pm-editor .pm-name:not([style*=none])"
    assert 5 < place.locator(names).count() < 150
    person = who(place, "Person 77")
    person.focus()
    assert place.locator(".pm-editor .pm-near").count() >= 5
    wait(
        page,
        """() => [...document.querySelectorAll('.pm-editor .pm-name:not([style*=none])')]
            .some((one) => one.textContent === 'Person 77')""",
    )
    before = middle(person)
    person.press("ArrowRight")
    assert middle(person)[0] > before[0]
    counted(place)
    saved(page)
    assert len(answer(power)["map"]["people"]) == 200
    assert page.watch.errors == []


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_whatever_is_open(visit, power, width, scheme):
    page, place = opened(visit, power, width=width, scheme=scheme)
    assert axe(page) == []
    example(place)
    counted(place)
    compared(place)
    for one in place.locator("details > summary").all():
        if one.is_visible():
            one.click()
    who(place, "Deputy").press("Enter")
    place.get_by_text("Mark their power").click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_tool_is_a_page_of_its_own_from_the_front_page(visit, quick_served):
    page = visit(quick_served.url, "/")
    page.get_by_role("link", name="Power map").click()
    exercises_open(page)
    place = page.locator("section.ac-powermap")
    add(place, "Ann")
    saved(page)
    page.reload()
    exercises_open(page)
    who(place, "Ann").wait_for()
    assert page.watch.errors == []
