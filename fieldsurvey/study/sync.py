"""Sending what waits to the study's server."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable
from functools import cache

from fieldsurvey.errors import SyncError
from fieldsurvey.interviews.sensitive import not_allowed, sensitive_modules
from fieldsurvey.records import (
    Changed,
    Server,
    Topic,
)
from fieldsurvey.store import (
    outbox,
    settings,
)
from fieldsurvey.store.decoding import decoded
from fieldsurvey.study.context import Context
from fieldsurvey.sync.outbox import StudyOutbox
from fieldsurvey.sync.peer import Peer, Stoppable, TakesSubmissions, is_loopback
from fieldsurvey.sync.runner import Report, send_all
from fieldsurvey.system.progress import Progress, silent

_STEP = 0.25
"""Seconds of a pause between two looks whether to stop."""


class Sync:
    """Sync of one study."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def server(self) -> Server:
        """Where submissions go; empty until set."""
        text = settings.read(self._context.db, "server")
        with decoded():
            return Server(**json.loads(text)) if text else Server()

    def set_server(self, server: Server) -> Changed:
        """Keep the server's address and login, inside the study file. Raises SyncError for an unusable address."""
        if server.url:
            self._connected(server).close()
        text, before = json.dumps(dataclasses.asdict(server)), self.server.url
        with self._context.writing() as db:
            settings.write(db, "server", text)
            self._context.tell(db, "server set", new=server.url)
            if server.url.rstrip("/") != before.rstrip("/"):
                outbox.forget_portions(db)
        return Changed(frozenset({Topic.STUDY}))

    def waiting(self) -> int:
        """How many interviews are not sent yet."""
        return outbox.number_waiting(self._context.db)

    def send(
        self, *, to: TakesSubmissions | None = None, synthetic_too: bool = False, progress: Progress = silent
    ) -> Report:
        """Send everything that waits to the study's server.

        Raises SyncError when none is set, and where invented firms would go to a real server and nobody said `synthetic_too`.
        """
        if self.would_mix and not synthetic_too:
            raise SyncError("sync.synthetic")
        to = to or self._connected(self.server)
        last: tuple[int, int, str] = (0, 0, "")

        def tell(done: int, total: int, what: str) -> None:
            nonlocal last
            last = (done, total, what)
            progress(*last)

        if isinstance(to, Stoppable):
            to.stop_when(lambda: progress(*last))
        try:
            return send_all(
                StudyOutbox(
                    self._context.db,
                    self._context.path,
                    self._context.clock,
                    self._context.lacks_file,
                    cache(self._context.staying_here),
                    self._context.forms.form,
                ),
                to,
                progress=tell,
                pause=lambda seconds: _pause(seconds, lambda: progress(*last)),
            )
        finally:
            to.close()

    @property
    def staying_modules(self) -> tuple[str, ...]:
        """The sensitive modules of which nothing is sent, by name; the set-up lets none of them leave."""
        found = {
            name: None
            for form_id, _version, _title in self._context.forms.listing()
            for name in not_allowed(
                sensitive_modules(self._context.forms.versions(form_id)), self._context.allowed_modules
            )
        }
        return tuple(found)

    @property
    def would_mix(self) -> bool:
        """Whether sending would put invented firms beside real ones: a synthetic study, and a server that is not this laptop."""
        address = self.server.url
        return self._context.cluster.synthetic and bool(address) and not is_loopback(address)

    @property
    def peers(self) -> tuple[Peer, ...]:
        """The kinds of places there are, in the order a person is shown them."""
        from fieldsurvey.sync.peers import PEERS

        return tuple(PEERS.values())

    def _connected(self, server: Server) -> TakesSubmissions:
        from fieldsurvey.sync.peers import PEERS

        peer = PEERS.get(server.peer)
        if peer is None:
            raise SyncError("sync.unknown-peer", peer=server.peer)
        return peer.connect(server, self._context.device_id)


def _pause(seconds: float, look: Callable[[], None]) -> None:
    """Wait; `look` raises when the work is to stop."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        look()
        time.sleep(min(left, _STEP))
