import pytest

from academy_widgets.airtime.talk import TranscriptError
from academy_widgets.airtime.transcripts import LONGEST, MOST_TURNS, read

TEAMS_VTT = """WEBVTT

5b1c/12-0
00:00:01.000 --> 00:00:03.000
<v Ann Lee>Is it the damp again,
or the window?</v>

5b1c/13-0
00:00:02.500 --> 00:00:06.000
<v Bo>Both.</v>
"""
ZOOM_VTT = """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Ann Lee: Is it the damp again?

2
00:00:02.500 --> 00:00:06.000
Bo: Both.
"""
SRT = """1
00:00:01,000 --> 00:00:03,000
Ann Lee: Is it the damp again?

2
00:00:02,500 --> 00:00:06,000
Bo: Both.
"""
TEAMS_OLD = """0:0:1.0 --> 0:0:3.0
Ann Lee
Is it the damp again?

0:0:2.500 --> 0:0:6.0
Bo
Both.
"""


@pytest.mark.parametrize("text", [TEAMS_VTT, ZOOM_VTT, SRT, TEAMS_OLD, "\ufeff" + SRT])
def test_captions_give_times_from_the_first_word(text):
    talk = read(text.replace("\n", "\r\n"))
    assert talk.unit == "ms"
    assert talk.speakers == ["Ann Lee", "Bo"]
    assert [(t.who, t.start, t.end) for t in talk.turns] == [(0, 0, 2000), (1, 1500, 5000)]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee: Is it damp again?\nBo: Both.\nof them\n",
        "Housing review\nAnn Lee: Is it damp again?\nBo: Both.\n\nof them",
        "[00:01] Ann Lee: Is it damp again?\n00:05 Bo: Both. of them\n",
        "Ann Lee   0:03\nIs it damp again?\n\nBo   0:09\nBoth. of them",
        "Bo started transcription\n\nAnn Lee 0:03\nIs it damp again?\nBo 1:00\nBoth of it",
        "[Ann Lee] 00:00:03\nIs it damp again?\n[Bo] 10:12 AM\nBoth of them",
        "Ann Lee:\nIs it damp again?\nBo:\nBoth of them",
    ],
)
def test_a_written_talk_is_measured_in_words(text):
    talk = read(text)
    assert talk.unit == "words"
    assert talk.speakers == ["Ann Lee", "Bo"]
    assert [(t.who, t.start, t.end) for t in talk.turns] == [(0, 0, 4), (1, 4, 7)]


def test_a_sentence_that_ends_in_a_time_is_no_heading():
    talk = read("Ann: When?\nBo: Well\nwe meet at 10:30\n14:05 would do as well")
    assert talk.speakers == ["Ann", "Bo"]


def test_names_in_any_script_and_words_without_spaces():
    talk = read("王: 你好吗\nنور: أهلا بكم\nŽofia Šimková: Dobrý den\nB’Elanna O'Neill: Hm")
    assert talk.speakers == ["王", "نور", "Žofia Šimková", "B’Elanna O'Neill"]
    assert [t.end - t.start for t in talk.turns] == [3, 2, 2, 1]


def test_one_name_in_two_spellings_is_one_person_and_two_share_a_caption_by_words():
    talk = read("00:00:00.000 --> 00:00:06.000\n- ann: Hello you two\n- Bo: Hi\n")
    assert [(t.who, t.start, t.end) for t in talk.turns] == [(0, 0, 4000), (1, 4000, 6000)]
    assert read("Ann: Hi\nBo: Hi\nANN: Hm").speakers == ["Ann", "Bo"]


def test_captions_without_a_name_go_on_with_whoever_spoke_and_say_so():
    talk = read(SRT + "\n3\n00:00:06,000 --> 00:00:07,000\nOf them.\n")
    assert talk.turns[-1].end == 6000
    assert "Line 11 has no name, and counts for whoever spoke before it." in talk.notes


def test_odd_times_are_put_right_and_told_with_their_line():
    text = (
        SRT
        + "\n3\n00:00:09,000 --> 00:00:09,000\nAnn Lee: Hm.\n"
        + "\n4\n00:00:00,500 --> 00:00:00,900\nAnn Lee: Hm.\n"
        + "\n5\n00:00:00,500 --> 00:00:00,900\nAnn Lee: Hm.\n"
    )
    talk = read(text)
    assert talk.notes == [
        "Line 6 begins before the caption above it has ended; both count.",
        "Line 10 lasts no time at all, and is left out.",
        (
            "Line 14 begins before a line above it does; they were put in order."
            " The same at 1 more."
        ),
    ]
    assert talk.turns[0].start == 0


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", "", "paste a transcript first"),
        ("Good morning all.\nHow are you?", "Line 1 ", "does not say who speaks"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", "Line 4 ", "does not say who"),
        ("00:05.000 --> 00:03.000\nAnn: Hi", "Line 1 ", "ends before it begins"),
        ("-00:05.000 --> 00:03.000\nAnn: Hi", "Line 1 ", "a time below zero"),
        ("soon --> later\nAnn: Hi", "Line 1 ", "no times that can be read"),
        (SRT + "\nAnn: and so on\n", "Line 9 ", "words without a time"),
        ("00:05.000 --> 00:05.000\nAnn: Hi", "", "both words and a length"),
        ("Ann:\nBo:", "", "names in it and no words"),
        ("x" * (LONGEST + 1), "", "please split it"),
        ("\n".join(f"P{chr(97 + i // 5)}{i}: Hi" for i in range(27)), "Line 27 ", "26"),
        ("A: Hi\nB: Hi\n" * (MOST_TURNS // 2 + 1), "", f"{MOST_TURNS + 2:,} turns"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence_with_the_line(text, line, why):
    with pytest.raises(TranscriptError) as told:
        read(text)
    said = str(told.value)
    assert said.startswith(line)
    assert why in said
    assert "\n" not in said


def test_ten_thousand_lines_are_read():
    one = "00:{:02d}:{:02d}.000 --> 00:{:02d}:{:02d}.900\nP{}: Hello\n\n"
    cues = [
        one.format(i // 60 % 60, i % 60, i // 60 % 60, i % 60, "AB"[i % 2])
        for i in range(3400)
    ]
    text = "WEBVTT\n\n" + "".join(cues)
    assert len(text.splitlines()) > 10_000
    assert len(read(text).turns) == 3400
    talk = read("Ann: Hello\n" + "and on it goes\n" * 9_999)
    assert talk.turns[0].end == 1 + 4 * 9_999
