"""Logs that name no learner's text: an error's place is kept, its own words are not.

What an exception says may quote what somebody wrote: pydantic quotes its input, a
database its parameters, a lookup its key. Whoever reads a log needs to know what went
wrong and where; so that is all that a record keeps of an exception, in the server, in
kernels and in commands alike.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import Any

_QUOTED = re.compile(r"exception=.*", re.DOTALL)
"""How asyncio puts a task's exception into its message."""


def install() -> None:
    """Make every record of this process's loggers so, from now on."""
    logging.setLogRecordFactory(_record)


def to_the_server() -> None:
    """Send what our own loggers say in a kernel to the server's log, not to its page."""
    ours = logging.getLogger("academy")
    if not ours.handlers:
        ours.addHandler(logging.StreamHandler(sys.__stderr__))
        ours.propagate = False


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:  # noqa: ANN401  logging's own
    record = logging.LogRecord(*args, **kwargs)
    if record.name == "asyncio":
        record.msg, record.args = _QUOTED.sub("exception>", record.getMessage()), ()
    if record.exc_info and record.exc_info[1] is not None:
        record.msg = f"{record.getMessage()}\n{told(record.exc_info[1])}"
        record.args, record.exc_info = (), None
    return record


def told(error: BaseException) -> str:
    """Return what an exception is and where it was raised, and what it came from."""
    chain = [error]
    while (before := _before(chain[-1])) is not None and before not in chain:
        chain.append(before)
    return "\n".join(_one(one) for one in reversed(chain))


def _before(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _one(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {one.filename}:{one.lineno} in {one.name}" for one in frames]
    return "\n".join([*places, type(error).__name__])
