"""How hard a passphrase is to guess: zxcvbn behind one door, its findings in our own words.

The words are English keys of the window's catalogue; who shows them translates them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fieldsurvey.i18n import N_
from fieldsurvey.records import Cluster

WEAK = 1
"""Up to this score a person is asked whether to use it all the same."""
WORDS = (N_("Very weak"), N_("Weak"), N_("Fair"), N_("Good"), N_("Strong"))
"""One for each score, 0 to 4."""
_MOST = 72
"""Letters that are looked at: beyond them zxcvbn refuses, and nothing is left to judge."""
_OURS = ("fieldsurvey", "survey", "study", "cluster", "passphrase")
_LONGER = N_("Use four or more words that have nothing to do with each other.")
_STANDS_IN_STUDY = N_("It holds a name that stands in the study. Whoever finds the laptop tries those first.")
_WELL_KNOWN = N_("It is built on one of the passwords that are tried first.")
_ONE_WORD = N_("A word or a name is found in a list, also with capitals or digits in it.")
_KEYS_IN_A_ROW = N_("Keys that lie side by side are tried early.")
_REPEATED = N_("The same thing again adds almost nothing.")
_SEQUENCE = N_("Letters or digits in their order are tried early.")
_DATE = N_("Dates and years are quick to try out: there are not many.")
_BY_PATTERN: Mapping[str, str] = {
    "spatial": _KEYS_IN_A_ROW,
    "repeat": _REPEATED,
    "sequence": _SEQUENCE,
    "regex": _DATE,
    "date": _DATE,
}


@dataclass(frozen=True, slots=True)
class Strength:
    """What is known of a passphrase without knowing who wants to guess it."""

    score: int
    """0 to 4."""
    guesses: int
    """About how many tries find it."""
    advice: tuple[str, ...] = ()
    """What to do better; empty when nothing."""

    @property
    def word(self) -> str:
        """One of WORDS."""
        return WORDS[self.score]

    @property
    def is_weak(self) -> bool:
        """Whether to ask before it is used."""
        return self.score <= WEAK


def strength(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """Judge a passphrase. `known` are texts of the study, such as the cluster's name: their words count as guessed."""
    if not passphrase:
        return Strength(0, 0, (_LONGER,))
    from zxcvbn import zxcvbn  # its lists of words take their time

    words = [*_OURS, *_words(known)]
    found = zxcvbn(unicodedata.normalize("NFC", passphrase)[:_MOST], user_inputs=words)
    score = int(found["score"])
    advice = () if score > WEAK + 1 else (*_faults(found["sequence"]), _LONGER)
    return Strength(score, int(found["guesses"]), advice)


def known_words(cluster: Cluster) -> tuple[str, ...]:
    """What the study itself tells a finder of the laptop."""
    return (
        cluster.name,
        cluster.locality,
        cluster.district,
        cluster.state,
        cluster.products,
        cluster.agency,
        cluster.donor,
    )


def _words(texts: Iterable[str]) -> list[str]:
    """The texts and each word of them, long enough to mean something."""
    parts = {text.strip() for text in texts}
    parts |= {word for text in parts for word in re.split(r"[\s,.;:/()-]+", text)}
    return sorted(part for part in parts if len(part) > 2)


def _faults(sequence: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What is wrong with the longest piece that was recognised."""
    pieces = [piece for piece in sequence if piece["pattern"] != "bruteforce"]
    if not pieces:
        return ()
    longest = max(pieces, key=lambda piece: len(piece["token"]))
    if longest["pattern"] in _BY_PATTERN:
        return (_BY_PATTERN[longest["pattern"]],)
    lists = {piece.get("dictionary_name") for piece in pieces}
    if "user_inputs" in lists:
        return (_STANDS_IN_STUDY,)
    return (_WELL_KNOWN if longest.get("dictionary_name") == "passwords" else _ONE_WORD,)
