"""A report in words: a summary, and one paragraph for each kind of finding, in the window's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fieldsurvey.forms.simulation.report import Finding, FindingKind, Reason, Report
from fieldsurvey.i18n import _, ngettext, sentence

_NAMED = 12
"""So many names are written out; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading and what stands under it, one sentence a line."""

    heading: str
    lines: tuple[str, ...]


def summary(report: Report) -> list[str]:
    """How many interviews there were, how many could be finalised, how long they are."""
    least, lower, middle, upper, most = report.lengths
    lines = [
        ngettext("1 invented interview", "{n} invented interviews", report.count)
        + ", "
        + _("{count} of them could be finalised.").format(count=report.finalised)
    ]
    if least == most:
        lines.append(_("Questions asked in every interview: {most}.").format(most=most))
    else:
        lines.append(
            _(
                "Questions asked in an interview: from {least} to {most}; half of the interviews have between {lower} and {upper}, the middle one {middle}."
            ).format(least=least, most=most, lower=lower, upper=upper, middle=middle)
        )
    if report.is_clean:
        lines.append(_("Nothing to report: every question was reached and could be answered."))
    return lines


def paragraphs(report: Report) -> list[Paragraph]:
    """The findings, kind by kind; then what kept interviews from being finalised."""
    found = []
    for kind in FindingKind:
        lines = tuple(said(finding) for finding in report.findings if finding.kind is kind)
        if lines:
            found.append(Paragraph(_heading(kind), lines))
    if report.reasons:
        found.append(
            Paragraph(_("Why interviews could not be finalised"), tuple(map(_because, report.reasons)))
        )
    return found


def said(finding: Finding) -> str:
    """One finding as a sentence that begins with the question's name."""
    name = _named(finding.name, finding.label)
    text = _sentence(finding)
    return f"{name}: {text}" if name else text


def _named(name: str, label: str) -> str:
    words = " ".join(label.split())
    short = words if len(words) <= 80 else words[:77] + "…"
    return f"{name} “{short}”" if name and words.strip("…") else name


def _heading(kind: FindingKind) -> str:
    return {
        FindingKind.RAISED: _("Expressions that failed"),
        FindingKind.UNANSWERABLE: _("Required questions that cannot be answered"),
        FindingKind.NEVER_MET: _("Constraints that no answer met"),
        FindingKind.NEVER_REACHED: _("Questions that were never asked"),
        FindingKind.NEVER_OFFERED: _("Choices that were never offered"),
        FindingKind.NEVER_ACCEPTED: _("Choices that were never accepted"),
        FindingKind.NO_VALUE: _("Calculations that never gave a value"),
        FindingKind.DEAD_LANGUAGE: _("Languages without words of their own"),
        FindingKind.NOT_TRANSLATED: _("Texts that are missing in a language"),
    }[kind]


def _sentence(finding: Finding) -> str:
    if finding.kind is FindingKind.RAISED:
        return _failure(finding)
    return _pattern(finding).format(
        count=finding.count,
        named=_listed(finding.named),
        expression=" ".join(finding.expression.split()),
        column=finding.column,
        language=finding.detail,
    )


def _pattern(finding: Finding) -> str:
    if finding.kind is FindingKind.NEVER_REACHED:
        return _hidden(finding)
    if finding.kind is FindingKind.NOT_TRANSLATED:
        return _lacking(finding)
    if finding.kind is FindingKind.UNANSWERABLE and finding.detail == "readonly":
        return _("it is required, but it is read-only and empty (in {count} interviews).")
    return {
        FindingKind.UNANSWERABLE: _("it is required, but no choices are offered (in {count} interviews)."),
        FindingKind.NEVER_MET: _("none of {count} answers met the constraint {expression}"),
        FindingKind.NEVER_OFFERED: _("the filter {expression} never let these choices through: {named}."),
        FindingKind.NEVER_ACCEPTED: _(
            "the constraint {expression} refused these choices every time: {named}."
        ),
        FindingKind.NO_VALUE: _("it stayed empty in every interview; look at its {column}: {expression}"),
        FindingKind.DEAD_LANGUAGE: _(
            "{language}: every text is missing or the same as in the default language."
        ),
    }[finding.kind]


def _failure(finding: Finding) -> str:
    parts = [part for part in (finding.column, " ".join(finding.expression.split())) if part]
    times = ngettext("(once)", "({n} times)", finding.count)
    return " ".join([*([f"{' '.join(parts)} —"] if parts else []), sentence(finding.fault), times])


def _hidden(finding: Finding) -> str:
    """The question itself, or all that a group or repeat hides."""
    is_alone = finding.named == (finding.name,)
    if not finding.expression:
        return _("it was never asked.") if is_alone else _("it hides {named}.")
    if finding.column == "repeat_count":
        return _("it never had a row, because of its count {expression}; not asked: {named}.")
    if is_alone:
        return _("it is asked only when {expression}")
    return _("it is asked only when {expression}; not asked: {named}.")


def _lacking(finding: Finding) -> str:
    if not finding.ref:
        return _("{language}: {count} of {named} texts are missing.")
    if finding.column == "label":
        return _("its label is missing in {language}.")
    if finding.column == "hint":
        return _("its hint is missing in {language}.")
    if finding.column == "choices":
        return _("{count} labels of its choices are missing in {language}.")
    return _("its {column} is missing in {language}.")


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_NAMED])
    rest = len(names) - _NAMED
    return shown + " " + ngettext("and 1 more", "and {n} more", rest) if rest > 0 else shown


def _because(reason: Reason) -> str:
    name = _named(reason.ref.rpartition("/")[2], reason.label)
    times = ngettext("in 1 interview", "in {n} interviews", reason.count)
    return f"{name}: {_fault(reason.fault)} ({times})"


def _fault(fault: str) -> str:
    if fault == "required":
        return _("a required answer was missing")
    return _("no answer met the constraint") if fault == "constraint" else _("no answer had the right type")


def text_of(report: Report) -> Iterator[str]:
    """The whole report, line by line, for the command line."""
    version = f", {report.version}" if report.version else ""
    yield f"{report.title} ({report.form_id}{version})"
    yield from summary(report)
    for paragraph in paragraphs(report):
        yield ""
        yield f"{paragraph.heading} ({len(paragraph.lines)})"
        yield from (f"  {line}" for line in paragraph.lines)
