"""Entries of the register that may be one firm: proposed with what they have in common, never merged here.

Names are compared word by word, each weighed by how rare it is among the firms: two of three words of "Verma Brass Works" stand on
half the boards of a brass cluster, and say nothing. Words of one script are compared as they are spelt (rapidfuzz), words of two
by their consonants. A telephone counts alone only where no third firm has it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
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
_LEAST_LIKE = 0.79
"""Of two names that have nothing else in common: a little below `_ALIKE`, to which likeness is rounded."""
_SAME_WORD = 86
"""Two spellings of one word, of 100: "manjunath" and "manjunatha" are, "sharma" and "verma" are not."""
_LARGEST_BLOCK = 40
"""Firms that share a rare word; a word on more boards is not rare."""
_SHARED_BY_MANY = 3
_LEAST_SOUND = 3
_WORDS_REMEMBERED = 200_000
"""Pairs of words, some 40 MB at most."""
_COMPARED = 5
"""Words of a name that make pairs."""
_CERTIFICATES = (
    (Common.UDYAM, FirmField.UDYAM, identifiers.is_udyam),
    (Common.GSTIN, FirmField.GSTIN, identifiers.is_gstin),
    (Common.PAN, FirmField.PAN, identifiers.is_pan),
)


COMPARED = (FirmField.UDYAM, FirmField.GSTIN, FirmField.PAN, FirmField.PHONE, FirmField.PLACE)
"""What is compared of a firm beside its name."""
_Weighed = tuple[tuple[str, str, float], ...]
"""(word in Latin letters, its consonants, weight)"""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A firm as it is compared: read once, for half a million pairs."""

    firm: Firm
    words: tuple[tuple[str, str], ...]
    """(word in Latin letters, its consonants)"""
    certificates: tuple[str, ...]
    """In the order of `_CERTIFICATES`; "" for one that it has not, or that cannot be right."""
    phone: str
    place: str
    is_latin: bool

    @classmethod
    def of(cls, firm: Firm) -> _Entry:
        """What is compared of a firm."""
        texts = ((firm.get(meaning), is_right) for _kind, meaning, is_right in _CERTIFICATES)
        certificates = tuple(text if text and is_right(text) else "" for text, is_right in texts)
        place = firm.place.casefold()
        return cls(firm, _words(firm.name), certificates, firm.phone, place, firm.name.isascii())

    @property
    def keys(self) -> Iterator[tuple[str, str]]:
        """What brings two firms side by side to be compared."""
        for (_kind, meaning, _is_right), text in zip(_CERTIFICATES, self.certificates, strict=True):
            if text:
                yield (meaning, text)
        if self.phone:
            yield (FirmField.PHONE, self.phone)
        heard = list(
            dict.fromkeys(sound if len(sound) >= _LEAST_SOUND else word for word, sound in self.words)
        )
        for sound in heard:
            yield ("sound", sound)
            if self.place:
                yield ("sound there", f"{sound} @ {self.place}")
        for pair in combinations(sorted(heard[:_COMPARED]), 2):
            yield ("two sounds", " ".join(pair))

    def has_other_certificate(self, other: _Entry) -> bool:
        """Whether each has a valid certificate of one kind, and they are two."""
        pairs = zip(self.certificates[:2], other.certificates[:2], strict=True)
        return any(a and b and a != b for a, b in pairs)


class Matcher:
    """The firms of a register, ready to be compared with each other or with one more."""

    def __init__(self, firms: Iterable[Firm]) -> None:
        self._entries = [_Entry.of(firm) for firm in firms]
        self._by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
        boards: dict[str, int] = defaultdict(int)
        for place, entry in enumerate(self._entries):
            for key in entry.keys:
                self._by_key[key].append(place)
            for sound in {sound for _word, sound in entry.words}:
                boards[sound] += 1
        whole = len(self._entries) + 2
        self._weights = {sound: math.log(whole / (count + 1)) + 0.01 for sound, count in boards.items()}
        self._rarest = math.log(whole) + 0.01
        self._weighed_of: dict[str, _Weighed] = {}

    def all(self, apart: frozenset[frozenset[str]] = frozenset()) -> list[Lookalike]:
        """Every pair that may be one firm, the likeliest first; pairs of ids in `apart` were judged to be two."""
        found: list[Lookalike] = []
        for one, other in self._pairs():
            lookalike = self._compared(self._entries[one], self._entries[other])
            if lookalike and frozenset((lookalike.one.id, lookalike.other.id)) not in apart:
                found.append(lookalike)
        return _sorted(found)

    def like(self, firm: Firm) -> list[Lookalike]:
        """The entries that may be this firm, which may itself be none of them."""
        asked = _Entry.of(firm)
        places = (self._by_key.get(key, ()) for key in asked.keys)
        others = {place for block in places if len(block) <= _LARGEST_BLOCK for place in block}
        entries = (self._entries[place] for place in others)
        found = (self._compared(asked, entry) for entry in entries if entry.firm.id != firm.id)
        return _sorted(one for one in found if one)

    def compared(self, one: Firm, other: Firm) -> Lookalike | None:
        """What two entries have in common; None where it is too little, or their certificates say they are two."""
        return self._compared(_Entry.of(one), _Entry.of(other))

    def _compared(self, one: _Entry, other: _Entry) -> Lookalike | None:
        is_told_apart = one.has_other_certificate(other)
        common = self._same_certificates(one, other)
        if is_told_apart and not common:
            return None
        is_across = one.is_latin != other.is_latin
        same_place = bool(one.place) and one.place == other.place
        same_phone = bool(one.phone) and one.phone == other.phone
        least = 0.0 if common or same_phone else _LEAST_LIKE
        likeness = self._likeness(one, other, is_across=is_across, least=least)
        if same_phone and self._phone_counts(one.phone, likeness):
            common.append(Common.PHONE)
        is_same_phone = bool(common)
        wanted = _SURELY_ALIKE if is_across and not (same_place or is_same_phone) else _ALIKE
        if likeness >= (wanted if same_place or is_same_phone else _SURELY_ALIKE):
            common.append(Common.NAME)
        if not common:
            return None
        if same_place:
            common.append(Common.PLACE)
        first, second = sorted((one.firm, other.firm), key=lambda firm: (firm.number, firm.id))
        return Lookalike(first, second, tuple(common), likeness)

    @staticmethod
    def _same_certificates(one: _Entry, other: _Entry) -> list[Common]:
        pairs = enumerate(zip(one.certificates, other.certificates, strict=True))
        return [_CERTIFICATES[place][0] for place, (a, b) in pairs if a and a == b]

    def _phone_counts(self, phone: str, likeness: int) -> bool:
        """Whether a telephone says something: not one that stands on many firms, unless the names are half alike."""
        return len(self._by_key.get((FirmField.PHONE, phone), ())) < _SHARED_BY_MANY or likeness >= _HALF

    def _likeness(self, one: _Entry, other: _Entry, *, is_across: bool, least: float) -> int:
        """How alike two names are (0 to 100); 0 as well where they are less so than `least` (0 to 1)."""
        if not one.words or not other.words:
            return 0
        share = 1.0
        for a, b in ((one, other), (other, one)):
            share = min(share, _share(self._weighed(a), b.words, is_across=is_across, least=least))
            if share < least:
                return 0
        return round(100 * share)

    def _weighed(self, entry: _Entry) -> _Weighed:
        """Its words with their weights, how rare each is on the boards: the rarest first."""
        known = self._weighed_of.get(entry.firm.name)
        if known is None:
            words = [(w, sound, self._weights.get(sound, self._rarest)) for w, sound in entry.words]
            known = tuple(sorted(words, key=lambda one: -one[2]))
            self._weighed_of[entry.firm.name] = known
        return known

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Each two that have something rare in common, once."""
        met: set[int] = set()  # as numbers, which the collector of garbage need not walk
        for places in self._by_key.values():
            if 1 < len(places) <= _LARGEST_BLOCK:
                for one, other in combinations(places, 2):
                    pair = one * len(self._entries) + other
                    if pair not in met:
                        met.add(pair)
                        yield one, other


def _words(name: str) -> tuple[tuple[str, str], ...]:
    """(word in Latin letters, its consonants) of a name without forms of address."""
    told = [word for word in words(name) if names.counts(word)]
    plain = names.plain(name).split()
    if len(plain) != len(told):
        return tuple((word, consonants(word)) for word in plain)
    return tuple((p, consonants(p if word.isascii() else word)) for p, word in zip(plain, told, strict=True))


def _share(told: _Weighed, other: tuple[tuple[str, str], ...], *, is_across: bool, least: float) -> float:
    """The share of a name's weight that the other name holds too; below `least` it is not reckoned to the end."""
    whole = sum([weight for _word, _sound, weight in told])
    lost, most = 0.0, (1 - least) * whole
    for word, sound, weight in told:
        lost += weight * (1 - _best(word, sound, other, is_across))
        if lost > most:
            break
    return 1 - lost / whole


def _best(word: str, sound: str, other: tuple[tuple[str, str], ...], is_across: bool) -> float:
    best = 0.0
    for there, there_sound in other:
        if word == there:
            return 1.0
        best = max(best, _alike(word, sound, there, there_sound, is_across))
    return best


@lru_cache(maxsize=_WORDS_REMEMBERED)
def _alike(word: str, sound: str, there: str, there_sound: str, is_across: bool) -> float:
    """How alike two words are, 0 to 1. A cluster has few words: its firms are told by the order they stand in."""
    least = min(len(sound), len(there_sound))
    if is_across:
        if sound and sound == there_sound:
            return 1.0
        alike = fuzz.ratio(sound, there_sound) if least >= _LEAST_SOUND else 0.0
        return 0.9 if alike >= _SAME_WORD - 1 else 0.0
    alike = fuzz.ratio(word, there)
    if alike >= _SAME_WORD:
        return alike / 100
    return 0.9 if least >= _LEAST_SOUND and sound == there_sound else 0.0


def _sorted(found: Iterable[Lookalike]) -> list[Lookalike]:
    return sorted(found, key=lambda one: (-one.strength, one.one.number, one.other.number))
