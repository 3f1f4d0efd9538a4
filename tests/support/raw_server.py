"""A server on loopback whose every byte a test decides: what it says of itself need not be so."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Say = Callable[[socket.socket], None]
"""Writes the answer to a POST."""
READY = b"HTTP/1.1 204 No Content\r\nX-OpenRosa-Version: 1.0\r\n"


def answer(status: int, *headers: str, body: bytes = b"") -> bytes:
    """A whole answer."""
    head = [f"HTTP/1.1 {status} Said", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(head).encode("latin-1") + body


@contextmanager
def lying(say: Say | bytes, *, ready: bytes = READY + b"\r\n") -> Iterator[str]:
    """The address of a server that answers HEAD with `ready` and POST as `say` does."""
    listening = socket.create_server(("127.0.0.1", 0))
    open_ones: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            open_ones.append(connection)
            threading.Thread(target=_speak, args=(connection, say, ready), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        for one in (listening, *open_ones):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _speak(connection: socket.socket, say: Say | bytes, ready: bytes) -> None:
    with suppress(OSError), connection.makefile("rb") as asked:
        while line := asked.readline():
            length = 0
            while (header := asked.readline()).strip():
                name, _colon, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            asked.read(length)
            if line.startswith(b"HEAD"):
                connection.sendall(ready)
            elif isinstance(say, bytes):
                connection.sendall(say)
            else:
                say(connection)
