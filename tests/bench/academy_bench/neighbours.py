"""How smoothly a board of 50 by 50 places plays, and how long its run takes in Python."""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from academy_bench.figures import spread, with_p95
from academy_widgets.neighbours.rules import Wish, mixed, run
from academy_widgets.neighbours.towns import played
from academy_widgets.view import sources

if TYPE_CHECKING:
    from playwright.async_api import Browser

ROW = "50x50 board, ms a frame, 95 %"
BETWEEN = "50x50 board, ms between frames"
RUN = "50x50 board, ms a whole run in Python"
BUDGET = 16.7
"""Milliseconds that a frame may take where there are 60 in a second."""
SIDE, SEED, WISH = 50, 7, Wish(50)
TIMES = 5

FRAMES = """async ([script, run]) => {
    const { drawnBoard, playing } =
        new Function(script + "; return { drawnBoard, playing };")();
    const board = drawnBoard(50, {});
    document.querySelector(".ac-board").append(board.canvas);
    board.set({ board: run.start, unhappy: run.unhappy });
    await new Promise((done) => setTimeout(done, 500));
    const [frame, starts, took] = [window.requestAnimationFrame.bind(window), [], []];
    window.requestAnimationFrame = (then) =>
        frame((now) => {
            const began = performance.now();
            then(now);
            // So that it is painted now, and not put off.
            board.canvas.getContext("2d").getImageData(0, 0, 1, 1);
            starts.push(now);
            took.push(performance.now() - began);
        });
    await new Promise((over) => playing(board, run, { moved() {}, over }).go());
    return { took, between: starts.slice(1).map((one, at) => one - starts[at]) };
}"""


async def frames(browser: Browser) -> dict[str, Any]:
    """Play one run in a page of its own; return what each frame took, in ms.

    `took` is the work of one frame, drawn; `between` is from one frame to the next, which
    everything else on the machine has its part in.
    """
    *_, found = played(SEED, SIDE, [WISH])
    script, style = sources("neighbours")
    page = await browser.new_page(device_scale_factor=2)
    await page.set_content(
        f"<style>{style}</style><section class='academy-exercise ac-neighbours'>"
        "<div class='ac-board'></div></section>"
    )
    measured = await page.evaluate(FRAMES, [script.partition("export default")[0], found])
    await page.close()
    return dict(measured)


def told(measured: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of these frames."""
    took, between = spread(measured["took"]), spread(measured["between"])
    return {
        ROW: round(took.p95, 2) if took else None,
        BETWEEN: f"{with_p95(between)}, {len(measured['took'])} frames",
    }


def a_run() -> float:
    """Return what a whole run of a large town takes in Python, in ms: median of five."""
    took = []
    for seed in range(TIMES):
        began = perf_counter()
        run(mixed(SIDE, seed), WISH, seed, 20_000)
        took.append(perf_counter() - began)
    return round(1000 * median(took), 1)
