"""Soft checks: rules of the workbook that warn and may be passed with a comment. Critical ones are open until then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fieldsurvey.errors import XPathError
from fieldsurvey.i18n import sentence
from fieldsurvey.messages import Message
from fieldsurvey.records import Check, FailedCheck, Severity, text_in
from fieldsurvey.xforms import FormEntry


def failed_checks(
    entry: FormEntry, checks: Iterable[Check], comments: Mapping[str, str], language: str
) -> tuple[FailedCheck, ...]:
    """The checks that do not hold for the answers as they stand, each beside its question.

    A check is asked only while its question is relevant and answered. In a repeat it stands for every row. A critical one that cannot
    be worked out is open too, and says why.
    `comments`: check name (with `@ref` inside repeats) -> why it was passed.
    """
    return tuple(
        FailedCheck(
            name=name,
            question=ref,
            message=text_in(check.message, language) + said,
            severity=check.severity,
            comment=comments.get(name, ""),
        )
        for check in checks
        for ref in entry.instances(check.question)
        for name in [f"{check.name}@{ref}" if "[" in ref else check.name]
        if (said := _said(entry, check, ref)) is not None
    )


def _said(entry: FormEntry, check: Check, ref: str) -> str | None:
    """None where the check holds, or is not asked; else what is said behind its own sentence."""
    try:
        if not entry.relevant(ref) or not entry.value(ref):
            return None
        return "" if entry.evaluate(check.expression, context=ref, as_="boolean") is False else None
    except XPathError as error:
        if check.severity is not Severity.CRITICAL:
            return None
        return f" {sentence(Message('check.not-worked-out', reason=error.message))}"
