"""A reflection on its way to a tutor and back, as its learner sees it."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Sequence

from academy.session import Session
from academy.store import Json, Record
from academy_widgets.exercise import HandedIn

log = logging.getLogger(__name__)


def hand_in(session: Session, answered: Record, handed_in: HandedIn) -> None:
    """Keep `handed_in` for the tutor, and have it delivered to nbgrader.

    It is handed in when it is in the store. Delivery is a process of its own, because
    nbgrader takes seconds to import and a learner need not wait; whatever it misses is
    delivered when the tutor collects.

    Raises:
        StoreError: it could not be kept.
    """
    session.store.append(
        answered.model_copy(
            update={
                "what": "handed_in",
                "audience": "tutor",
                "body": handed_in.model_dump(),
                "id": None,
            }
        )
    )
    threading.Thread(target=_deliver, name="delivery", daemon=True).start()


def _deliver() -> None:
    try:
        run = subprocess.run(
            [sys.executable, "-m", "academy.assessment"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # it may quote what was handed in
            check=False,
            start_new_session=True,  # leaving the page ends the kernel, not this
        )
    except OSError:
        log.exception("delivery could not be started; collecting will deliver")
        return
    if run.returncode:
        log.warning("delivery failed (exit %d); collecting will deliver", run.returncode)


def news(records: Sequence[Record]) -> Json:
    """Return what became of what was handed in last: `receipt`, and `returned` if it is.

    Args:
        records: all that a learner did in one exercise, oldest first.
    """
    last = {record.what: record for record in records}
    sent = last.get("handed_in")
    if not sent:
        return {}
    said: Json = {}
    state = "waiting"
    delivered, returned = last.get("delivered"), last.get("returned")
    if delivered and delivered.body["handed_in"] == sent.id:
        state = "delivered"
    if returned:
        said["returned"] = returned.body | {"at": returned.at.isoformat()}
        if returned.body["handed_in"] == sent.id:
            state = "returned"
    words = sum(len(text.split()) for text in sent.body["answers"].values())
    said["receipt"] = {
        "at": sent.at.isoformat(),
        "words": words,
        "version": sent.version,
        "state": state,
    }
    return said
