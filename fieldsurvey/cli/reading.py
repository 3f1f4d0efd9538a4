"""A finalised interview as lines for a terminal, or as plain data for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fieldsurvey.interviews.reading import Answer, Reading
from fieldsurvey.numbers import length


def lines_of(reading: Reading, away: float | None = None) -> Iterator[str]:
    """Its head, then a line for each answer: label and words between a tab, remarks under it. `away`: metres from the firm."""
    one = reading.interview
    for name, said in (
        ("interview", one.instance_id),
        ("name", one.firm),
        ("form", f"{one.form_id} {one.form_version}"),
        ("interviewer", one.interviewer),
        ("begun", _at(one.started_at)),
        ("finalised", _at(one.finalised_at)),
        ("times finalised", str(reading.number)),
        ("sent", _at(one.sent_at)),
        ("state", reading.status.value),
        *((("from the firm", str(length(away))),) if away is not None else ()),
    ):
        yield f"{name}:\t{said or '-'}"
    for part in reading.parts:
        indent = "  " * part.level
        if part.title:
            yield f"{'' if part.level else chr(10)}{indent}# {_flat(part.title)}"
        if part.is_locked:
            yield f"{indent}  (answered by the respondent alone, not shown)"
        for answer in part.answers:
            yield from _of_answer(answer, indent + "  ")


def _of_answer(answer: Answer, indent: str) -> Iterator[str]:
    words = _flat(answer.words) or "-"
    yield f"{indent}{_flat(answer.label)}\t{words}" + (f" [{answer.file}]" if answer.file else "")
    if answer.comment is not None:
        flag = "flagged" if answer.comment.is_flagged else "comment"
        yield f"{indent}  {flag}: {_flat(answer.comment.text)}"
    for check in answer.checks:
        yield f"{indent}  check: {_flat(check.message)} {'kept: ' + _flat(check.comment) if check.comment else 'not explained'}"


def as_data(reading: Reading, away: float | None = None) -> dict[str, Any]:
    """The same for programs."""
    one = reading.interview
    return {
        "instance_id": one.instance_id,
        "name": one.firm,
        "form_id": one.form_id,
        "form_version": one.form_version,
        "interviewer": one.interviewer,
        "started_at": _at(one.started_at),
        "finalised_at": _at(one.finalised_at),
        "times_finalised": reading.number,
        "sent_at": _at(one.sent_at),
        "status": reading.status.value,
        "metres_from_firm": None if away is None else round(away),
        "language": reading.language,
        "parts": [
            {
                "ref": part.ref,
                "title": part.title,
                "level": part.level,
                "is_locked": part.is_locked,
                "answers": [_answer(answer) for answer in part.answers],
            }
            for part in reading.parts
        ],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    comment = answer.comment
    return {
        "ref": answer.ref,
        "label": answer.label,
        "words": answer.words,
        "value": answer.value,
        "missing": answer.missing.value if answer.missing else "",
        "file": answer.file,
        "comment": comment.text if comment else "",
        "is_flagged": bool(comment and comment.is_flagged),
        "checks": [
            {
                "name": check.name,
                "message": check.message,
                "severity": check.severity.value,
                "kept": check.comment,
            }
            for check in answer.checks
        ],
    }


def _at(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _flat(text: str) -> str:
    return " ".join(text.split())
