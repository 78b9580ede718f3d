"""What the exercises that work hard take; in ms, unless a row says otherwise."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from academy_bench import ballots, coach, dragging, neighbours, power, pyramids

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.async_api import Browser

BUDGETS = {
    coach.ROW: coach.BUDGET,
    neighbours.ROW: neighbours.BUDGET,
    **dict.fromkeys(power.ROWS, power.BUDGET),
    dragging.ROW: dragging.BUDGET,
}
"""The most that each of these rows may be, in ms."""


async def measure(browser: Browser, say: Callable[[str], None]) -> dict[str, Any]:
    """Return all rows: a number where there is a budget for it, else words."""
    say("timing the exercises that work hard")
    by_hand = {
        coach.ROW: coach.an_utterance,
        pyramids.ROW: pyramids.a_thousand,
        ballots.ROW: ballots.took,
        neighbours.RUN: neighbours.a_run,
    }
    found = {row: await asyncio.to_thread(count) for row, count in by_hand.items()}
    found |= await asyncio.to_thread(power.took)
    found |= neighbours.told(await neighbours.frames(browser))
    found |= dragging.told(await dragging.frames(browser))
    return found


def write(folder: Path, table: str, found: dict[str, Any]) -> str:
    """Write the rows, and the table of those that have a budget; return both."""
    rows = [f"- {row}: {told}" for row, told in found.items() if row not in BUDGETS]
    text = "\n".join([table, "", *rows])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exercises.md").write_text(f"# Exercises that work hard\n\n{text}\n")
    return text
