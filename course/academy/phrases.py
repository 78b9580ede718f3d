"""Return phrases: six ordinary words by which a person without an account comes back."""

from __future__ import annotations

import re
import secrets
from functools import cache

from argon2.low_level import Type, hash_secret_raw
from mnemonic import Mnemonic

WORDS = 6
"""Words in a phrase: 66 bits, of a public list of 2,048 that differ in four letters.

Source: the English list of Bitcoin Improvement Proposal 39 (Palatinus, Rusnak, Voisine
& Bowe 2013), chosen for words that are short, common and hard to mistake.
"""

_TELLING = 4  # letters that tell any two words of the list apart


class PhraseError(Exception):
    """This cannot be a return phrase; the message says why, in one sentence."""


def new() -> str:
    """Return a new phrase."""
    return " ".join(secrets.choice(_list()) for _ in range(WORDS))


def read(said: str) -> str:
    """Return the phrase that somebody wrote, whatever stands between its words.

    The first four letters of each word are enough.

    Raises:
        PhraseError: a word is not of the list, or there are too few or too many.
    """
    words = re.findall(r"[a-z]+", said.lower())
    if len(words) != WORDS:
        counted = "is one word" if len(words) == 1 else f"are {len(words)} words"
        raise PhraseError(f"A return phrase has six words; here {counted}.")
    by_start = {word[:_TELLING]: word for word in _list()}
    found = [by_start.get(word[:_TELLING]) for word in words]
    for word, known in zip(words, found, strict=True):
        if known is None:
            raise PhraseError(f"No return phrase has the word “{word}”; please check it.")
    return " ".join(filter(None, found))


def hashed(phrase: str, salt: bytes) -> str:
    """Return what `phrase` comes to, slowly, so that a stolen store gives no phrase away.

    The salt is this Academy's own and the same for all, because a phrase is looked up
    without a name beside it; phrases are drawn by lot and never chosen, so no two
    people have the same one and no list of likely ones helps.

    Args:
        phrase: as `read` returns it.
        salt: at least 16 bytes.
    """
    raw = hash_secret_raw(
        phrase.encode(),
        salt,
        time_cost=3,
        memory_cost=65_536,  # KiB: RFC 9106's second recommendation, in one lane
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    return raw.hex()


@cache
def _list() -> list[str]:
    words: list[str] = Mnemonic("english").wordlist
    return words
