"""Where nbgrader's own words go: into a file, not onto a tutor's screen."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from academy.assessment import config


def logger() -> logging.Logger:
    """Return the logger that writes to nbgrader's log file."""
    found = logging.getLogger("academy.assessment")
    file = str(config.log_file())
    old = [h for h in found.handlers if isinstance(h, logging.FileHandler)]
    if [handler.baseFilename for handler in old] != [file]:
        for handler in old:
            found.removeHandler(handler)
            handler.close()
        fresh = logging.FileHandler(file, encoding="utf-8", delay=True)
        fresh.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        found.addHandler(fresh)
    found.setLevel(logging.INFO)
    found.propagate = False
    return found


@contextmanager
def warnings_kept() -> Iterator[None]:
    """Keep warnings in the log file: nbgrader's libraries warn about nbgrader."""
    ours, theirs = logger(), logging.getLogger("py.warnings")
    handlers = list(ours.handlers)
    theirs.propagate = False
    for handler in handlers:
        theirs.addHandler(handler)
    logging.captureWarnings(capture=True)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        for handler in handlers:
            theirs.removeHandler(handler)
        theirs.propagate = True
