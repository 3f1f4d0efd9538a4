"""Entries of the register that may be one firm: proposed with what they have in common, never merged here.

Names are compared word by word, each weighed by how rare it is among the firms: two of three words of "Verma Brass Works" stand on
half the boards of a brass cluster, and say nothing. Words of one script are compared as they are spelt (rapidfuzz), words of two
by their consonants. A telephone counts alone only where no third firm has it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from rapidfuzz import fuzz

from fieldsurvey.records import Firm, FirmField
from fieldsurvey.register import identifiers, names
from fieldsurvey.system.transliteration import consonants, words


class Common(StrEnum):
    """What two entries have in common."""

    UDYAM = "udyam"
    GSTIN = "gstin"
    PAN = "pan"
    PHONE = "phone"
    NAME = "name"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Two entries that may be one firm; the one with the lower number first."""

    one: Firm
    other: Firm
    common: tuple[Common, ...]
    """What speaks for it, the strongest first."""
    likeness: int
    """Of the names, 0 to 100."""

    @property
    def strength(self) -> int:
        """For the order of a list: certificates, then telephones, then names."""
        told = {Common.UDYAM: 400, Common.GSTIN: 400, Common.PAN: 300, Common.PHONE: 200, Common.PLACE: 50}
        return sum(told.get(one, 0) for one in self.common) + self.likeness

    @property
    def is_strong(self) -> bool:
        """Whether somebody should look before the one is asked what the other was: a certificate, a telephone, or nearly one name in one place."""
        return self.strength >= _STRONG

    def other_than(self, firm_id: str) -> Firm:
        """The entry beside this one."""
        return self.other if self.one.id == firm_id else self.one


_STRONG = 140
_ALIKE, _SURELY_ALIKE, _HALF = 80, 90, 50
_SAME_WORD = 86
"""Two spellings of one word, of 100: "manjunath" and "manjunatha" are, "sharma" and "verma" are not."""
_LARGEST_BLOCK = 40
"""Firms that share a rare word; a word on more boards is not rare."""
_SHARED_BY_MANY = 3
_LEAST_SOUND = 3
_COMPARED = 5
"""Words of a name that make pairs."""
_CERTIFICATES = (
    (Common.UDYAM, FirmField.UDYAM, identifiers.is_udyam),
    (Common.GSTIN, FirmField.GSTIN, identifiers.is_gstin),
    (Common.PAN, FirmField.PAN, identifiers.is_pan),
)


class Matcher:
    """The firms of a register, ready to be compared with each other or with one more."""

    def __init__(self, firms: Iterable[Firm]) -> None:
        self._firms = {firm.id: firm for firm in firms}
        self._words = {firm.id: _words(firm.name) for firm in self._firms.values()}
        self._by_key: dict[tuple[str, str], list[str]] = defaultdict(list)
        for firm in self._firms.values():
            for key in _keys(firm):
                self._by_key[key].append(firm.id)
        self._boards: dict[str, int] = defaultdict(int)
        for told in self._words.values():
            for sound in {sound for _word, sound in told}:
                self._boards[sound] += 1

    def all(self, apart: frozenset[frozenset[str]] = frozenset()) -> list[Lookalike]:
        """Every pair that may be one firm, the likeliest first; pairs of ids in `apart` were judged to be two."""
        met: dict[frozenset[str], Lookalike | None] = {}
        for one, other in self._pairs():
            pair = frozenset((one, other))
            if pair not in met and pair not in apart:
                met[pair] = self.compared(self._firms[one], self._firms[other])
        return _sorted(found for found in met.values() if found)

    def like(self, firm: Firm) -> list[Lookalike]:
        """The entries that may be this firm, which may itself be none of them."""
        others: dict[str, None] = {}
        for key in _keys(firm):
            if len(self._by_key.get(key, ())) <= _LARGEST_BLOCK:
                others.update(dict.fromkeys(self._by_key.get(key, ())))
        found = (self.compared(firm, self._firms[other]) for other in others if other != firm.id)
        return _sorted(one for one in found if one)

    def compared(self, one: Firm, other: Firm) -> Lookalike | None:
        """What two entries have in common; None where it is too little, or their certificates say they are two."""
        common = [kind for kind, meaning, right in _CERTIFICATES if _same(one, other, meaning, right)]
        if not common and _contradict(one, other):
            return None
        likeness, is_across = self._likeness(one, other)
        same_place = bool(one.place) and one.place.casefold() == other.place.casefold()
        if one.phone and one.phone == other.phone and self._phone_counts(one.phone, likeness):
            common.append(Common.PHONE)
        is_same_phone = bool(common)
        wanted = _SURELY_ALIKE if is_across and not (same_place or is_same_phone) else _ALIKE
        if likeness >= (wanted if same_place or is_same_phone else _SURELY_ALIKE):
            common.append(Common.NAME)
        if not common:
            return None
        if same_place:
            common.append(Common.PLACE)
        first, second = sorted((one, other), key=lambda firm: (firm.number, firm.id))
        return Lookalike(first, second, tuple(common), likeness)

    def _phone_counts(self, phone: str, likeness: int) -> bool:
        """Whether a telephone says something: not one that stands on many firms, unless the names are half alike."""
        return len(self._by_key.get((FirmField.PHONE, phone), ())) < _SHARED_BY_MANY or likeness >= _HALF

    def _likeness(self, one: Firm, other: Firm) -> tuple[int, bool]:
        """How alike two names are (0 to 100), and whether they are written in two scripts."""
        a, b = (self._words.get(firm.id) or _words(firm.name) for firm in (one, other))
        if not a or not b:
            return 0, False
        is_across = one.name.isascii() != other.name.isascii()
        sums = [_matched(self._weighed(x), y, is_across=is_across) for x, y in ((a, b), (b, a))]
        return round(100 * min(sums)), is_across

    def _weighed(self, told: Sequence[tuple[str, str]]) -> list[tuple[str, str, float]]:
        whole = len(self._firms) + 1
        return [
            (word, sound, math.log((whole + 1) / (self._boards.get(sound, 0) + 1)) + 0.01)
            for word, sound in told
        ]

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for ids in self._by_key.values():
            if len(ids) <= _LARGEST_BLOCK:
                yield from combinations(ids, 2)


def _words(name: str) -> tuple[tuple[str, str], ...]:
    """(word in Latin letters, its consonants) of a name without forms of address."""
    told = [word for word in words(name) if names.counts(word)]
    plain = names.plain(name).split()
    if len(plain) != len(told):
        return tuple((word, consonants(word)) for word in plain)
    return tuple((p, consonants(p if word.isascii() else word)) for p, word in zip(plain, told, strict=True))


def _keys(firm: Firm) -> Iterator[tuple[str, str]]:
    """What brings two firms side by side to be compared."""
    for _kind, meaning, is_right in _CERTIFICATES:
        if is_right(firm.get(meaning)):
            yield (meaning, firm.get(meaning))
    if firm.phone:
        yield (FirmField.PHONE, firm.phone)
    heard = list(
        dict.fromkeys(sound if len(sound) >= _LEAST_SOUND else word for word, sound in _words(firm.name))
    )
    for sound in heard:
        yield ("sound", sound)
        if firm.place:
            yield ("sound there", f"{sound} @ {firm.place.casefold()}")
    for pair in combinations(sorted(heard[:_COMPARED]), 2):
        yield ("two sounds", " ".join(pair))


def _same(one: Firm, other: Firm, meaning: FirmField, is_right: object) -> bool:
    text = one.get(meaning)
    return bool(text) and text == other.get(meaning) and bool(callable(is_right) and is_right(text))


def _contradict(one: Firm, other: Firm) -> bool:
    """Whether each has a valid certificate of one kind, and they are two."""
    pairs = ((one.get(m), other.get(m), right) for _k, m, right in _CERTIFICATES[:2])
    return any(a != b and right(a) and right(b) for a, b, right in pairs)


def _matched(
    told: Sequence[tuple[str, str, float]], other: Sequence[tuple[str, str]], *, is_across: bool
) -> float:
    """The share of a name's weight that the other name holds too."""
    whole = sum(weight for _word, _sound, weight in told)
    found = sum(weight * _best(word, sound, other, is_across) for word, sound, weight in told)
    return found / whole if whole else 0.0


def _best(word: str, sound: str, other: Sequence[tuple[str, str]], is_across: bool) -> float:
    best = 0.0
    for there, there_sound in other:
        if word == there or (is_across and sound and sound == there_sound):
            return 1.0
        if is_across:
            alike = (
                fuzz.ratio(sound, there_sound) if min(len(sound), len(there_sound)) >= _LEAST_SOUND else 0.0
            )
            best = max(best, 0.9 if alike >= _SAME_WORD - 1 else 0.0)
        else:
            alike = fuzz.ratio(word, there)
            same_sound = len(sound) >= _LEAST_SOUND and sound == there_sound
            best = max(best, alike / 100 if alike >= _SAME_WORD else 0.9 if same_sound else 0.0)
    return best


def _sorted(found: Iterable[Lookalike]) -> list[Lookalike]:
    return sorted(found, key=lambda one: (-one.strength, one.one.number, one.other.number))
