"""How far a learner is: derived from what they did, never ticked.

Others may see it too: that something was answered, and when, and never what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from academy import content
from academy.store import Store


@dataclass(frozen=True)
class Step:
    """One exercise of a module, as far as progress goes.

    Attributes:
        id: the exercise's.
        title: a few words for it.
        at: when it was answered last, in UTC; None if it was not.
    """

    id: str
    title: str
    at: datetime | None


@dataclass(frozen=True)
class Progress:
    """What a learner did in one module; `steps` is why it says so.

    Attributes:
        steps: its exercises, in the order in which the module has them.
    """

    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many exercises were answered at least once."""
        return sum(step.at is not None for step in self.steps)

    @property
    def ended(self) -> bool:
        """Whether the last exercise, which is the reflection, or every one was answered.

        Nobody needs to do all of a module.
        """
        return bool(self.steps) and (self.steps[-1].at is not None or self.done == self.of)

    @property
    def of(self) -> int:
        """How many exercises there are."""
        return len(self.steps)

    @property
    def last(self) -> datetime | None:
        """When something was answered last, in UTC, or None."""
        return max((step.at for step in self.steps if step.at), default=None)

    @property
    def percent(self) -> int:
        """The share done, in whole percent."""
        return round(100 * self.done / self.of) if self.of else 0


def onward(modules: Sequence[content.Module], done: Mapping[str, Progress]) -> str:
    """Return the id of the module to go on with, or to begin with.

    It is the one in which something was answered last, until it came to its end; then
    the first that was not begun, or if there is none the first without an end.

    Args:
        modules: the course's, in order.
        done: what `progress` said of them, or nothing.
    """
    begun = sorted((one.last, id) for id, one in done.items() if one.last)
    latest = begun[-1][1] if begun else None
    if latest and not done[latest].ended:
        return latest
    fresh = [one.id for one in modules if one.id not in done or not done[one.id].done]
    unended = [id for id, one in done.items() if not one.ended]
    return [*fresh, *unended, modules[0].id][0]


def progress(
    store: Store, learner: str, modules: Iterable[content.Module]
) -> dict[str, Progress]:
    """Return how far `learner` is in each of `modules`, by the module's id.

    Raises:
        StoreError: the store did not answer.
    """
    answered = {
        one.exercise: one.at for one in store.read(learner=learner, what="response")
    }
    return {
        module.id: Progress(
            tuple(
                Step(one.id, one.title, answered.get(one.id))
                for one in content.in_order(module.id)
            )
        )
        for module in modules
    }
