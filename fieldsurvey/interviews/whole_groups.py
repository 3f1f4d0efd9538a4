"""Numbers that must make 100 together, as a form's own check or constraint says it: `${a} + ${b} + ${c} = 100`. Pure.

It may say it of a calculate that adds them, and leave room for rounding: `${all} >= 99 and ${all} <= 101`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import chain

from fieldsurvey.records import Check
from fieldsurvey.xforms import Datatype, FormDefinition
from fieldsurvey.xforms.parse.node_definition import Node

WHOLE = 100
_NUMBERS = (Datatype.INT, Datatype.LONG, Datatype.DECIMAL)
_REF = r"(?:current\(\)/)?(?:/[\w./-]+|\.\.(?:/[\w.-]+)+|\.(?![\w./]))"
_SUM = rf"{_REF}(?:\s*\+\s*{_REF})*"
_EQUAL = re.compile(rf"\(?\s*({_SUM})\s*\)?\s*=\s*{WHOLE}(?![\d.])|(?<![\d.]){WHOLE}\s*=\s*\(?\s*({_SUM})")
_BETWEEN = re.compile(
    rf"\(?\s*({_SUM})\s*\)?\s*>=\s*(\d+(?:\.\d+)?)\s*and\s*\(?\s*({_SUM})\s*\)?\s*<=\s*(\d+(?:\.\d+)?)"
)
_ADDED = re.compile(rf"{_REF}(?:\s*\+\s*{_REF})+")
_ROOM = Decimal(5)
"""How far beside 100 a form may leave room for rounding."""


@dataclass(frozen=True, slots=True)
class WholeGroup:
    """Questions whose numbers make 100, in the form's order."""

    refs: tuple[str, ...]

    @property
    def last(self) -> str:
        """The one the running sum stands under."""
        return self.refs[-1]


def whole_groups(form: FormDefinition, checks: Iterable[Check]) -> tuple[WholeGroup, ...]:
    """The groups of a form; questions in a repeat are in none."""
    nodes = {node.ref: node for node in form.root.walk()}
    order = {control.ref: number for number, control in enumerate(form.controls())}
    said = chain(
        ((check.question, check.expression) for check in checks),
        ((node.ref, node.constraint.expression.text) for node in nodes.values() if node.constraint),
    )
    found: dict[tuple[str, ...], WholeGroup] = {}
    for ref, text in said:
        for term in _terms(text):
            refs = _added(term, ref, nodes)
            if len(refs) > 1 and all(_is_asked(nodes.get(one), order) for one in refs):
                group = tuple(sorted(refs, key=order.__getitem__))
                found.setdefault(group, WholeGroup(group))
    return tuple(found.values())


def _terms(text: str) -> Iterator[str]:
    """What an expression compares with 100."""
    for match in _EQUAL.finditer(text):
        yield match[1] or match[2]
    for match in _BETWEEN.finditer(text):
        least, most = Decimal(match[2]), Decimal(match[4])
        if _bare(match[1]) == _bare(match[3]) and WHOLE - _ROOM <= least <= WHOLE <= most <= WHOLE + _ROOM:
            yield match[1]


def _bare(text: str) -> str:
    return "".join(text.split())


def _added(term: str, ref: str, nodes: Mapping[str, Node]) -> set[str]:
    """The questions a term adds up; of one that is computed, those its calculate adds."""
    refs = [_resolved(one, ref) for one in re.findall(_REF, term)]
    node = nodes.get(refs[0]) if len(refs) == 1 else None
    if node is None:
        return set(refs)
    if node.calculate is None:
        return set()
    sums = _ADDED.findall(node.calculate.expression.text)
    longest = max(sums, key=len, default="")
    return {_resolved(one, node.ref) for one in re.findall(_REF, longest)}


def _resolved(path: str, ref: str) -> str:
    """A path of an expression, from the root."""
    path = path.removeprefix("current()/")
    if path == ".":
        return ref
    while path.startswith("../"):
        path, ref = path[3:], ref.rpartition("/")[0]
    return path if path.startswith("/") else f"{ref}/{path}"


def _is_asked(node: Node | None, order: Mapping[str, int]) -> bool:
    return node is not None and node.ref in order and node.datatype in _NUMBERS and not node.is_repeated


def shown(number: Decimal) -> str:
    """A number without zeros it does not need."""
    return f"{number.normalize():f}" if number else "0"


def number(value: str) -> Decimal | None:
    """A stored number; None when it is none."""
    try:
        found = Decimal(value) if value else None
    except InvalidOperation:
        return None
    return found if found is None or found.is_finite() else None
