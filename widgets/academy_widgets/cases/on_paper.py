"""Cases with scissors: a sheet for each role, and who knows what."""

import random
from collections.abc import Sequence

from academy_widgets import paper
from academy_widgets.cases.case import Case
from academy_widgets.paper import BOX, Paper

CUT = f"✂ {'– ' * 14}cut here{' –' * 14}"


def sheets(invite: str, cases: Sequence[Case], ask: str, question: str) -> Paper:
    """Return each role's sheet to hand out, and the key for whoever leads."""
    handed: list[paper.Part] = [
        paper.text(invite),
        paper.text(
            "Cut the role sheets apart; each person gets one, reads it, ticks a choice and "
            "puts it face down. Then talk in rounds: in each, everybody has one turn, to "
            f"say one fact or to ask one person: “{ask}” Keep your sheet to yourself. "
            "After the rounds all choose again."
        ),
    ]
    key: list[paper.Part] = [
        paper.text(
            "Write on a board, as it is said, what comes out and who was asked. Count at "
            "the end. Nobody is wrong who chose by their sheet: each was made to say so."
        )
    ]
    for case in cases:
        handed.append(paper.text(f"{case.title}. {case.about} {case.rounds} rounds."))
        handed.append(paper.text(CUT))
        options = [one.text for one in case.options]
        for role in case.roles:
            facts = [one.text for one in case.facts if one.only in {None, role.id}]
            random.Random(f"{case.id} {role.id}").shuffle(facts)  # own ones not at the end
            handed += [
                paper.text(f"{case.title}: {role.name}. {role.about}"),
                paper.listed(facts, "You know:"),
                paper.table(
                    "", ("I choose", "Alone", "After"), [(one, BOX, BOX) for one in options]
                ),
                paper.text(CUT),
            ]
        key += _who_knows_what(case)
    handed.append(paper.write(question, words=40))
    return Paper(tuple(handed), tuple(key))


def _who_knows_what(case: Case) -> list[paper.Part]:
    names = {one.id: one.name for one in case.roles}
    options = {one.id: one.text for one in case.options}
    shared = case.points(one.id for one in case.facts if one.only is None)
    whole = case.points(one.id for one in case.facts)
    return [
        paper.table(
            f"{case.title}: who knows what",
            ("Fact", "Speaks", "Who knows it", "Came out"),
            [
                (
                    one.text,
                    f"{one.speaks}: {options[one.option]}",
                    names[one.only] if one.only else "everybody",
                    BOX,
                )
                for one in case.facts
            ],
        ),
        paper.table(
            "What speaks for each, less what speaks against",
            ("Option", "What everybody knows", "All facts"),
            [(text, str(shared[id]), str(whole[id])) for id, text in options.items()],
        ),
    ]
