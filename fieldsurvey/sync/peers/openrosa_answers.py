"""What an OpenRosa server's answer means: by its status, and for a conflict by its words, since Central gives no code there.

Seen on ODK Central v2026.2.2 request by request, and in KoboToolbox's sources; where no answer came, why.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
from lxml import etree

from fieldsurvey.messages import Message
from fieldsurvey.sync.peer import Answer, Outcome

_STORED = (201, 202)
_LONGEST_PAUSE = 3_600
_MOST_DIGITS = 15
_MOST_QUOTED = 300
_KEPT_NOTHING = (400, 401, 402, 403, 404, 405, 413)
"""Answers after which the server holds nothing of the request."""
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.InvalidURL,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
)
"""Faults before the first byte of a request."""
_NO_DATE = (9, 10, 0x800B0101, -67818)
"""OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED, Windows' CERT_E_EXPIRED, macOS' errSecCertificateExpired."""
_OTHER_NAME = (62, 64, 0x800B010F, -67602)
"""X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH, CERT_E_CN_NO_MATCH, errSecHostNameMismatch."""


def judge(response: httpx.Response, *, is_edit: bool) -> Answer:
    """What became of a POST. `is_edit`: the submission names the one it takes the place of."""
    status = response.status_code
    said = _message(response)
    if status in _STORED:
        return Answer(Outcome.STORED)
    if status == 409:
        return _judge_conflict(said, is_edit=is_edit)
    known = _MEANINGS.get(status)
    if known is not None:
        outcome, meaning = known
        was_kept = status not in _KEPT_NOTHING
        return Answer(outcome, _quoting(meaning, said), _retry_after(response), may_have_arrived=was_kept)
    if status in (500, 501):
        return Answer(Outcome.STUMBLED, Message("sync.stumbled"), _retry_after(response))
    if status >= 500 or status in (408, 425):
        return Answer(Outcome.LATER, Message("sync.server-trouble"), _retry_after(response))
    if status < 400:
        return Answer(Outcome.LATER, Message("sync.stored-nothing"))
    return Answer(
        Outcome.REFUSED, _quoting(Message("sync.refused", status=status), said), may_have_arrived=False
    )


def judge_head(response: httpx.Response) -> Answer | None:
    """Whether the HEAD before all submissions lets them go; None when it does.

    A server that knows no HEAD (400, 405, 501) is taken at its POST's word. A page of a network that asks to log in first is 200
    and not OpenRosa: nothing may be handed to it.
    """
    status = response.status_code
    if status == 404:
        return Answer(Outcome.FORBIDDEN, Message("sync.wrong-address"))
    if status == 401:
        return Answer(Outcome.FORBIDDEN, Message("sync.unknown-key"))
    if status == 403:
        return Answer(Outcome.FORBIDDEN, _quoting(Message("sync.key-withdrawn"), _message(response)))
    if status in (402, 423, 429) or (status >= 500 and status != 501):
        answer = judge(response, is_edit=False)
        if answer.outcome in (Outcome.LATER, Outcome.FORBIDDEN):
            return answer
        if answer.outcome is Outcome.STUMBLED:
            return Answer(Outcome.LATER, Message("sync.server-trouble"), answer.retry_after)
        return Answer(Outcome.LATER, Message("sync.pause"), answer.retry_after)
    is_openrosa = status == 204 or "X-OpenRosa-Version" in response.headers
    if status < 400 and not is_openrosa:
        return Answer(Outcome.FORBIDDEN, Message("sync.not-openrosa"))
    return None


def unreached(error: Exception, address: str) -> Answer:
    """Why no answer came, and whether the submission may have arrived all the same."""
    left = not isinstance(error, _NEVER_LEFT)
    host = urlsplit(address).hostname or ""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Answer(Outcome.FORBIDDEN, _certificate(cause, host), may_have_arrived=left)
        if isinstance(cause, ssl.SSLError) and not left:
            return Answer(Outcome.FORBIDDEN, Message("sync.not-protected", host=host), may_have_arrived=False)
        if isinstance(cause, socket.gaierror):
            return Answer(Outcome.LATER, Message("sync.no-such-host", host=host), may_have_arrived=left)
    late = isinstance(error, httpx.TimeoutException)
    why = Message("sync.no-answer") if late else Message("sync.no-network")
    return Answer(Outcome.LATER, why, may_have_arrived=left)


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> Message:
    if error.verify_code in _NO_DATE:
        return Message("sync.certificate-date", host=host)
    if error.verify_code in _OTHER_NAME:
        return Message("sync.certificate-name", host=host)
    return Message("sync.certificate-unknown", host=host)


def _judge_conflict(said: str, *, is_edit: bool) -> Answer:
    words = said.lower()
    if "has been deleted" in words:
        return Answer(Outcome.RACED, Message("sync.deleted-there"))
    if "not currently accepting" in words or "closed" in words:
        return Answer(Outcome.FORM_REFUSED, Message("sync.form-closed"), may_have_arrived=False)
    if "out of date" in words:
        if is_edit:
            return Answer(Outcome.REFUSED, Message("sync.edited-there"))
        return Answer(Outcome.ARRIVED)
    if "same name already exists" in words:
        return Answer(Outcome.REFUSED, Message("sync.other-file-there"))
    return Answer(Outcome.REFUSED, _quoting(Message("sync.other-version-there"), said))


def _quoting(fault: Message, said: str) -> Message:
    """What is wrong, with the server's own words behind, where it has any."""
    return Message("sync.server-says", fault=fault, said=said) if said else fault


_MEANINGS: dict[int, tuple[Outcome, Message]] = {
    400: (Outcome.REFUSED, Message("sync.not-read")),
    401: (Outcome.FORM_REFUSED, Message("sync.form-not-yours")),
    402: (Outcome.FORBIDDEN, Message("sync.quota")),
    403: (Outcome.FORM_REFUSED, Message("sync.form-not-yours")),
    404: (Outcome.REFUSED, Message("sync.unknown-form")),
    405: (Outcome.FORM_REFUSED, Message("sync.form-archived")),
    410: (Outcome.REFUSED, Message("sync.edited-there")),
    413: (Outcome.TOO_LARGE, Message("sync.too-large")),
    423: (Outcome.RACED, Message("sync.twin-in-work")),
    429: (Outcome.LATER, Message("sync.pause")),
}


def _retry_after(response: httpx.Response) -> float | None:
    return whole_number(response.headers.get("Retry-After", ""), _LONGEST_PAUSE)


def whole_number(text: str, most: int) -> int | None:
    """A number of a header, `most` where it is larger; None where it is none."""
    if not (text.isascii() and text.isdigit()):
        return None
    return min(int(text), most) if len(text) <= _MOST_DIGITS else most


def _message(response: httpx.Response) -> str:
    """The server's own sentence, be it XML or JSON; "" for HTML pages of a proxy."""
    try:
        if "json" in response.headers.get("content-type", ""):
            return _quotable(response.json().get("message"))
        root = etree.fromstring(response.content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (ValueError, AttributeError, RecursionError, etree.XMLSyntaxError):
        return ""
    found = next((node.text for node in root.iter("{*}message") if node.text), "")
    return _quotable(found)


def _quotable(said: object) -> str:
    """A server's words as they may be shown in a window or a terminal: one line, nothing that is not a sign, no marks of a page."""
    words = " ".join(str(said or "")[: 4 * _MOST_QUOTED].split())
    plain = "".join(sign for sign in words if sign.isprintable())
    return plain.translate({ord("<"): "‹", ord(">"): "›"})[:_MOST_QUOTED]
