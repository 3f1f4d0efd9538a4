"""The rail at the left: the pages by name, where somebody waits, what is not sent yet, and the way out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.ui.page import Desk, Group, Page
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Button, label

WIDE, NARROW = 184, 56
_BADGE = 16
_MOST = 99


class Rail(QWidget):
    """In a narrow window it shows icons with their numbers; the words stand in tool tips, and beside the icons while Alt is held."""

    def __init__(self, desk: Desk, pages: tuple[Page, ...], show: Callable[[str], None]) -> None:
        super().__init__()
        self._study, self._show, self._pages = desk.study, show, pages
        self._is_narrow = self._is_spelled = False
        self._words: dict[QPushButton, str] = {}
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = label(desk.study.cluster.name or desk.study.path.stem, "strong", wrap=True)
        self._name.setContentsMargins(8, 0, 8, 8)
        self._waiting = label("", "muted", wrap=True)
        self._waiting.setContentsMargins(8, 0, 8, 8)
        self._waiting_icon = QLabel()
        self._waiting_icon.setFixedHeight(32)
        self._waiting_icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting_icon.setPixmap(theme.icon("sync", theme.colours().warn).pixmap(20, 20))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 12)
        column.setSpacing(4)
        column.addWidget(self._name)
        for page in (page for page in pages if page.group is Group.TOP):
            column.addWidget(self._button(page))
        column.addStretch(1)
        column.addWidget(self._waiting)
        column.addWidget(self._waiting_icon)
        for page in (page for page in pages if page.group is Group.FOOT):
            column.addWidget(self._button(page))
        leave = RailButton("back", _("Close study"))
        leave.clicked.connect(desk.window.go_home)
        self._words[leave] = _("Close study")
        column.addWidget(leave)
        if (app := QApplication.instance()) is not None:
            app.installEventFilter(self)
        self._lay_out()

    @property
    def words(self) -> list[str]:
        """What the buttons say, or tell in their tool tips, from the top."""
        return list(self._words.values())

    @property
    def waiting(self) -> str:
        """What it says of what is not sent yet, in words or in a tool tip; "" when all is."""
        return self._waiting.text()

    def set_narrow(self, narrow: bool, /) -> None:
        """Show icons only; the words move into tool tips."""
        self._is_narrow = narrow
        self._lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While Alt is held, a narrow rail shows its words."""
        if self._is_narrow and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._on_key(event)
        elif self._is_spelled and event.type() is QEvent.Type.ApplicationDeactivate:
            self._spell(is_spelled=False)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QEvent) -> None:
        is_alt = getattr(event, "key", lambda: 0)() == Qt.Key.Key_Alt
        is_held = is_alt and event.type() is QEvent.Type.KeyPress
        if is_held is not self._is_spelled and (is_alt or self._is_spelled):
            self._spell(is_spelled=is_held)

    def _spell(self, *, is_spelled: bool) -> None:
        self._is_spelled = is_spelled
        self._lay_out()

    def _lay_out(self) -> None:
        """Words or icons; the words lie over the page, so that it does not move."""
        icons = self._is_narrow and not self._is_spelled
        self.setFixedWidth(NARROW if icons else WIDE)
        self.raise_()
        self._name.setVisible(not self._is_narrow)
        for button, word in self._words.items():
            button.setText("" if icons else word)
            button.setToolTip(word if icons else "")
            button.setAccessibleName(word)
        self._show_waiting()

    @property
    def room(self) -> int:
        """The pixels it takes from the page."""
        return NARROW if self._is_narrow else WIDE

    def show_page(self, name: str) -> None:
        """Mark the page that is open."""
        self._buttons[name].setChecked(True)
        self.show_waiting()

    def show_waiting(self) -> None:
        """Say how many interviews are not sent yet, and where else somebody waits."""
        waiting = self._study.sync.waiting()
        said = ngettext("1 interview is not sent yet", "{n} interviews are not sent yet", waiting)
        self._waiting.setText(said if waiting else "")
        self._waiting_icon.setToolTip(self._waiting.text())
        self._waiting_icon.setAccessibleName(self._waiting.text())
        if "sync" in self._buttons:
            self._buttons["sync"].set_number(waiting)
        for page in self._pages:
            if page.waiting is not None:
                self._buttons[page.key].set_number(page.waiting(self._study))
        self._show_waiting()

    def _show_waiting(self) -> None:
        is_told = bool(self._waiting.text())
        self._waiting.setVisible(is_told and not self._is_narrow)
        self._waiting_icon.setVisible(is_told and self._is_narrow)

    def _button(self, page: Page) -> QPushButton:
        word = page.word()
        button = RailButton(page.icon, word)
        button.setCheckable(True)
        button.clicked.connect(lambda: self._show(page.key))
        self._group.addButton(button)
        self._buttons[page.key] = button
        self._words[button] = word
        return button


class RailButton(Button):
    """An icon, its word, and how many wait there: at the right end, or on the icon's shoulder where there is no word."""

    def __init__(self, icon: str, word: str) -> None:
        super().__init__(theme.icon(icon), word)
        self.setIconSize(QSize(20, 20))
        self.number = 0

    def set_number(self, number: int) -> None:
        """How many wait there; 0 shows none."""
        self.number = number
        self.setAccessibleDescription(str(number) if number else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.number:
            return
        said = str(self.number) if self.number <= _MOST or self.text() else f"{_MOST}+"
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setWeight(font.Weight.Normal)
        font.setPixelSize(13 if self.text() else 11)
        painter.setFont(font)
        if self.text():
            painter.setPen(QColor(c.muted))
            room = self.rect().adjusted(0, 0, -12, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
            return
        width = max(_BADGE, painter.fontMetrics().horizontalAdvance(said) + 8)
        pill = QRectF(self.width() - width - 1, 3, width, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.text))
        painter.drawRoundedRect(pill, _BADGE / 2, _BADGE / 2)
        painter.setPen(QColor(c.surface))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, said)
