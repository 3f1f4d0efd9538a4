"""The page Safety: a card for each thing that keeps the study safe."""

from __future__ import annotations

from fieldsurvey.i18n import _
from fieldsurvey.study import Study
from fieldsurvey.ui.locking.guard import LOCK_KEYS, Guard, Guarded
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.safety.backups_card import BackupsCard
from fieldsurvey.ui.safety.breach_card import BreachCard
from fieldsurvey.ui.safety.copies_card import CopiesCard
from fieldsurvey.ui.safety.laptop_card import LaptopCard
from fieldsurvey.ui.safety.passphrase_card import PassphraseCard
from fieldsurvey.ui.safety.recovery_sheet_card import RecoverySheetCard
from fieldsurvey.ui.safety.verify_card import VerifyCard
from fieldsurvey.ui.shell.backup_watch import BackupWatch
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import ScrollPage, button


class SafetyPage(ScrollPage):
    """A column of cards."""

    def __init__(self, window: Guarded, guard: Guard, study: Study, tasks: Tasks, watch: BackupWatch) -> None:
        lock = button(_("Lock now"), guard.lock_now, icon="lock")
        lock.setToolTip(LOCK_KEYS)
        super().__init__(_("Safety"), *([lock] if study.is_encrypted else []))
        self.passphrase = PassphraseCard(study, guard)
        self.sheet = RecoverySheetCard(study, tasks, guard)
        self.laptop = LaptopCard(window, study, guard)
        self.backups = BackupsCard(window, study, tasks, watch)
        self.check = VerifyCard(study, tasks)
        self.copies = CopiesCard(study)
        self.breach = BreachCard(study, tasks)
        cards = (self.backups, self.check, self.copies, self.passphrase, self.sheet, self.laptop, self.breach)
        for card in cards:
            self.content.addWidget(card)
        self.content.addStretch(1)


PAGE = Page(
    key="safety",
    word=lambda: _("Safety"),
    icon="lock",
    make=lambda desk: SafetyPage(desk.window, desk.guard, desk.study, desk.tasks, desk.backups),
)
