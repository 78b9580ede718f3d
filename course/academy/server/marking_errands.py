"""Long work of a tutor's, in a thread beside the pages, and what came of it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from academy.assessment.config import AssessmentError
from academy.content import ContentError
from academy.store import StoreError

Key = tuple[str, ...]
Say = Callable[[str], None]

MOMENT = 0.7  # seconds; what takes longer is shown on its way
_MOST = 500
_STEP = re.compile(r"\[(\d+)/(\d+)\]")
_FAILED = "That did not work, and can be done again; nothing that was written is lost."

log = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """What came of an errand.

    Attributes:
        told: sentences for the tutor.
        new: how much of it was not there before.
    """

    told: tuple[str, ...]
    new: int = 0


@dataclass
class Errand:
    """One piece of work, on its way or done.

    Attributes:
        far: how far it is, in words; "" while that is not known.
        outcome: what came of it; None while it is on its way, and if it failed.
        wrong: why it failed, in one sentence.
        ended: when it was done or failed, in UTC.
    """

    far: str = ""
    outcome: Outcome | None = None
    wrong: str = ""
    ended: datetime | None = None
    future: Future[None] = field(default_factory=Future)

    def say(self, line: str) -> None:
        """Take a line of progress; of what it says only the count is shown.

        The rest of it is for whoever sits at the machine, and names learners.
        """
        if step := _STEP.match(line):
            self.far = f"{step[1]} of {step[2]}"


class Errands:
    """All errands of this server: one at a time, whoever asks.

    Who asks for one that is on its way gets that one.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="errand")
        self._known: dict[Key, Errand] = {}

    def last(self, key: Key) -> Errand | None:
        """Return the newest of that name, if there was one since the server started."""
        return self._known.get(key)

    def begin(self, key: Key, work: Callable[[Say], Outcome]) -> Errand:
        """Begin one, unless it is on its way."""
        known = self._known.get(key)
        if known and known.ended is None:
            return known
        if len(self._known) > _MOST:
            going = {name: one for name, one in self._known.items() if one.ended is None}
            self._known = going
        self._known[key] = made = Errand()
        made.future = self._thread.submit(_do, made, work)
        return made


async def moment(errand: Errand, seconds: float = MOMENT) -> None:
    """Wait until an errand has ended, or `seconds` have passed."""
    await asyncio.wait([asyncio.wrap_future(errand.future)], timeout=seconds)


def _do(errand: Errand, work: Callable[[Say], Outcome]) -> None:
    try:
        errand.outcome = work(errand.say)
    except StoreError as error:
        errand.wrong = f"The place where words are kept did not answer: {error}."
    except (AssessmentError, ContentError, OSError) as error:
        said = str(error) or _FAILED
        errand.wrong = said[:1].upper() + said[1:]
    except Exception:
        log.exception("an errand of a tutor's failed")
        errand.wrong = _FAILED
    finally:
        errand.ended = datetime.now(UTC)
