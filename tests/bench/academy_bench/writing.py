"""Writes what a run has found: for programs, for people, and as a picture."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from academy_bench import picture, report, targets
from academy_bench.capacity import Capacity
from academy_bench.figures import plain, spread, with_p95
from academy_bench.report import Result

METHOD = """
- Median (least–greatest). Each open is a new browser context, in turn, when all contenders
  are at rest; the first round is not counted.
- Interactive: the first exercise's radio buttons and its button are visible. Answered: one
  was chosen, the button pressed, and what Python says is on the page.
- Two floors. "static page": our own page's HTML, styles, script and widgets as files,
  parsed and drawn alike, with no kernel; targets are against it. "static file": prose and
  the first scene without any widget library, in one small file.
- Sessions of ours and Voila's are held by a light WebSocket client, four opening at once;
  those of other tools by pages in the browser, one after another, so their opens a second
  and load are not told. The client shares the machine's cores with the server.
- Memory a session: PSS of all processes below the server, by kernel, with what the server
  itself grew by since one visit had been and gone.
- Other tools show the module's prose, scenes and questions, made of their own widgets, and
  leave out the talk to mark; ours and Voila show all its exercises.
""".strip()


def write(
    folder: Path, results: list[Result], about: dict[str, Any], capacity: Capacity | None
) -> str:
    """Write all three files; return what the terminal shows."""
    folder.mkdir(parents=True, exist_ok=True)
    versions = {name: said for one in results for name, said in one.versions.items()}
    parts = {
        "Targets": targets.table(targets.targets(results, capacity, about)),
        "All measures": report.table(results),
        "Ratios": report.ratios(results),
        "Very many pages": crowd(capacity) if capacity else "",
        "How": "\n".join([METHOD, *(f"- {one}" for one in report.notes(results))]),
        "Where": "\n".join(
            [
                *(f"- {name}: {told}" for name, told in about.items()),
                "- versions: " + ", ".join(f"{name} {v}" for name, v in versions.items()),
            ]
        ),
    }
    text = "\n\n".join(f"## {head}\n\n{part}" for head, part in parts.items() if part)
    raw = {
        "about": about,
        "capacity": asdict(capacity) if capacity else None,
        "results": [asdict(one) for one in results],
    }
    _replace(folder / "results.json", json.dumps(raw, indent=1) + "\n")
    _replace(folder / "results.md", f"# Opening a module\n\n{text}\n")
    where = f"{about['opens']} opens each, medians. {about['machine']}."
    drawn = picture.svg("Opening a module", where, picture.panels(results))
    _replace(folder / "results.svg", drawn)
    return text


def _replace(path: Path, text: str) -> None:
    """Write a file in one step: a run that is broken off leaves the one before whole."""
    draft = path.with_suffix(path.suffix + ".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def loaded(
    raw: dict[str, Any],
) -> tuple[list[Result], dict[str, Any], Capacity | None]:
    """Return what a results.json holds, as `write` takes it."""
    many = raw.get("capacity")
    results = [report.loaded(one) for one in raw["results"]]
    return results, raw["about"], Capacity(**many) if many else None


def crowd(found: Capacity) -> str:
    """Return what it was to hold very many pages open, as Markdown."""
    lines = [
        ["", ""],
        ["pages open", f"{found.opened:,} of {found.pages:,}"],
        ["of them with a live kernel", f"{found.live} of {found.kernels}"],
        ["memory of a page only read, MB", f"{found.read_mb:.2f}"],
        ["memory of a page with a kernel, MB", plain(found.live_mb)],
        ["memory of everything, MB", plain(found.all_mb)],
        ["pages read a second", plain(found.reads_per_second)],
        ["kernels started and answered a second", plain(found.starts_per_second)],
        ["answer, each asks every 10 s, ms", with_p95(spread(found.answers))],
        ["page and its files, meanwhile, ms", with_p95(spread(found.reopened))],
        ["connections that broke", plain(found.lost)],
        ["errors", plain(sum(found.errors.values()))],
    ]
    told = [f"- {count} × {what}" for what, count in found.errors.items()]
    return "\n\n".join([report.aligned(lines), *(["\n".join(told)] if told else [])])
