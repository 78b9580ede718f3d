"""Draws the main results as bars, in an SVG that needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from academy_bench.figures import plain
from academy_bench.report import FILE, Result, common_level, session_at

WIDTH, LEFT, RIGHT = 760, 190, 90
ROW, BAR, HEAD, GAP = 24, 15, 34, 18
TOP = 52

STYLE = """
  .page { fill: #ffffff } text { fill: #1f2328; font: 14px system-ui, sans-serif }
  .name { text-anchor: end } .head { font-weight: 600 } .title { font-size: 18px }
  .soft { fill: #59636e } .bar { fill: #8a94a0 } .ours { fill: #0b6e6e }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #e6edf3 } .soft { fill: #9198a1 }
    .bar { fill: #6e7681 } .ours { fill: #4cc2bd }
  }
"""


@dataclass(frozen=True)
class Panel:
    """One measure, with a number for each contender that has one."""

    title: str
    bars: dict[str, float]


def panels(results: list[Result]) -> list[Panel]:
    """Return the measures worth a picture."""
    there = [result for result in results if not result.failed]
    sessions = common_level(results)
    made = {
        "First interactive widget, ms": [one.median("interactive") for one in there],
        "First answer from Python, ms": [
            None if one.name == FILE else one.median("answered") for one in there
        ],
        "A page over HTTP, kB compressed": [
            None if (size := one.median("bytes")) is None else size / 1000 for one in there
        ],
        f"Memory a session, {sessions} open, MB": [
            session_at(one, sessions) if sessions else None for one in there
        ],
    }
    return [
        Panel(title, bars)
        for title, numbers in made.items()
        if (
            bars := {
                one.name: number
                for one, number in zip(there, numbers, strict=True)
                if number is not None
            }
        )
    ]


def svg(title: str, about: str, drawn: list[Panel]) -> str:
    """Return a bar chart; `about` says where and how it was measured."""
    parts, y = [], TOP
    for panel in drawn:
        parts.append(f'<text class="head" x="16" y="{y + 20}">{escape(panel.title)}</text>')
        y += HEAD
        longest = max(panel.bars.values()) or 1
        for name, number in panel.bars.items():
            parts.append(_bar(name, number, longest, y))
            y += ROW
        y += GAP
    height = y + 20
    told = "; ".join(
        f"{panel.title}: "
        + ", ".join(f"{name} {plain(number)}" for name, number in panel.bars.items())
        for panel in drawn
    )
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"',
            ' aria-labelledby="title desc">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(told)}. {escape(about)}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect class="page" width="{WIDTH}" height="{height}" rx="8"/>',
            f'<text class="head title" x="16" y="32">{escape(title)}</text>',
            *parts,
            f'<text class="soft" x="16" y="{height - 14}">{escape(about)}</text>',
            "</svg>",
            "",
        ]
    )


def _bar(name: str, number: float, longest: float, y: int) -> str:
    width = max(1.0, (WIDTH - LEFT - RIGHT) * number / longest)
    kind = "bar ours" if name.startswith("academy") else "bar"
    return (
        f'<text class="name" x="{LEFT - 10}" y="{y + 12}">{escape(name)}</text>'
        f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" '
        f'rx="2"/><text x="{LEFT + width + 8:.1f}" y="{y + 12}">{plain(number)}</text>'
    )
