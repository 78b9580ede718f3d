import pytest

from academy_widgets.coach.sentences import pieces


def cut(text):
    return [text[one.start : one.end] for one in pieces(text)]


def words(text):
    return [[token.text for token in one.tokens] for one in pieces(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Okay. So it hurts? Right!", ["Okay.", "So it hurts?", "Right!"]),
        ("Dr. Allen comes at 9 a.m. on Monday.", ["Dr. Allen comes at 9 a.m. on Monday."]),
        ("It was 3.5 last time.", ["It was 3.5 last time."]),
        ("You said, “I can’t.” And then?", ["You said, “I can’t.”", "And then?"]),
        ("You're... you're tired.", ["You're... you're tired."]),
        ("one line\nand another", ["one line", "and another"]),
        ("You said it to me. I know.", ["You said it to me.", "I know."]),
        ("so you feel alone\n\n\n", ["so you feel alone"]),
        ("What?!", ["What?!"]),
    ],
)
def test_a_reply_is_cut_where_a_reader_would_cut_it(text, sentences):
    assert cut(text) == sentences


def test_a_question_that_runs_on_without_a_stop_stands_alone():
    text = (
        "so you feel stuck and you don't know where to turn what would you like to happen"
    )
    assert cut(text)[1] == "what would you like to happen"


def test_a_question_inside_what_somebody_knows_is_not_cut_off():
    text = "so you really do not know by now what is going to happen to you or the kids"
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Um, it's, it's hard", ["it", "'s", "hard"]),
        ("I--I don't know", ["i", "do", "n't", "know"]),
        ("what's what's going on", ["what", "'s", "going", "on"]),
        ("It's, you know, it's over", ["it", "'s", "over"]),
        ("Ye dinnae ken, dae ye", ["you", "do", "n't", "ken", ",", "do", "you"]),
        ("youre gonna be ok", ["you", "'re", "going", "to", "be", "okay"]),
        ("um", ["um"]),
    ],
)
def test_fillers_false_starts_and_spellings_are_evened_out(text, spoken):
    assert words(text) == [spoken]


def test_a_word_said_twice_as_a_whole_reply_stays_twice():
    assert words("Yeah, yeah.") == [["yeah", ",", "yeah"]]


def test_every_word_knows_where_it_stands():
    text = "  Well, you're -- you’re TIRED, aren't you?"
    for one in pieces(text):
        for token in one.tokens:
            assert text[token.start : token.end].strip() == text[token.start : token.end]
    assert text[pieces(text)[0].tokens[-1].start :] == "you?"


def test_a_reply_that_breaks_off_is_seen_to():
    assert [one.cut for one in pieces("you're feeling--")] == [True]
    assert [one.cut for one in pieces("you're feeling low")] == [False]
