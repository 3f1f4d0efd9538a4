"""What happens in the window, told to the interview's audit log; and the two questions a form may ask for it.

A form that wants no log costs nothing here. A page of the window is what Collect calls group questions, the question
with the keyboard is the one looked at, and the page that is read back is the end screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget

from fieldsurvey.i18n import _
from fieldsurvey.interviews.submissions import has
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.dialogs import AskLine
from fieldsurvey.xforms import AUDIT_FILE, AuditEvent, AuditLog, FormEntry, audit_options, time_spent


class AuditTrail:
    """Follows one interview on screen."""

    def __init__(self, study: Study, entry: FormEntry, interviewer: str) -> None:
        self._entry, self._interviewer = entry, interviewer
        options = audit_options(entry.form)
        found = study.interviews.audit_log(entry.instance_id)
        self._now, self._began = study.clock, None if found is not None else study.clock()
        earlier = found if options else None
        is_first_look = (
            not earlier and study.rounds.before(entry.instance_id) is not None
        )  # nobody had it on screen yet
        self._is_resumed = earlier is not None and not is_first_look
        self._log = (
            AuditLog(options, study.clock, self._value, earlier=earlier or "")
            if options is not None
            else None
        )
        self._page = ""
        self._is_out = True
        self._is_at_end = self._stays_at_end = False
        self._mark = 0

    def _value(self, ref: str) -> str:
        return self._entry.value(ref) if has(self._entry, ref) else ""

    @property
    def text(self) -> str:
        """The log for the next savepoint; "" when the form wants none."""
        return self._log.text() if self._log is not None else ""

    @property
    def minutes(self) -> int | None:
        """How long the interview was on screen so far, without pauses; None where nobody noted that."""
        if self._began is not None:
            return int((self._now() - self._began).total_seconds() // 60)
        spent = time_spent(self.text)
        return None if spent is None else spent // 60_000

    # --- who, and why ----------------------------------------------------------------------------------------

    def identify(self, parent: QWidget, done: Callable[[], None], refused: Callable[[], None]) -> None:
        """Ask who fills the form when it wants to know, once for each opening; then go on."""
        log = self._log
        if log is None or not log.options.with_user:
            self._begin()
            done()
            return

        def named(name: str) -> None:
            log.user = name
            self._begin()
            done()

        dialog = AskLine(
            parent, _("Who fills this form?"), _("The form keeps this name with every step."), _("Begin")
        )
        dialog.field.setText(self._interviewer)
        dialog.answered.connect(named)
        dialog.rejected.connect(refused)
        dialog.open()

    def _begin(self) -> None:
        if self._log is not None:
            self._log.note(AuditEvent.FORM_RESUME if self._is_resumed else AuditEvent.FORM_START)

    def explain(self, parent: QWidget, done: Callable[[], None]) -> None:
        """Ask why an interview taken up again was changed, when the form wants to know; without an answer nothing goes on."""
        log = self._log
        is_wanted = log is not None and log.options.with_reasons and self._is_resumed
        if log is None or not is_wanted or not log.has_unexplained_changes:
            done()
            return

        def reasoned(reason: str) -> None:
            log.note(AuditEvent.CHANGE_REASON, reason=reason)
            done()

        dialog = AskLine(
            parent, _("Why was the interview changed?"), _("The form keeps the reason."), _("Keep the reason")
        )
        dialog.answered.connect(reasoned)
        dialog.open()

    # --- on the page -------------------------------------------------------------------------------------------

    def page_shown(self, ref: str) -> None:
        """Another page is on screen; "" for one that is no group."""
        self._page = ref
        self._is_at_end = False
        if self._log is None:
            return
        self._log.end()
        self._is_out = False
        if ref:
            self._log.begin(AuditEvent.GROUP_QUESTIONS, ref)

    def end_shown(self) -> None:
        """What is missing, or what was said, stands on screen; from one to the other it is the same stay."""
        if self._log is not None and not self._is_at_end:
            self._log.end()
            self._log.begin(AuditEvent.END_SCREEN)
        self._is_at_end = True

    def end_left(self) -> None:
        """The questions are on screen again."""
        if not self._stays_at_end:
            self.page_shown(self._page)

    @contextmanager
    def staying_at_end(self) -> Iterator[None]:
        """One of the pages at the end makes room for the other."""
        self._stays_at_end = True
        try:
            yield
        finally:
            self._stays_at_end = False

    def looked_at(self, ref: str) -> None:
        """The keyboard is on this question."""
        if self._log is not None:
            self._log.end(AuditEvent.QUESTION)
            self._log.begin(AuditEvent.QUESTION, ref)

    def answered(self, ref: str, old: str, new: str) -> None:
        """An answer changed."""
        if self._log is not None and old != new:
            self._log.answered(ref, old, new)

    def answers(self) -> dict[str, str]:
        """All answers as they stand, to compare with when several change at once; nothing when no log is wanted."""
        if self._log is None:
            return {}
        return {standing.ref: standing.value for standing in self._entry.standings()}

    def stepped(self, before: dict[str, str]) -> None:
        """Answers were taken back, or given again."""
        for ref, value in self.answers().items():
            self.answered(ref, before.get(ref, ""), value)

    def row_added(self, row: str) -> None:
        """A repeat has one instance more."""
        self._note(AuditEvent.ADD_REPEAT, row)

    def row_removed(self, row: str) -> None:
        """A person took an instance away."""
        self._note(AuditEvent.DELETE_REPEAT, row)

    def jump_began(self) -> None:
        """A question is looked for."""
        if self._log is not None:
            self._log.begin(AuditEvent.JUMP)

    def jump_ended(self) -> None:
        """It was found, or given up."""
        if self._log is not None:
            self._log.end(AuditEvent.JUMP)

    def jumped(self) -> None:
        """A place was chosen in the outline or the list at the right."""
        self._note(AuditEvent.JUMP)

    def _note(self, event: AuditEvent, node: str = "") -> None:
        if self._log is not None:
            self._log.note(event, node)

    # --- leaving -----------------------------------------------------------------------------------------------

    def left(self) -> bool:
        """The interview is put down as a draft. True when there is something to save for it."""
        if self._log is None or self._is_out:
            return False
        self._is_out = True
        self._log.end()
        self._log.note(AuditEvent.FORM_SAVE)
        self._log.note(AuditEvent.FORM_EXIT)
        return True

    def refused(self) -> None:
        """Answers keep the interview from being finalised."""
        self._note(AuditEvent.CONSTRAINT_ERROR)

    def finalised(self) -> bytes | None:
        """The interview is being closed: its submission names the log, which is given back to travel with it."""
        if self._log is None:
            return None
        self._log.end()
        self._mark = self._log.mark()
        for event in (AuditEvent.FORM_SAVE, AuditEvent.FORM_EXIT, AuditEvent.FORM_FINALIZE):
            self._log.note(event)
        self._is_out = True
        self._entry.stamp(self._log.options.ref, AUDIT_FILE)
        return self._log.text().encode()

    def not_finalised(self) -> None:
        """It could not be closed after all, and goes on."""
        if self._log is not None:
            self._log.back_to(self._mark)
            self._log.note(AuditEvent.FINALIZE_ERROR)
            self.page_shown(self._page)

    def not_saved(self) -> None:
        """The disk refused a savepoint; whoever wanted to leave is still here."""
        self._note(AuditEvent.SAVE_ERROR)
        if self._is_out:
            self.page_shown(self._page)
