"""Names of firms and of their places, made comparable: what everybody writes otherwise is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from fieldsurvey.system.transliteration import consonants, latin, words

_FORMS = {
    "m", "s", "ms", "messrs", "shri", "sri", "shree", "smt", "the", "pvt", "private", "ltd", "limited", "llp", "co", "company",
    "and", "sons", "of", "श्री", "मेसर्स", "ಶ್ರೀ", "ಮೆ",
}  # fmt: skip
"""Words that stand or do not stand before and behind one and the same name."""
_SHORT = {
    "wks": "works", "wrks": "works", "inds": "industries", "ind": "industrial", "indl": "industrial", "industry": "industries",
    "ent": "enterprises", "enterprise": "enterprises", "mfg": "manufacturing", "engg": "engineering", "bros": "brothers",
    "st": "street", "rd": "road", "ar": "area", "mkt": "market", "extn": "extension",
}  # fmt: skip


def counts(word: str) -> bool:
    """Whether a word (folded) says which firm it is: no form of address, no legal form."""
    return word not in _FORMS


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """A name in Latin letters without its forms of address and legal forms; the whole name where nothing else is left."""
    said = [latin(word) for word in words(name) if word not in _FORMS]
    return " ".join(_SHORT.get(word, word) for word in said) or latin(name)


@lru_cache(maxsize=1 << 16)
def sound(name: str) -> str:
    """A name as its consonants, the same in two scripts; "" where there are none."""
    return " ".join(filter(None, (consonants(word) for word in words(name) if word not in _FORMS)))


def one_spelling(spellings: Iterable[str]) -> dict[str, str]:
    """Every spelling of a place -> the one all of its kind are kept under: one that is written out, of these the most frequent.

    Two are of one kind when they sound alike, or when each word of the one begins a word of the other in order ("Ind. Ar" and
    "Industrial area"); a spelling that could belong to two kinds stays as it is.
    """
    counted = Counter(one for one in spellings if one)
    kinds: dict[str, list[str]] = {}
    for spelling in counted:
        kinds.setdefault(
            sound(" ".join(_SHORT.get(w, w) for w in words(spelling))) or latin(spelling), []
        ).append(spelling)
    heads = {
        kind: max(found, key=lambda one: (_is_written_out(one), counted[one], one))
        for kind, found in kinds.items()
    }
    result = {}
    for kind, found in kinds.items():
        longer = [head for other, head in heads.items() if other != kind and _abbreviates(found[0], head)]
        result.update(dict.fromkeys(found, longer[0] if len(longer) == 1 else heads[kind]))
    return result


def _is_written_out(spelling: str) -> bool:
    """Whether nothing of it is short for something, nor shouted."""
    is_short = "." in spelling or any(word in _SHORT for word in words(spelling))
    return not is_short and not spelling.isupper() and not spelling.islower()


def _abbreviates(short: str, whole: str) -> bool:
    said, meant = words(short), words(whole)
    if not said or len(said) > len(meant) or latin(short) == latin(whole):
        return False
    return all(w.startswith(s) for s, w in zip(map(latin, said), map(latin, meant), strict=False))
