"""A report of compatibility in words."""

from __future__ import annotations

from collections.abc import Iterator

from fieldsurvey.forms.compatibility.report import Compatibility, Judged, Verdict
from fieldsurvey.i18n import _, as_sentence, ngettext

_TOGETHER = 3


def summary(report: Compatibility) -> str:
    """One line: how many questions work in which way."""
    lost, shown = len(report.judged(Verdict.UNSUPPORTED)), len(report.judged(Verdict.SHOWN_AS))
    elsewhere = sum(note.about == "phone" for note in report.notes)
    dialect = next((note.sentence for note in report.notes if note.about == "dialect"), "")
    if dialect:
        return as_sentence(dialect.rstrip(":।. "))
    if not lost and not shown and elsewhere:
        return ngettext(
            "Every question is shown as on a phone; 1 expression does not work there as its words say.",
            "Every question is shown as on a phone; {n} expressions do not work there as their words say.",
            elsewhere,
        )
    if not lost and not shown:
        return _("Every question works here as on a phone.")
    full = sum(question.type != "note" for question in report.judged(Verdict.FULL))
    parts = [
        ngettext(
            "1 question works as on a phone",
            "{n} questions work as on a phone",
            full,
        )
    ]
    if shown:
        parts.append(ngettext("1 is shown otherwise", "{n} are shown otherwise", shown))
    if lost:
        parts.append(ngettext("1 is not supported", "{n} are not supported", lost))
    return as_sentence(", ".join(parts))


def sentence_of(question: Judged) -> str:
    """One question: its name and label, and what the window makes of it."""
    label = " ".join(question.label.split())
    label = label if len(label) <= 80 else label[:77] + "…"
    named = f"{question.name} “{label}”" if label else question.name
    return f"{named} ({_kind(question)}): {_said(question)}"


def heading(verdict: Verdict) -> str:
    """The words over the questions of a verdict."""
    return {
        Verdict.UNSUPPORTED: _("Not supported"),
        Verdict.SHOWN_AS: _("Shown otherwise"),
        Verdict.FULL: _("Worth knowing"),
    }[verdict]


def text_of(report: Compatibility) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(heading, lines), what is not supported first; questions that simply work are not listed."""
    for verdict in (Verdict.UNSUPPORTED, Verdict.SHOWN_AS, Verdict.FULL):
        told = [q for q in report.judged(verdict) if _said(q)]
        if told:
            is_grouped = verdict is Verdict.SHOWN_AS
            yield heading(verdict), tuple(_grouped(told) if is_grouped else map(sentence_of, told))
    differences = tuple(note.sentence for note in report.notes if note.about == "difference")
    others = tuple(note.sentence for note in report.notes if note.about not in ("dialect", "difference"))
    if differences:
        yield _("Differs from XLSForm"), differences
    if others:
        yield _("The form as a whole"), others


def _grouped(questions: list[Judged]) -> Iterator[str]:
    """Questions of which the same is to be said stand in one line."""
    by_words: dict[str, list[Judged]] = {}
    for question in questions:
        by_words.setdefault(f"{_kind(question)}: {_said(question)}", []).append(question)
    for words, same in by_words.items():
        if len(same) < _TOGETHER:
            yield from map(sentence_of, same)
        else:
            yield f"{words} — {', '.join(question.name for question in same)}"


def _said(question: Judged) -> str:
    return "; ".join(part for part in (question.shown_as, question.note, question.phone) if part)


def _kind(question: Judged) -> str:
    return f"{question.type} {question.appearance}".strip()
