"""Whole and decimal numbers: grouped as typed (14,99,561), native digits taken, the amount in words beside."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import Qt

from fieldsurvey import numbers
from fieldsurvey.i18n import _, language
from fieldsurvey.models import MISSING_NUMBERS, Question
from fieldsurvey.ui.entry.units import unit_word
from fieldsurvey.ui.entry.widget import LineWidget
from fieldsurvey.ui.parts import label
from fieldsurvey.xforms import Prompt

_NUMBER = re.compile(r"-?\d*\.?\d*")
_WORDS_FROM = 100_000
_WIDTH = 180


class NumberWidget(LineWidget):
    """A number field with its unit; a missing answer stands in it as a word."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question, _WIDTH)
        self._grouped = "thousands-sep" in prompt.appearance
        self.field.setFixedWidth(_WIDTH)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.textEdited.connect(self._on_edited)
        self._words = label("", "muted")
        self.row.addWidget(label(unit_word(self.unit), "muted"))
        self.row.addWidget(self._words, 1)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        self._say_words(prompt.value)

    def read(self, text: str) -> str | None:
        return plain(text)

    def shown(self, value: str) -> str:
        if value in MISSING_NUMBERS and self.question and self.question.missing:
            return numbers.missing_word(MISSING_NUMBERS[value], language())
        return group(value) if self._grouped else value

    def complaint(self) -> str:
        return _("Type a number, such as 12500 or 12.5.")

    def _on_edited(self, text: str) -> None:
        typed = plain(text)
        if typed is None:
            return
        if self._grouped:
            self._regroup(text, typed)
        self._say_words(typed)

    def _regroup(self, text: str, typed: str) -> None:
        """Group while typing; the cursor stays behind the same digit."""
        behind = len(re.sub(r"[,\s]", "", text[self.field.cursorPosition() :]))
        shown = group(typed)
        position, left = len(shown), behind
        while left and position:
            position -= 1
            left -= shown[position] != ","
        self.field.setText(shown)
        self.field.setModified(True)
        self.field.setCursorPosition(position)

    def _say_words(self, value: str) -> None:
        try:
            amount = float(value)
        except ValueError:
            amount = 0.0
        self._words.setText(numbers.amount_in_words(amount, language()) if amount >= _WORDS_FROM else "")


def plain(text: str) -> str | None:
    """What was typed as a number in the form's notation; None when it is none. Any script's digits are taken."""
    western = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    bare = re.sub(r"[,\s_₹]", "", western)
    if not bare:
        return ""
    if not _NUMBER.fullmatch(bare) or not any(c.isdigit() for c in bare):
        return None
    return bare.rstrip(".") if bare.endswith(".") and bare.count(".") == 1 else bare


def group(value: str) -> str:
    """The number as typed so far, with Indian grouping of its whole part; nothing else is touched."""
    sign, rest = ("-", value[1:]) if value.startswith("-") else ("", value)
    whole, point, fraction = rest.partition(".")
    if not whole.isdigit() or len(whole) > 15:
        return value
    return sign + numbers.grouped(int(whole)) + point + fraction
