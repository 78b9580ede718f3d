"""What the browser tests look at, and how a keyboard gets about."""

import json
from pathlib import Path

from playwright.sync_api import Error

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LISTENING = "/modules/02_listening"


WAITED = """() => new Promise((resolve, reject) => {
    const given = EXPRESSION;
    const until = performance.now() + 30000;
    const look = () => {
        if (given()) resolve();
        else if (performance.now() > until) reject(new Error("waited in vain"));
        else setTimeout(look, 30);
    };
    look();
})"""


def wait(page, function):
    """Wait until a function of the page returns true.

    Playwright's own way evaluates text again and again, which the page's policy forbids.
    A page on its way to another is asked again when it has arrived.
    """
    for _ in range(3):
        try:
            page.evaluate(WAITED.replace("EXPRESSION", function))
        except Error as error:
            if "Execution context was destroyed" not in str(error):
                raise
            page.wait_for_load_state()
        else:
            return
    raise AssertionError("the page went on and on to others")


def exercises_open(page):
    """Wait until every exercise of a module stands in its place."""
    wait(
        page,
        """() => {
            const places = document.querySelectorAll("[data-cell]");
            return places.length > 0 &&
                [...places].every((one) => one.querySelector(".academy-exercise"));
        }""",
    )


def saved(page):
    """Wait until the page says that everything is saved."""
    wait(page, "() => document.getElementById('kept').dataset.state === 'kept'")


def axe(page):
    """Return axe-core's violations, each as one line."""
    # Evaluated by the driver and not as a <script>, which the page's policy forbids.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "() => axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations)"
    )
    return [
        f"{one['id']}: {node['target']}: {json.dumps(node['failureSummary'])[:300]}"
        for one in found
        for node in one["nodes"]
    ]


def tab_to(page, locator, most=400):
    """Press Tab until `locator` has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if locator.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{locator} is not reached by Tab")
