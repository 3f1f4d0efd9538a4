"""A real HTTP server on loopback that answers as ODK Central does, and can be told to misbehave."""

from __future__ import annotations

import email.parser
import email.policy
import hashlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lxml import etree


@dataclass
class Submission:
    """What the server keeps of one instance."""

    xml: bytes
    attachments: dict[str, bytes] = field(default_factory=dict)

    @property
    def is_envelope(self) -> bool:
        """Whether only the owner of a private key can read it."""
        return etree.fromstring(self.xml).get("encrypted") == "yes"


@dataclass(frozen=True)
class Published:
    """A form the server hands out, with its files."""

    form_id: str
    version: str
    xform: bytes
    media: dict[str, bytes] = field(default_factory=dict)


@dataclass
class CentralState:
    """The server's memory, and how it shall behave from now on."""

    published: list[Published] = field(default_factory=list)
    """What the form list names."""

    forms: set[tuple[str, str]] = field(default_factory=set)
    """(form id, version) published; empty = every form."""
    stored: dict[str, Submission] = field(default_factory=dict)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    posts: list[bytes] = field(default_factory=list)
    """The XML part of every POST, as it came."""
    answers: list[int] = field(default_factory=list)
    """Status codes to give to the next POSTs instead of storing; 0 stores."""
    form_answers: dict[str, int] = field(default_factory=dict)
    """Form id -> status code its submissions get."""
    raced: int = 0
    """How many POSTs meet the "has been deleted" stumble."""
    closed: set[str] = field(default_factory=set)
    """Ids of the forms that take nothing."""
    revoked: bool = False
    revoked_on_the_way: bool = False
    """The key is withdrawn between HEAD and the first POST."""
    fails_over: set[str] = field(default_factory=set)
    """instanceIDs it answers with 500."""
    head: int = 204
    """Status of the answer to HEAD."""
    is_openrosa: bool = True
    """Whether it says so in its headers; the log-in page of a network does not."""
    edited: set[str] = field(default_factory=set)
    """instanceIDs somebody has changed on the server since they came."""
    sizes: list[int] = field(default_factory=list)
    """Bytes of each POST that came."""
    files: list[list[str]] = field(default_factory=list)
    """The attachments of each POST."""
    redirect_to: str = ""
    lose_after_storing: int = 0
    """How many POSTs are stored, then the connection dies without an answer."""
    accept_length: int = 100_000_000


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_HEAD(self) -> None:
        self._note("HEAD")
        if self.server.state.redirect_to:
            self._reply(302, {"Location": self.server.state.redirect_to})
            return
        status = 403 if self.server.state.revoked else self.server.state.head
        self._reply(status, {"X-OpenRosa-Accept-Content-Length": str(self.server.state.accept_length)})

    def do_GET(self) -> None:
        self._note("GET")
        body = self._handed_out(self.path)
        self._reply(204 if body is None else 200, {"Content-Type": "text/xml; charset=utf-8"}, body or b"")

    def _handed_out(self, path: str) -> bytes | None:
        """The form list, a form, its manifest or one of its files; None for what is no such address."""
        base, _slash, rest = path.partition("/projects/1/")
        here = f"http://{self.headers['Host']}{base}/projects/1"
        if rest == "formList":
            return _form_list(self.server.state.published, here)
        for form in self.server.state.published:
            address = f"forms/{form.form_id}"
            answers = {f"{address}/attachments/{name}": data for name, data in form.media.items()}
            answers |= {f"{address}.xml": form.xform, f"{address}/manifest": _manifest(form, here)}
            if rest in answers:
                return answers[rest]
        return None

    def do_POST(self) -> None:
        self._note("POST")
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:  # the connection is lost in the body: nothing is stored
            self.close_connection = True
            return
        state = self.server.state
        state.sizes.append(length)
        if state.redirect_to:
            self._reply(302, {"Location": state.redirect_to})
            return
        state.revoked = state.revoked or state.revoked_on_the_way
        if state.revoked:
            self._message(403, "The authentication information you provided was not valid.")
            return
        status = state.answers.pop(0) if state.answers else 0
        if status:
            self._message(status, "Something is wrong today.")
            return
        if self.headers.get("X-OpenRosa-Version") != "1.0":
            self._message(400, "The X-OpenRosa-Version header is missing.")
            return
        self._store(*_parts(self.headers["Content-Type"], body))

    def _store(self, xml: bytes | None, attachments: dict[str, bytes]) -> None:
        if xml is None:
            self._message(400, "Required multipart POST field xml_submission_file missing.")
            return
        state = self.server.state
        state.posts.append(xml)
        state.files.append(list(attachments))
        root = etree.fromstring(xml)
        identity = root.findtext(".//{*}instanceID") or f"none:{len(state.stored)}"
        refusal = self._refusal(root, identity, xml)
        if refusal:
            self._message(*refusal)
            return
        kept = state.stored.setdefault(identity, Submission(xml))
        for name, data in attachments.items():
            if f">{name}<".encode() in xml:  # what no field names is dropped silently
                kept.attachments[name] = data
        if state.lose_after_storing:
            state.lose_after_storing -= 1
            self.close_connection = True
            return
        self._message(201, "full submission upload was successful!")

    def _refusal(self, root: etree._Element, identity: str, xml: bytes) -> tuple[int, str] | None:
        state = self.server.state
        known = state.stored.get(identity)
        if state.raced:
            state.raced -= 1
            return 409, "The submission has been deleted. You may not resubmit it."
        if identity in state.fails_over:
            return 500, "Something is wrong with this one."
        if state.forms and (root.get("id"), root.get("version") or "") not in state.forms:
            return 404, "The form does not exist."
        if root.get("id") in state.form_answers:
            return state.form_answers[root.get("id") or ""], "Not this form."
        if root.get("id") in state.closed:
            return 409, "This form is not currently accepting submissions. Please talk to its administrator."
        if identity in state.edited:
            return (
                409,
                "The submission you wish to change has been edited: the copy you were editing (undefined) is now out of date.",
            )
        if known is not None and known.xml != xml:
            return 409, "A submission already exists with this ID, but with different XML."
        return None

    def _note(self, method: str) -> None:
        self.server.state.requests.append((method, self.path, dict(self.headers)))

    def _message(self, status: int, text: str) -> None:
        nature = "submit_success" if status == 201 else "error"
        body = (
            '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
            f'<message nature="{nature}">{text}</message></OpenRosaResponse>'
        ).encode()
        if status == 204:
            body = b""
        self._reply(status, {"Content-Type": "text/xml"}, body)

    def _reply(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        self.send_response(status)
        spoken = {"X-OpenRosa-Version": "1.0"} if self.server.state.is_openrosa else {}
        for name, value in {**spoken, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Silence."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    state: CentralState

    def handle_error(self, request: object, client_address: object) -> None:
        """Silence: a laptop that does not trust the certificate hangs up."""


def _parts(content_type: str, body: bytes) -> tuple[bytes | None, dict[str, bytes]]:
    """The XML part (only with a filename, as Central wants it) and the attachments by part name."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    xml: bytes | None = None
    attachments: dict[str, bytes] = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        if name == "xml_submission_file":
            xml = data if part.get_filename() else None
        else:
            attachments[name] = data
    return xml, attachments


def _form_list(forms: list[Published], base: str) -> bytes:
    """As OpenRosa has it: the hash is that of the form's bytes, a manifest only where there are files."""
    listed = "".join(
        f"<xform><formID>{form.form_id}</formID><name>{form.form_id}</name><version>{form.version}</version>"
        f"<hash>{_hash(form.xform)}</hash><downloadUrl>{base}/forms/{form.form_id}.xml</downloadUrl>"
        + (f"<manifestUrl>{base}/forms/{form.form_id}/manifest</manifestUrl>" if form.media else "")
        + "</xform>"
        for form in forms
    )
    return f'<xforms xmlns="http://openrosa.org/xforms/xformsList">{listed}</xforms>'.encode()


def _manifest(form: Published, base: str) -> bytes:
    files = "".join(
        f"<mediaFile><filename>{name}</filename><hash>{_hash(data)}</hash>"
        f"<downloadUrl>{base}/forms/{form.form_id}/attachments/{name}</downloadUrl></mediaFile>"
        for name, data in form.media.items()
    )
    return f'<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{files}</manifest>'.encode()


def _hash(data: bytes) -> str:
    return "md5:" + hashlib.md5(data, usedforsecurity=False).hexdigest()


@contextmanager
def central(state: CentralState, shown: ssl.SSLContext | None = None) -> Iterator[str]:
    """Run the server on a free port, behind a certificate where one is given; yields the base address of its project."""
    server = _Server(("127.0.0.1", 0), _Handler)
    if shown is not None:
        server.socket = shown.wrap_socket(server.socket, server_side=True)
    server.state = state
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/key/TOKEN/projects/1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
