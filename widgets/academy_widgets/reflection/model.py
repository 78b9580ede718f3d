"""Reflection: write in your own time, read it through, hand it in, read the answer."""

import random
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from academy_widgets import paper
from academy_widgets.exercise import (
    LONGEST_TEXT,
    Afterwards,
    Asked,
    Data,
    Exercise,
    HandedIn,
    Json,
    ResponseError,
    Said,
    Slug,
    Text,
    checked,
    unique,
)
from academy_widgets.paper import Paper


class Question(Data):
    """One question of the reflection.

    Attributes:
        id: nbgrader's `grade_id` of the cell that takes the answer.
        prompt: the question, word for word as in the assignment's notebook.
        about: how many words people often need; a help, never a bound.
    """

    id: Slug
    prompt: Text
    about: int = Field(ge=10, le=1000)


class Response(Data):
    """What was written, by question, and whether it is to go to the tutor now."""

    answers: dict[Slug, Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]]
    send: bool = False


class ReflectionExercise(Exercise):
    """Some questions, answered in one's own words.

    Attributes:
        assignment: nbgrader's name of the assignment.
        invite: what to think of before writing.
        questions: what to answer.
    """

    kind: Literal["reflection"]
    assignment: Slug
    invite: Text
    questions: tuple[Question, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _questions_differ(self) -> "ReflectionExercise":
        unique([question.id for question in self.questions], "question")
        return self

    def shown(self) -> Json:
        """Return the questions; there is no key to keep back."""
        return {
            "invite": self.invite,
            "questions": [question.model_dump() for question in self.questions],
        }

    def feedback(self, response: Json) -> Json:
        """Return how many words stand under each question, and whether they are sent."""
        answer = self._answer(response)
        words = {id: len(text.split()) for id, text in answer.answers.items()}
        return {"words": words, "sent": answer.send}

    def handed_in(self, response: Json) -> HandedIn | None:
        """Return the answers for the tutor, if the learner sends them."""
        answer = self._answer(response)
        if not answer.send:
            return None
        texts = {one.id: answer.answers.get(one.id, "") for one in self.questions}
        return HandedIn(assignment=self.assignment, answers=texts)

    def afterwards(self, response: Json) -> Afterwards | None:
        """Return what is done with what was sent: such a response says what to `do`."""
        if not isinstance(response, dict) or "do" not in response:
            return None
        done = checked(Afterwards, response)
        if done.do == "answer" and not (done.text or done.look):
            raise ResponseError(
                "There is nothing to send: write a few words, or ask for another look."
            )
        return done

    def in_words(self, response: Json) -> list[Said]:
        """Return what was written under each question, and what is begun to a tutor."""
        written = response.get("answers")
        asked = {question.id: question.prompt for question in self.questions}
        if not isinstance(written, dict):
            return super().in_words(response)
        said = [(asked.get(id, ""), text) for id, text in written.items()]
        if isinstance(back := response.get("back"), dict):
            said.append(("To my tutor", back.get("text")))
        return [
            Said(to, text) for to, text in said if isinstance(text, str) and text.strip()
        ]

    def asks(self) -> Asked:
        """Return the questions that the assignment's notebook must ask, too."""
        asked = {question.id: question.prompt for question in self.questions}
        return Asked(assignment=self.assignment, questions=asked)

    def on_paper(self) -> Paper:
        """Return the questions, each with lines for as many words as it often needs."""
        asked = (paper.write(one.prompt, words=one.about) for one in self.questions)
        return Paper((paper.text(self.invite), *asked))

    def simulate(self, rng: random.Random) -> Json:
        """Return a learner who writes a few sentences for each question and sends."""
        sentences = (
            "I kept quiet and she went on.",
            "I wanted to fix it and noticed that I did.",
            "He told me more than in all the weeks before.",
            "Next time I shall wait one breath longer.",
        )
        answers = {
            question.id: " ".join(rng.choices(sentences, k=rng.randint(2, 6)))
            for question in self.questions
        }
        return {"answers": answers, "send": True}

    def _answer(self, response: Json) -> Response:
        answer = checked(Response, response)
        known = {question.id for question in self.questions}
        if unknown := sorted(set(answer.answers) - known):
            raise ResponseError(f"There is no question {unknown[0]!r} here.")
        if answer.send and not any(text.strip() for text in answer.answers.values()):
            raise ResponseError("There is nothing to send yet: write a few words first.")
        return answer
