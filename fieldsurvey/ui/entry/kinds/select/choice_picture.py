"""Pictures of choices: read once, shrunk to the size they are shown in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPixmap

from fieldsurvey.ui.entry.kinds.select.select_row import PICTURE
from fieldsurvey.xforms import Choice
from fieldsurvey.xforms.lists.lazy_choices import LazyChoices


def has_pictures(choices: Sequence[Choice]) -> bool:
    """Whether a picture belongs to one of the choices; to those of a long table none does."""
    return not isinstance(choices, LazyChoices) and any("image" in choice.media for choice in choices)


def small_picture(data: bytes | None) -> QPixmap | None:
    """The picture as it stands beside its choice; None when it is not there or cannot be read."""
    pixmap = QPixmap()
    if data is None or not pixmap.loadFromData(data):
        return None
    scale = QGuiApplication.primaryScreen().devicePixelRatio()
    wide, high = int(PICTURE[0] * scale), int(PICTURE[1] * scale)
    if pixmap.width() > wide or pixmap.height() > high:
        pixmap = pixmap.scaled(
            wide, high, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    pixmap.setDevicePixelRatio(scale)
    return pixmap
