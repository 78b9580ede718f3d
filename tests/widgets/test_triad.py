import random
from pathlib import Path

import pytest
import yaml

from academy_widgets.exercise import ResponseError
from academy_widgets.triad.model import TriadExercise
from academy_widgets.triad.script import taken

OURS = Path(__file__).parents[2] / "modules" / "02_listening" / "triad.yml"
ALONE = [{"name": "Me"}, *({"name": one, "stand_in": True} for one in ("Mo", "Fern"))]
ACTS = {
    "question": "What was that like?",
    "reflection": "You sound proud of it.",
    "advice": "You should ring them tomorrow.",
    "silence": "",
    "other": "Mm.",
}


@pytest.fixture(scope="module")
def triad():
    return TriadExercise.model_validate(yaml.safe_load(OURS.read_text("utf-8")))


def event(do, at=0, **more):
    return {"do": do, "at": at, **more}


def stands(triad, *events, people=ALONE):
    asked = {"events": [event("begin", people=people), *events]}
    return next(triad.work(asked))


def said(*texts):
    return [event("start"), *(event("say", by=0, text=text) for text in texts)]


def at_round(which, *events):
    whole = (event("start"), event("finish"), event("sheet"))
    return [*(whole * which), event("start"), *events]


def test_what_is_shown_holds_no_script(triad):
    shown = str(triad.shown())
    assert triad.scripts.speaker.opening not in shown
    assert triad.scripts.talk[0].text not in shown


@pytest.mark.parametrize("act", ACTS)
def test_what_a_listener_does_is_taken_for_what_it_is(act):
    assert taken(ACTS[act]) == act


def test_the_speaker_goes_on_otherwise_after_each_thing_that_a_listener_may_do(triad):
    for beat in range(len(triad.scripts.speaker.beats)):
        goes_on = {
            stands(triad, *said(*["Mm."] * beat, text))["talk"][-1]["text"]
            for text in ACTS.values()
        }
        assert len(goes_on) == len(ACTS)


def test_the_speaker_says_what_the_words_were_taken_for_and_comes_to_an_end(triad):
    beats = len(triad.scripts.speaker.beats)
    now = stands(triad, *said(*[ACTS["advice"]] * (beats + 1)))
    mine = [one for one in now["talk"] if not one["scripted"]]
    assert {one["taken"] for one in mine} == {"advice"}
    assert now["talk"][-1]["text"] == triad.scripts.speaker.closing
    assert now["over"]
    assert not stands(triad, *said(*["Mm."] * beats))["over"]


@pytest.mark.parametrize("text", ["Как ты себя чувствуешь?", "你好吗", "?!", "😀"])
def test_what_the_coach_cannot_read_is_told_and_the_talk_goes_on(triad, text):
    now = stands(triad, *said(text))
    assert now["talk"][1]["text"] == text
    assert now["talk"][2]["text"]
    assert now["talk"][1]["note"] or text == "?!"


def test_an_observer_hears_the_talk_line_by_line_and_compares_counts(triad):
    lines = [event("line")] * (len(triad.scripts.talk) - 1)
    now = stands(triad, *at_round(1, *lines[:2]))
    assert [one["who"] for one in now["talk"]] == ["Fern", "Mo", "Fern"]
    assert not now["over"]
    whole = [event("begin", people=ALONE), *at_round(1, *lines)]
    counts = [event("count", what="question")] * 3
    end = [event("finish"), event("sheet"), event("stop")]
    last = triad.feedback({"events": [*whole, *counts, *end]})["rounds"][1]
    assert last["observer"] == "Me"
    assert (last["questions"], last["reflections"]) == (3, 0)
    ours = last["ours"]
    assert (ours["by"], ours["questions"], ours["reflections"]) == ("us", 2, 3)
    assert ours["of"] == 7
    assert ours["either"] == ["And you’d like to drink yours hot?"]


def test_a_scripted_listener_says_back_the_last_words_and_stays_silent_in_a_silence(triad):
    texts = ("I sat in the garden.", "one two three four five six seven.", "")
    says = [event("say", by=0, text=text) for text in texts]
    talk = stands(triad, *at_round(2, *says))["talk"]
    assert [one["who"] for one in talk] == ["Me", "Fern"] * 3
    assert talk[3]["text"] == "“two three four five six seven …”"
    assert talk[5]["text"] == ""


def test_three_people_have_no_script_and_no_count_but_their_own(triad):
    people = [{"name": one} for one in "ABC"]
    begin = event("begin", people=people)
    counts = [event("count", 60_000, what="reflection")] * 2
    sheet = event("sheet", 61_000, noticed=["waited"], note="B smiled.")
    events = [begin, event("start"), *counts, event("finish", 61_000), sheet]
    told = triad.feedback({"events": [*events, event("stop", 61_000)]})
    [one] = told["rounds"]
    assert told["talk"] == []
    assert (one["listener"], one["speaker"], one["observer"]) == ("A", "B", "C")
    assert (one["seconds"], one["reflections"], one["ours"]) == (61, 2, None)
    assert one["noticed"] == ["The listener waited when it went quiet"]
    assert one["note"] == "B smiled."


def test_what_was_said_and_noticed_is_told_in_words(triad):
    end = [event("finish"), event("sheet", note="Quiet."), event("stop")]
    events = [event("begin", people=ALONE), *said("Mm.", ""), *end]
    words = triad.in_words({"events": events})
    assert ("Round 1, Me said", "Mm.") in words
    assert ("Round 1, Me said", "(silence)") in words
    assert ("Round 1, Fern noticed", "Quiet.") in words
    assert triad.in_words({"events": ["half", "lost"]})


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"events": []},
        {"events": [3]},
        {"events": "nonsense"},
        {"events": [event("look")]},
        {"events": [event("begin", people=ALONE), event("start", prompt=99)]},
        {"events": [event("begin", people=ALONE)] * 1001},
        {
            "events": [
                event("begin", people=ALONE),
                event("start"),
                event("finish"),
                event("sheet", noticed=["unheard_of"]),
            ]
        },
    ],
)
def test_what_is_no_triad_is_refused_in_one_sentence(triad, bad):
    with pytest.raises(ResponseError) as told:
        next(triad.work(bad))
    assert "\n" not in str(told.value)


def test_a_cohort_of_thirty_has_whole_triads_and_stopped_ones(triad):
    told = [triad.feedback(triad.simulate(random.Random(one))) for one in range(30)]
    phases = [one["state"]["phase"] for one in told]
    assert {"done", "stopped"} == set(phases)
    assert phases.count("done") > phases.count("stopped")
    for one in told:
        roles = [[row[role] for row in one["rounds"]] for role in ("speaker", "listener")]
        assert all(len(set(names)) == len(names) for names in roles)
        assert all(row["seconds"] > 0 for row in one["rounds"])
