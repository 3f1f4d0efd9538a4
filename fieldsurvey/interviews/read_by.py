"""Which answers an expression reads, as it stands beside a question. Pure."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from fieldsurvey.errors import XPathError
from fieldsurvey.interviews.whole_groups import resolved
from fieldsurvey.xforms import FormEntry
from fieldsurvey.xforms.xpath import parser
from fieldsurvey.xforms.xpath.parser import Path

_POSITION = re.compile(r"\[\d+\]")


def answers_read(entry: FormEntry, expression: str, ref: str) -> tuple[tuple[str, str], ...]:
    """(ref, value) of the question itself and of all the expression reads: in the question's own row, or in every row of another repeat."""
    row = ref[: ref.rindex("]") + 1] if "]" in ref else ""
    around = _POSITION.sub("", row)
    found = {ref: entry.value(ref)}
    for path in _paths(expression, _POSITION.sub("", ref)):
        is_own = row and path.startswith(around + "/")
        for one in [row + path[len(around) :]] if is_own else entry.instances(path):
            found[one] = entry.value(one)
    return tuple(found.items())


def _paths(expression: str, ref: str) -> set[str]:
    """The paths from the root, without positions; what is looked up by a condition is passed over."""
    try:
        tree = parser.parse(expression)
    except XPathError:
        return set()
    return {path for part in _parts(tree) if isinstance(part, Path) and (path := resolved(part, ref))}


def _parts(tree: object) -> Iterator[object]:
    """Every part of an expression, its paths among them."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting += one
        elif dataclasses.is_dataclass(one) and not isinstance(one, type):
            yield one
            waiting += [getattr(one, field.name) for field in dataclasses.fields(one)]
