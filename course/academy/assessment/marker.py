"""What a tutor may mark: the words from the store, the marks from the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from academy.assessment import seconds
from academy.assessment.book import Book, Given, Marking, Work
from academy.journey import Journey, journey
from academy.people import People
from academy.store import Record, Store


class Withdrawn(Exception):  # noqa: N818  nothing went wrong
    """Its writer took it back before anybody marked it."""

    def __init__(self) -> None:
        super().__init__("Its writer took it back before you marked it.")


@dataclass(frozen=True)
class Opened:
    """One reflection in front of a tutor.

    Attributes:
        work: how it stands in the book. Its `id` is what to save under.
        answers: what was written, by `grade_id`; hostile until it is escaped.
        marking: how it is marked; the tutor's own second marks if `blind_second`.
        history: what was marked before, oldest first; empty if `blind_second`.
        earlier: other reflections of the same learner that this tutor may see and that
            somebody has marked, oldest first, each with its marks.
        blind_second: whether this tutor marks it as the second, without the first's.
        answered: what the learner says to what they got back last, if anything; None if
            `blind_second`. Its words are as hostile.
        before: what stood in place of each changed answer when it was marked, as far as
            this tutor may read it; as hostile, too.
    """

    work: Work
    answers: dict[str, str]
    marking: Marking | None
    history: list[Marking]
    earlier: list[tuple[Work, Marking]]
    blind_second: bool
    answered: Record | None = None
    before: Mapping[str, str] = field(default_factory=dict)


class Marker:
    """The reflections that tutors mark.

    A tutor may mark what learners of their cohorts handed in since they joined, and
    nothing that was withdrawn in time. Who is what to whom is asked each time.

    Args:
        store: where learners' words are.
        people: who is a tutor of whom.
        book: where marks are.
    """

    def __init__(self, store: Store, people: People, book: Book) -> None:
        self._store, self._people, self._book = store, people, book

    def works(self, tutor: str) -> list[Work]:
        """Return what `tutor` may mark, oldest first.

        Raises:
            StoreError: the store did not answer.
            BookError: the gradebook did not answer.
        """
        return self._seen(self._since(tutor))

    def open(self, tutor: str, id: int) -> Opened:
        """Return one reflection; of an older version's number, the newest version.

        Raises:
            KeyError: there is none that this tutor may mark.
        """
        since = self._since(tutor)
        *others, work = self._of_writer(since, id)
        sent = self._sent(work)
        answers, answered = dict(sent.body["answers"]), self._journey(sent).answered
        if blind := self._blind(tutor, since, work):
            marking, history, answered = self._book.second(work.id, tutor), [], None
        else:
            marking, history = self._book.marking(work.id), self._history(work)
        earlier = [
            (one, marked)
            for one in others
            if not self._blind(tutor, since, one) and (marked := self._book.marking(one.id))
        ]
        before = {} if blind else self._before(sent, work, since[work.learner])
        return Opened(work, answers, marking, history, earlier, blind, answered, before)

    def save(
        self, tutor: str, id: int, given: Mapping[str, Given], *, seen: int
    ) -> Marking:
        """Keep what a tutor gives; from the first time on it cannot be withdrawn.

        What this tutor marks blind, as the second, is kept as such.

        Raises:
            KeyError: there is none that this tutor may mark.
            Withdrawn: its writer was quicker.
            Conflict: somebody else has marked since `seen`.
            Replaced: its writer has sent a newer version.
            ValueError: as `Book.save`.
        """
        since = self._since(tutor)
        work = self._of_writer(since, id)[-1]
        self._book.must_fit(id, given)
        if self._blind(tutor, since, work) or self._goes_on_blind(tutor, id, seen):
            return self._book.save_second(id, tutor, given)
        self._begin(work)
        return self._book.save(id, tutor, given, seen=seen)

    def wants_second(self, tutor: str, works: Sequence[Work] | None = None) -> set[int]:
        """Return which reflections wait for `tutor` to mark them blind, as the second.

        Args:
            tutor: who.
            works: what `works` has just returned for them, if it is at hand.
        """
        works = self.works(tutor) if works is None else works
        due = seconds.due(tutor, list(works), self._people, self._book)
        return {one.id for one in due if not self._book.has_marked(one.id, tutor)}

    def asked_to_look(self, tutor: str, works: Sequence[Work] | None = None) -> set[int]:
        """Return the reflections whose writer asked for another look, and got none yet.

        Args:
            tutor: who.
            works: what `works` has just returned for them, if it is at hand.
        """
        asked = {
            (one.learner, one.body.get("assignment")): one
            for one in self._store.read(what="answered")
            if one.body.get("look")
        }
        return {
            work.id
            for work in (self.works(tutor) if works is None else works)
            if (one := asked.get((work.learner, work.assignment)))
            and self._journey(one).asks_to_look
        }

    def _since(self, tutor: str) -> dict[str, datetime]:
        """Return from when on a tutor may see what each learner of theirs sent."""
        self._book.same(self._people.known.former())
        ties = self._people.cohorts.ties(tutor)
        tutored = {
            learner: [one.since for one in known if one.audience == "tutor"]
            for learner, known in ties.items()
        }
        return {learner: min(since) for learner, since in tutored.items() if since}

    def _seen(
        self, since: Mapping[str, datetime], assignment: str | None = None
    ) -> list[Work]:
        works = self._book.works(assignment=assignment, learners=since)
        back = self._taken_back(since)
        return [
            one
            for one in works
            if one.sent_at >= since[one.learner]
            and (one.learner, one.assignment) not in back
        ]

    def _of_writer(self, since: Mapping[str, datetime], id: int) -> list[Work]:
        """Return what may be seen of the writer of version `id`; that comes last.

        Raises:
            KeyError: there is none that this tutor may mark.
        """
        newest = self._book.newest(id)
        work = self._book.work(newest) if newest is not None else None
        if work is None or work.learner not in since:
            raise KeyError(id)
        seen = self._seen({work.learner: since[work.learner]})
        this = [one for one in seen if one.id == work.id]
        if not this:
            raise KeyError(id)
        return [one for one in seen if one.id != work.id] + this

    def _taken_back(self, learners: Iterable[str]) -> set[tuple[str, str]]:
        """Return whose reflections, of which assignment, are withdrawn whole."""
        mine = set(learners)
        asked = {
            (one.learner, one.body["assignment"]): one
            for one in self._store.read(what="withdrawn")
            if one.learner in mine
        }
        return {
            key for key, one in asked.items() if self._journey(one).state == "withdrawn"
        }

    def _journey(self, of: Record) -> Journey:
        return journey(self._store.read(learner=of.learner, exercise=of.exercise))

    def _before(self, sent: Record, work: Work, since: datetime) -> dict[str, str]:
        if not work.changed:
            return {}
        versions = [
            one
            for one in self._journey(sent).versions
            if one.id < work.id
            and one.sent.at >= since
            and one.sent.audience not in ("me", "partner")
        ]
        marked = [one for one in versions if one.state in ("marking", "returned")]
        if not marked:
            # What formgrader marked has left no trace in the log: it was the last one.
            # Withdrawing takes back whole what came before it, too.
            back = max((one.id for one in versions if one.state == "withdrawn"), default=0)
            marked = [one for one in versions if one.id > back]
        texts = marked[-1].answers if marked else {}
        return {id: texts[id] for id in work.changed if texts.get(id, "").strip()}

    def _sent(self, work: Work) -> Record:
        for one in self._store.read(learner=work.learner, what="handed_in"):
            if one.id == work.id:
                return one
        raise KeyError(work.id)  # its words were erased

    def _blind(self, tutor: str, since: Mapping[str, datetime], work: Work) -> bool:
        """Return whether `work` is among those that `wants_second` names."""
        if work.state != "marked" or work.marked_by in (None, tutor):
            return False
        shares = [
            self._book.options(one.cohort, work.assignment).second_share
            for one in self._people.cohorts.memberships(tutor)
            if one.role == "tutor"
        ]
        if not any(shares) or self._book.has_marked(work.id, tutor):
            return False
        beside = self._seen(since, work.assignment)
        due = seconds.due(tutor, beside, self._people, self._book)
        return any(one.id == work.id for one in due)

    def _goes_on_blind(self, tutor: str, id: int, seen: int) -> bool:
        """Return whether the tutor has their own second marks before them, and no others.

        The last of them is given while the page is open, and comments come after it.
        """
        mine = self._book.second(id, tutor)
        return mine is not None and mine.id == seen

    def _history(self, work: Work) -> list[Marking]:
        """Return what was marked, without a second's marks that are not whole yet.

        The first could mark after them.
        """
        twice = self._book.seconds(work.assignment, id=work.id)
        whole = {one.second.tutor for one in twice}
        return [
            one
            for one in self._book.history(work.id)
            if one.how != "second" or one.handed_in != work.id or one.tutor in whole
        ]

    def _begin(self, work: Work) -> None:
        """Keep that a tutor marks this version, unless it was taken back before.

        Both may happen at once: then what the store has first counts.
        """
        sent = self._sent(work)
        begun = sent.model_copy(
            update={
                "what": "marking",
                "at": datetime.now(UTC),
                "audience": "tutor",
                "body": {"assignment": work.assignment, "handed_in": work.id},
                "uid": f"marking-{work.id}",  # kept once, however many begin
                "page": "",
                "id": None,
            }
        )
        if self._journey(sent).state != "withdrawn":
            self._store.append(begun)
        if self._journey(sent).state == "withdrawn":
            raise Withdrawn
