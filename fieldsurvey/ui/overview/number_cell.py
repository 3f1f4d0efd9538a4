"""A number in a table that leads to what it counts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldsurvey.ui.shell.widgets import button, label

Show = Callable[[], object]


def number_cell(number: int, show: Show | None, what: str, *, is_strong: bool = False) -> QWidget:
    """`what`: what is counted, for those who hear it; without `show`, or of nothing, the number leads nowhere."""
    if not number or show is None:
        plain = label(str(number), "strong" if is_strong else "")
        plain.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return plain
    cell = button(str(number), show, "number")
    cell.setProperty("strong", is_strong)
    cell.setAccessibleName(f"{what} {number}")
    return cell
