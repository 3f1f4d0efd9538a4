"""Soft checks: rules of the workbook that warn and may be passed with a comment. They never block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fieldsurvey.errors import XPathError
from fieldsurvey.records import Check, FailedCheck, text_in
from fieldsurvey.xforms import FormEntry


def failed_checks(
    entry: FormEntry, checks: Iterable[Check], comments: Mapping[str, str], language: str
) -> tuple[FailedCheck, ...]:
    """The checks that do not hold for the answers as they stand, each beside its question.

    A check is asked only while its question is relevant and answered. In a repeat it stands for every row.
    `comments`: check name (with `@ref` inside repeats) -> why it was passed.
    """
    return tuple(
        FailedCheck(
            name=name,
            question=ref,
            message=text_in(check.message, language),
            severity=check.severity,
            comment=comments.get(name, ""),
        )
        for check in checks
        for ref in entry.instances(check.question)
        for name in [f"{check.name}@{ref}" if "[" in ref else check.name]
        if _fails(entry, check, ref)
    )


def _fails(entry: FormEntry, check: Check, ref: str) -> bool:
    try:
        if not entry.relevant(ref) or not entry.value(ref):
            return False
        return entry.evaluate(check.expression, context=ref, as_="boolean") is False
    except XPathError:
        return False  # not computable yet: what it compares has not been asked
