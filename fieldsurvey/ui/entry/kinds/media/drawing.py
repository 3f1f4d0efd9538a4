"""A picture that is drawn: on an empty sheet, over a photo, or as a signature, which may also be a typed name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.kinds.media.canvas import Canvas
from fieldsurvey.ui.entry.kinds.media.photo import PhotoWidget
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Button, button, label
from fieldsurvey.xforms import Prompt

_SHEET, _STRIP = QSize(800, 480), QSize(800, 280)
_ROOM = QSize(880, 500)  # what a sheet may take of a screen of 1366x768
_LINE_AT = 0.78  # of the strip's height: where one signs
_COLOURS = ("#1A232E", "#B3261E", "#1456B8", "#2B7A3D", "#E0A030", "#FFFFFF")
_WIDTHS = (3.0, 8.0)


class DrawingWidget(PhotoWidget):
    """`draw`, `signature`: a sheet. `annotate`: a photo first, then marks on it."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        self._draw: QPushButton | None = None
        self._sheet: DrawingDialog | None = None
        words = set(prompt.appearance.split())
        self.is_signature = "signature" in words
        self.is_annotated = "annotate" in words and not self.is_signature
        self.takes_photos = self.is_annotated
        super().__init__(prompt, question)
        if not self.is_annotated:
            self._draw = button(_("Sign") if self.is_signature else _("Draw"), self.draw, icon="pen")
            self.row.insertWidget(0, self._draw)
            self.setFocusProxy(self._draw)

    def choose_words(self) -> str:
        return _("Choose a photo") if self.is_annotated else _("Choose a picture")

    def invitation(self) -> str:
        if self.is_annotated:
            return _("then draw on it")
        if self.is_signature:
            return _("with mouse, pen or keys, or as a typed name")
        return _("with mouse, pen or keys")

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        if self._draw is not None:
            self._draw.setEnabled(not prompt.readonly)

    def add_tools(self, row: QHBoxLayout) -> None:
        if self.is_annotated:
            row.addWidget(button(_("Draw on it"), self.draw, "quiet", "pen"))
        super().add_tools(row)

    def focus_target(self) -> QWidget:
        return self._draw if self._draw is not None else super().focus_target()

    def draw(self) -> None:
        """Open the sheet, with what was drawn before on it."""
        found = self.image() if self.prompt.value else None
        if self.prompt.value and found is None:
            return  # still on its way, and it has been said
        dialog = DrawingDialog(self.prompt.label, found, self, is_signature=self.is_signature)
        dialog.keeps_ground = self.is_annotated
        dialog.drawn.connect(self._on_drawn)
        self._sheet = dialog
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def commit(self) -> None:
        """A sheet that is still open when the window goes away, locked perhaps, is kept as it stands."""
        if self._sheet is not None:
            self._sheet.keep_drawn()
        super().commit()

    def _on_closed(self) -> None:
        self._sheet = None

    def _on_drawn(self, image: QImage) -> None:
        self.bring_image(image, is_drawn=not self.is_annotated)


class DrawingDialog(QDialog):
    """The sheet with its pens."""

    drawn = Signal(QImage)
    keeps_ground = False
    """Whether clearing leaves what lies beneath: a photo stays, an older drawing goes."""

    def __init__(self, words: str, before: QImage | None, parent: QWidget, *, is_signature: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Sign") if is_signature else _("Draw"))
        self._is_signature = is_signature
        ground = (
            before if before is not None else blank(_STRIP if is_signature else _SHEET, signed=is_signature)
        )
        shown = ground.size().scaled(_ROOM, Qt.AspectRatioMode.KeepAspectRatio)
        self.canvas = Canvas(ground, shown.expandedTo(QSize(1, 1)))
        self.text = QLineEdit()
        hint = _("Name, typed instead of signed") if is_signature else _("Words to put where the cross is")
        self.text.setPlaceholderText(hint)
        self.text.setAccessibleName(hint)
        self.text.returnPressed.connect(self._write)
        self.keep = button(_("Keep"), self.keep_drawn, "primary")
        self.keep.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(words, "strong", wrap=True))
        column.addLayout(self._pens())
        column.addWidget(self.canvas, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._foot())
        self.canvas.setFocus()

    def _pens(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        colours, widths = QButtonGroup(self), QButtonGroup(self)
        names = (_("Black"), _("Red"), _("Blue"), _("Green"), _("Yellow"), _("White"))
        if not self._is_signature:
            for colour, name in zip(_COLOURS, names, strict=True):
                pen = self._pen(_swatch(colour), name, colours)
                pen.clicked.connect(lambda _on=False, colour=colour: self._choose(colour=colour))
        for width, name in zip(_WIDTHS, (_("Thin"), _("Thick")), strict=True):
            pen = self._pen(_swatch(theme.colours().text, width * 1.5), name, widths)
            pen.clicked.connect(lambda _on=False, width=width: self._choose(width=width))
        for made in (*colours.buttons(), *widths.buttons()):
            row.addWidget(made)
        row.addStretch(1)
        for text, act, icon in (
            (_("Take the last line back"), self.canvas.undo, "undo"),
            (_("Clear the sheet"), self._clear, "delete"),
        ):
            widget = button(text, act, "quiet", icon)
            widget.setAutoDefault(False)
            row.addWidget(widget)
        return row

    def _pen(self, icon: QIcon, name: str, group: QButtonGroup) -> QPushButton:
        pen = Button(icon, "")
        pen.setProperty("kind", "quiet")
        pen.setCheckable(True)
        pen.setAutoDefault(False)
        pen.setAccessibleName(name)
        pen.setToolTip(name)
        pen.setChecked(not group.buttons())
        group.addButton(pen)
        return pen

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(label(_("Keys: arrows move the cross, Space draws, Backspace takes back."), "hint"))
        cancel = button(_("Cancel"), self.reject, "quiet")
        cancel.setAutoDefault(False)
        row.addWidget(cancel)
        row.addWidget(self.keep)
        return row

    def _choose(self, *, colour: str = "", width: float = 0.0) -> None:
        self.canvas.colour = colour or self.canvas.colour
        self.canvas.pen_width = width or self.canvas.pen_width
        self.canvas.setFocus()

    def _write(self) -> None:
        text = self.text.text().strip()
        if text:
            self.canvas.write(text, in_middle=self._is_signature)
            self.text.clear()
            self.keep.setFocus() if self._is_signature else self.canvas.setFocus()

    def _clear(self) -> None:
        self.canvas.clear()
        if not self.keeps_ground:
            self.canvas.ground = blank(self.canvas.ground.size(), signed=self._is_signature)
        self.canvas.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps the sheet only from its button, or with Ctrl: in the field for words it writes them."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.keep.hasFocus() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep_drawn()

    def keep_drawn(self) -> None:
        """What is typed but not yet written is written; an untouched sheet is no answer."""
        self._write()
        is_empty = self.canvas.is_empty
        image = self.canvas.image()
        self.accept()
        if not is_empty:
            self.drawn.emit(image)


def blank(size: QSize, *, signed: bool) -> QImage:
    """An empty white sheet, with a line to sign on where it is one for that."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    if signed:
        painter = QPainter(image)
        painter.setPen(QColor("#C4CBD3"))
        at = int(size.height() * _LINE_AT)
        painter.drawLine(40, at, size.width() - 40, at)
        painter.end()
    return image


def _swatch(colour: str, size: float = 14.0) -> QIcon:
    pixmap = QPixmap(20, 20)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor("#7A8793"))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(pixmap.rect().center(), size / 2, size / 2)
    painter.end()
    return QIcon(pixmap)
