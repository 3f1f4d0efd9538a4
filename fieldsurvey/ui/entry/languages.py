"""The languages of a form, as the window needs them: from which side they are read."""

from __future__ import annotations

import re

from PySide6.QtCore import QLocale, Qt

_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_]\w+)?\)\s*\Z")


def direction_of(language: str | None) -> Qt.LayoutDirection:
    """From right to left for languages as `Urdu (ur)`; a name without a code is read from the left."""
    code = _CODE.search(language or "")
    return QLocale(code[1]).textDirection() if code is not None else Qt.LayoutDirection.LeftToRight
