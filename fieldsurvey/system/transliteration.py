"""Names across scripts: in plain Latin letters, and as the consonants that stay when one ear writes them in two scripts.

ಮಂಜುನಾಥ and Manjunatha have few letters in common even after transliteration (mmjunath, manjunatha), but the same consonants in
the same order. Vowels, aspiration, doubled letters and the nasal before a consonant are where two spellings of one name differ.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_WORD = re.compile(r"[^\W_]+(?:[\u0900-\u0DFF\u200b-\u200d]+[^\W_]*)*")
_LATIN = (
    ("ksh", "ks"), ("x", "ks"), ("tch", "C"), ("ch", "C"), ("ck", "k"), ("ph", "p"), ("q", "k"), ("f", "p"), ("z", "j"),
    ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"),
)  # fmt: skip
"""How sounds are written in Latin, each in the letters of the transliteration; where no Latin stood, `c` is already the sound of ch."""
_VOWEL_W = re.compile("w(?![aeiouy])")
"""As in Gowda: part of a vowel."""
_NASAL = re.compile("(?<!^)m(?=[^aeiouy])")


def latin(text: str) -> str:
    """The text in plain Latin letters, lower case, without marks; what is Latin already stays as it sounds."""
    return " ".join(anyascii(unicodedata.normalize("NFC", text)).casefold().split())


def words(text: str) -> list[str]:
    """The words of a name in any script, folded."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


@lru_cache(maxsize=1 << 16)
def consonants(word: str) -> str:
    """What of a word is the same in two scripts: its consonants in order, with an `a` where it begins with a vowel; "" of digits."""
    plain = latin(word)
    if not plain or not plain[0].isalpha():
        return ""
    if word.isascii():
        for written, sound in _LATIN:
            plain = plain.replace(written, sound)
    else:
        plain = plain.replace("c", "C").replace("mm", "mn")  # a syllable of m with a nasal
    plain = _NASAL.sub("n", _VOWEL_W.sub("", plain).replace("w", "v"))
    begins = "a" if plain[0] in "aeiouy" else ""
    kept = re.sub(r"[^a-zC]|[aeiouhy]", "", plain)
    return begins + re.sub(r"(.)\1+", r"\1", kept)
