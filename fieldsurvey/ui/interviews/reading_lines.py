"""A finalised interview as the lines of a page: answers by section, and beside each what was written of it."""

from __future__ import annotations

from collections.abc import Iterator

from fieldsurvey import i18n
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.interviews.reading import Answer, Reading
from fieldsurvey.ui.entry.ending.summary_lines import Kind, Shown
from fieldsurvey.ui.shell.widgets import status_word


def lines_of(reading: Reading) -> Iterator[Shown]:
    """The lines of all parts, in the form's order."""
    for part in reading.parts:
        if part.title:
            yield Shown(Kind.HEADING if part.level else Kind.SECTION, (part.title,))
        if part.is_locked:
            yield Shown(Kind.ANSWER, ("", _("answered by the respondent alone, not shown")))
        for answer in part.answers:
            yield from _of_answer(answer)


def _of_answer(answer: Answer) -> Iterator[Shown]:
    words = answer.words or "–"
    if answer.file:
        words = f"{words}  ·  {answer.file}"
    yield Shown(Kind.ANSWER, (answer.label, words), answer.ref)
    if answer.comment is not None:
        flag = _("To be looked at again") if answer.comment.is_flagged else _("Comment")
        yield Shown(Kind.SUM, (flag, answer.comment.text))
    for check in answer.checks:
        yield Shown(Kind.SUM, (check.message, check.comment or _("not explained")))


def state_of(reading: Reading) -> str:
    """When it was begun and finalised, by whom, whether it was sent, and what is open, in one line."""
    one = reading.interview
    said = [
        reading.form_title,
        _("begun {when}").format(when=i18n.moment(one.started_at.astimezone())),
    ]
    if one.finalised_at is not None:
        said.append(_("finalised {when}").format(when=i18n.moment(one.finalised_at.astimezone())))
    said += [one.interviewer] if one.interviewer else []
    said.append(
        _("sent {when}").format(when=i18n.moment(one.sent_at.astimezone())) if one.sent_at else _("not sent")
    )
    if reading.is_being_corrected:
        said.append(_("being corrected: this is what was finalised before"))
    elif reading.status.value in ("approved", "returned"):
        said.append(status_word(reading.status))
    if reading.number > 1:
        said.append(ngettext("finalised 1 time", "finalised {n} times", reading.number))
    if checks := len(reading.checks):
        said.append(ngettext("1 check", "{n} checks", checks))
    return " · ".join(said)
