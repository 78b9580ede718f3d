import re
from collections import Counter

import pytest

from academy.coach import corpus
from academy.coach.corpus import CorpusError, held_out, made, spoken
from academy.coach.train import folds


def plain(text):
    return re.sub(r"[^a-z' ]", "", text.lower()).strip()


def test_there_is_enough_and_enough_by_hand():
    assert len(spoken()) + len(made()) >= 3_000
    assert len(spoken()) >= 600
    assert len(held_out()) >= 300


def test_no_held_out_turn_is_learnt_from():
    learnt = {plain(turn.text) for turn in [*spoken(), *made()]}
    learnt |= {plain(act.text) for turn in [*spoken(), *made()] for act in turn.acts}
    longer = [t.text for t in held_out() if len(t.text.split()) > 2]
    assert [text for text in longer if plain(text) in learnt] == []


def test_no_template_stands_on_both_sides_of_a_split():
    for learnt, tried in folds(spoken(), made()):
        assert not {turn.group for turn in learnt} & {turn.group for turn in tried}
    assert not {turn.group for turn in made()} & {turn.group for turn in held_out()}


def test_every_turn_is_tried_once():
    tried = Counter(turn.group for _, some in folds(spoken(), made()) for turn in some)
    assert tried == Counter(turn.group for turn in spoken())


def test_held_out_turns_have_every_kind_and_many_settings():
    assert min(Counter(turn.kind for turn in held_out()).values()) > 50
    assert len({turn.setting for turn in held_out()}) >= 15


def test_templates_give_the_same_turns_every_time_and_leave_no_slot_open():
    assert made() == made()
    assert [turn.text for turn in made() if re.search(r"[(){}|\[\]]", turn.text)] == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("z: What?", "line 3: give a kind"),
        ("o: What? // Why?", "line 3: give a kind"),
        ("no colon", "line 3: give a kind"),
        ("r o: So. // What?", "line 3: say after >"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(line, says, tmp_path, monkeypatch):
    folder = tmp_path / corpus.FOLDER
    folder.mkdir(parents=True)
    (folder / "spoken.txt").write_text(f"# a comment\n\n{line}\n")
    monkeypatch.setenv("ACADEMY_CONTENT", str(tmp_path))
    with pytest.raises(CorpusError, match=says):
        spoken()
