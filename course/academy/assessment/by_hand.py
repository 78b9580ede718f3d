"""nbgrader's own `collect`, for whoever types it: it takes what was delivered, and no more.

nbgrader's would follow links in what anybody put into the exchange, and believe the name
and the time of each folder there.
"""

from __future__ import annotations

import os

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import parse_utc

from academy.assessment import config
from academy.assessment.sendings import Sendings
from academy.session import open_store


class Collect(ExchangeCollect):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's collect, over the newest delivery of each learner."""

    def init_src(self) -> None:
        """Find what is to be collected."""
        assignment, who = self.coursedir.assignment_id, self.coursedir.student_id
        sendings = Sendings(open_store(), self.log.warning)
        names = {
            one.sent.learner: str(sendings.deliveries[one.id].body["submission"])
            for one in sendings.on_desk(assignment)
            if one.id in sendings.deliveries and who in ("*", "", one.sent.learner)
        }
        self.inbound_path = os.fspath(config.inbound())
        self.src_records = [
            {
                "username": learner,
                "filename": name,
                "timestamp": parse_utc(name.removeprefix(f"{learner}+{assignment}+")),
            }
            for learner, name in names.items()
        ]
