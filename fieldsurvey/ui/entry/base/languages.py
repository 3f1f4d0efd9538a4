"""The languages of a form, as the window needs them: from which side they are read."""

from __future__ import annotations

import re

from PySide6.QtCore import QLocale, Qt

_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_]\w+)?\)\s*\Z")


def code_of(language: str | None) -> str:
    """The short code in a form's name of a language: "hi" of "Hindi (hi)"; "" when it has none."""
    code = _CODE.search(language or "")
    return code[1].lower() if code is not None else ""


def direction_of(language: str | None) -> Qt.LayoutDirection:
    """From right to left for languages as `Urdu (ur)`; a name without a code is read from the left."""
    code = code_of(language)
    return QLocale(code).textDirection() if code else Qt.LayoutDirection.LeftToRight
