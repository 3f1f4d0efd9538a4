"""A server that speaks OpenRosa: ODK Central, KoboToolbox, Ona. Facts: the project's openrosa notes.

Only 201 and 202 are success. A POST never follows a redirect: HEAD finds the final address first.
"""

from __future__ import annotations

import dataclasses
import os
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import BinaryIO
from urllib.parse import urlsplit

import httpx
import truststore
from lxml import etree

from fieldsurvey.errors import SyncError
from fieldsurvey.i18n import _
from fieldsurvey.messages import Message
from fieldsurvey.records import Server
from fieldsurvey.sync.peer import Answer, Outcome, Peer, is_loopback
from fieldsurvey.sync.peers.openrosa_answers import judge, judge_head, unreached, whole_number
from fieldsurvey.sync.peers.watched_network import Watch, watch_over

_HEADERS = {"X-OpenRosa-Version": "1.0", "User-Agent": "FieldSurvey", "Accept-Encoding": "identity"}
_READ_HEADERS = (
    b"content-type",
    b"location",
    b"retry-after",
    b"x-openrosa-version",
    b"x-openrosa-accept-content-length",
)
_Parts = list[tuple[str, tuple[str, bytes | BinaryIO, str]]]
SENDING = 60.0
"""Seconds an answer's head may take."""
BODY = 10.0
"""Seconds for the rest of it."""
_MOST_READ = 65_536
"""Bytes of it."""
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
    """One server at `base` (for Central https://HOST/v1/key/TOKEN/projects/N, no login; others with Basic).

    Nothing goes to another host than the one `base` names, nor over http, but for a server on this very laptop.
    """

    def __init__(
        self,
        base: str,
        *,
        username: str = "",
        password: str = "",
        device_id: str = "",
        transport: httpx.BaseTransport | None = None,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        """Raises SyncError for an address nothing may be sent to. `trusted`: whose certificates count, else the usual ones."""
        self._base = checked_address(base)
        self._client = httpx.Client(
            headers=_HEADERS,
            auth=httpx.BasicAuth(username, password) if username else None,
            timeout=_TIMEOUT,
            limits=_IDLE_LIMIT,
            transport=transport,
            verify=trusted or _usual_trust(),
        )
        self.watch = Watch()
        watch_over(self._client, self.watch)
        self._device_id = device_id
        self._target: httpx.URL | None = None
        self._accepts = _USUAL

    @property
    def most_at_once(self) -> int:
        """Bytes a request is cut to: what the server says it takes. A single larger file may still be tried alone."""
        return self._accepts

    def ready(self) -> Answer | None:
        """Ask with HEAD where submissions go. None when they may; what is amiss otherwise, and then nothing has left."""
        if self._target is not None:
            return None
        try:
            amiss = self._locate()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            amiss = unreached(error, self._base)
        return None if amiss is None else dataclasses.replace(amiss, may_have_arrived=False)

    def submit(self, instance_id: str, xml: bytes, attachments: Mapping[str, BinaryIO]) -> Answer:
        """POST the exact bytes; the part names of the attachments are the file names in the XML."""
        read = _read(xml)
        fault = _malformed(read, instance_id)
        if fault is not None:
            return _not_sent(fault)
        too_large = [name for name, data in attachments.items() if data.seek(0, os.SEEK_END) > _LARGEST]
        if too_large:
            return _not_sent(Message("sync.file-too-large", name=too_large[0], most=_LARGEST // 1_000_000))
        unready = self.ready()
        if unready is not None:
            return unready
        assert self._target is not None
        parts: _Parts = [("xml_submission_file", ("submission.xml", xml, "text/xml"))]
        parts += [(name, (name, data, "application/octet-stream")) for name, data in attachments.items()]
        try:
            response = self._asked("POST", self._target, parts)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return unreached(error, self._base)
        if response.status_code == 403 and (withdrawn := self._asked_again()) is not None:
            return withdrawn
        return judge(response, is_edit=read is not None and _has_predecessor(read))

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def stop_when(self, look: Callable[[], None]) -> None:
        """`look` raises when the work is to stop: it is asked while a request waits, too."""
        self.watch.look = look

    def _asked(self, method: str, url: httpx.URL, parts: _Parts | None = None) -> httpx.Response:
        """The answer, with as much of its body as a sentence may have, all of it within one stretch of time. No redirect is followed."""
        self.watch.begin(SENDING)
        with self._client.stream(method, url, files=parts, follow_redirects=False) as response:
            self.watch.begin(min(self.watch.left, BODY))
            body = b""
            is_packed = (
                response.headers.get("content-encoding", "identity") != "identity"
            )  # none was asked for
            if not is_packed and not response.is_redirect:
                with suppress(httpx.ReadTimeout):  # the status came, and the rest is words
                    for some in response.iter_raw():
                        body += some
                        if len(body) >= _MOST_READ:
                            break
        headers = [(name, value) for name, value in response.headers.raw if name.lower() in _READ_HEADERS]
        return httpx.Response(response.status_code, headers=headers, content=body[:_MOST_READ])

    def _asked_again(self) -> Answer | None:
        """After a refusal of the key: what is amiss with all of it; None where it is the form alone that it may not send."""
        self._target = None
        return self.ready()

    def _locate(self) -> Answer | None:
        """Find the address submissions go to, following redirects with HEAD only; an Answer says why it failed."""
        url = httpx.URL(f"{self._base}/submission")
        if self._device_id:
            url = url.copy_merge_params({"deviceID": self._device_id})
        for _each in range(_REDIRECTS):
            response = self._asked("HEAD", url)
            if not response.is_redirect:
                break
            next_url = url.join(response.headers.get("location", ""))
            away = _leads_away(url, next_url)
            if away is not None:
                return Answer(Outcome.FORBIDDEN, away)
            url = next_url
        else:
            return Answer(Outcome.FORBIDDEN, Message("sync.circle"))
        amiss = judge_head(response)
        if amiss is not None:
            return amiss
        self._accepts = (
            whole_number(response.headers.get("X-OpenRosa-Accept-Content-Length", ""), _LARGEST)
            or self._accepts
        )
        self._target = url
        return None


def _usual_trust() -> ssl.SSLContext:
    """Certificates are judged by this system itself, as in its browser: an agency may have its own."""
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def checked_address(base: str) -> str:
    """A server's address as it is used. Raises SyncError, which says what is wrong with it."""
    base = base.strip()
    try:
        parts = urlsplit(base)
        _port = parts.port
        httpx.URL(base).host.encode("idna")  # as the network asks for it: no part longer than 63 letters
    except (ValueError, httpx.InvalidURL):
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(map(str.isspace, base)):
        raise SyncError("sync.bad-address")
    if parts.username is not None or parts.password is not None:
        raise SyncError("sync.address-with-login")
    if parts.fragment or parts.query:
        raise SyncError("sync.browser-address")
    if parts.scheme != "https" and not is_loopback(base):
        raise SyncError("sync.unprotected")
    trimmed = base.rstrip("/")
    for tail in ("/submission", "/formList"):
        trimmed = trimmed.removesuffix(tail).rstrip("/")
    return trimmed


def _leads_away(url: httpx.URL, next_url: httpx.URL) -> Message | None:
    """Why a redirect is not followed: it leaves the host that was named, or the protection."""
    here = is_loopback(str(next_url)) and is_loopback(str(url))
    if next_url.scheme != "https" and not here:
        return Message("sync.sent-on-unprotected")
    if next_url.host != url.host or (next_url.port != url.port and not here):
        return Message("sync.sent-on", host=next_url.netloc.decode("ascii", "replace"))
    return None


def _not_sent(fault: Message) -> Answer:
    return Answer(Outcome.REFUSED, fault, may_have_arrived=False)


def _read(xml: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError:
        return None


def _has_predecessor(root: etree._Element) -> bool:
    """Whether the submission is an edit of an earlier one."""
    return any(node.text for node in root.iter("{*}deprecatedID"))


def _malformed(root: etree._Element | None, instance_id: str) -> Message | None:
    """The server stores rubbish with 201, so we look before it leaves."""
    if root is None:
        return Message("sync.damaged-submission")
    if [node.text for node in root.iter("{*}instanceID")] != [instance_id]:
        return Message("sync.other-instance-id")
    return None


def _connect(server: Server, device_id: str) -> OpenRosaServer:
    return OpenRosaServer(server.url, username=server.username, password=server.password, device_id=device_id)


PEER = Peer("openrosa", lambda: _("ODK Central, KoboToolbox or another OpenRosa server"), _connect)
