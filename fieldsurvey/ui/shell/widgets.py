"""The few small widgets every screen is made of: titles, cards, chips, banners, empty pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _
from fieldsurvey.records import Changed, Interview, InterviewRow, Review, Status
from fieldsurvey.ui.shell import theme

_UNMOVED = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""The focus comes back to where it was: the ring stays as it is."""


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A text in one of the theme's roles."""
    widget = QLabel(text)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        widget.setProperty("role", role)
    if wrap:
        widget.setWordWrap(True)
        widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return widget


class Button(QPushButton):
    """A button with a ring where the keyboard led to it; where it was clicked, the person knows where they are."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        show_ring(self, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        show_ring(self, event)


def show_ring(widget: QWidget, event: QFocusEvent) -> None:
    """Show the keyboard's ring, or take it away, as the focus came or went."""
    if event.reason() not in _UNMOVED:
        is_led = event.gotFocus() and event.reason() != Qt.FocusReason.MouseFocusReason
        theme.set_property(widget, "ring", is_led)


def set_primary(widget: QPushButton, icon: str, *, on: bool) -> None:
    """Let a button be the filled one of its page, or not any more."""
    theme.set_property(widget, "kind", "primary" if on else "")
    widget.setIcon(theme.icon(icon, theme.colours().on_accent if on else ""))


def button(text: str, on_click: Callable[[], object], kind: str = "", icon: str = "") -> QPushButton:
    """A button; `kind` is primary, quiet, danger or nothing."""
    widget = Button(text)
    widget.setCursor(Qt.CursorShape.PointingHandCursor)
    if kind:
        widget.setProperty("kind", kind)
    if icon:
        colour = theme.colours().on_accent if kind == "primary" else ""
        widget.setIcon(theme.icon(icon, colour))
        widget.setIconSize(QSize(20, 20))
    widget.clicked.connect(lambda _checked=False: on_click())
    return widget


class ElidedLabel(QLabel):
    """One line that gives way: what does not fit ends in an ellipsis, the whole stands in the tool tip."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def say(self, text: str) -> None:
        """Show the text, as much of it as there is room."""
        self._whole = text
        self.setToolTip(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


class Card(QFrame):
    """A surface with a thin line around it; widgets stand in its `column`, one under the other."""

    def __init__(self, *widgets: QWidget, margin: int = 16, spacing: int = 8) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(spacing)
        for widget in widgets:
            self.column.addWidget(widget)


class ChoiceBox(QComboBox):
    """A box of choices that the mouse wheel goes over: it changes nothing and takes no keyboard, the page scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        show_ring(self, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        show_ring(self, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class NumberBox(QSpinBox):
    """A whole number; the mouse wheel goes over it as over a box of choices."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(8, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


def keep_bar_room(area: QScrollArea) -> None:
    """The scroll bar has its room whether there is something to scroll or not, so that nothing moves sideways."""
    bar = area.verticalScrollBar()
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))  # disabled it is not seen
    bar.setEnabled(bar.maximum() > bar.minimum())


def settle_above(widget: QWidget) -> None:
    """Let what holds a widget take on its new height now, up to the page that scrolls: Qt would draw it squeezed in between."""
    above = widget.parentWidget()
    while above is not None:
        holder = above.layout()
        if holder is not None:
            holder.activate()
        if isinstance(above.parentWidget(), QAbstractScrollArea):
            QApplication.sendEvent(above, QEvent(QEvent.Type.LayoutRequest))
            return
        above = above.parentWidget()


def line() -> QFrame:
    """A thin horizontal line."""
    frame = QFrame()
    frame.setProperty("role", "rule")
    frame.setFixedHeight(1)
    return frame


def drop(stack: QStackedWidget, position: int) -> None:
    """Take a page out of a stack for good."""
    page = stack.widget(position)
    if page is not None:
        stack.removeWidget(page)
        page.deleteLater()


def drop_all(layout: QLayout) -> None:
    """Take everything out of a layout for good."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            drop_all(inner)


def left_row(*widgets: QWidget) -> QHBoxLayout:
    """Widgets side by side, kept at the left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


class TitleRow(QWidget):
    """Title, one line of state, at most two buttons and a box of choices at the right."""

    def __init__(self, title: str, *buttons: QWidget) -> None:
        super().__init__()
        self._title = ElidedLabel("title")
        self._title.say(title)
        self._state = label("", "muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._state)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for widget in buttons:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def set_state(self, text: str) -> None:
        """Say it, or nothing: its line stays, so that what stands under it does not move."""
        self._state.setText(text)


class TitledPage(QWidget):
    """A page of the frame: title row on top, content under it."""

    def __init__(self, title: str, *buttons: QWidget) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = TitleRow(title, *buttons)
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(24, 24, 24, 16)
        self.content.setSpacing(16)
        self.content.addWidget(self.title)

    def reload(self, changed: Changed) -> None:
        """Nothing of it comes from the study."""

    def put_down(self) -> str:
        """Nothing typed on it is kept anywhere, so nothing can fail."""
        return ""

    @property
    def is_saved(self) -> bool:
        """Nothing typed on it waits to be kept."""
        return True


class ScrollPage(TitledPage):
    """A page whose content scrolls under its title when the window is low; what stands in `below` stays in sight.

    It stands under the content, so that what it says moves nothing one is about to click.
    """

    def __init__(self, title: str, *buttons: QWidget) -> None:
        super().__init__(title, *buttons)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keep_bar_room(area)
        body = QWidget()
        area.setWidget(body)
        self.content.addWidget(area, 1)
        self.below = QVBoxLayout()
        self.below.setSpacing(16)
        self.content.addLayout(self.below)
        self.content = QVBoxLayout(body)
        self.content.setContentsMargins(0, 0, 8, 0)
        self.content.setSpacing(16)


class Banner(QFrame):
    """One sentence that needs attention, with a way to close it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._text = label("", wrap=True)
        self._act: Callable[[], object] = self.hide
        self.action = button("", self._on_action)
        close = button(_("Close"), self.hide, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(self._text, 1)
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, sentence: str, verb: str = "", act: Callable[[], object] | None = None) -> None:
        """Show the sentence, with a button that does something about it; an empty one hides the banner."""
        self._text.setText(sentence)
        self._act = act or self.hide
        self.action.setText(verb)
        self.action.setVisible(bool(verb))
        self.setVisible(bool(sentence))

    def _on_action(self) -> None:
        self.hide()
        self._act()

    @property
    def sentence(self) -> str:
        return self._text.text() if self.isVisible() else ""


def status_word(status: Status) -> str:
    """The word for how an interview stands, in the window's language."""
    return {
        Status.DRAFT: _("Draft"),
        Status.FINALISED: _("Finalised"),
        Status.RETURNED: _("Returned"),
        Status.APPROVED: _("Approved"),
        Status.SENT: _("Sent"),
    }[status]


def standing_of(interview: Interview | InterviewRow) -> str:
    """How an interview stands, in a word or two: one may be approved and sent."""
    if isinstance(interview, InterviewRow) and interview.mark.partial:
        return _("Partial")
    if interview.status is Status.SENT and interview.review is Review.APPROVED:
        return _("Approved, sent")
    return status_word(interview.status)


def status_colour(status: Status) -> str:
    """The colour of that word; its shape and word carry the meaning too."""
    c = theme.colours()
    return {
        Status.DRAFT: c.muted,
        Status.FINALISED: c.accent,
        Status.RETURNED: c.warn,
        Status.APPROVED: c.good,
        Status.SENT: c.muted,
    }[status]


def paint_ring(painter: QPainter, rect: QRectF, share: float) -> None:
    """Draw a completeness ring inside `rect`, full or not in one colour: green is for what was approved."""
    c = theme.colours()
    inner = rect.adjusted(2, 2, -2, -2)
    pen = painter.pen()
    pen.setWidthF(2.0)
    pen.setColor(QColor(c.line))
    painter.setPen(pen)
    painter.drawEllipse(inner)
    if share > 0:
        pen.setColor(QColor(c.accent))
        painter.setPen(pen)
        painter.drawArc(inner, 90 * 16, -int(share * 360 * 16))


class Bar(QWidget):
    """A horizontal share bar for the overview; `share` from 0 to 1."""

    def __init__(self, share: float, colour: str = "") -> None:
        super().__init__()
        self.setFixedHeight(8)
        self.setMinimumWidth(80)
        self._share, self._colour = share, colour

    def paintEvent(self, event: QPaintEvent) -> None:
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.line))
        painter.drawRoundedRect(self.rect(), 4, 4)
        painter.setBrush(QColor(self._colour or c.accent))
        width = max(0.0, min(1.0, self._share)) * self.width()
        if width >= 1:
            painter.drawRoundedRect(QRectF(0, 0, width, self.height()), 4, 4)
