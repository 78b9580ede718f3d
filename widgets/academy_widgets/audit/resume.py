"""The résumé experiment: the same applications under different names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from academy_widgets.audit import blocks, figures
from academy_widgets.audit.counts import rows
from academy_widgets.audit.figures import Rate
from academy_widgets.audit.study import Asking, Study
from academy_widgets.exercise import Json

GROUPS = ("white", "black")
NAMED = ("Names heard as white", "Names heard as Black")
CUTS = {
    "gender": ("By the sex that the name is heard as", {"f": "Women", "m": "Men"}),
    "resume_quality": (
        "By the quality of the CV",
        {"low": "Plain CV", "high": "Better CV"},
    ),
    "city": ("By city", {"Boston": "Boston", "Chicago": "Chicago"}),
}


class Name(NamedTuple):
    """A first name and its callbacks."""

    name: str
    group: int
    rate: Rate


def callbacks(**only: str) -> Rate:
    """Return callbacks of the applications that `only` describes, such as city="Boston"."""
    chosen = [
        one
        for one in rows("resume_cells")
        if all(one[name] == value for name, value in only.items())
    ]
    return figures.rate(
        sum(int(one["callbacks"]) for one in chosen), sum(int(one["n"]) for one in chosen)
    )


@cache
def names() -> tuple[Name, ...]:
    """Return the 36 first names, most callbacks first."""
    found = (
        Name(
            one["firstname"],
            GROUPS.index(one["race"]),
            figures.rate(int(one["callbacks"]), int(one["n"])),
        )
        for one in rows("resume_names")
    )
    return tuple(sorted(found, key=lambda one: -one.rate.value))


class Resume(Study):
    """Who was called back, guessed and then counted."""

    of: Literal["resume"]

    def needs(self) -> Mapping[str, Asking]:
        """Return two numbers of 100, and which names a better CV helps more."""
        return {
            "white": Asking("number"),
            "black": Asking("number"),
            "quality": Asking("choose", ("white", "same", "black")),
        }

    def found(self) -> list[Json]:
        """Return callbacks in all, by sex, quality and city, and name by name."""
        return [*_summary(), *_pictures(), blocks.says(_quality()), *_by_name()]

    def result(self, answers: Mapping[str, Any]) -> list[Json]:
        """Return callbacks in all, by sex, quality and city, and name by name."""
        white, black = overall()
        guessed = [answers[group] for group in GROUPS]
        return [
            *_summary(),
            blocks.table(
                "Called back, of 100 applications",
                ("Names", "Your guess", "Counted, and the range chance leaves"),
                [
                    (named, f"{guess:g}", blocks.of(rate))
                    for named, guess, rate in zip(
                        NAMED, guessed, (white, black), strict=True
                    )
                ],
            ),
            blocks.says(f"{_guessed_gap(*guessed)} {_counted_gap()}"),
            *_pictures(),
            blocks.says(
                f"Does a better CV help both alike? You said: "
                f"{self.asks['quality'].words(answers['quality'])}. {_quality()}"
            ),
            *_by_name(),
        ]


def overall() -> tuple[Rate, Rate]:
    """Return callbacks of the names heard as white, and as Black."""
    return callbacks(race="white"), callbacks(race="black")


@cache
def _summary() -> tuple[Json, ...]:
    white, black = overall()
    by, low, high = figures.difference(white, black)
    times, least, most = figures.ratio(white, black)
    _, p = figures.by_chance(white, black)
    return (
        blocks.headline(
            f"Under names heard as white, {100 * white.value:.2f} of 100 were called back, "
            f"and under names heard as Black {100 * black.value:.2f}. That is {times:.2f} "
            "times as often, and the names were drawn by lot."
        ),
        blocks.says(
            f"With the range that chance leaves, it is {least:.2f} to {most:.2f} times as "
            f"often: {100 * by:.1f} more of 100 ({100 * low:.1f} to {100 * high:.1f}). If "
            "names made no difference, chance would bring a gap this wide "
            f"{blocks.chance(p)}."
        ),
    )


@cache
def _pictures() -> tuple[Json, ...]:
    return tuple(_cut(of, caption, levels) for of, (caption, levels) in CUTS.items())


def _cut(of: str, caption: str, levels: Mapping[str, str]) -> Json:
    rates = {
        named: [callbacks(race=race, **{of: level}) for race in GROUPS]
        for level, named in levels.items()
    }
    told = blocks.table(
        f"{caption}: called back, of 100",
        ("", *NAMED, "Gap"),
        [(named, *map(blocks.of, both), _gap(*both)) for named, both in rates.items()],
    )
    return blocks.dots(
        caption,
        NAMED,
        [(named, list(enumerate(both))) for named, both in rates.items()],
        told,
    )


def _guessed_gap(white: float, black: float) -> str:
    if white == black:
        return "You guessed no gap."
    more = NAMED[0] if white > black else NAMED[1]
    return f"You guessed {abs(white - black):g} more of 100 for n{more[1:]}."


def _counted_gap() -> str:
    white, black = overall()
    by = 100 * (white.value - black.value)
    return f"Counted were {by:.1f} more for n{NAMED[0][1:]}."


def _gap(one: Rate, other: Rate) -> str:
    by, low, high = (blocks.signed(100 * part) for part in figures.difference(one, other))
    return f"{by} ({low} to {high})"


@cache
def _quality() -> str:
    more = {}
    squares = []
    for race in GROUPS:
        high, low = (
            callbacks(race=race, resume_quality=quality) for quality in ("high", "low")
        )
        more[race] = f"{_gap(high, low)}"
        squares.append(((high.k, high.n - high.k), (low.k, low.n - low.k)))
    same = figures.pooled(squares).same
    # Two tables of eight full cells: it can always be told.
    unsure = "" if same is None else blocks.chance(same)
    return (
        f"Counted: a better CV brought {more['white']} more callbacks of 100 under names "
        f"heard as white, and {more['black']} more under names heard as Black. The ranges "
        "overlap widely: if it helped both alike, chance would still bring a difference "
        f"like this {unsure}. So this part is a hint, not a finding."
    )


@cache
def _by_name() -> tuple[Json, ...]:
    found = names()
    sides: list[list[Name]] = [[one for one in found if one.group == g] for g in (0, 1)]
    lowest, highest = sides[0][-1], sides[1][0]
    above = sum(one.rate.value > lowest.rate.value for one in sides[1])
    below = sum(one.rate.value < highest.rate.value for one in sides[0])
    told = blocks.table(
        "Each first name: called back, of 100",
        ("Name", "Heard as", "Counted, and the range chance leaves"),
        [(one.name, ("white", "Black")[one.group], blocks.of(one.rate)) for one in found],
    )
    return (
        blocks.heading("Name by name"),
        blocks.says(_overlap(lowest, highest, above, below)),
        blocks.dots(
            "36 first names, most callbacks first",
            NAMED,
            [(one.name, [(one.group, one.rate)]) for one in found],
            told,
        ),
    )


def _overlap(lowest: Name, highest: Name, above: int, below: int) -> str:
    return (
        f"The two sets of names overlap. {above} of the 18 names heard as Black had more "
        f"callbacks than {lowest.name}, the lowest of those heard as white; {below} of the "
        f"18 heard as white had fewer than {highest.name}, the highest of those heard as "
        "Black. Each name stood on 42 to 256 applications, so its range is wide. The gap "
        "is between averages of thousands; it cannot be read off one name, one employer or "
        "one letter."
    )


def known() -> Iterable[Json]:
    """Return all that is the same for everybody, working it out once."""
    return (*_summary(), *_pictures(), *_by_name())
