"""Submissions sent as a study sends them, without the pauses between two tries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fieldsurvey.study import Study
from fieldsurvey.sync.outbox import StudyOutbox
from fieldsurvey.sync.peer import TakesSubmissions
from fieldsurvey.sync.peers.openrosa import OpenRosaServer
from fieldsurvey.sync.runner import Report, send_all
from tests.support import rows


@contextmanager
def outbox_of(study: Study) -> Iterator[StudyOutbox]:
    """What waits in the study, as the runner of a sync is given it."""
    with rows.connected(study) as db:
        yield StudyOutbox(db, study.path, study.clock)


def send_to(study: Study, remote: TakesSubmissions) -> Report:
    """Send all that waits to this remote."""
    with outbox_of(study) as outbox:
        return send_all(outbox, remote, pause=lambda _seconds: None)


def send(study: Study, base: str) -> Report:
    """Send all that waits to the server at this address."""
    remote = OpenRosaServer(base, device_id="test")
    try:
        return send_to(study, remote)
    finally:
        remote.close()
