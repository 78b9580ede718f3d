"""How smoothly somebody is dragged on a map of 200 people and 1,000 ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from academy_bench.figures import spread, with_p95
from academy_bench.maps import a_large_map
from academy_widgets.powermap.layout import placed
from academy_widgets.powermap.map import Map
from academy_widgets.view import sources

if TYPE_CHECKING:
    from playwright.async_api import Browser

ROW = "map of 200/1,000, ms between frames while dragged"
WORK = "map of 200/1,000, ms of script a frame while dragged"
BUDGET = 17
"""Milliseconds from one frame to the next where there are 60 in a second."""

DRAGGED = """async ([script, map]) => {
    const { chart, hands } = new Function(script + "; return { chart, hands };")();
    const made = chart("A map");
    made.svg.setPointerCapture = undefined; // these pointers are made up
    document.querySelector(".pm-stage-now").append(made.svg, made.sheet);
    made.measure(616, 524);
    made.draw(map);
    let moved = 0;
    hands(made, { tying: () => false, moved: () => { moved += 1; }, says() {} });
    await new Promise((done) => setTimeout(done, 500));
    const many = (id) => made.sign(id).ties.length;
    const ids = map.people.map((one) => one.id).sort((a, b) => many(b) - many(a));
    const box = made.sign(ids[0]).shape.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const point = (type, dx, dy) => made.svg.dispatchEvent(new PointerEvent(type, {
        pointerId: 1, pointerType: "mouse", clientX: x + dx, clientY: y + dy, bubbles: true,
    }));
    const frame = window.requestAnimationFrame.bind(window);
    const [starts, took] = [[], []];
    window.requestAnimationFrame = (then) => frame((now) => {
        const began = performance.now();
        then(now);
        took.push(performance.now() - began);
    });
    point("pointerdown", 0, 0);
    for (let n = 0; n < 240; n++) {
        starts.push(await new Promise((done) => frame(done)));
        point("pointermove", 70 * Math.sin(n / 12), 70 - 70 * Math.cos(n / 12));
    }
    point("pointerup", 0, 0);
    return {
        took,
        moved,
        ties: many(ids[0]),
        between: starts.slice(1).map((one, at) => one - starts[at]),
    };
}"""


async def frames(browser: Browser) -> dict[str, Any]:
    """Drag whoever has most ties about; return what each frame took, in ms.

    `took` is the script's work in a frame; `between` is from one frame to the next, drawn,
    which everything else on the machine has its part in.
    """
    given = a_large_map()
    at = placed(Map.model_validate(given), 1, everybody=True)
    for one in given["people"]:
        one["x"], one["y"] = at[one["id"]]
    script, style = sources("powermap")
    page = await browser.new_page()
    await page.set_content(
        f"<style>{style}</style><section class='academy-exercise ac-powermap'>"
        "<div class='pm-stage-now'></div></section>"
    )
    before = script.partition("export default")[0]
    measured = await page.evaluate(DRAGGED, [before, given])
    await page.close()
    return dict(measured)


def told(measured: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of these frames."""
    took, between = spread(measured["took"]), spread(measured["between"])
    return {
        ROW: round(between.median, 1) if between else None,
        WORK: f"{with_p95(took)}, {measured['ties']} ties moved, "
        f"{with_p95(between)} ms between frames",
    }
