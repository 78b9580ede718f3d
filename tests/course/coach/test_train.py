import json

import numpy as np
from typer.testing import CliRunner

from academy.cli import app
from academy.coach import train
from academy.coach.corpus import held_out, made, spoken
from academy.coach.figures import (
    coach,
    grains_of,
    kinds_of,
    longer,
    macro,
    mark_rule,
    start_rule,
    told,
)
from academy.coach.fit import Rows, chances, fit
from academy_widgets.coach.weigh import FILE


def test_the_weights_that_are_shipped_are_those_that_the_turns_give():
    table = json.loads(FILE.read_text())
    again = train.weighed([*spoken(), *made()])
    again |= {name: table[name] for name in table.keys() - again.keys()}
    again["settings"] = table["settings"]
    assert train.is_saved(again), "run: academy coach train"


def test_the_fit_finds_what_makes_a_row_what_it_is():
    noticed = [["a", "both"], ["b", "both"]] * 50
    rows = Rows.of(noticed, {"a": 0, "b": 1, "both": 2})
    wanted = np.array([[1.0, 0.0], [0.0, 1.0]] * 50)
    weights, bias = fit(rows, wanted, np.ones(100), lasso=1e-3, ridge=1e-3)
    assert weights[0, 0] > 1 > -1 > weights[1, 0]
    assert np.all(weights[2] == 0)
    found = chances(rows.times(weights) + bias)
    assert (found.argmax(axis=1) == wanted.argmax(axis=1)).all()


def test_held_out_turns_are_heard_better_than_by_either_rule():
    ours = kinds_of(longer(told(coach, held_out())))
    bare = kinds_of(longer(told(coach, held_out(), without_marks=True)))
    assert macro(ours) > 0.85
    assert macro(bare) > 0.80
    for rule in (mark_rule, start_rule):
        assert macro(kinds_of(longer(told(rule, held_out())))) < macro(bare)


def test_open_and_closed_advice_and_information_are_told_apart():
    said = longer(told(coach, held_out()))
    for kind, two in (
        ("question", ("open", "closed")),
        ("input", ("information", "advice")),
    ):
        assert macro(grains_of(said, kind), two) > 0.9


def test_who_is_sure_is_more_often_right():
    said = told(coach, held_out())
    sure = [one.kind == one.turn.kind for one in said if one.sure >= 0.9]
    unsure = [one.kind == one.turn.kind for one in said if one.sure < 0.6]
    assert sum(sure) / len(sure) > 0.95
    assert sum(unsure) / len(unsure) < 0.8


def test_the_command_tells_the_figures():
    run = CliRunner().invoke(app, ["coach", "figures"])
    assert run.exit_code == 0
    assert "| coach, no marks |" in run.output
