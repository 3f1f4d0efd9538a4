"""The place this laptop's system knows (its own receiver, or what it reckons), where the program has the library for it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtPositioning import QGeoPositionInfo, QGeoPositionInfoSource

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.devices.coordinates import Position
from fieldsurvey.ui.entry.devices.device_ports import Failed, Receiver


def system_receivers() -> Sequence[Receiver]:
    """The system's own; none where it has no such service."""
    owner = QObject()
    source: QGeoPositionInfoSource | None = QGeoPositionInfoSource.createDefaultSource(owner)
    return (SystemReceiver(source, owner),) if source is not None else ()


class SystemReceiver:
    """Asks the system once a second."""

    def __init__(self, source: QGeoPositionInfoSource, owner: QObject) -> None:
        self._source, self._owner = source, owner
        self._tell: Callable[[Position], None] = lambda _position: None
        self._complain: Failed = lambda _sentence: None
        source.setUpdateInterval(1000)
        source.positionUpdated.connect(self._on_updated)
        source.errorOccurred.connect(self._on_failed)

    def start(self, fixed: Callable[[Position], None], failed: Failed) -> None:
        self._tell, self._complain = fixed, failed
        self._source.startUpdates()

    def stop(self) -> None:
        self._source.stopUpdates()
        self._tell, self._complain = (lambda _position: None), (lambda _sentence: None)

    def _on_updated(self, info: QGeoPositionInfo) -> None:
        position = info.coordinate()
        accuracy = info.attribute(QGeoPositionInfo.Attribute.HorizontalAccuracy)
        altitude = position.altitude()
        self._tell(
            Position(
                position.latitude(),
                position.longitude(),
                0.0 if math.isnan(altitude) else altitude,
                0.0 if math.isnan(accuracy) else accuracy,
            )
        )

    def _on_failed(self, error: QGeoPositionInfoSource.Error) -> None:
        if error is not QGeoPositionInfoSource.Error.NoError:
            self._complain(
                _("The system does not tell the place. Allow it in its settings, or type the place.")
            )
