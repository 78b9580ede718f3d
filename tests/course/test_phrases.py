import random

import pytest

from academy import phrases
from academy.phrases import PhraseError

SALT = b"sixteen bytes ok"


def test_a_phrase_has_six_words_and_no_two_are_alike():
    made = {phrases.new() for _ in range(50)}
    assert len(made) == 50
    assert {len(one.split()) for one in made} == {phrases.WORDS}


def test_a_new_phrase_reads_as_itself():
    for _ in range(50):
        phrase = phrases.new()
        assert phrases.read(phrase) == phrase


@pytest.mark.parametrize(
    "written",
    [
        "ABANDON Ability able about above absent",
        " abandon, ability; able.about\nabove\tabsent ",
        "1. aban 2. abil 3. able 4. abou 5. abov 6. abse",
        "abandoned abilities able abouts above absently",
    ],
)
def test_reading_forgives_how_it_is_written(written):
    assert phrases.read(written) == "abandon ability able about above absent"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "six words; here are 0 words"),
        ("abandon", "here is one word"),
        ("abandon ability able about above", "here are 5 words"),
        ("abandon ability able about above absent act", "here are 7 words"),
        ("abandon ability able about above zzzz", "“zzzz”"),
        ("abandon ability able about above aban\0donné", "here are 7 words"),
    ],
)
def test_what_is_no_phrase_is_told_why(written, says):
    with pytest.raises(PhraseError, match=says):
        phrases.read(written)


def test_the_words_differ_in_their_first_four_letters():
    rng = random.Random(4)
    words = phrases._list()
    for word in rng.sample(words, 200):
        line = " ".join([word[:4]] * phrases.WORDS)
        assert phrases.read(line) == " ".join([word] * phrases.WORDS)


def test_a_hash_is_the_same_for_the_same_and_tells_salts_and_phrases_apart():
    phrase = "abandon ability able about above absent"
    hashed = phrases.hashed(phrase, SALT)
    assert hashed == phrases.hashed(phrase, SALT)
    assert phrases.hashed(phrase, SALT[::-1]) != hashed
    assert phrases.hashed(phrase + " ", SALT) != hashed
    assert "abandon" not in hashed
