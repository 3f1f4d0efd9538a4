"""The audit log a form may ask for: what was looked at, when and how long, and which answers changed. Pure.

Written as ODK Collect writes it: https://docs.getodk.org/form-audit-log/ and
https://getodk.github.io/xforms-spec/client-audit-logs. A form asks for it with `<audit/>` in its metadata.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldsurvey.xforms.form_context import Locate
from fieldsurvey.xforms.parse.definition import FormDefinition

AUDIT_FILE = "audit.csv"
"""The name under which the log travels with the submission."""


class AuditEvent(StrEnum):
    """What can happen, in Collect's words."""

    FORM_START = "form start"
    FORM_RESUME = "form resume"
    FORM_SAVE = "form save"
    FORM_EXIT = "form exit"
    FORM_FINALIZE = "form finalize"
    QUESTION = "question"
    GROUP_QUESTIONS = "group questions"
    ADD_REPEAT = "add repeat"
    DELETE_REPEAT = "delete repeat"
    JUMP = "jump"
    END_SCREEN = "end screen"
    CHANGE_REASON = "change reason"
    CONSTRAINT_ERROR = "constraint error"
    SAVE_ERROR = "save error"
    FINALIZE_ERROR = "finalize error"


_LASTING = frozenset(
    {
        AuditEvent.QUESTION,
        AuditEvent.GROUP_QUESTIONS,
        AuditEvent.ADD_REPEAT,
        AuditEvent.JUMP,
        AuditEvent.END_SCREEN,
    }
)
"""Events that have an end; the others have a beginning only."""


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """What the form wants to know."""

    ref: str
    """Where the submission names the log's file: /data/meta/audit."""
    with_location: bool = False
    with_changes: bool = False
    with_user: bool = False
    """A person says who they are before they fill or change the form."""
    with_reasons: bool = False
    """A person says why before a changed form is saved again."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The head of the log."""
        return (
            *("event", "node", "start", "end"),
            *(("latitude", "longitude", "accuracy") if self.with_location else ()),
            *(("old-value", "new-value") if self.with_changes else ()),
            *(("user",) if self.with_user else ()),
            *(("change-reason",) if self.with_reasons else ()),
        )


def audit_options(form: FormDefinition) -> AuditOptions | None:
    """What the form wants logged; None when it wants nothing."""
    meta = next((node for node in form.root.children.values() if _local(node.name) == "meta"), None)
    nodes = meta.children.values() if meta is not None else ()
    node = next((child for child in nodes if _local(child.name) == "audit"), None)
    if node is None:
        return None
    asked = node.parameters
    return AuditOptions(
        ref=node.ref,
        with_location=all(
            asked.get(name) for name in ("location-priority", "location-min-interval", "location-max-age")
        ),
        with_changes=asked.get("track-changes") == "true",
        with_user=asked.get("identify-user") == "true",
        with_reasons=asked.get("track-changes-reasons") == "on-form-edit",
    )


def time_spent(text: str) -> int | None:
    """Milliseconds a log was written on, pauses left out; None where it does not begin with the interview."""
    total, began, last = 0, None, 0
    for line in csv.DictReader(io.StringIO(text)):
        start = int(line["start"])
        if line["event"] in (AuditEvent.FORM_START, AuditEvent.FORM_RESUME):
            if began is None and line["event"] == AuditEvent.FORM_RESUME:
                return None
            total, began, last = total + (0 if began is None else last - began), start, start
        last = max(last, start, int(line["end"] or 0))
    return None if began is None else total + last - began


def time_by_node(text: str) -> dict[str, int]:
    """Milliseconds each page or question of a log was on screen, all its turns together."""
    found: dict[str, int] = {}
    for line in csv.DictReader(io.StringIO(text)):
        if line["event"] in (AuditEvent.QUESTION, AuditEvent.GROUP_QUESTIONS) and line["end"]:
            found[line["node"]] = found.get(line["node"], 0) + int(line["end"]) - int(line["start"])
    return found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


@dataclass(slots=True, eq=False)
class _Line:
    """One event. `text` is its line once nothing of it can change any more."""

    event: AuditEvent
    node: str
    start: int
    user: str
    old: str = ""
    reason: str = ""
    location: tuple[str, str, str] = ("", "", "")
    text: str = ""


class AuditLog:
    """The events of one interview, in the order in which they began; goes on where an earlier text ends."""

    def __init__(
        self,
        options: AuditOptions,
        now: Callable[[], datetime],
        value: Callable[[str], str],
        *,
        earlier: str = "",
        locate: Locate | None = None,
    ) -> None:
        """`value` gives the answer at a ref as it stands; `earlier` is the text of this log from before."""
        self.options = options
        self.user = ""
        self.has_unexplained_changes = False
        """Whether an answer changed since the beginning, or since a reason was given."""
        self._now, self._value, self._locate = now, value, locate
        self._earlier = _carried_on(earlier, options.columns)
        self._lines: list[_Line] = []
        self._lasting: list[_Line] = []
        self._last = 0

    # -- what happens

    def note(self, event: AuditEvent, node: str = "", *, reason: str = "") -> None:
        """Something happened at once."""
        line = self._begun(event, node)
        line.reason = reason
        self._finish(line)
        if event is AuditEvent.CHANGE_REASON:
            self.has_unexplained_changes = False

    def begin(self, event: AuditEvent, node: str = "") -> None:
        """Something begins that lasts; when it lasts already, this is no second beginning."""
        if not self._lasts(event, node):
            line = self._begun(event, node)
            line.old = self._value(node) if event is AuditEvent.QUESTION else ""
            self._lasting.append(line)

    def end(self, *events: AuditEvent) -> None:
        """What lasts of these kinds ends now; without a kind, everything."""
        ending = [line for line in self._lasting if not events or line.event in events]
        self._lasting = [line for line in self._lasting if line not in ending]
        for line in ending:
            self._finish(line)

    def answered(self, node: str, old: str, new: str) -> None:
        """An answer changed. That of the question looked at is seen at its end; another one is a line of its own."""
        self.has_unexplained_changes = True
        if self.options.with_changes and not self._lasts(AuditEvent.QUESTION, node):
            line = self._begun(AuditEvent.QUESTION, node)
            line.old = old
            self._finish(line, new)

    # -- going back

    def mark(self) -> int:
        """A point to go back to."""
        return len(self._lines)

    def back_to(self, mark: int) -> None:
        """Take back what was noted since the mark: it did not come to it."""
        del self._lines[mark:]
        self._lasting = [line for line in self._lasting if line in self._lines]

    # -- the text

    def text(self) -> str:
        """The log as CSV. What still lasts is written as if it ended now, so that a power cut costs no line."""
        lines = (line.text or self._written(line, self._ending(line)) for line in self._lines)
        return self._earlier + "".join(lines)

    # -- private

    def _lasts(self, event: AuditEvent, node: str) -> bool:
        return any(line.event is event and line.node == node for line in self._lasting)

    def _time(self) -> int:
        """Milliseconds since 1970; a clock that is set back does not turn the order around."""
        self._last = max(self._last, int(self._now().timestamp() * 1000))
        return self._last

    def _begun(self, event: AuditEvent, node: str) -> _Line:
        line = _Line(event, node, self._time(), self.user, location=self._location())
        self._lines.append(line)
        return line

    def _location(self) -> tuple[str, str, str]:
        parts = self._locate().split() if self.options.with_location and self._locate else []
        return (parts[0], parts[1], parts[3]) if len(parts) == 4 else ("", "", "")

    def _finish(self, line: _Line, new: str | None = None) -> None:
        line.text = self._written(line, self._ending(line, new))

    def _ending(self, line: _Line, new: str | None = None) -> tuple[int | None, str]:
        """When it ends, and the answer then."""
        end = self._time() if line.event in _LASTING else None
        is_question = line.event is AuditEvent.QUESTION
        return end, (self._value(line.node) if new is None else new) if is_question else ""

    def _written(self, line: _Line, ending: tuple[int | None, str]) -> str:
        end, new = ending
        old, new = (line.old, new) if line.old != new else ("", "")
        options = self.options
        return _csv_line(
            (
                *(line.event.value, line.node, str(line.start), "" if end is None else str(end)),
                *(line.location if options.with_location else ()),
                *((old, new) if options.with_changes else ()),
                *((line.user,) if options.with_user else ()),
                *((line.reason,) if options.with_reasons else ()),
            )
        )


def _csv_line(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _carried_on(earlier: str, columns: tuple[str, ...]) -> str:
    """The log from before, or a new one's head. A log with other columns keeps what it has of these."""
    head = _csv_line(columns)
    if not earlier or earlier.startswith(head):
        return earlier or head
    rows = csv.DictReader(io.StringIO(earlier, newline=""), restval="")
    return head + "".join(_csv_line(tuple(row.get(name) or "" for name in columns)) for row in rows)
