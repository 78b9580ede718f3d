"""What the server does once a day, beside its work."""

from __future__ import annotations

import logging

from tornado import ioloop

from academy import retention
from academy.people import People
from academy.store import SqliteStore, StoreError

DAY = 24 * 3600 * 1000  # milliseconds
SOON = 30  # seconds after the start: a laptop may never be on for a whole day

log = logging.getLogger(__name__)


def start(store: SqliteStore, people: People) -> None:
    """Erase what is due, soon and then daily, in a thread beside the server's loop."""

    async def tidy() -> None:
        loop = ioloop.IOLoop.current()
        try:
            gone = await loop.run_in_executor(None, retention.tidy, store, people)
        except StoreError as error:
            log.warning("what is due to be erased waits until tomorrow: %s", error)
        else:
            for cohort, many in gone.items():
                log.warning(
                    "%s: its day has come; %d answers and drafts erased", cohort, many
                )

    ioloop.IOLoop.current().call_later(SOON, tidy)
    ioloop.PeriodicCallback(tidy, DAY).start()
