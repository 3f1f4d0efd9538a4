"""“Don't know” and “refused”: which of them a question takes, how they are stored, and what they are called.

They are stored as codes in numbers (-98, -99) and by name elsewhere (dk, refused), so the data stay plain ODK. Where a
question is chosen from a list, they are lines of that list, and the form itself says what they are called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from fieldsurvey import numbers
from fieldsurvey.i18n import language
from fieldsurvey.interviews.typed_values import stored_missing
from fieldsurvey.records import Missing, Question
from fieldsurvey.xforms import Choice, Datatype

NAMES = frozenset(kind.value for kind in Missing)
ALONE = NAMES | {"none"}
"""Choices that stand alone where several may be chosen."""
_NAMED: Mapping[str, Missing] = {kind.value: kind for kind in Missing}
_NUMBERS = (Datatype.INT, Datatype.LONG, Datatype.DECIMAL)
_LISTED = ("select", "select1")
_SEARCHED_UP_TO = 2_000  # a longer list is read from a table, and says itself what stands in it


@dataclass(frozen=True, slots=True)
class MissingAnswers:
    """The missing answers of one question."""

    is_listed: bool = False
    """Whether a list offers them."""
    offered: frozenset[str] = frozenset()
    """Which of dk, refused the workbook offers."""
    kinds: Mapping[str, Missing] = field(default_factory=dict)
    """Stored value -> what it means; empty where the question offers none."""

    @classmethod
    def of_question(cls, question: Question | None, control: str, datatype: str) -> Self:
        """Those of a question, by its control and its datatype in the form."""
        offered = frozenset(question.missing) if question is not None else frozenset[str]()
        if control in _LISTED:
            return cls(True, offered, _NAMED)
        if not offered:
            return cls()
        is_number = control == "range" or datatype in _NUMBERS
        return cls(False, offered, stored_missing(offered, is_number=is_number))

    def stored(self, kind: Missing, choices: Sequence[Choice] = ()) -> str | None:
        """How `kind` is stored; None when it is not offered."""
        if self.is_listed:
            return kind.value if any(choice.value == kind for choice in choices) else None
        if kind not in self.offered:
            return None
        return next(value for value, meant in self.kinds.items() if meant is kind)

    def kind(self, value: str) -> Missing | None:
        """Which missing answer a stored value is; None when it is an answer."""
        return self.kinds.get(value) if value else None

    def words(self, value: str, choices: Sequence[Choice] = ()) -> str:
        """A missing answer in the window's language; "" for an answer, and for what a list shows in the form's words."""
        kind = self.kinds.get(value) if value else None
        if kind is None or (self.is_listed and self._is_shown(value, choices)):
            return ""
        return numbers.missing_word(kind, language())

    @staticmethod
    def _is_shown(value: str, choices: Sequence[Choice]) -> bool:
        return len(choices) > _SEARCHED_UP_TO or any(choice.value == value for choice in choices)

    def read(self, text: str) -> str:
        """How a missing answer written in words is stored, in any language of the window; "" when it is none, or not offered."""
        if self.is_listed or not self.offered:
            return ""
        kind = numbers.missing_of(text)
        return (self.stored(kind) or "") if kind is not None else ""
