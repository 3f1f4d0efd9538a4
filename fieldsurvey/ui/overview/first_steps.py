"""What stands on the overview of a study without interviews: the first steps, the next one marked, and what the study is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey import numbers
from fieldsurvey.backup.backups import default_folder
from fieldsurvey.i18n import _
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.widgets import Card, button, label, line


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do before the first visit."""

    title: str
    words: str
    verb: str
    act: Callable[[], object]
    is_done: bool = False


def first_steps(window: Navigator, study: Study) -> QWidget:
    """The steps at the left, the study's facts at the right."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 8, 0)
    row.setSpacing(24)
    left = QVBoxLayout()
    left.setSpacing(16)
    left.addWidget(_steps_card(_steps(window, study)))
    if word := _how_chosen(study):
        left.addWidget(label(word, "muted", wrap=True))
    left.addStretch(1)
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addWidget(_facts(study))
    right.addStretch(1)
    row.addLayout(left, 5)
    row.addLayout(right, 3)
    return whole


def _steps(window: Navigator, study: Study) -> tuple[Step, ...]:
    return (
        Step(
            _("Walk through the form once"),
            _("Invented respondents answer it and show where it stops, before a real one does."),
            _("Test the form"),
            partial(window.show_page, "forms"),
        ),
        Step(
            _("Keep a way back"),
            _(
                "Choose a second place for the daily backup, and save the recovery sheet: a lost passphrase cannot be replaced by anybody."
            )
            if study.is_encrypted
            else _("Choose a second place for the daily backup: a stick that is kept apart from the laptop."),
            _("Choose a place"),
            partial(window.show_page, "safety"),
            is_done=study.safety.backup_folder != default_folder(study.path),
        ),
        Step(
            _("Say where interviews are sent"),
            _("The address of the agency's server. It can wait: until then everything stays on this laptop."),
            _("Set the server"),
            partial(window.show_page, "sync"),
            is_done=bool(study.sync.server.url),
        ),
        Step(
            _("Interview the first firm"),
            _(
                "With somebody who agreed to talk. What is answered is saved at once; one may pause at any time."
            ),
            _("Go to the interviews"),
            partial(window.show_page, "interviews"),
        ),
    )


def _steps_card(steps: Sequence[Step]) -> Card:
    """Done ones are a line with a tick; the first that is not is the next."""
    card = Card(margin=0, spacing=0)
    following = next((step for step in steps if not step.is_done), None)
    for number, step in enumerate(steps, 1):
        if number > 1:
            card.column.addWidget(line())
        card.column.addWidget(_step(step, number, is_next=step is following))
    return card


def _step(step: Step, number: int, *, is_next: bool) -> QWidget:
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(20, 12 if step.is_done else 16, 20, 12 if step.is_done else 16)
    row.setSpacing(16)
    mark = label(
        "✓" if step.is_done else str(number), "good" if step.is_done else "heading" if is_next else "muted"
    )
    mark.setFixedWidth(24)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(
        label(step.title, "muted" if step.is_done else "heading" if is_next else "strong", wrap=True)
    )
    if not step.is_done:
        words.addWidget(label(step.words, "muted", wrap=True))
    row.addLayout(words, 1)
    row.addWidget(button(step.verb, step.act, "quiet" if step.is_done else ""), 0, Qt.AlignmentFlag.AlignTop)
    return widget


def _how_chosen(study: Study) -> str:
    if study.cluster.sample_design != "purposive":
        return ""
    return _(
        "The firms of this study are chosen by judgement: every figure will speak “of the firms surveyed”, because nobody can say whom "
        "they stand for."
    )


def _facts(study: Study) -> QWidget:
    cluster = study.cluster
    place = ", ".join(part for part in (cluster.locality, cluster.district, cluster.state) if part)
    forms = list(dict.fromkeys(title for _form, _version, title in study.forms.listing()))
    facts = (
        (_("Cluster"), cluster.name),
        (_("Place"), place),
        (_("Main products"), cluster.products),
        (_("Agency"), cluster.agency),
        (_("Donor"), cluster.donor),
        (_("Firms in the cluster"), numbers.grouped(cluster.population) if cluster.population else ""),
        (_("Forms"), ", ".join(forms)),
        (
            _("Lock"),
            _("Passphrase") if study.is_encrypted else _("None: anyone who has the file can read it"),
        ),
    )
    card = Card(label(_("The study"), "heading"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for number, (name, said) in enumerate((name, said) for name, said in facts if said):
        grid.addWidget(label(name, "muted"), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(said, wrap=True), number, 1)
    card.column.addLayout(grid)
    return card
