"""Share: plan to share one decision, and take the plan to where it is needed."""

import base64
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from pydantic import Field, model_validator

from academy_widgets import paper
from academy_widgets.exercise import (
    LONGEST_TEXT,
    Exercise,
    Json,
    ResponseError,
    Said,
    Text,
    checked,
    unique,
)
from academy_widgets.paper import Paper
from academy_widgets.share.calendar import entry
from academy_widgets.share.plan import Entry, Line, Need, Plan, Ticked
from academy_widgets.share.sheet import sheet

NEEDS, WHEN = "needs", "when"

PAST = "This date has passed. If you have talked, how was it? If not, choose a day to come."
MADE = (
    "Made from what stands in the form. It is yours: keep it where only you, or whom you "
    "choose, can read it."
)


class ShareExercise(Exercise):
    """A plan to share one decision.

    Attributes:
        invite: what to choose.
        lines: what is asked; the first one names the decision.
        may_need: what those who are to take part may need.
        needs_asked: how that is asked.
        when: how the first conversation's date is asked.
        needs_after, when_after: the ids of the lines behind which these are asked.
        entry: what the plan is called in a calendar; others may see it there.
        sheet: what the one page is called.
    """

    kind: Literal["share"]
    invite: Text
    lines: tuple[Line, ...] = Field(min_length=2)
    may_need: tuple[Need, ...] = Field(min_length=1)
    needs_asked: Line
    when: Line
    needs_after: Text
    when_after: Text
    entry: Text
    sheet: Text

    @model_validator(mode="after")
    def _whole(self) -> "ShareExercise":
        ids = [one.id for one in self.lines]
        unique([*ids, self.needs_asked.id, self.when.id], "line")
        unique([one.id for one in self.may_need], "need")
        for after in (self.needs_after, self.when_after):
            if after not in ids:
                message = f"nothing is asked as {after!r}, so nothing can come after it"
                raise ValueError(message)
        if (self.needs_asked.id, self.when.id) != (NEEDS, WHEN):
            message = f"needs_asked is to have the id {NEEDS!r}, and when the id {WHEN!r}"
            raise ValueError(message)
        return self

    @property
    def asked(self) -> list[Line]:
        """Every question, in the order in which it is asked."""
        found = []
        for one in self.lines:
            found.append(one)
            found += [self.needs_asked] if one.id == self.needs_after else []
            found += [self.when] if one.id == self.when_after else []
        return found

    def shown(self) -> Json:
        """Return what is asked; there is no key."""
        return {
            "invite": self.invite,
            "asked": [one.model_dump() for one in self.asked],
            "needs": [one.model_dump() for one in self.may_need],
            "longest": LONGEST_TEXT,
        }

    def feedback(self, response: Json) -> Json:
        """Return what stands open, and when the first conversation is.

        Raises:
            ResponseError: nothing is written, or there is no such date or time.
        """
        plan = self._plan(response)
        entries = self._entries(plan)
        if not any(one.text for one in entries):
            raise ResponseError("Write a line first; any of them will do.")
        says = [PAST] if plan.past else []
        if plan.clock and not plan.day:
            says.append("There is a time, and no day for it yet.")
        return {
            "open": [one.open for one in entries if not one.text],
            "when": plan.when(),
            "says": says,
        }

    def prepare(self) -> None:
        """Import what makes the files, so that nobody waits for it."""
        import icalendar  # noqa: F401, PLC0415

        from academy_widgets.typeset import pages  # noqa: F401, PLC0415

    def work(self, asked: Json) -> Iterator[Json]:
        """Yield a file of a "plan": a "sheet" of one page, or an entry for a "calendar".

        Raises:
            ResponseError: there is nothing to make it of, or no date.
        """
        given = checked(Ticked, asked)
        entries = self._entries(self._check(given.plan))
        if given.make == "calendar":
            says = [one for one in entries if one.id in given.parts and one.id != WHEN]
            text = entry(given.plan, self.entry, says, given.times)
            yield {"name": "sharing.ics", "type": "text/calendar", "text": text, "told": []}
            return
        if not any(one.text for one in entries):
            raise ResponseError(
                "Write a line first; a sheet needs something to stand on it."
            )
        made, told = sheet(self.sheet, MADE, entries, datetime.now(UTC))
        data = base64.b64encode(made).decode()
        yield {
            "name": "sharing.pdf",
            "type": "application/pdf",
            "base64": data,
            "told": told,
        }

    def in_words(self, response: Json) -> list[Said]:
        """Return each part of the plan that is written; half a plan is told as well."""
        ours = {one: response[one] for one in Plan.model_fields if one in response}
        try:
            entries = self._entries(self._plan(ours))
        except ResponseError:
            return super().in_words(ours)
        return [Said(one.name, one.text) for one in entries if one.text]

    def on_paper(self) -> Paper:
        """Return the plan as a sheet to fill in."""
        parts = [
            paper.text(self.invite),
            paper.text("This sheet is yours. Nobody collects it."),
        ]
        for one in self.asked:
            if one.id == NEEDS:
                parts.append(paper.choose([need.text for need in self.may_need], one.text))
                parts.append(paper.write("What exactly?", words=20))
            elif one.id == WHEN:
                parts.append(
                    paper.table(one.text, ("Day", "Time", "Place"), [("", "", "")])
                )
            else:
                parts.append(paper.write(one.text, words=30))
        return Paper(tuple(parts), (paper.listed(_LEADING, "For whoever leads:"),))

    def simulate(self, rng: random.Random) -> Json:
        """Return a learner with a plan, some of it open."""
        lines = {
            one.id: rng.choice(_LINES)
            for at, one in enumerate(self.lines)
            if not at or rng.random() < 0.8  # noqa: PLR2004  some leave a line open
        }
        needs = {
            one.id: {"on": rng.random() < 0.5, "text": rng.choice(("", "An hour."))}  # noqa: PLR2004
            for one in self.may_need
        }
        day = f"2027-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        return {
            "lines": lines,
            "needs": needs,
            "date": rng.choice(("", day)),
            "time": rng.choice(("", "14:30")),
            "today": "2027-03-01",
            "uid": f"{rng.getrandbits(64):016x}",
        }

    def _plan(self, response: Json) -> Plan:
        return self._check(checked(Plan, response))

    def _check(self, plan: Plan) -> Plan:
        lost = set(plan.lines) - {one.id for one in self.lines}
        lost |= set(plan.needs) - {one.id for one in self.may_need}
        if lost:
            message = f"Nothing is asked as {min(lost)!r} here; please reload the page."
            raise ResponseError(message)
        return plan

    def _entries(self, plan: Plan) -> list[Entry]:
        texts = plan.lines | {NEEDS: self._needed(plan), WHEN: plan.when()}
        return [
            Entry(id=one.id, name=one.short, text=texts.get(one.id, ""), open=one.open)
            for one in self.asked
        ]

    def _needed(self, plan: Plan) -> str:
        """Return what is needed, a line each; what is not ticked is not told."""
        found = []
        for one in self.may_need:
            need = plan.needs.get(one.id)
            if need and need.on:
                found.append(f"{one.text}: {need.text}" if need.text else one.text)
        return "\n".join(found)


_LINES = (
    "Who goes first on the list for repairs.",
    "The three who wait longest, and the one who never asks.",
    "I will say: I do not know how it should be, and I want to hear it.",
    "Somebody says no to me, and it stays a no.",
)

_LEADING = (
    "Choose one decision that is really yours to share. Somebody else’s is not.",
    "Small and soon is better than large and some day.",
    "Read to a partner only what you want to read; a partner asks, and gives no advice.",
    "Ask of each plan: who could come, and what would it cost them?",
    "If the first words sound like an announcement, try them again as a question.",
)
