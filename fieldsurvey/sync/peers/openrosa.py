"""A server that speaks OpenRosa: ODK Central, KoboToolbox, Ona. Facts: the project's openrosa notes.

Only 201 and 202 are success. A POST never follows a redirect: HEAD finds the final address first.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import BinaryIO
from urllib.parse import urlsplit

import httpx
from lxml import etree

from fieldsurvey.errors import SyncError
from fieldsurvey.i18n import _
from fieldsurvey.messages import Message
from fieldsurvey.records import Server
from fieldsurvey.sync.peer import Answer, Outcome, Peer

_HEADERS = {"X-OpenRosa-Version": "1.0", "User-Agent": "FieldSurvey"}
_STORED = (201, 202)
_TIMEOUT = httpx.Timeout(60.0, connect=15.0)
_IDLE_LIMIT = httpx.Limits(
    keepalive_expiry=4.0
)  # Central resets a connection idle for more than five seconds
_REDIRECTS = 5
_USUAL = 100_000_000
"""Bytes of a request, where the server does not say what it takes."""
_LARGEST = 256 << 20
"""Whatever the server says: reading a larger file back crashes it."""


class OpenRosaServer:
    """One server at `base` (for Central https://HOST/v1/key/TOKEN/projects/N, no login; others with Basic)."""

    def __init__(
        self,
        base: str,
        *,
        username: str = "",
        password: str = "",
        device_id: str = "",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._base = _checked(base)
        auth = httpx.BasicAuth(username, password) if username else None
        if auth and urlsplit(self._base).scheme != "https" and not _is_loopback(self._base):
            raise SyncError("sync.unprotected")
        self._client = httpx.Client(
            headers=_HEADERS, auth=auth, timeout=_TIMEOUT, limits=_IDLE_LIMIT, transport=transport
        )
        self._device_id = device_id
        self._target: httpx.URL | None = None
        self._accepts = _USUAL

    def submit(self, instance_id: str, xml: bytes, attachments: Mapping[str, BinaryIO]) -> Answer:
        """POST the exact bytes; the part names of the attachments are the file names in the XML."""
        fault = _malformed(xml, instance_id)
        if fault is not None:
            return Answer(Outcome.REFUSED, fault)
        size = len(xml) + sum(data.seek(0, os.SEEK_END) for data in attachments.values())
        try:
            if self._target is None:
                located = self._locate()
                if located is not None:
                    return located
            if size >= self._accepts:
                return Answer(
                    Outcome.REFUSED, Message("sync.too-large-at-once", most=self._accepts // 1000000)
                )
            assert self._target is not None
            parts: list[tuple[str, tuple[str, bytes | BinaryIO, str]]] = [
                ("xml_submission_file", ("submission.xml", xml, "text/xml"))
            ]
            parts += [(name, (name, data, "application/octet-stream")) for name, data in attachments.items()]
            response = self._client.post(self._target, files=parts, follow_redirects=False)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Answer(Outcome.LATER, _unreached(error))
        return _judge(response)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _locate(self) -> Answer | None:
        """Find the address submissions go to, following redirects with HEAD only; an Answer says why it failed."""
        url = httpx.URL(f"{self._base}/submission")
        if self._device_id:
            url = url.copy_merge_params({"deviceID": self._device_id})
        for _each in range(_REDIRECTS):
            response = self._client.head(url, follow_redirects=False)
            if not response.is_redirect:
                break
            next_url = url.join(response.headers["location"])
            if url.scheme == "https" and next_url.scheme != "https":
                return Answer(
                    Outcome.FORBIDDEN,
                    Message("sync.sent-on-unprotected"),
                )
            if self._client.auth and next_url.host != url.host:
                return Answer(
                    Outcome.FORBIDDEN,
                    Message("sync.sent-on", host=next_url.host),
                )
            url = next_url
        else:
            return Answer(Outcome.LATER, Message("sync.circle"))
        if response.status_code in (401, 403, 404) or response.status_code >= 500:
            return _judge(response)
        limit = response.headers.get("X-OpenRosa-Accept-Content-Length", "")
        if limit.isdigit():
            self._accepts = min(_LARGEST, int(limit))
        self._target = url
        return None


def _checked(base: str) -> str:
    try:
        parts = urlsplit(base.strip())
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SyncError("sync.bad-address")
    return base.strip().rstrip("/")


def _is_loopback(base: str) -> bool:
    return urlsplit(base).hostname in ("localhost", "127.0.0.1", "::1")


def _malformed(xml: bytes, instance_id: str) -> Message | None:
    """The server stores rubbish with 201, so we look before it leaves."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return Message("sync.damaged-submission")
    ids = [node.text for node in root.iter("{*}instanceID")]
    if ids != [instance_id]:
        return Message("sync.other-instance-id")
    return None


def _judge(response: httpx.Response) -> Answer:
    status = response.status_code
    said = _message(response)
    if status in _STORED:
        return Answer(Outcome.STORED)
    if status == 409:
        return _judge_conflict(said)
    known = _MEANINGS.get(status)
    if known is not None:
        return Answer(known[0], _quoting(known[1], said), _retry_after(response))
    if status >= 500 or status in (408, 425):
        return Answer(Outcome.LATER, Message("sync.server-trouble"), _retry_after(response))
    if status < 400:
        return Answer(Outcome.LATER, Message("sync.stored-nothing"))
    return Answer(Outcome.REFUSED, _quoting(Message("sync.refused", status=status), said))


def _judge_conflict(said: str) -> Answer:
    if "has been deleted" in said:
        return Answer(Outcome.RACED, Message("sync.deleted-there"))
    if "closed" in said.lower():
        return Answer(Outcome.REFUSED, Message("sync.form-closed"))
    return Answer(Outcome.REFUSED, _quoting(Message("sync.other-version-there"), said))


def _quoting(fault: Message, said: str) -> Message:
    """What is wrong, with the server's own words behind, where it has any."""
    return Message("sync.server-says", fault=fault, said=said) if said else fault


_MEANINGS: dict[int, tuple[Outcome, Message]] = {
    400: (Outcome.REFUSED, Message("sync.not-read")),
    401: (Outcome.FORBIDDEN, Message("sync.unknown-key")),
    403: (
        Outcome.FORBIDDEN,
        Message("sync.key-withdrawn"),
    ),
    404: (
        Outcome.REFUSED,
        Message("sync.unknown-form"),
    ),
    413: (Outcome.REFUSED, Message("sync.too-large")),
    429: (
        Outcome.LATER,
        Message("sync.pause"),
    ),
}


def _retry_after(response: httpx.Response) -> float | None:
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdigit() else None


def _message(response: httpx.Response) -> str:
    """The server's own sentence, be it XML or JSON; "" for HTML pages of a proxy."""
    try:
        if "json" in response.headers.get("content-type", ""):
            return str(response.json().get("message", ""))[:300]
        root = etree.fromstring(response.content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (ValueError, AttributeError, etree.XMLSyntaxError):
        return ""
    found = next((node.text for node in root.iter("{*}message") if node.text), "")
    return " ".join(str(found).split())[:300]


def _unreached(error: Exception) -> Message:
    if isinstance(error, httpx.TimeoutException):
        return Message("sync.no-answer")
    return Message("sync.no-network")


def _connect(server: Server, device_id: str) -> OpenRosaServer:
    return OpenRosaServer(server.url, username=server.username, password=server.password, device_id=device_id)


PEER = Peer("openrosa", lambda: _("ODK Central, KoboToolbox or another OpenRosa server"), _connect)
