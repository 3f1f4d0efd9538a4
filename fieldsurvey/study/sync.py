"""Sending what waits to the study's server."""

from __future__ import annotations

import json

from fieldsurvey.records import (
    Changed,
    Server,
    Topic,
)
from fieldsurvey.store import (
    outbox,
    settings,
)
from fieldsurvey.store.decoding import legible
from fieldsurvey.study.context import Context
from fieldsurvey.sync.outbox import StudyOutbox
from fieldsurvey.sync.remote import Remote
from fieldsurvey.sync.runner import Report, send_all
from fieldsurvey.system.progress import Progress, silent


class Sync:
    """Sync of one study."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def server(self) -> Server:
        """Where submissions go; empty until set."""
        text = settings.read(self._context.db, "server")
        with legible():
            return Server(**json.loads(text)) if text else Server()

    def set_server(self, server: Server) -> Changed:
        """Keep the server's address and login, inside the study file. Raises SyncError for an unusable address."""
        if server.url:
            self._remote(server).close()
        text = json.dumps({"url": server.url, "username": server.username, "password": server.password})
        with self._context.writing() as db:
            settings.write(db, "server", text)
        return Changed(frozenset({Topic.STUDY}))

    def waiting(self) -> int:
        """How many interviews are not sent yet."""
        return outbox.number_waiting(self._context.db)

    def send(self, *, remote: Remote | None = None, progress: Progress = silent) -> Report:
        """Send everything that waits to the study's server. Raises SyncError when none is set."""
        remote = remote or self._remote(self.server)
        try:
            return send_all(
                StudyOutbox(
                    self._context.db, self._context.path, self._context.clock, self._context.lacks_file
                ),
                remote,
                progress=progress,
            )
        finally:
            remote.close()

    def _remote(self, server: Server) -> Remote:
        from fieldsurvey.sync.openrosa import OpenRosaRemote

        return OpenRosaRemote(
            server.url, username=server.username, password=server.password, device_id=self._context.device_id
        )
