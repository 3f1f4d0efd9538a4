"""The languages of a form, as the window needs them: from which side they are read, and what those who speak them call them."""

from __future__ import annotations

import re

from PySide6.QtCore import QLocale, Qt

_WRITTEN = frozenset(("as", "bn", "gu", "hi", "kn", "ml", "mr", "ne", "or", "pa", "ta", "te", "ur"))
"""Codes of languages whose letters come with the program."""
_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_]\w+)?\)\s*\Z")


def code_of(language: str | None) -> str:
    """The short code in a form's name of a language: "hi" of "Hindi (hi)"; "" when it has none."""
    code = _CODE.search(language or "")
    return code[1].lower() if code is not None else ""


def direction_of(language: str | None) -> Qt.LayoutDirection:
    """From right to left for languages as `Urdu (ur)`; a name without a code is read from the left."""
    code = code_of(language)
    return QLocale(code).textDirection() if code else Qt.LayoutDirection.LeftToRight


def own_name(language: str) -> str:
    """What a language is called by those who speak it: हिन्दी for "Hindi (hi)". A form's name that says more than that stays as it is."""
    code, named = code_of(language), language.partition(" (")[0]
    locale = QLocale(code) if code in _WRITTEN else QLocale.c()
    is_plain = named.casefold() == QLocale.languageToString(locale.language()).casefold()
    return locale.nativeLanguageName() if is_plain and code in _WRITTEN else named
