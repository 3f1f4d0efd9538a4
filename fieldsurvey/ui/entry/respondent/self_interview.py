"""A section answered by the respondent alone: question by question, then locked. It draws nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from fieldsurvey.i18n import _, speaking
from fieldsurvey.ui.entry.base.languages import code_of
from fieldsurvey.ui.entry.respondent.respondent_view import RespondentView
from fieldsurvey.ui.entry.respondent.steps import Step, steps_of
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.paging import PageOutline
from fieldsurvey.xforms import Violation, ViolationKind


class SelfInterview(QObject):
    """Leads through one section. It is locked from the first moment, so that a laptop that dies does not open it.

    No step of it can be undone, and none before it: taking steps back would show answers.
    """

    ended = Signal()
    """The laptop is given back, the section finished or not."""

    def __init__(self, session: EntrySession, page: PageOutline, view: RespondentView) -> None:
        super().__init__(view)
        self._session, self._page, self._view = session, page, view
        self._at = 0
        self._is_done = False
        lock = session.locks.of(page.ref)
        self._was_finished = lock is not None and lock.is_finished
        session.locks.lock(page.ref, is_finished=False)
        session.entry.forget_steps()
        view.answered.connect(self._on_answered)
        view.turned.connect(self._turn)
        view.left.connect(self._on_left)

    def begin(self) -> None:
        """Show the first question; the interviewer's page is gone by now."""
        self._show(0)

    def _steps(self) -> list[Step]:
        return steps_of(self._session.questions, self._page)

    def _on_answered(self, ref: str, value: str) -> None:
        self._session.answers.give(ref, value)
        self._session.entry.forget_steps()

    def _turn(self, step: int) -> None:
        if self._is_done:
            self._view.close()
            return
        question = self._view.question
        if question is not None and not question.commit():
            return
        here = self._view.step
        if step > 0 and here.ref and self._say_fault(here.ref):
            return
        steps = self._steps()
        index = next(
            (n for n, one in enumerate(steps) if (one.ref, one.notes) == (here.ref, here.notes)), self._at
        )
        if index + step >= len(steps):
            self._finish(steps)
        else:
            self._show(max(0, index + step))

    def _show(self, number: int) -> None:
        steps = self._steps()
        self._at = number
        step = steps[number] if number < len(steps) else Step()
        if step.ref:
            self._session.audit.looked_at(step.ref)
        self._view.show_step(step, f"{number + 1} / {len(steps)}", has_before=number > 0)

    def _finish(self, steps: list[Step]) -> None:
        """Lock the section; what is still missing or wrong in it is settled before."""
        for violation in self._faults():
            number = next((n for n, step in enumerate(steps) if step.ref == violation.ref), None)
            if number is not None:
                self._show(number)
                self._say(violation)
                return
        self._is_done = True
        self._session.drafts.save()
        self._session.locks.lock(self._page.ref, is_finished=True)
        self._view.show_end()

    def _on_left(self) -> None:
        """A section that was finished before and is whole stays so, though it was not walked through again."""
        if self._was_finished and not self._is_done and not self._faults():
            self._session.locks.lock(self._page.ref, is_finished=True)
        self.ended.emit()

    def _faults(self) -> list[Violation]:
        found = self._session.entry.validate()
        return [violation for violation in found if violation.ref.startswith(self._page.ref + "/")]

    def _say_fault(self, ref: str) -> bool:
        entry = self._session.entry
        violation = entry.violation(ref) if entry.relevant(ref) else None
        if violation is not None:
            self._say(violation)
        return violation is not None

    def _say(self, violation: Violation) -> None:
        with speaking(code_of(self._session.entry.language)):
            if violation.kind is ViolationKind.REQUIRED:
                sentence = violation.message or _("This question needs an answer.")
            else:
                sentence = violation.message or _("This answer does not fit. Look at it again.")
            self._view.say_fault(sentence)
