"""What differs between two engines that filled the same form."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from tools.javarosa.peer import Case, Told

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:E-?\d+)?\Z")
_ROW = re.compile(r"(/data/\w+)\[(\d+)\]")
_CLOSE = 1e-9
_NOT_THERE = ["", False, False, False]
"""A row that is not there is one that is not asked: JavaRosa makes the rows of a count only where a person comes by."""
_ASPECTS = ("value", "relevant", "readonly", "required")


def differences(case: Case, theirs: Told, ours: Told) -> list[str]:
    """One line for each; JavaRosa's comes first. None when both refuse the form, in whatever words."""
    if theirs.error or ours.error:
        if theirs.error and ours.error:
            return []
        return [f"loads: {theirs.error or 'yes'} | {ours.error or 'yes'}"]
    found: list[str] = []
    beyond: set[str] = set()
    asked: dict[str, int] = {}
    for number, (one, other) in enumerate(zip(theirs.states, ours.states, strict=True)):
        step = " ".join(case.steps[number - 1]) if number else "opening"
        asked |= {rows: int(other[by][0]) for by, rows in case.counts.items() if other[by][0].isdecimal()}
        beyond = _beyond(asked, one, other)
        theirs_told = {ref: told for ref, told in one.items() if ref not in beyond}
        found.extend(f"{number} {step}: {line}" for line in _states(theirs_told, other))
    if not found and not beyond and ours.xml and _record(theirs.xml) != _record(ours.xml):
        found.append(f"submission: {theirs.xml} | {ours.xml}")
    return found


def _beyond(asked: Mapping[str, int], theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> set[str]:
    """What stands in rows that are more than the last number asked for: JavaRosa keeps them, we take out those nobody filled."""
    found = set()
    for ref in theirs.keys() - ours.keys():
        row = _ROW.match(ref)
        if row is not None and int(row[2]) > asked.get(row[1], int(row[2])):
            found.add(ref)
    return found


def is_left_stale(case: Case, line: str) -> bool:
    """Whether a difference stands in another row than the one that was touched, where the form reads all rows from within one.

    JavaRosa computes anew only in the row that changed: what other rows read of it stays as it was until they are touched too.
    """
    step, _colon, told = line.partition(": ")
    there, touched = _ROW.search(told), _ROW.search(step)
    if there is None or not re.search(
        rf"\.\./\.\.{re.escape(there[1].removeprefix('/data'))}[/\[]", case.form
    ):
        return False
    return touched is None or touched.groups() != there.groups()


def _states(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[str]:
    for ref in sorted({*theirs, *ours}):
        one, other = theirs.get(ref), ours.get(ref)
        if ref == "!":
            if bool(one) != bool(other):
                yield f"fails: {one} | {other}"
        elif ref.startswith("#"):
            if one != other:
                yield f"{ref}: {one} | {other}"
        elif not ref.endswith("/instanceID"):
            yield from _node(ref, one or _NOT_THERE, other or _NOT_THERE)


def _node(ref: str, one: list[Any], other: list[Any]) -> Iterator[str]:
    """The value of what is not asked is nobody's business: JavaRosa may not have come there."""
    if (one[1] or other[1]) and not same(one[0], other[0]):
        yield f"{ref} value: {one[0]} | {other[0]}"
    for aspect, a, b in zip(_ASPECTS[1:], one[1:], other[1:], strict=True):
        is_idle = (one is _NOT_THERE or other is _NOT_THERE) and not (one[1] or other[1])
        if a != b and not is_idle:
            yield f"{ref} {aspect}: {a} | {b}"


def same(one: str, other: str) -> bool:
    """The same text, or the same number but for the last digits and JavaRosa's exponents."""
    if one == other:
        return True
    if not (_NUMBER.match(one) and _NUMBER.match(other)):
        return False
    return math.isclose(float(one), float(other), rel_tol=_CLOSE, abs_tol=_CLOSE)


def _record(xml: str) -> object:
    """A submission without what chance made, and with numbers rounded."""

    def told(element: etree._Element) -> object:
        name = etree.QName(element).localname
        below = tuple(told(child) for child in element if isinstance(child.tag, str))
        text = (element.text or "").strip() if not below and name != "instanceID" else ""
        number = round(float(text), 6) if _NUMBER.match(text) else text
        return name, tuple(sorted(element.attrib.items())), number, below

    return told(etree.fromstring(xml.encode()))
