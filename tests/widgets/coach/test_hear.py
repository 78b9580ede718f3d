import subprocess
import sys

import pytest
from pydantic import ValidationError

from academy.coach.corpus import held_out
from academy_widgets.coach import hear
from academy_widgets.coach.hear import ENGLISH_ONLY, NO_WORDS, SURE
from academy_widgets.coach.weigh import FILE


@pytest.mark.parametrize(
    ("text", "kind", "grain"),
    [
        ("So tell me a bit about what brings you here.", "question", "open"),
        ("what would make it easier", "question", "open"),
        ("Do you smoke?", "question", "closed"),
        ("How many a day?", "question", "closed"),
        ("It sounds like you're kind of torn.", "reflection", None),
        ("You're worried they won't believe you.", "reflection", None),
        ("Research shows that it takes about six weeks.", "input", "information"),
        ("If I were you I'd ring them tomorrow.", "input", "advice"),
        ("Mm-hmm.", "other", None),
        ("Thank you for coming in.", "other", None),
    ],
)
def test_plain_cases_are_heard(text, kind, grain):
    heard = hear(text)
    assert (heard.kind, heard.grain) == (kind, grain)
    assert heard.sentences[0].kind == kind


def test_each_sentence_is_heard_by_itself_and_the_turn_by_its_main_act():
    text = "Okay. So you've been let down before. What would help this time?"
    heard = hear(text)
    kinds = [one.kind for one in heard.sentences]
    assert kinds == ["other", "reflection", "question"]
    places = [text[one.start : one.end] for one in heard.sentences]
    assert places[1] == "So you've been let down before."


def test_it_says_when_it_could_be_either():
    unsure = [h for h in (hear(turn.text) for turn in held_out()) if h.sure < SURE]
    assert unsure
    assert all(one.other_kind not in {None, one.kind} for one in unsure)
    assert hear("What would help?").other_kind is None


def blanked(text, spans):
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def test_the_marked_words_are_the_words_that_decided():
    less, all_ = 0, 0
    for turn in held_out():
        heard = hear(turn.text)
        if len(heard.sentences) == 1 and heard.sure > SURE and len(turn.text.split()) > 3:
            one = heard.sentences[0]
            rest = hear(blanked(turn.text, one.spans))
            all_ += 1
            less += rest.kind != heard.kind or rest.sure < heard.sure
    assert all_ > 150
    assert less / all_ > 0.95


def test_spans_stand_in_order_within_their_sentence_and_cover_whole_words():
    for turn in held_out():
        for one in hear(turn.text).sentences:
            ends = [one.start]
            for span in one.spans:
                assert ends[-1] <= span.start < span.end <= one.end
                word = turn.text[span.start : span.end]
                assert word == word.strip()
                assert 0 < span.weight <= 1
                ends.append(span.end)


def test_a_question_mark_that_decides_is_marked():
    text = "you've got two kids?"
    spans = hear(text).sentences[0].spans
    assert any("?" in text[span.start : span.end] for span in spans)


def test_what_the_writer_meant_is_carried_and_never_argued_with():
    heard = hear("Two kids? And you're tired.")
    told = heard.but_meant(0, "reflection")
    assert told.sentences[0].meant == "reflection"
    assert told.sentences[0].kind == heard.sentences[0].kind
    assert told.sentences[1] == heard.sentences[1]
    assert heard.sentences[0].meant is None
    with pytest.raises(IndexError):
        heard.but_meant(2, "open question")


def test_nothing_heard_can_be_changed_in_place():
    with pytest.raises(ValidationError):
        hear("Okay.").kind = "question"


def test_the_same_words_are_heard_the_same_every_time():
    texts = [turn.text for turn in held_out()[:50]]
    assert [hear(text) for text in texts] == [hear(text) for text in texts]


@pytest.mark.parametrize(
    "text", ["", "   \n ", "...", "😀", "\0", "12 34", "-- --", "[laughs]"]
)
def test_where_there_are_no_words_it_says_so(text):
    heard = hear(text)
    assert (heard.kind, heard.note, heard.sentences) == (None, NO_WORDS, ())


@pytest.mark.parametrize(
    "text",
    [
        "Как дела?",
        "你今天感觉怎么样？",
        "كيف حالك اليوم؟",
        "Cuéntame un poco más sobre cómo fue tu semana",
        "Opowiedz mi proszę trochę więcej",
    ],
)
def test_what_is_not_english_it_cannot_tell(text):
    heard = hear(text)
    assert heard.kind is None
    assert heard.note.startswith(ENGLISH_ONLY[:-1])


def test_a_sentence_in_another_script_is_left_open_and_the_others_are_heard():
    heard = hear("What would help you most today? Как дела? You sound tired.")
    assert [one.kind for one in heard.sentences] == ["question", None, "reflection"]
    assert heard.sentences[1].spans == ()


def test_emoji_nul_and_odd_spaces_among_words_do_no_harm():
    heard = hear("😀\0 what\u00a0would help you? \u200b😀")
    assert (heard.kind, heard.grain) == ("question", "open")


@pytest.mark.parametrize(
    "text",
    [
        "so you feel " * 3_400,
        "You feel low. " * 3_400,
        "?" * 10_000,
        "a" * 20_000,
        ", " * 9_999,
    ],
)
def test_ten_thousand_words_or_marks_are_taken(text):
    heard = hear(text)
    assert heard.kind or heard.note
    assert all(0 <= one.start < one.end <= len(text) for one in heard.sentences)


def test_what_is_done_and_not_said_is_left_out():
    assert hear("(Pull up a chair.) What happened?").sentences[0].start == 19


def test_it_runs_on_pure_python_and_without_widgets():
    code = (
        "import sys; from academy_widgets.coach import hear; hear('Okay.');"
        "print([m for m in ('numpy', 'sklearn', 'anywidget', 'IPython', 'academy')"
        " if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_the_weights_are_small_enough_to_ship():
    assert FILE.stat().st_size < 1_000_000
