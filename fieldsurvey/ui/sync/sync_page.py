"""Send what waits: to whom, how many, what came of it. Nothing leaves before the button is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFormLayout, QLineEdit, QListWidget

from fieldsurvey.i18n import _, ngettext, sentence
from fieldsurvey.records import Changed, InterviewFilter, Stage, Topic
from fieldsurvey.study import Report, Server, Study
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.interview_names import name_of
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.whole_rows import WholeRows
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, ScrollPage, button, label, left_row

_SHOWN = 200
_NAMED = 3
_EXAMPLE = "https://central.example.org/v1/key/…/projects/1"
_LIST_HEIGHT = 120  # logical pixels


class SyncPage(ScrollPage):
    """The server's address and login, the waiting interviews, one button. In a low window it scrolls."""

    def __init__(self, study: Study, tasks: Tasks) -> None:
        self._send = button(_("Send now"), self.send, "primary", "sync")
        super().__init__(_("Sync"), self._send)
        self._study, self._tasks = study, tasks
        server = study.sync.server
        self._url = self._field(_("Address of the server"), server.url)
        self._url.setPlaceholderText(_("e.g. {example}").format(example=_EXAMPLE))
        self._user = self._field(_("Name"), server.username)
        self._password = self._field(_("Password"), server.password)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        frame = Card(label(_("Server"), "heading"))
        form = QFormLayout()
        form.setSpacing(8)
        self._peer = ChoiceBox()
        self._peer.setAccessibleName(_("Kind of server"))
        for peer in study.sync.peers:
            self._peer.addItem(peer.word(), peer.key)
        self._peer.setCurrentIndex(max(0, self._peer.findData(server.peer)))
        if self._peer.count() > 1:
            form.addRow(_("Kind of server"), self._peer)
        form.addRow(_("Address of the server"), self._url)
        form.addRow(_("Name"), self._user)
        form.addRow(_("Password"), self._password)
        frame.column.addLayout(form)
        frame.column.addWidget(
            label(
                _(
                    "For ODK Central type the address of the app user, which stands in its QR code; name and password stay empty. They are kept inside the study file."
                ),
                "muted",
                wrap=True,
            )
        )
        self._stays = label("", "muted", wrap=True)
        frame.column.addWidget(self._stays)
        frame.column.addWidget(self._fault)
        self.content.addWidget(frame)
        self._asked = self._question()
        self.below.addWidget(self._asked)
        self._add_list()
        self._work = LongWork(tasks)
        self.below.addWidget(self._work)
        self.reload(Changed(frozenset({Topic.OUTBOX})))

    def _add_list(self) -> None:
        """What waits; away while nothing does."""
        self._waiting = QListWidget()
        self._waiting.setAccessibleName(_("Interviews that wait"))
        self._waiting.setMinimumHeight(_LIST_HEIGHT)
        self._rows = WholeRows(self._waiting)
        self._heading = label(_("Interviews that wait"), "heading")
        self.content.addWidget(self._heading)
        self.content.addWidget(self._rows, 1)
        self.content.addStretch()

    def _question(self) -> Card:
        """What is asked before invented firms go to a real server."""
        card = Card(
            label(_("These firms are invented"), "heading"),
            label(
                _("Send them only to a server for trials: nobody there can tell them from real ones."),
                "muted",
                wrap=True,
            ),
        )
        card.column.addLayout(
            left_row(
                button(_("Send the invented firms"), lambda: self._start(synthetic_too=True)),
                button(_("Not now"), card.hide),
            )
        )
        card.hide()
        return card

    @staticmethod
    def _field(words: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setAccessibleName(words)
        return field

    def reload(self, changed: Changed) -> None:
        """List what waits, with the reason when a try failed."""
        self._waiting.clear()
        chosen = InterviewFilter(Stage.FINALISED, is_sent=False)
        rows = self._study.interviews.page(chosen, 0, _SHOWN)
        more = self._study.interviews.number(chosen) - len(rows)
        for row in rows:
            self._waiting.addItem(
                f"{name_of(row.firm, row.started_at)}"
                + (f"  —  {sentence(row.send_error)}" if row.send_error else "")
            )
        if more:
            self._waiting.addItem(ngettext("and 1 more", "and {n} more", more))
        self._rows.fit()
        waiting = self._study.sync.waiting()
        self._heading.setVisible(bool(rows))
        self._rows.setVisible(bool(rows))
        self.title.set_state(self._state(waiting))
        self._send.setEnabled(bool(waiting))
        staying = self._study.sync.staying_modules
        self._stays.setText(_staying(staying))
        self._stays.setVisible(bool(staying))

    def _state(self, waiting: int) -> str:
        if waiting:
            return ngettext(
                "1 interview is not sent yet. It is safe on this laptop.",
                "{n} interviews are not sent yet. They are safe on this laptop.",
                waiting,
            )
        if not self._study.interviews.number(InterviewFilter(is_submitted=True)):
            return _("Nothing to send yet: no interview is finalised.")
        return _("Everything finalised is sent.")

    def send(self) -> None:
        """Keep the address, then send on the long lane."""
        server = Server(
            self._url.text().strip(),
            self._user.text().strip(),
            self._password.text(),
            self._peer.currentData(),
        )
        self._fault.hide()
        self._asked.hide()
        self._tasks.write(
            lambda study: study.sync.set_server(server),
            self,
            done=lambda _changed: self._asked.show() if self._study.sync.would_mix else self._start(),
            failed=self._say_fault,
        )

    def _start(self, *, synthetic_too: bool = False) -> None:
        self._asked.hide()
        self._work.run(
            _("Sending"),
            lambda study, progress: study.sync.send(synthetic_too=synthetic_too, progress=progress),
            self._said,
        )

    def _said(self, report: Report) -> str:
        parts = [ngettext("1 interview sent.", "{n} interviews sent.", len(report.sent))]
        if report.refused:
            parts.append(
                ngettext(
                    "1 was refused; the list says why.",
                    "{n} were refused; the list says why.",
                    len(report.refused),
                )
            )
        if report.remarks:
            parts.append(
                ngettext(
                    "1 of them needs a look; the page Interviews says why.",
                    "{n} of them need a look; the page Interviews says why.",
                    len(report.remarks),
                )
            )
        if report.stopped:
            parts.append(sentence(report.stopped))
        return " ".join(parts)

    def _say_fault(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))


def _staying(modules: Sequence[str]) -> str:
    """What of the sensitive is not sent: a few names, and how many more."""
    named = ", ".join(modules[:_NAMED])
    if len(modules) > _NAMED:
        named += " " + ngettext("and 1 more", "and {n} more", len(modules) - _NAMED)
    return _(
        "Sensitive answers stay here, as the study's set-up names none of these to leave: {modules}."
    ).format(modules=named)


PAGE = Page(
    key="sync",
    word=lambda: _("Sync"),
    icon="sync",
    make=lambda desk: SyncPage(desk.study, desk.tasks),
    topics=frozenset({Topic.INTERVIEWS, Topic.OUTBOX}),
)
