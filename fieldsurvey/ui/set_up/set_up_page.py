"""The page Study: cluster, partners, rounds, wages, what people are promised, and the lead's key. It can be changed at any time."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey.errors import StoreError
from fieldsurvey.i18n import _, sentence
from fieldsurvey.records import Changed, Cluster, Topic
from fieldsurvey.records.set_up import SetUp
from fieldsurvey.study import Study
from fieldsurvey.study.review import LeadKey
from fieldsurvey.ui.locking.passphrase_fields import NewPassphrase
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.set_up.cards import ClusterCard, PartnersCard, PromisesCard, RoundsCard
from fieldsurvey.ui.set_up.selection_card import SelectionCard
from fieldsurvey.ui.set_up.withdrawal_card import WithdrawalCard
from fieldsurvey.ui.shell.dialogs import AskLine
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import Card, ScrollPage, button, label


class SetUpPage(ScrollPage):
    """What is typed is kept with one button, and when the page is left."""

    def __init__(self, window: Navigator, study: Study, tasks: Tasks) -> None:
        self.save = button(_("Save"), self._save, "primary", "check")
        super().__init__(_("Study"), self.save)
        self._window, self._study, self._tasks = window, study, tasks
        self.cluster = ClusterCard(study.set_up.states(), study.set_up.region)
        self.partners, self.rounds, self.promises = PartnersCard(), RoundsCard(), PromisesCard()
        self.selection = SelectionCard(study.set_up.ranking)
        self.lead = LeadCard(self._set_lead)
        for card in (self.cluster, self.partners, self.rounds, self.promises, self.selection):
            self.content.addWidget(card)
            card.changed.connect(self._on_typed)
        self.withdrawal = WithdrawalCard(study, self._withdraw)
        self.content.addWidget(self.withdrawal)
        self.content.addWidget(self.lead)
        self.content.addStretch(1)
        bind(self, {"Ctrl+S": self._save})
        self._is_showing = False
        self.reload(Changed())

    def reload(self, changed: Changed) -> None:
        """Show what is kept, unless something typed waits."""
        self.withdrawal.show_waiting()
        if changed.topics and not self.is_saved:
            return
        self._is_showing = True
        cluster, settled = self._study.cluster, self._study.set_up.read()
        self.cluster.show_cluster(cluster)
        self.partners.show_partners(cluster, settled.spv)
        self.rounds.show_rounds(settled)
        self.promises.show_promises(settled)
        self.selection.show_sheet(settled.selection)
        self._is_showing = False
        name = self._study.review.lead_name
        self.lead.show_lead(name, has_lead=self._study.review.has_lead, may_set=not self._study.why_read_only)
        self._on_typed()

    def _on_typed(self) -> None:
        if self._is_showing:
            return
        try:
            cluster, settled = self._typed()
        except StoreError as error:
            self.title.set_state(sentence(error))
            self.save.setEnabled(False)
            return
        self.promises.preview(cluster, settled)
        self.selection.preview(settled.selection)
        is_new = (cluster, settled) != (self._study.cluster, self._study.set_up.read())
        self.save.setEnabled(is_new and not self._study.why_read_only)
        self.title.set_state(_("not saved yet") if is_new else "")

    def _typed(self) -> tuple[Cluster, SetUp]:
        """What stands on the page. Raises StoreError for what cannot be understood."""
        cluster = self.partners.told(self.cluster.cluster())
        before = self._study.set_up.read()
        settled = SetUp(
            rounds=self.rounds.told_rounds(), spv=self.partners.spv(), wages=self.rounds.told_wages(),
            legal_base=before.legal_base, selection=self.selection.sheet(),
        )  # fmt: skip
        return cluster, self.promises.told(settled)

    def _save(self) -> None:
        try:
            cluster, settled = self._typed()
        except StoreError as error:
            self._window.say(sentence(error))
            return
        self._tasks.write(
            lambda study: study.set_up.change_all(cluster, settled),
            self,
            done=lambda _changed: self.reload(Changed()),
            failed=self._window.say,
        )

    def put_down(self) -> str:
        """What is typed and can be kept is kept; what cannot is said."""
        if self.is_saved:
            return ""
        try:
            self._typed()
        except StoreError as error:
            return sentence(error)
        self._save()
        return ""

    @property
    def is_saved(self) -> bool:
        """Whether what stands here is what is kept."""
        try:
            return self._typed() == (self._study.cluster, self._study.set_up.read())
        except StoreError:
            return False

    # --- a consent that is taken back ----------------------------------------------------------------------------

    def _withdraw(self, identity: str) -> None:
        self._tasks.write(
            lambda study: study.withdrawals.withdraw(identity),
            self,
            done=self._on_withdrawn,
            failed=self._window.say,
        )

    def _on_withdrawn(self, _changed: Changed) -> None:
        self.withdrawal.show_waiting()
        if not self._study.withdrawals.due():
            self._window.say(_("The interview is sealed. Nobody reads, exports or sends it any more."))
            return
        topics = frozenset({Topic.INTERVIEWS, Topic.OUTBOX, Topic.FIELDWORK})
        self._tasks.write(
            lambda study: Changed(topics, study.destroy_due()),
            self._tasks,  # the backups are gone through whoever looks
            done=self._on_destroyed,
            failed=self._window.say,
        )

    def _on_destroyed(self, _changed: Changed) -> None:
        self.withdrawal.show_waiting()
        self._window.say(_("The interview is destroyed, here and in the backups that could be reached."))

    # --- the lead's key ------------------------------------------------------------------------------------------

    def _set_lead(self) -> None:
        if not self._study.review.has_lead:
            self._ask_new(None)
            return
        asked = AskLine(
            self,
            _("The lead’s passphrase"),
            _("It is needed to set another one."),
            _("Go on"),
            is_secret=True,
        )
        asked.answered.connect(self._unlock)
        asked.open()

    def _unlock(self, passphrase: str) -> None:
        self._tasks.long(
            lambda study, _progress: study.review.unlock(passphrase),
            self,
            done=self._ask_new,
            failed=self._window.say,
        )

    def _ask_new(self, old: LeadKey | None) -> None:
        dialog = NewLead(self, (self._study.cluster.name, self._study.path.stem))
        dialog.accepted.connect(lambda: self._keep_lead(dialog.passphrase.text, old))
        dialog.open()

    def _keep_lead(self, passphrase: str, old: LeadKey | None) -> None:
        name = self._window.settings.interviewer
        self._tasks.write(
            lambda study: study.review.set_lead(passphrase, name=name, old=old),
            self,
            done=lambda _changed: self.reload(Changed()),
            failed=self._window.say,
        )


class LeadCard(Card):
    """Whether approving takes a key, and whose it is."""

    def __init__(self, act: object) -> None:
        super().__init__(label(_("The lead’s key"), "heading"))
        self.said = label("", "muted", wrap=True)
        self.button = button("", act)  # type: ignore[arg-type]
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.column.addWidget(self.said)
        self.column.addLayout(row)

    def show_lead(self, name: str, *, has_lead: bool, may_set: bool) -> None:
        """Say who has it."""
        if has_lead:
            whose = _("{lead} has it.").format(lead=name) if name else ""
            self.said.setText(
                " ".join(filter(None, (_("Approving and returning take the lead’s passphrase."), whose)))
            )
        else:
            self.said.setText(
                _(
                    "Everybody who opens the study can approve and return. With a key only the lead can; agents’ copies correct and send."
                )
            )
        self.button.setText(_("Set another key") if has_lead else _("Set the lead’s key"))
        self.button.setEnabled(may_set)


class NewLead(QDialog):
    """The passphrase twice."""

    def __init__(self, parent: QWidget, known: tuple[str, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("The lead’s key"))
        self.setMinimumWidth(520)
        self.passphrase = NewPassphrase(lambda: known)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(_("Not now"), self.reject))
        row.addWidget(button(_("Set the lead’s key"), self._confirm, "primary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(
            label(
                _("Nobody can bring back a passphrase that is lost. Approvals stay as they are."),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self.passphrase)
        column.addWidget(self.fault)
        column.addLayout(row)

    def _confirm(self) -> None:
        fault = self.passphrase.fault()
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        if not fault:
            self.accept()


PAGE = Page(
    key="study",
    word=lambda: _("Study"),
    icon="place",
    make=lambda desk: SetUpPage(desk.window, desk.study, desk.tasks),
    keys=lambda: (("Ctrl+S", _("save")),),
    topics=frozenset({Topic.STUDY, Topic.INTERVIEWS}),
)
