"""How the window looks, in one place: colours, type, space, and the style sheet made of them. No widget is styled elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from string import Template

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from fieldsurvey.system import paths
from fieldsurvey.ui.shell import fonts

FAMILIES = (
    *("Noto Sans", "Noto Sans Devanagari", "Noto Sans Kannada", "Noto Sans Bengali", "Noto Sans Gurmukhi"),
    *("Noto Sans Gujarati", "Noto Sans Oriya", "Noto Sans Tamil", "Noto Sans Telugu", "Noto Sans Malayalam"),
    *("Noto Naskh Arabic", "Noto Sans Symbols2", "Noto Sans Symbols"),
)


@dataclass(frozen=True, slots=True)
class Colours:
    """The palette of one theme; text on every ground has a contrast of 4.5 or more."""

    ground: str
    surface: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_pressed: str
    selection: str
    good: str
    warn: str
    bad: str
    disabled: str
    track: str
    """Of a bar: what is not filled."""
    strong_line: str
    parts: tuple[str, ...]
    """Parts of a whole, in their order."""
    warn_ground: str
    bad_ground: str
    good_ground: str
    hatch: str


_TEALS = ("#083F46", "#0B6B75", "#5B9CA3", "#A9CDD1", "#E2F0F1")
LIGHT = Colours(
    ground="#F6F7F9",
    surface="#FFFFFF",
    line="#DDE2E8",
    text="#1A232E",
    muted="#5A6572",
    accent="#0B6B75",
    on_accent="#FFFFFF",
    accent_pressed="#095760",
    selection="#E2F0F1",
    good="#2B7A3D",
    warn="#9A5B00",
    bad="#B3261E",
    disabled="#EEF1F4",
    track="#E4E8ED",
    strong_line="#C3CBD4",
    parts=_TEALS,
    warn_ground="#FBF3E6",
    bad_ground="#FBECEB",
    good_ground="#E9F4EC",
    hatch="#D3DAE1",
)
DARK = Colours(
    ground="#14181D",
    surface="#1C2229",
    line="#313A44",
    text="#E8EDF2",
    muted="#9AA7B4",
    accent="#4FB7C2",
    on_accent="#0C1A1C",
    accent_pressed="#3DA3AE",
    selection="#17383C",
    good="#6CC083",
    warn="#E2A84B",
    bad="#F2857D",
    disabled="#232A32",
    track="#2A323B",
    strong_line="#465260",
    parts=_TEALS[::-1],
    warn_ground="#2E2617",
    bad_ground="#33201F",
    good_ground="#1A2C21",
    hatch="#3A444F",
)

_STYLE = Template("""
* { outline: 0; }
QWidget { color: $text; }
QMainWindow, QWidget#page, QWidget#entry { background: $ground; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 6px 8px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="heading"] { font-size: 16px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="question"] { font-size: 15px; font-weight: 500; }
QLabel[role="note"] { font-size: 14px; }
QLabel[role="muted"], QLabel[role="hint"] { color: $muted; font-size: 13px; }
QLabel[role="small"] { font-size: 13px; }
QLabel[role="figure"] { font-size: 26px; font-weight: 600; }
QLabel[role="bad"] { color: $bad; font-size: 13px; }
QLabel[role="warn"] { color: $warn; font-size: 13px; }
QLabel[role="good"] { color: $good; font-size: 13px; }
QLabel[role="error"] { color: $bad; }
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[role="rule"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="banner"] { background: $selection; border: 1px solid $accent; border-radius: 6px; }
QFrame[role="ask"] { background: $warn_ground; border: 0; border-radius: 8px; }
QFrame[role="fault"] { background: $bad_ground; border: 0; border-radius: 8px; }
QFrame[role="paper"] { background: $surface; border: 1px solid $strong_line; border-radius: 0; }
QFrame[role="notice"] { background: $warn_ground; border: 0; border-radius: 6px; }
QFrame[role="remark"] { background: $warn_ground; border: 0; border-left: 3px solid $warn; }
QFrame[role="flag"] { background: transparent; border: 0; border-bottom: 1px solid $line; border-left: 3px solid transparent; }
QFrame[role="flag"][here="true"] { border-left: 3px solid $warn; background: $warn_ground; }
QFrame[role="message"] { background: $text; border: 0; border-radius: 6px; }
QFrame[role="message"] QLabel { color: $surface; }

QPushButton { background: $surface; border: 1px solid $line; border-radius: 6px; padding: 0 16px; min-height: 34px; }
QPushButton:hover { border-color: $accent; }
QPushButton:pressed { background: $selection; }
QPushButton[ring="true"] { border: 2px solid $accent; padding: 0 15px; min-height: 32px; }
QPushButton:disabled { color: $muted; background: $disabled; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $accent_pressed; }
QPushButton[kind="primary"][ring="true"] { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $disabled; color: $muted; border-color: $line; font-weight: 400; }
QPushButton[kind="row"] { text-align: left; padding: 0 12px; }
QPushButton[kind="row"][ring="true"] { padding: 0 11px; }
QPushButton[kind="chip"] { padding: 0; min-height: 28px; }
QPushButton[kind="chip"][ring="true"] { padding: 0; min-height: 26px; }
QPushButton[kind="chip"]:checked { background: $selection; border-color: $accent; }
QPushButton[kind="link"] { background: transparent; border-color: transparent; color: $accent; padding: 0 6px; min-height: 24px; font-size: 13px; }
QPushButton[kind="link"]:hover { background: $selection; }
QPushButton[kind="link"]:disabled { color: $muted; }
QPushButton[kind="link"][ring="true"] { border: 2px solid $accent; padding: 0 5px; min-height: 22px; }
QPushButton[kind="number"] { background: transparent; border: none; border-radius: 3px; color: $text; padding: 0 0 0 4px; min-height: 20px; text-align: right; font-weight: normal; }
QPushButton[kind="number"][strong="true"] { font-weight: 600; }
QPushButton[kind="number"]:hover, QPushButton[kind="number"][ring="true"] { background: $selection; color: $accent; text-decoration: underline; }
QPushButton[kind="filter"] { padding: 0 28px 0 10px; min-height: 30px; font-size: 13px; }
QPushButton[kind="filter"][ring="true"] { padding: 0 27px 0 9px; min-height: 28px; }
QPushButton[kind="filter"][plain="true"] { padding: 0 10px; }
QPushButton[kind="filter"][plain="true"][ring="true"] { padding: 0 9px; }
QPushButton[kind="filter"][set="true"] { background: $selection; border-color: $accent; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $accent; padding: 0 8px; }
QPushButton[kind="quiet"]:hover { background: $selection; }
QPushButton[kind="quiet"][ring="true"] { border: 2px solid $accent; padding: 0 7px; }
QPushButton[kind="quiet"]:checked { background: $selection; color: $text; }
QFrame[role="message"] QPushButton { background: transparent; border: 1px solid $muted; color: $surface; font-weight: 600; padding: 0 12px; min-height: 30px; }
QFrame[role="message"] QPushButton:hover { border-color: $surface; }
QFrame[role="message"] QPushButton[ring="true"] { border: 2px solid $surface; padding: 0 11px; min-height: 28px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit {
  background: $surface; border: 1px solid $line; border-radius: 6px; padding: 0 10px; min-height: 34px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit { placeholder-text-color: $muted; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; placeholder-text-color: $muted; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover, QDateEdit:hover { border-color: $muted; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox[ring="true"], QDateEdit:focus, QTimeEdit:focus, QDateTimeEdit:focus, QSpinBox:focus {
  border: 2px solid $accent; padding: 0 9px; min-height: 32px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 5px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $disabled; color: $muted; }
QLineEdit[state="bad"], QPlainTextEdit[state="bad"], QComboBox[state="bad"] { border: 2px solid $bad; padding: 0 9px; min-height: 32px; }
QLineEdit[readOnly="true"] { background: $disabled; }
QSpinBox { max-height: 34px; }
QSpinBox:focus { max-height: 32px; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: 0; padding: 0 8px; min-height: 0; background: transparent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; width: 0; border: 0; }
QComboBox::drop-down { border: 0; width: 28px; }
QComboBox::down-arrow { image: url($icons/chevron-$name.svg); width: 12px; height: 12px; margin-right: 10px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; selection-background-color: $selection; selection-color: $text; padding: 4px; outline: 0; }

QCheckBox, QRadioButton { spacing: 8px; min-height: 32px; }
QRadioButton[size="tight"] { min-height: 26px; }
QCheckBox::indicator, QRadioButton::indicator { width: 18px; height: 18px; border: 1px solid $muted; background: $surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 10px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($icons/tick-$name.svg); }
QRadioButton::indicator:checked { border: 6px solid $accent; width: 8px; height: 8px; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }

QWidget#rail { background: $surface; border-right: 1px solid $line; }
QWidget#rail QPushButton { border: 0; border-radius: 6px; text-align: left; padding: 0 12px; min-height: 40px; background: transparent; }
QWidget#rail QPushButton:hover { background: $ground; }
QWidget#rail QPushButton:checked { background: $selection; color: $text; font-weight: 600; }
QWidget#rail QPushButton[ring="true"] { border: 2px solid $accent; padding: 0 10px; min-height: 36px; }

QAbstractItemView { background: $surface; border: 1px solid $line; border-radius: 8px; gridline-color: $line; outline: 0;
  selection-background-color: $selection; selection-color: $text; alternate-background-color: $surface; }
QAbstractItemView[role="bare"] { border: 0; border-radius: 0; background: transparent; }
QTableView { font-size: 13px; }
QTableView[role="inner"] { border: 0; border-radius: 0; }
QTableView::item { padding: 0 5px; border-bottom: 1px solid $line; }
QTableView::item:focus { border: 2px solid $accent; padding: 0 3px; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $muted; border: 0; border-bottom: 1px solid $line; padding: 6px 8px; font-size: 13px; font-weight: 600; }
QTableCornerButton::section { background: $surface; border: 0; }
QListWidget::item { padding: 6px 8px; border-radius: 6px; }
QListWidget::item:selected { background: $selection; color: $text; }

QScrollArea { border: 0; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $line; min-height: 32px; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical:hover { background: $muted; }
QScrollBar::handle:vertical:disabled { background: transparent; }
QScrollBar:horizontal { background: transparent; height: 12px; }
QScrollBar::handle:horizontal { background: $line; min-width: 32px; border-radius: 4px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $line; border: 0; border-radius: 4px; max-height: 8px; min-height: 8px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QMenu { background: $surface; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 8px 20px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QSlider::groove:horizontal { height: 4px; background: $line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $accent; width: 18px; height: 18px; margin: -7px 0; border-radius: 9px; }
QSlider::handle:horizontal:focus { border: 2px solid $text; }

QFrame[role="block"] { background: transparent; border: 0; border-left: 3px solid transparent; }
QFrame[role="block"][focused="true"] { border-left: 3px solid $accent; background: $surface; }
QFrame[role="choice"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[role="choice"]:hover { border-color: $muted; }
QFrame[role="choice"][chosen="true"] { background: $selection; border-color: $accent; }
QFrame[role="choice"][here="true"] { border: 2px solid $accent; }
QFrame[role="choice"][quiet="true"] QLabel { color: $muted; }
QLabel[role="digit"] { color: $muted; font-size: 12px; border: 1px solid $line; border-radius: 4px; padding: 0 5px; background: $ground; }
QLabel[role="key"] { font-size: 13px; border: 1px solid $line; border-radius: 4px; padding: 1px 6px; background: $ground; }
QWidget#outline-cover { background: $surface; }
QWidget#outline { background: $surface; border-right: 1px solid $line; }
QWidget#sidebar { background: $surface; border-left: 1px solid $line; }
QWidget#topbar { background: $surface; border-bottom: 1px solid $line; }
QWidget#footer { background: $surface; border-top: 1px solid $line; }
QTableView#frozen { border: 0; border-right: 1px solid $muted; border-radius: 0; }
QLineEdit[role="cell"] { border: 2px solid $accent; border-radius: 0; padding: 0 6px; min-height: 0; }
QListWidget#choices { border: 1px solid $muted; border-radius: 6px; padding: 4px; }
QListView[role="pairs"] { font-size: 13px; }
QListView[role="found"] { background: transparent; border: 0; }

QPushButton[kind="picture"] { padding: 2px; border-radius: 6px; }
QPushButton[kind="picture"][ring="true"] { padding: 1px; }
QLabel[role="screen"] { background: #101418; border-radius: 6px; }

QFrame[role="banner"]:focus { border: 2px solid $accent; }
QWidget#respondent { background: $ground; }
QWidget#respondent-bar { background: $surface; border-top: 1px solid $line; }
QLabel[role="respondent-label"] { font-size: 28px; font-weight: 600; }
QLabel[role="respondent-note"] { font-size: 20px; }
QLabel[role="respondent-hint"] { font-size: 18px; color: $muted; }
QLabel[role="respondent-fault"] { font-size: 20px; color: $bad; }
QWidget#respondent QLabel[role="muted"] { font-size: 18px; }
QWidget#respondent QPushButton { font-size: 18px; min-height: 50px; padding: 0 28px; }
QWidget#respondent QPushButton[ring="true"] { min-height: 48px; padding: 0 27px; }
QWidget#respondent QLineEdit, QWidget#respondent QPlainTextEdit { font-size: 24px; min-height: 52px; }
QWidget#respondent QLineEdit:focus { min-height: 50px; }
""")

_current: list[Colours] = [LIGHT]


def colours() -> Colours:
    """The palette in use."""
    return _current[0]


def load_fonts() -> None:
    """Make the shipped Noto fonts known to Qt."""
    for file in sorted((paths.resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFontFromData(QByteArray(fonts.read(file)))


def apply(app: QApplication, theme: str = "light") -> None:
    """Dress the application: palette, font with every script as fallback, style sheet. What it wears already is not put on again."""
    _current[0] = DARK if theme == "dark" else LIGHT
    if app.property("theme") == theme:
        return
    app.setProperty("theme", theme)
    c = _current[0]
    app.setStyle("Fusion")
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(14)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    app.setFont(font)
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, c.ground),
        (roles.Base, c.surface),
        (roles.AlternateBase, c.ground),
        (roles.Text, c.text),
        (roles.WindowText, c.text),
        (roles.ButtonText, c.text),
        (roles.Button, c.surface),
        (roles.Highlight, c.accent),
        (roles.HighlightedText, c.on_accent),
        (roles.PlaceholderText, c.muted),
        (roles.ToolTipBase, c.surface),
        (roles.ToolTipText, c.text),
    ):
        palette.setColor(role, QColor(colour))
    app.setPalette(palette)
    icon.cache_clear()
    app.setStyleSheet(
        _STYLE.substitute(
            {name: getattr(c, name) for name in Colours.__slots__},
            name="dark" if c is DARK else "light",
            icons=(paths.resources() / "icons").as_posix(),
        )
    )


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and let it take effect."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


@lru_cache(maxsize=64)
def icon(name: str, colour: str = "") -> QIcon:
    """An outline icon of `resources/icons`, 20 px, in the text's colour unless another is given; muted where its button is off."""
    svg = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon(_drawn(svg, colour or colours().text))
    made.addPixmap(_drawn(svg, colours().muted), QIcon.Mode.Disabled)
    return made


def _drawn(svg: str, colour: str) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
    scale = QGuiApplication.primaryScreen().devicePixelRatio() if QGuiApplication.primaryScreen() else 1.0
    pixmap = QPixmap(QSize(20, 20) * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
