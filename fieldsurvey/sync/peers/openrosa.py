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
            raise SyncError(
                "The name and password would travel unprotected. Use an address that begins with https://."
            )
        self._client = httpx.Client(
            headers=_HEADERS, auth=auth, timeout=_TIMEOUT, limits=_IDLE_LIMIT, transport=transport
        )
        self._device_id = device_id
        self._target: httpx.URL | None = None
        self._accepts = _USUAL

    def submit(self, instance_id: str, xml: bytes, attachments: Mapping[str, BinaryIO]) -> Answer:
        """POST the exact bytes; the part names of the attachments are the file names in the XML."""
        fault = _malformed(xml, instance_id)
        if fault:
            return Answer(Outcome.REFUSED, fault)
        size = len(xml) + sum(data.seek(0, os.SEEK_END) for data in attachments.values())
        try:
            if self._target is None:
                located = self._locate()
                if located is not None:
                    return located
            if size >= self._accepts:
                return Answer(
                    Outcome.REFUSED, f"The server takes at most {self._accepts // 1_000_000} MB at once."
                )
            assert self._target is not None
            parts: list[tuple[str, tuple[str, bytes | BinaryIO, str]]] = [
                ("xml_submission_file", ("submission.xml", xml, "text/xml"))
            ]
            parts += [(name, (name, data, "application/octet-stream")) for name, data in attachments.items()]
            response = self._client.post(self._target, files=parts, follow_redirects=False)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Answer(Outcome.LATER, _network_sentence(error))
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
                    "The server sends us on to an unprotected address. Ask its administrator; nothing was sent.",
                )
            if self._client.auth and next_url.host != url.host:
                return Answer(
                    Outcome.FORBIDDEN,
                    f"The server sends us on to {next_url.host}. If that is right, enter that address in the sync settings.",
                )
            url = next_url
        else:
            return Answer(
                Outcome.LATER, "The server sends us in a circle. Check its address in the sync settings."
            )
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
        raise SyncError(
            "The server's address must begin with https:// and name a host. Copy it from the server's page."
        )
    return base.strip().rstrip("/")


def _is_loopback(base: str) -> bool:
    return urlsplit(base).hostname in ("localhost", "127.0.0.1", "::1")


def _malformed(xml: bytes, instance_id: str) -> str:
    """The server stores rubbish with 201, so we look before it leaves."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return "The stored submission is damaged and was not sent. Open the interview and finalise it again."
    ids = [node.text for node in root.iter("{*}instanceID")]
    if ids != [instance_id]:
        return "The submission carries no or another instanceID and was not sent. Open the interview and finalise it again."
    return ""


def _judge(response: httpx.Response) -> Answer:
    status = response.status_code
    said = _message(response)
    if status in _STORED:
        return Answer(Outcome.STORED)
    if status == 409:
        return _judge_conflict(said)
    known = _SENTENCES.get(status)
    if known is not None:
        return Answer(known[0], known[1] + (f" It says: {said}" if said else ""), _retry_after(response))
    if status >= 500 or status in (408, 425):
        return Answer(
            Outcome.LATER,
            "The server has trouble now. The interviews are safe here; try again later.",
            _retry_after(response),
        )
    if status < 400:
        return Answer(
            Outcome.LATER,
            "The server answered without storing anything. Check its address (https://) in the sync settings; the interviews are safe here.",
        )
    return Answer(
        Outcome.REFUSED, f"The server refused it (answer {status})." + (f" It says: {said}" if said else "")
    )


def _judge_conflict(said: str) -> Answer:
    if "has been deleted" in said:
        return Answer(
            Outcome.RACED, "The server says that this interview was deleted there. Ask its administrator."
        )
    if "closed" in said.lower():
        return Answer(Outcome.REFUSED, "The form is closed on the server. Ask its administrator to open it.")
    return Answer(
        Outcome.REFUSED,
        "The server holds another version of this interview already. Nothing was overwritten; compare both with the server's administrator."
        + (f" It says: {said}" if said else ""),
    )


_SENTENCES: dict[int, tuple[Outcome, str]] = {
    400: (Outcome.REFUSED, "The server could not read the submission."),
    401: (Outcome.FORBIDDEN, "The server does not know this key or password. Check it in the sync settings."),
    403: (
        Outcome.FORBIDDEN,
        "This key may not send to the server any more. Ask its administrator for a new one.",
    ),
    404: (
        Outcome.REFUSED,
        "The server does not have this form or version. Ask its administrator to publish it.",
    ),
    413: (Outcome.REFUSED, "The submission is larger than the server takes. Make its photos smaller."),
    429: (
        Outcome.LATER,
        "The server asks for a pause. The interviews are safe here; try again in some minutes.",
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


def _network_sentence(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "The server did not answer in time. The interviews are safe on this laptop; try again where the network is better."
    return "No network, or the server cannot be reached. The interviews are safe on this laptop; try again later."


def _connect(server: Server, device_id: str) -> OpenRosaServer:
    return OpenRosaServer(server.url, username=server.username, password=server.password, device_id=device_id)


PEER = Peer("openrosa", lambda: _("ODK Central, KoboToolbox or another OpenRosa server"), _connect)
