"""What each exercise that gathers tells of thirty, as one after the other is counted in."""

import json
import re

import pytest

from academy import content
from academy.group_results import FEWEST
from academy.group_results.gathering import WITHHELD

GATHERED = [
    (module.id, exercise.id)
    for module in content.load_course().modules
    for exercise in content.in_order(module.id)
    if exercise.gathers
]


def cells(told):
    return [
        cell
        for table in told["found"]["tables"]
        for row in table["rows"]
        for cell in row["cells"]
    ]


@pytest.mark.parametrize(("module", "id"), GATHERED)
def test_a_group_is_told_of_from_five_on_and_anew_when_five_more_are_counted(
    thirty_of, module, id
):
    thirty = thirty_of(module)
    exercise = next(one for one in thirty.exercises if one.id == id)
    heard = []
    for learner in thirty.learners:
        thirty.count_in(learner, exercise)
        told = thirty.told(exercise)
        heard.append(told.get("people", 0))
        if "waiting" in told:
            assert told == {"waiting": True}
            continue
        assert all(cell["people"] == 0 or cell["people"] >= FEWEST for cell in cells(told))
        assert all(cell["people"] == 0 for cell in cells(told) if cell["text"] == WITHHELD)
        assert not re.search(r"learner-\d", json.dumps(told))
    assert heard == [0] * 4 + [n - n % 5 for n in range(5, 31)]
