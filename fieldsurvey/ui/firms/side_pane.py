"""The pane beside a list: a firm to be read, or for a while a form in its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from fieldsurvey.ui.firms.pane_forms import PaneForm
from fieldsurvey.ui.shell.widgets import Card


class SidePane(Card):
    """What is typed in a form stays, whatever the list does, until it is kept or left."""

    def __init__(self) -> None:
        super().__init__(margin=1)
        self.form: PaneForm | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addWidget(self._area)
        self.setMinimumWidth(280)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._show_focused)

    def _show_focused(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The field that has the keyboard is seen, with what follows it."""
        if self.form is not None and now is not None and self.form.isAncestorOf(now):
            QTimer.singleShot(0, self, self._show_field)

    def _show_field(self) -> None:
        now = QApplication.focusWidget()
        if self.form is not None and now is not None and self.form.isAncestorOf(now):
            self._area.ensureWidgetVisible(now, 0, 110)

    @property
    def is_busy(self) -> bool:
        """Whether a form stands in it."""
        return self.form is not None

    def show_firm(self, widget: QWidget) -> None:
        """A firm to be read."""
        if self.form is None:
            self._area.setWidget(widget)

    def show_form(self, form: PaneForm) -> None:
        """A form, with the keyboard in it."""
        self.form = form
        self._area.setWidget(form)
        form.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Put the form away."""
        if self.form is not None:
            self.form = None
            self._area.setWidget(QWidget())
