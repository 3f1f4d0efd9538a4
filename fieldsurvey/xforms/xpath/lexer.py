"""Cut an XPath expression into tokens, telling operators from names by what stands before them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from fieldsurvey.errors import XPathError, shortened


class Kind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    LITERAL = "literal"
    NAME = "name"
    OPERATOR = "operator"
    SIGN = "sign"
    END = "end"


class Token(NamedTuple):
    """A piece of the expression and where it starts."""

    kind: Kind
    text: str
    at: int


# As XML has it: the signs of Indic scripts (vowels, nukta, virama) belong to names, though they are no letters.
_FIRST = (
    r"A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NAME = rf"[{_FIRST}][{_FIRST}0-9\-.\u00b7\u0300-\u036f\u203f\u2040]*"
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<literal>"[^"]*"|'[^']*')
  | (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<name>{NAME}:\*|{NAME}(?::(?!:){NAME})?)
  | (?P<sign>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*$])
    )""",
    re.VERBOSE,
)
_WORD_OPERATORS = {"and", "or", "div", "mod"}
_SIGN_OPERATORS = {"!=", "<=", ">=", "=", "<", ">", "+", "-", "|"}


def tokens(expression: str) -> list[Token]:
    """The expression's tokens, the last of kind END. Raises XPathError, which quotes the expression."""
    found: list[Token] = []
    at, end = 0, len(expression.rstrip())
    while at < end:
        match = _TOKEN.match(expression, at)
        if match is None:
            raise _fault(expression, at)
        kind, text = str(match.lastgroup), str(match.group(str(match.lastgroup)))
        if kind == "name" and _ends_operand(found):
            text = _operator_first(text)
        found.append(_token(kind, text, match.start(kind), found))
        at = match.start(kind) + len(text)
    found.append(Token(Kind.END, "", end))
    return found


def _fault(expression: str, at: int) -> XPathError:
    quoted, rest = shortened(expression), expression[at:].lstrip()
    if rest[:1] in ("'", '"'):
        return XPathError("expression.open-quote", expression=quoted, at=rest[:12])
    return XPathError("expression.not-understood", expression=quoted, at=rest[:12])


def _operator_first(text: str) -> str:
    """Where only an operator can stand, `and1` is `and` and `1`."""
    return next((word for word in _WORD_OPERATORS if text.startswith(word)), text)


def _token(kind: str, text: str, at: int, before: list[Token]) -> Token:
    if kind == "literal":
        return Token(Kind.LITERAL, text[1:-1], at)
    if kind == "number":
        return Token(Kind.NUMBER, text, at)
    operator_may_follow = _ends_operand(before)
    if kind == "name":
        is_operator = operator_may_follow and text in _WORD_OPERATORS
        return Token(Kind.OPERATOR if is_operator else Kind.NAME, text, at)
    if text == "*":
        return Token(Kind.OPERATOR if operator_may_follow else Kind.NAME, text, at)
    return Token(Kind.OPERATOR if text in _SIGN_OPERATORS else Kind.SIGN, text, at)


def _ends_operand(before: list[Token]) -> bool:
    if not before:
        return False
    last = before[-1]
    return last.kind in (Kind.NUMBER, Kind.LITERAL, Kind.NAME) or last.text in (")", "]", ".", "..")
