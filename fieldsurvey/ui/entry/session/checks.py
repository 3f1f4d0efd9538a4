"""What is unlikely in the answers of one interview: the workbook's soft checks, and numbers far from the cluster's. It draws nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from fieldsurvey.i18n import _
from fieldsurvey.interviews.read_by import answers_read
from fieldsurvey.numbers import grouped, number_of
from fieldsurvey.records import FailedCheck, Severity, TypicalRange
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.session.drafts import Drafts
from fieldsurvey.ui.entry.session.question_info import POSITION
from fieldsurvey.ui.entry.session.section_locks import SectionLocks
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.xforms import FormEntry


class Checks(QObject):
    """The soft checks that do not hold; each may be passed with a comment."""

    changed = Signal()
    """Another check fails, or none does any more, or one was passed, or it is known by now what is usual."""

    def __init__(
        self, study: Study, tasks: Tasks, entry: FormEntry, locks: SectionLocks, drafts: Drafts
    ) -> None:
        super().__init__()
        self._found: tuple[FailedCheck, ...] = ()
        self._study, self._tasks, self._entry = study, tasks, entry
        self._locks, self._drafts = locks, drafts
        self._passed = study.annotations.passed_checks(entry.instance_id)
        self._typical: Mapping[str, TypicalRange] = {}
        questionnaire = study.forms.questionnaire(entry.form.form_id, entry.form.version)
        self._expressions = {check.name: check.expression for check in questionnaire.checks}
        self._kept_for: dict[str, object] = dict.fromkeys(self._passed)
        """Name of a check that was kept -> the answers its reason is about; None for those under which it held."""
        for check in study.annotations.failed_checks(entry, self._passed):
            if check.comment:
                self._kept_for[check.name] = self._answers_of(check)
        self.refresh()

    def refresh(self) -> None:
        """Ask them all anew; the answers, the language or the locks are others."""
        failed = self._study.annotations.failed_checks(self._entry, self._passed)
        if gone := [check.name for check in failed if check.comment and self._is_about_others(check)]:
            for name in gone:
                self._forget(name)
            failed = self._study.annotations.failed_checks(self._entry, self._passed)
        found = self._locks.shown(failed)
        if found != self._found:
            self._found = found
            self.changed.emit()

    @property
    def failed(self) -> tuple[FailedCheck, ...]:
        """In the workbook's order, those passed with a comment too; none of a locked section, and none that only informs."""
        return tuple(check for check in self._found if check.severity is not Severity.INFO)

    @property
    def open(self) -> tuple[FailedCheck, ...]:
        """Those somebody is asked to correct or to explain, in the workbook's order."""
        return tuple(check for check in self._found if check.is_open)

    @property
    def reasons(self) -> dict[str, str]:
        """Why checks were kept, by their names."""
        return dict(self._passed)

    def at(self, ref: str) -> FailedCheck | None:
        """What is said beside this question: an open check, or one that only informs."""
        beside = [check for check in self._found if check.question == ref and not check.comment]
        return next((check for check in beside if check.is_open), beside[0] if beside else None)

    def pass_check(self, name: str, comment: str) -> None:
        """Keep the answers and say why."""
        if not comment:
            self._forget(name)
        else:
            self._passed[name] = comment
            self._kept_for[name] = next(
                (self._answers_of(check) for check in self._found if check.name == name), None
            )
            self._write(name, comment)
        self.refresh()

    def _forget(self, name: str) -> None:
        """The reason goes: the check is asked anew."""
        self._passed.pop(name, None)
        self._kept_for.pop(name, None)
        self._write(name, "")

    def _write(self, name: str, comment: str) -> None:
        identity = self._entry.instance_id
        self._drafts.write(lambda study: study.annotations.pass_check(identity, name, comment))

    def _is_about_others(self, check: FailedCheck) -> bool:
        """Whether the reason was given for other answers than those that stand: it may not hold for these."""
        return self._kept_for.get(check.name) != self._answers_of(check)

    def _answers_of(self, check: FailedCheck) -> object:
        return answers_read(self._entry, self._expressions[check.name.partition("@")[0]], check.question)

    # --- what is usual ---------------------------------------------------------------------------------------

    def compare(self) -> None:
        """Learn, beside the window, what numbers are usual in the cluster."""
        form, identity = self._entry.form.form_id, self._entry.instance_id
        self._tasks.long(
            lambda study, _progress: study.figures.typical_ranges(form, identity),
            self,
            self.compare_with,
            lambda _sentence: None,
        )

    def compare_with(self, typical: Mapping[str, TypicalRange]) -> None:
        """From now on numbers are held against these ranges, by ref without positions."""
        self._typical = typical
        self.changed.emit()

    def unusual(self, ref: str) -> str:
        """A sentence when the number given here is far from what the cluster's firms say; else ""."""
        typical = self._typical.get(POSITION.sub("", ref)) if self._typical else None
        value = number_of(self._entry.value(ref)) if typical is not None else None
        if typical is None or value is None or not typical.is_far(value):
            return ""
        return _("Unusual here: half of {n} answers are between {low} and {high}.").format(
            n=typical.firms, low=grouped(typical.low), high=grouped(typical.high)
        )
