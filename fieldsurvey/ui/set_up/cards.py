"""The cards of the page Study: cluster, who works on it, rounds, wages, and what people are promised."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit

from fieldsurvey.errors import StoreError
from fieldsurvey.i18n import LANGUAGES, _, language
from fieldsurvey.interviews import notice
from fieldsurvey.records import Cluster, Round
from fieldsurvey.records.set_up import LegalBase, MinimumWage, Purpose, SetUp, SpvMember
from fieldsurvey.ui.set_up.lines_table import LinesTable
from fieldsurvey.ui.shell.cluster_words import designs, kinds
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, NumberBox, label

DONORS = (
    "DC (Handicraft)", "DC (Handlooms)", "Dept of IPP", "Ministry of MSME Coir Board", "Ministry of MSME/DC (MSME)", "Ministry of MSME/KVIC",
    "Ministry of Textile", "NABARD", "NSIC", "SIDBI", "State Bank of India", "UNIDO",
)  # fmt: skip
"""The donor agencies of the founding table; names as it has them."""
_EDITIONS = ("NIC-2008", "NIC-2025")
_TEXTS = ("name", "locality", "district", "products", "product_group", "nic_code", "population")


class ClusterCard(Card):
    """What the cluster is and where."""

    changed = Signal()

    def __init__(self, states: Sequence[str], region: Callable[[str], str]) -> None:
        super().__init__(label(_("Cluster"), "heading"))
        self._region = region
        self._cluster = Cluster()
        self.fields = {name: QLineEdit() for name in _TEXTS}
        self.kind, self.state, self.edition, self.design = (ChoiceBox() for _box in range(4))
        self.region = label("", "muted")
        _choices(self.kind, kinds())
        _choices(self.state, (("", "—"), *((one, one) for one in states)))
        _choices(self.edition, (("", "—"), *((one, one) for one in _EDITIONS)))
        _choices(self.design, designs())
        form = QFormLayout()
        form.setSpacing(8)
        words = _cluster_words()
        for name in ("name", "locality", "district"):
            _row(form, words[name], self.fields[name], self.changed)
        _row(form, words["state"], self.state, self.changed)
        form.addRow("", self.region)
        for name in ("products", "product_group"):
            _row(form, words[name], self.fields[name], self.changed)
        _row(form, words["nic_edition"], self.edition, self.changed)
        for name in ("nic_code", "population"):
            _row(form, words[name], self.fields[name], self.changed)
        _row(form, words["cluster_type"], self.kind, self.changed)
        _row(form, words["sample_design"], self.design, self.changed)
        self.state.currentIndexChanged.connect(self._show_region)
        self.column.addLayout(form)

    def show_cluster(self, cluster: Cluster) -> None:
        """Show what is kept; a state that is none of the table stays to be seen."""
        self._cluster = cluster
        for name, field in self.fields.items():
            value = getattr(cluster, name)
            field.setText("" if value is None else str(value))
        for box, value in (
            (self.kind, cluster.cluster_type),
            (self.edition, cluster.nic_edition),
            (self.design, cluster.sample_design),
            (self.state, cluster.state),
        ):
            if box.findData(value) < 0:
                box.addItem(value, value)
            box.setCurrentIndex(box.findData(value))
        self._show_region()

    def cluster(self) -> Cluster:
        """What is typed. Raises StoreError for a number that is none."""
        said = {name: field.text().strip() for name, field in self.fields.items()}
        population = said.pop("population").replace(",", "")
        if population and not population.isdecimal():
            raise StoreError("set-up.not-understood", text=population, form="412")
        return dataclasses.replace(
            self._cluster,
            **said,  # type: ignore[arg-type]
            population=int(population) if population else None,
            cluster_type=self.kind.currentData(),
            state=self.state.currentData(),
            nic_edition=self.edition.currentData(),
            sample_design=self.design.currentData(),
        )

    def _show_region(self) -> None:
        region = self._region(self.state.currentData() or "")
        self.region.setText(_("Region: {region}").format(region=region) if region else "")


class PartnersCard(Card):
    """Who asks, who pays, who carries it out."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(label(_("Who works on it"), "heading"))
        self._fields = {
            name: QLineEdit()
            for name in ("agency", "implementing_agency", "technical_agency", "reference_year")
        }
        self.donor = ChoiceBox()
        self.donor.setEditable(True)
        self.donor.addItems(["", *DONORS])
        self.donor.currentTextChanged.connect(self.changed)
        form = QFormLayout()
        form.setSpacing(8)
        _row(form, _("Agency that does the study"), self._fields["agency"], self.changed)
        form.addRow(_("Donor agency"), self.donor)
        self.donor.setAccessibleName(_("Donor agency"))
        _row(form, _("Implementing agency"), self._fields["implementing_agency"], self.changed)
        _row(form, _("Technical agency"), self._fields["technical_agency"], self.changed)
        _row(form, _("Reference year, as 2025-26"), self._fields["reference_year"], self.changed)
        self.column.addLayout(form)
        self.column.addWidget(label(_("Members of the special purpose vehicle"), "strong"))
        heads = (_("Name"), _("Government"))
        self.members = LinesTable(
            _("Members of the special purpose vehicle"), heads, (130,), _("Add a member"), ticked=True
        )
        self.members.changed.connect(self._on_members)
        self.column.addWidget(self.members)
        self.lacks = label(_("No member is of government; the scheme asks for one."), "warn", wrap=True)
        self.column.addWidget(self.lacks)

    def show_partners(self, cluster: Cluster, members: Sequence[SpvMember]) -> None:
        """Show what is kept."""
        for name, field in self._fields.items():
            field.setText(getattr(cluster, name))
        self.donor.setCurrentText(cluster.donor)
        self.members.show_lines([(one.name, one.is_government) for one in members])
        self._show_lack()

    def told(self, cluster: Cluster) -> Cluster:
        """The cluster with what is typed here."""
        said = {name: field.text().strip() for name, field in self._fields.items()}
        return dataclasses.replace(cluster, donor=self.donor.currentText().strip(), **said)  # type: ignore[arg-type]

    def spv(self) -> tuple[SpvMember, ...]:
        """The members as they are typed."""
        return tuple(SpvMember(name, bool(tick)) for name, tick in self.members.lines())

    def _on_members(self) -> None:
        self._show_lack()
        self.changed.emit()

    def _show_lack(self) -> None:
        spv = self.spv()
        self.lacks.setVisible(bool(spv) and not any(one.is_government for one in spv))


class RoundsCard(Card):
    """When the cluster is asked, and the wages notified there."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(label(_("Rounds"), "heading"))
        heads = (_("Name"), _("Key in files"), _("Begins, as 2026-10-26"), _("Ends"))
        self.rounds = LinesTable(_("Rounds"), heads, (150, 190, 150), _("Add a round"))
        wage_heads = (_("Skill"), _("Zone"), _("Rs a day"))
        self.wages = LinesTable(_("Notified minimum wages"), wage_heads, (200, 120), _("Add a wage"))
        for one in (self.rounds, self.wages):
            one.changed.connect(self.changed)
        self.column.addWidget(self.rounds)
        self.column.addWidget(label(_("Notified minimum wages"), "strong"))
        self.column.addWidget(self.wages)

    def show_rounds(self, set_up: SetUp) -> None:
        """Show what is kept."""
        days = [(one.name, one.key, _iso(one.begins), _iso(one.ends)) for one in set_up.rounds]
        self.rounds.show_lines(days)
        self.wages.show_lines([(one.skill, one.zone, f"{one.per_day:g}") for one in set_up.wages])

    def told_rounds(self) -> tuple[Round, ...]:
        """The rounds as they are typed. Raises StoreError for a day that is none."""
        return tuple(
            Round(key or name.lower(), name, _day(begins), _day(ends))
            for name, key, begins, ends in self.rounds.lines()
        )

    def told_wages(self) -> tuple[MinimumWage, ...]:
        """The wages as they are typed. Raises StoreError for an amount that is none."""
        return tuple(MinimumWage(skill, zone, _amount(text)) for skill, zone, text in self.wages.lines())


class PromisesCard(Card):
    """Legal base, contact, purposes, and the notice as the firm hears it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(label(_("What people are promised"), "heading"))
        self.base = ChoiceBox()
        _choices(self.base, _bases())
        self.contact, self.kept_for = QLineEdit(), QLineEdit()
        self.days = NumberBox(0, 365)
        self.days.setAccessibleName(_("Days until withdrawn answers are destroyed"))
        self.days.valueChanged.connect(self.changed)
        self.purposes = {one: QCheckBox(words) for one, words in _purpose_words().items()}
        form = QFormLayout()
        form.setSpacing(8)
        _row(form, _("Legal base"), self.base, self.changed)
        _row(form, _("Whom people ask, with telephone"), self.contact, self.changed)
        _row(form, _("How long answers are kept"), self.kept_for, self.changed)
        form.addRow(_("Days until withdrawn answers are destroyed"), self.days)
        for number, (purpose, box) in enumerate(self.purposes.items()):
            box.setEnabled(purpose is not Purpose.STUDY)
            box.toggled.connect(self.changed)
            form.addRow(_("Asked for") if not number else "", box)
        self.column.addLayout(form)
        self.language = ChoiceBox()
        _choices(self.language, tuple(LANGUAGES.items()))
        self.language.setCurrentIndex(max(0, self.language.findData(language())))
        self.language.setAccessibleName(_("Language of the notice"))
        self.language.currentIndexChanged.connect(self.show_notice)
        self.column.addWidget(label(_("The notice, as it is read out on the consent page"), "strong"))
        self.column.addWidget(self.language)
        self.notice = label("", wrap=True)
        self.column.addWidget(self.notice)
        self._of: tuple[Cluster, SetUp] = (Cluster(), SetUp())

    def show_promises(self, set_up: SetUp) -> None:
        """Show what is kept."""
        self.base.setCurrentIndex(max(0, self.base.findData(set_up.legal_base)))
        self.contact.setText(set_up.contact)
        self.kept_for.setText(set_up.kept_for)
        self.days.setValue(set_up.withdrawal_days)
        for purpose, box in self.purposes.items():
            box.setChecked(purpose in set_up.purposes or purpose is Purpose.STUDY)

    def told(self, set_up: SetUp) -> SetUp:
        """The set-up with what is typed here."""
        return dataclasses.replace(
            set_up,
            legal_base=self.base.currentData(),
            contact=self.contact.text().strip(),
            kept_for=self.kept_for.text().strip(),
            withdrawal_days=self.days.value(),
            purposes=tuple(one for one, box in self.purposes.items() if box.isChecked()),
        )

    def preview(self, cluster: Cluster, set_up: SetUp) -> None:
        """Show the notice as it would be read with what is typed."""
        self._of = (cluster, set_up)
        self.show_notice()

    def show_notice(self) -> None:
        """In the language that is chosen for it."""
        said = notice.sentences_of(*self._of, str(self.language.currentData()))
        missing = _(
            "Choose the legal base and say whom people ask; until then the notice of the form is read."
        )
        self.notice.setText("\n".join(said) if said else missing)


def _row(form: QFormLayout, words: str, widget: QLineEdit | QComboBox, changed: SignalInstance) -> None:
    widget.setAccessibleName(words)
    if isinstance(widget, QLineEdit):
        widget.textEdited.connect(changed)
    else:
        widget.currentIndexChanged.connect(changed)
    form.addRow(words, widget)


def _choices(box: QComboBox, options: Sequence[tuple[object, str]]) -> None:
    for code, text in options:
        box.addItem(text, code)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise StoreError("set-up.not-understood", text=text, form="2026-10-26") from error


def _amount(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError as error:
        raise StoreError("set-up.not-understood", text=text, form="640.5") from error


def _cluster_words() -> dict[str, str]:
    return {
        "name": _("Name of the cluster"),
        "locality": _("Place"),
        "district": _("District"),
        "state": _("State or union territory"),
        "products": _("Main products"),
        "product_group": _("Product group"),
        "nic_edition": _("Edition of the industry code"),
        "nic_code": _("Industry code (NIC)"),
        "population": _("Firms in the cluster, if known"),
        "cluster_type": _("Type of cluster"),
        "sample_design": _("How firms are chosen"),
    }


def _bases() -> tuple[tuple[LegalBase | None, str], ...]:
    return (
        (None, _("not settled")),
        (LegalBase.CONSENT, _("Consent")),
        (LegalBase.STATE_BENEFIT, _("Benefit, service or subsidy of the State")),
        (LegalBase.RESEARCH, _("Research and statistics")),
    )


def _purpose_words() -> dict[Purpose, str]:
    return {
        Purpose.STUDY: _("The study itself"),
        Purpose.REGISTER: _("Name and telephone in the register"),
        Purpose.MINISTRY: _("Sharing with the ministry that pays"),
        Purpose.RETURN_VISIT: _("A return visit"),
        Purpose.PHOTO: _("A photograph"),
    }
