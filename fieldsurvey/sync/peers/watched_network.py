"""Connections that end when their time is over, however slowly the other side drips, and at once when a person says Stop."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore
import httpx

_STEP = 0.25
"""Seconds between two looks whether to stop."""
_SLICE = 65_536
"""Bytes written between two looks."""


class Watch:
    """One for each server: how long an answer may take, and whether somebody stopped the work."""

    def __init__(self) -> None:
        self.look: Callable[[], None] = lambda: None
        """Raises when the work is to stop; asked four times a second."""
        self._seconds = self._until = 0.0

    def begin(self, seconds: float) -> None:
        """From the last byte that is written, or from now, all that is read must come within so many seconds."""
        self._seconds = seconds
        self.wrote()

    def wrote(self) -> None:
        """The other side's time begins anew: it may not have had all of the request before."""
        self._until = time.monotonic() + self._seconds

    @property
    def left(self) -> float:
        """Seconds; 0 and less when the time is over."""
        return self._until - time.monotonic()


def watch_over(client: httpx.Client, watch: Watch) -> None:
    """Let the client's connections be watched, those through a proxy too. httpx has no public way to say so."""
    for transport in (client._transport, *client._mounts.values()):
        pool = getattr(transport, "_pool", None)
        if pool is not None:
            pool._network_backend = _Network(pool._network_backend, watch)


class _Network(httpcore.NetworkBackend):
    def __init__(self, network: httpcore.NetworkBackend, watch: Watch) -> None:
        self._network, self._watch = network, watch

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        found: list[httpcore.NetworkStream | BaseException] = []

        def connect() -> None:
            try:
                found.append(self._network.connect_tcp(host, port, timeout, local_address, socket_options))
            except BaseException as error:  # noqa: BLE001 - raised where it is waited for
                found.append(error)

        thread = threading.Thread(target=connect, name="connect", daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(_STEP)
            self._watch.look()
        if isinstance(found[0], BaseException):
            raise found[0]
        return _Stream(found[0], self._watch)

    def sleep(self, seconds: float) -> None:
        self._network.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, watch: Watch) -> None:
        self._stream, self._watch = stream, watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while True:
            self._watch.look()
            left = self._watch.left
            if left <= 0:
                raise httpcore.ReadTimeout
            try:
                return self._stream.read(max_bytes, min(_STEP, left))
            except httpcore.ReadTimeout:
                continue

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _SLICE):
            self._watch.look()
            self._stream.write(buffer[start : start + _SLICE], timeout)
            self._watch.wrote()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._watch)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
