"""What a result is made of, for the view: sentences, tables and pictures of rates."""

from collections.abc import Iterable, Sequence

from academy_widgets.audit.figures import Odds, Rate
from academy_widgets.exercise import Json


def says(text: str) -> Json:
    """Return a paragraph."""
    return {"says": text}


def headline(text: str) -> Json:
    """Return the sentence to read if one reads only one."""
    return {"headline": text}


def quote(text: str) -> Json:
    """Return the learner's own words."""
    return {"quote": text}


def heading(text: str) -> Json:
    """Return what stands above the blocks that follow."""
    return {"heading": text}


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Json:
    """Return a table; the first entry of each row names it."""
    return {
        "table": {
            "caption": caption,
            "columns": list(columns),
            "rows": [list(row) for row in rows],
        }
    }


def dots(
    caption: str,
    groups: Sequence[str],
    rows: Iterable[tuple[str, Sequence[tuple[int, Rate]]]],
    told: Json,
) -> Json:
    """Return rates as dots with their ranges, and the same as a table.

    Args:
        caption: what is shown.
        groups: who the dots are about; each has a shape of its own.
        rows: a name, and the rates in it, each with the place of its group.
        told: the `table` for whoever does not see the picture.
    """
    made: list[Json] = [
        {
            "name": name,
            "points": [
                {"of": of, "at": _in_100(one.value), **_ends(one)}
                for of, one in points
                if one.n
            ],
        }
        for name, points in rows
    ]
    highest = max((p["high"] for row in made for p in row["points"]), default=1)
    most = next(step for step in (10, 20, 30, 40, 50, 60, 80, 100) if highest <= step)
    return {
        "dots": {"caption": caption, "groups": list(groups), "rows": made, "most": most}
        | told
    }


def in_100(rate: Rate) -> str:
    """Return a rate in words, with its range."""
    if not rate.n:
        return "nobody"
    low, high = (100 * one for one in (rate.low, rate.high))
    return f"{100 * rate.value:.1f} ({low:.1f} to {high:.1f})"


def of(rate: Rate) -> str:
    """Return a rate with the people that it is about."""
    return f"{rate.k:,} of {rate.n:,}: {in_100(rate)}" if rate.n else "nobody"


def odds(found: Odds | None) -> str:
    """Return an odds ratio in words, with its range."""
    if found is None:
        return "cannot be told"
    return f"{_size(found.value)} ({_size(found.low)} to {_size(found.high)})"


def signed(value: float) -> str:
    """Return a number with one digit, and a minus sign where it is below 0."""
    return f"{round(value, 1) + 0.0:.1f}".replace("-", "\N{MINUS SIGN}")


def chance(p: float) -> str:
    """Return a probability as somebody would say it."""
    for whole in (100, 1_000, 10_000, 100_000):
        if p * whole >= 1.5:  # noqa: PLR2004  "about 1" is said of the next larger whole
            return f"about {p * whole:.0f} times in {whole:,}"
    return "less than twice in 100,000"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence has them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _size(value: float) -> str:
    most = 10_000
    return f"over {most:,}" if value > most else f"{value:.2f}"


def _in_100(value: float) -> float:
    return round(100 * value, 2)


def _ends(one: Rate) -> Json:
    return {"low": _in_100(one.low), "high": _in_100(one.high)}
