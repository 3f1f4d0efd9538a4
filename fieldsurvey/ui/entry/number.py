"""Whole and decimal numbers: grouped as typed (14,99,561), native digits taken, the amount in words beside."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldsurvey import numbers
from fieldsurvey.i18n import _, language
from fieldsurvey.models import MISSING_NUMBERS, Question
from fieldsurvey.ui import theme
from fieldsurvey.ui.entry.field import Field
from fieldsurvey.ui.entry.units import unit_word
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.ui.parts import label
from fieldsurvey.xforms import Prompt

_NUMBER = re.compile(r"-?\d*\.?\d*")
_WORDS_FROM = 100_000


class NumberWidget(QuestionWidget):
    """A number field with its unit; a missing answer stands in it as a word."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self._grouped = "thousands-sep" in prompt.appearance
        self.field = Field()
        self.field.setAccessibleName(prompt.label)
        self.field.setFixedWidth(180)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.textEdited.connect(self._on_edited)
        self.field.editingFinished.connect(self.commit)
        self.field.paused.connect(self._on_paused)
        self.setFocusProxy(self.field)
        self._words = label("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field)
        row.addWidget(label(unit_word(self.unit), "muted"))
        row.addWidget(self._words, 1)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        typing = self.field.hasFocus() and self.field.isModified()
        if not typing and (plain(self.field.text()) != prompt.value or not self.field.hasFocus()):
            self.field.setText(self._shown(prompt.value))
            self.field.setModified(False)
        self.field.setReadOnly(prompt.readonly)
        theme.set_property(self.field, "state", "bad" if prompt.violation and prompt.value else "")
        self._say_words(prompt.value)

    def focus_target(self) -> QWidget:
        return self.field

    def commit(self) -> None:
        if not self.field.isModified():
            return
        typed = plain(self.field.text())
        if typed is None:
            self.noted.emit(_("Type a number, such as 12500 or 12.5."))
            return
        self.field.setModified(False)
        self.noted.emit("")
        self.answered.emit(typed)

    def _on_paused(self) -> None:
        if plain(self.field.text()) is not None:
            self.commit()

    def _shown(self, value: str) -> str:
        if value in MISSING_NUMBERS and self.question and self.question.missing:
            return numbers.missing_word(MISSING_NUMBERS[value], language())
        return group(value) if self._grouped else value

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
