"""What stands on the screen, found as a person or a screen reader finds it: by its words, or by its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from fieldsurvey.ui.shell.busy import LongWork

W = TypeVar("W", bound=QWidget)


def found(widget: QWidget, kind: type[W]) -> W:
    """The one part of this kind that stands there last."""
    parts = widget.findChildren(kind)
    assert parts, f"no {kind.__name__} stands there"
    return parts[-1]


def _shown(widget: QWidget, kind: type[W]) -> Iterator[W]:
    return (part for part in widget.findChildren(kind) if part.isVisibleTo(widget))


def _named(parts: Iterator[W], name: str) -> W:
    return next(part for part in parts if part.accessibleName() == name)


def words_on(widget: QWidget) -> str:
    """All words that can be read there, a line each."""
    return "\n".join(part.text() for part in _shown(widget, QLabel))


def buttons_on(widget: QWidget) -> list[str]:
    """The words of its buttons."""
    return [part.text() for part in _shown(widget, QPushButton)]


def button(widget: QWidget, words: str) -> QPushButton:
    """The button with these words, alone or before the number it counts."""
    return next(
        part for part in _shown(widget, QPushButton) if words in (part.text(), part.text().partition("  ")[0])
    )


def press(widget: QWidget, words: str) -> None:
    """Press the button with these words."""
    button(widget, words).click()


def tick(widget: QWidget, words: str, *, on: bool = True) -> None:
    """Tick the box, or choose the one of several, whose words begin so."""
    boxes: list[QAbstractButton] = [*_shown(widget, QCheckBox), *_shown(widget, QRadioButton)]
    next(box for box in boxes if box.text().startswith(words)).setChecked(on)


def field(widget: QWidget, name: str) -> QLineEdit:
    """The line to type in that is called so."""
    return _named(_shown(widget, QLineEdit), name)


def choice(widget: QWidget, name: str) -> QComboBox:
    """The list to choose from that is called so."""
    return _named(_shown(widget, QComboBox), name)


def work(page: QWidget) -> LongWork:
    """The strip that says how far the work of a page is, and what came of it."""
    return found(page, LongWork)
