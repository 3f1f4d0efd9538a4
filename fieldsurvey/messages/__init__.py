"""The one catalogue of sentences made below the window: a code and its values here, words at the edge.

What goes wrong below is told as a code and plain values; the edge makes the sentence, in the language of its window
(`i18n.sentence`) or in English (`str`). A sentence stands in the room of its subject, under its code.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from fieldsurvey.messages import (
    answers,
    commands,
    expressions,
    files,
    forms,
    lists,
    outputs,
    phones,
    quality,
    recovery,
    register,
    safety,
    studies,
    sync,
)
from fieldsurvey.messages.template import N_, Counted

__all__ = ["CATALOGUE", "N_", "Counted", "Message", "Plain", "Value", "read", "told", "written"]

CATALOGUE: dict[str, str | Counted] = {
    **answers.SENTENCES,
    **commands.SENTENCES,
    **expressions.SENTENCES,
    **files.SENTENCES,
    **forms.SENTENCES,
    **lists.SENTENCES,
    **outputs.SENTENCES,
    **phones.SENTENCES,
    **quality.SENTENCES,
    **recovery.SENTENCES,
    **register.SENTENCES,
    **safety.SENTENCES,
    **studies.SENTENCES,
    **sync.SENTENCES,
}
"""Code -> the English sentence, `{value}` where a value stands."""


class Message:
    """What is to be said: a code of the catalogue and plain values. `str` gives the English sentence."""

    __slots__ = ("code", "values")

    def __init__(self, code: str, /, **values: Value) -> None:
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return told(self, str, _english)

    def __repr__(self) -> str:
        return f"Message({self.code!r}, {self.values!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.code, self.values) == (other.code, other.values)

    def __hash__(self) -> int:
        return hash((self.code, *self.values.items()))

    def __reduce__(self) -> tuple[Callable[[str, dict[str, Value]], Message], tuple[str, dict[str, Value]]]:
        return _again, (self.code, self.values)


Plain = str | int
Value = Plain | Message | tuple[Plain | Message, ...]
"""A text, a number, another message, or several of them, which are told with commas between."""


def told(message: Message, text: Callable[[str], str], counted: Callable[[str, str, int], str]) -> str:
    """The sentence of a message, its template as `text` or `counted` (by the value `n`) gives it in a language."""
    template = CATALOGUE.get(message.code)
    if template is None:
        return message.code
    words = {name: _word(value, text, counted) for name, value in message.values.items()}
    if isinstance(template, str):
        return text(template).format(**words)
    number = message.values["n"]
    assert isinstance(number, int)
    return counted(template.one, template.many, number).format(**words)


def written(message: Message) -> str:
    """A message as a line that can be kept: the study keeps why a try to send failed."""
    return json.dumps(_record(message), ensure_ascii=False)


def read(text: str) -> Message | None:
    """A message as `written`, or a sentence that an earlier program kept; None for ""."""
    try:
        found = _value(json.loads(text))
    except ValueError:
        found = text
    if isinstance(found, Message) and _can_be_told(found):
        return found
    return Message("sync.kept-sentence", text=text) if text else None


def _can_be_told(message: Message) -> bool:
    """Whether this program has the sentence, and the values it takes; a newer one may have kept others."""
    try:
        return message.code in CATALOGUE and bool(str(message))
    except (KeyError, ValueError):
        return False


def _record(value: Value) -> object:
    if isinstance(value, Message):
        return {"code": value.code, **{f"_{name}": _record(one) for name, one in value.values.items()}}
    return [_record(one) for one in value] if isinstance(value, tuple) else value


def _value(record: object) -> Value:
    if isinstance(record, dict) and isinstance(record.get("code"), str):
        return Message(
            record["code"], **{name[1:]: _value(one) for name, one in record.items() if name != "code"}
        )
    if isinstance(record, list):
        return tuple(_plain(one) for one in record)
    return record if isinstance(record, str | int) else ""


def _plain(record: object) -> Plain | Message:
    found = _value(record)
    return "" if isinstance(found, tuple) else found


def _word(value: Value, text: Callable[[str], str], counted: Callable[[str, str, int], str]) -> Plain:
    if isinstance(value, tuple):
        return ", ".join(str(_word(part, text, counted)) for part in value)
    return told(value, text, counted) if isinstance(value, Message) else value


def _english(one: str, many: str, number: int) -> str:
    return one if number == 1 else many


def _again(code: str, values: dict[str, Value]) -> Message:
    return Message(code, **values)
