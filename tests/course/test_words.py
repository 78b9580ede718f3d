import pytest

from academy_widgets.typeset.words import plain_text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("What I heard:\n\tnothing.", "What I heard:\n\tnothing."),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("NUL\0 bell\a escape\x1b[31m", "NUL␀ bell␇ escape␛[31m"),
        ("delete\x7f next line\x85", "delete␡ next line�"),
        ("half a face \ud83d", "half a face �"),
        ("abc\u202egnp.exe\u2066x\u2069", "abcgnp.exex"),
        ("שלום \u200fאני", "שלום \u200fאני"),
        ("<script>&amp;", "<script>&amp;"),
        ("👩‍👩‍👧 e\u0301", "👩‍👩‍👧 e\u0301"),
    ],
)
def test_words_stay_and_what_could_harm_is_shown_or_left_out(said, shown):
    assert plain_text(said) == shown
    assert plain_text(plain_text(said)) == shown
    plain_text(said).encode()
