"""Criteria: weigh what a post needs, before or after meeting who applies, and choose."""

import random
from collections.abc import Sequence
from statistics import fmean
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from academy_widgets.criteria.cohort import One, contrast
from academy_widgets.criteria.measures import Weighed, by_chance, fit, lean
from academy_widgets.criteria.on_paper import two_sheets
from academy_widgets.criteria.posts import DRAWS, Kind, Post, Profile
from academy_widgets.exercise import (
    Data,
    Exercise,
    Json,
    ResponseError,
    Said,
    Slug,
    Text,
    checked,
    unique,
)
from academy_widgets.found import Found
from academy_widgets.paper import Paper

LOW, HIGH = 1, 7
Weight = Annotated[int, Field(ge=LOW, le=HIGH)]


class Choice(Data):
    """What a learner says about one post: weights by criterion, and a profile."""

    weights: dict[Slug, Weight]
    choice: Slug


class Response(Data):
    """What a learner says about both posts, by the post's id, and how the dice fell."""

    draw: Annotated[int, Field(ge=0, lt=len(DRAWS))]
    posts: dict[Slug, Choice]


class CriteriaExercise(Exercise):
    """Two posts, two candidates each, and weights given before or after.

    Attributes:
        invite: what there is to do.
        first: what those are told who weigh first.
        after: what those are told who meet the people first.
        ends: what the lowest and the highest weight mean.
        people: the two kinds of people whose part is looked at.
        profiles: the two things that somebody may be good at.
        posts: the two posts.
        carry: what a panel can do with it, at the end of the result.
    """

    gathers: ClassVar[bool] = True

    kind: Literal["criteria"]
    invite: Text
    first: Text
    after: Text
    ends: tuple[Text, Text]
    people: tuple[Kind, Kind]
    profiles: tuple[Profile, Profile]
    posts: tuple[Post, Post]
    carry: Text

    @model_validator(mode="after")
    def _whole(self) -> "CriteriaExercise":
        unique([one.id for one in self.people], "kind of people")
        unique([one.id for one in self.profiles], "profile")
        unique([one.id for one in self.posts], "post")
        profiles = [one.id for one in self.profiles]
        for post in self.posts:
            unique([one.id for one in post.criteria], f"criterion of {post.id}")
            if [one.profile for one in post.candidates] != profiles:
                message = f"the candidates of {post.id!r} need the profiles {profiles}"
                raise ValueError(message)
            counts = [
                sum(one.profile == profile for one in post.criteria) for profile in profiles
            ]
            if counts[0] != counts[1] or sum(counts) != len(post.criteria):
                message = (
                    f"{post.id!r} has {counts[0]} criteria for {profiles[0]!r} and "
                    f"{counts[1]} for {profiles[1]!r} of {len(post.criteria)}: give each "
                    "profile as many"
                )
                raise ValueError(message)
        return self

    def prepare(self) -> None:
        """Import what a group's first result would wait for."""
        import scipy.stats  # noqa: F401, PLC0415

    def shown(self) -> Json:
        """Return every way in which the dice may fall, complete; the page picks one.

        Which criterion is whose strength is not shown.
        """
        return {
            "invite": self.invite,
            "ends": list(self.ends),
            "low": LOW,
            "high": HIGH,
            "draws": [
                {
                    "arm": draw.arm,
                    "told": self.first if draw.arm == "first" else self.after,
                    "order": list(draw.order),
                    "kinds": list(draw.kinds),
                }
                for draw in DRAWS
            ],
            "posts": [
                {
                    "id": post.id,
                    "title": post.title,
                    "about": post.about,
                    "criteria": [{"id": one.id, "text": one.text} for one in post.criteria],
                    "people": [self._people(post, kind) for kind in (0, 1)],
                }
                for post in self.posts
            ],
        }

    def feedback(self, response: Json) -> Json:
        """Return how the weights fit the choices, and on whose strengths they lean.

        `fit` and `lean` are in steps of the scale; `chance` is how far one in twenty
        leans if each weight wanders by a step and the people play no part.
        """
        given = self._complete(response)
        draw = DRAWS[given.draw]
        weighed = self.weighed(given)
        first, second = self.people
        rows = []
        for at in draw.order:
            post, one = self.posts[at], weighed[at]
            people = self._people(post, draw.kinds[at])
            rows.append(
                {
                    "post": post.title,
                    "people": [
                        {
                            "name": person["name"],
                            "good_at": profile.text,
                            "counted": round(fmean(weights), 1),
                        }
                        for person, profile, weights in zip(
                            people, self.profiles, (one.first, one.second), strict=True
                        )
                    ],
                    "chose": people[one.chose]["name"],
                    "fit": round(fit(one), 1),
                }
            )
        leaning = round(lean(weighed), 1)
        return {
            "arm": draw.arm,
            "rows": rows,
            "fit": round(fmean(map(fit, weighed)), 1),
            "lean": leaning,
            "towards": (first if leaning > 0 else second).text if leaning else "",
            "first": first.text,
            "second": second.text,
            "profiles": [one.text for one in self.profiles],
            "chance": round(by_chance(weighed), 1),
            "carry": self.carry,
        }

    def together(self, answers: Sequence[Json]) -> Found:
        """Return those who weighed first beside those who met the people first."""
        people = []
        for answer in answers:
            given = self._complete(answer)
            weighed = self.weighed(given)
            early = DRAWS[given.draw].arm == "first"
            people.append(One(early, fmean(map(fit, weighed)), lean(weighed)))
        return contrast(people, (self.people[0].text, self.people[1].text))

    def weighed(self, given: Response) -> list[Weighed]:
        """Return the weights of each post by profile, in the order of the YAML."""
        draw = DRAWS[given.draw]
        profiles = [one.id for one in self.profiles]
        found = []
        for post, kind in zip(self.posts, draw.kinds, strict=True):
            told = given.posts[post.id]
            first, second = (
                [told.weights[one.id] for one in post.criteria if one.profile == profile]
                for profile in profiles
            )
            found.append(Weighed(first, second, kind, profiles.index(told.choice)))
        return found

    def in_words(self, response: Json) -> list[Said]:
        """Return the weights that were given, and who was chosen."""
        try:
            given = self._complete(response)
        except ResponseError:
            return super().in_words(response)
        draw, said = DRAWS[given.draw], []
        for at in draw.order:
            post = self.posts[at]
            told = given.posts[post.id]
            people = self._people(post, draw.kinds[at])
            chosen = next(one["name"] for one in people if one["profile"] == told.choice)
            weights = "; ".join(
                f"{one.text}: {told.weights[one.id]}" for one in post.criteria
            )
            said.append(Said(post.title, f"I chose {chosen}. Of {HIGH}: {weights}"))
        return said

    def on_paper(self) -> Paper:
        """Return a sheet for those who weigh first and one for those who weigh after."""
        return two_sheets(
            self.invite,
            (self.first, self.after),
            f"{LOW} {self.ends[0]} to {HIGH} {self.ends[1]}",
            [
                (
                    f"{post.title}. {post.about}",
                    [one.text for one in post.criteria],
                    [one["text"] for one in self._people(post, at)],
                )
                for at, post in enumerate(self.posts)
            ],
            [self._whose(at, post) for at, post in enumerate(self.posts)],
        )

    def simulate(self, rng: random.Random) -> Json:
        """Return somebody with a liking of their own, who leans if they weigh after."""
        number = rng.randrange(len(DRAWS))
        draw = DRAWS[number]
        liking = rng.gauss(0, 0.5)  # for the first profile, in steps
        posts = {}
        for post, kind in zip(self.posts, draw.kinds, strict=True):
            wants = rng.gauss(0, 1) + (0.4 if kind == 0 else -0.4)  # the first profile
            pull = liking + (0.6 if wants > 0 else -0.6) * (draw.arm == "after")
            weights = {}
            for one in post.criteria:
                side = 1 if one.profile == self.profiles[0].id else -1
                weight = round(rng.gauss(4.6 + side * pull, 1))
                weights[one.id] = max(LOW, min(HIGH, weight))
            chosen = self.profiles[0 if wants + liking > 0 else 1]
            posts[post.id] = {"weights": weights, "choice": chosen.id}
        return {"draw": number, "posts": posts}

    def _people(self, post: Post, kind: int) -> list[Json]:
        """Return who applies if the first profile is of `kind`, 0 or 1."""
        return [
            one.told(self.people[at], at)
            for one, at in zip(post.candidates, (kind, 1 - kind), strict=True)
        ]

    def _whose(self, at: int, post: Post) -> str:
        names = [one["name"] for one in self._people(post, at)]
        strong = [
            ", ".join(
                one.text.lower() for one in post.criteria if one.profile == profile.id
            )
            for profile in self.profiles
        ]
        return f"{names[0]}: {strong[0]}. {names[1]}: {strong[1]}."

    def _complete(self, response: Json) -> Response:
        given = checked(Response, response)
        profiles = {one.id for one in self.profiles}
        if unknown := sorted(set(given.posts) - {one.id for one in self.posts}):
            message = f"There is no post {unknown[0]!r} here."
            raise ResponseError(message)
        for post in self.posts:
            told = given.posts.get(post.id)
            if told is None:
                message = f"Both posts are needed; “{post.title}” is missing."
                raise ResponseError(message)
            criteria = {one.id: one.text for one in post.criteria}
            if unknown := sorted(set(told.weights) - set(criteria)):
                message = f"“{post.title}” has no criterion {unknown[0]!r}."
                raise ResponseError(message)
            if missing := [id for id in criteria if id not in told.weights]:
                message = (
                    f"Say for “{post.title}” how much each thing counts; one is missing: "
                    f"{criteria[missing[0]]}."
                )
                raise ResponseError(message)
            if told.choice not in profiles:
                message = f"Choose one of the two people for “{post.title}”."
                raise ResponseError(message)
        return given
