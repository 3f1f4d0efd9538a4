"""The appearance search(...): choices that are rows of an attached CSV file, as ODK Collect offered them before itemsets.

search('file'), search('file', 'matches', 'column', value), and either with a second column and value behind. It is
turned into the choice filter that means the same, so that large files, indexes and dependencies work as everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.xforms.xpath import parser

_CALL = re.compile(r"(?<![\w-])search\s*\(")
_WAYS = {
    "matches": "{column} = {value}",
    "contains": "contains({column}, {value})",
    "startswith": "starts-with({column}, {value})",
    "endswith": "ends-with({column}, {value})",
}
_COUNTS = (1, 4, 6)


@dataclass(frozen=True, slots=True)
class Search:
    """A search as a choice filter over a file."""

    file: str
    """"" where an expression computes its name."""
    nodeset: str


def search_of(appearance: str) -> Search | None:
    """What an appearance searches; None when it has no search(). Raises XPathError for one that is not understood."""
    found = _CALL.search(appearance)
    if found is None:
        return None
    arguments = _arguments(appearance[found.end() :], appearance)
    words = [_literal(argument) for argument in arguments]
    if len(arguments) not in _COUNTS or not arguments[0]:
        raise _fault(appearance)
    name = words[0].removesuffix(".csv") if words[0] is not None else ""
    conditions = []
    if len(arguments) > 1:
        conditions.append(_condition(appearance, words[1], words[2], arguments[3]))
    if len(arguments) == 6:
        conditions.append(_condition(appearance, "matches", words[4], arguments[5]))
    narrowed = f"[{' and '.join(conditions)}]" if conditions else ""
    if words[0] is None:
        return Search("", f"instance({arguments[0]})/root/item{narrowed}")
    return Search(f"{name}.csv", f"instance('{name}')/root/item{narrowed}")


def names_columns(value: str) -> bool:
    """Whether a choice written in the form names the columns of the file; a whole number is a choice of its own."""
    return not re.fullmatch(r"-?\d+", value)


def label_columns(words: str) -> tuple[str, ...]:
    """The columns a label names, separated by commas; they are shown one after the other."""
    return tuple(name.strip() for name in words.split(",") if name.strip())


def _condition(appearance: str, way: str | None, columns: str | None, value: str) -> str:
    pattern = _WAYS.get((way or "").lower())
    if pattern is None or not columns:
        raise _fault(appearance)
    parts = [pattern.format(column=column, value=value) for column in label_columns(columns)]
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def _arguments(text: str, appearance: str) -> Sequence[str]:
    """The texts between the brackets, commas inside quotes and brackets kept."""
    found: list[str] = []
    depth, quote, start = 0, "", 0
    for offset, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "([":
            depth += 1
        elif letter == ")" and depth == 0:
            return [*found, text[start:offset].strip()]
        elif letter in ")]":
            depth -= 1
        elif letter == "," and depth == 0:
            found.append(text[start:offset].strip())
            start = offset + 1
    raise _fault(appearance)


def _literal(text: str) -> str | None:
    try:
        tree = parser.parse(text)
    except XPathError:
        return None
    return tree.value if isinstance(tree, parser.Literal) else None


def _fault(appearance: str) -> XPathError:
    return XPathError("form.search-not-understood", appearance=shortened(appearance))
