"""Is the study whole? SQLite's own checks, the chain of the history, every attachment, every interview against its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.forms import list_check
from fieldsurvey.interviews.submissions import plain, said_of
from fieldsurvey.messages import Message
from fieldsurvey.records import Interview
from fieldsurvey.store import (
    Database,
    approvals,
    attachments,
    chains,
    database,
    firms,
    history,
    interviews,
    record_seals,
    submissions,
)
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.xforms import FormDefinition, FormEntry
from fieldsurvey.xforms.parse.node_definition import Node

_STEP = 20
_MOST_DIGITS = 18
_HASH = re.compile("[0-9a-f]{8,64}")
FormOf = Callable[[str, str], FormDefinition]
"""(form_id, version) -> the form as the engine reads it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, and what was found wrong."""

    faults: tuple[Message, ...]
    """One message each; empty when the study is whole."""
    interviews: int
    attachments: int
    lines: int
    """Lines of the history, of all its chains."""
    seal: str
    """The number and hash of the line that came last, "1234-9f3a...": noted elsewhere, it shows later whether a chain of the history
    was touched up to here, since it seals the others."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.faults


def verify(
    db: Database, path: Path, form_of: FormOf, *, seal: str = "", progress: Progress = silent
) -> Verdict:
    """Look at everything. `seal` is one noted earlier, which must still hold. Raises StoreError when the file cannot be read at all."""
    faults: list[Message] = []
    with database.translated(path):
        faults += database.check(db)
        faults += _as_far_as_it_goes(chains.broken(db))
        faults += _broken_seal(db, seal) if seal else ()
        faults += _as_far_as_it_goes(attachments.check(db))
        faults += _as_far_as_it_goes(submissions.broken(db))
        faults += _as_far_as_it_goes(list_check.broken(db))
        faults += _as_far_as_it_goes(firms.broken(db))
        every = interviews.identities(db)
        for done, identity in enumerate(every):
            if done % _STEP == 0:
                progress(done, len(every), "interviews")
            faults += _faults_of(db, identity, form_of)
        named = {fault.values.get("interview") for fault in faults}
        with database.reading(db):
            sealed = _as_far_as_it_goes(record_seals.broken(db))
            faults += [one for one in sealed if one.values.get("interview", "") not in named]
            faults += _as_far_as_it_goes(approvals.broken(db))
        lines = history.number_of_lines(db)
        return Verdict(
            tuple(dict.fromkeys(faults)),
            len(every),
            attachments.number(db),
            lines,
            seal_of(*history.head(db)),
        )


def _as_far_as_it_goes(found: Iterable[Message]) -> Iterator[Message]:
    """Faults; where damage stops the looking, that too is one, and the other checks go on."""
    try:
        yield from found
    except StoreError as error:
        yield error.message


def seal_of(number: int, line_hash: str) -> str:
    """A line's number and hash as one word; "" while there is no history."""
    return f"{number}-{line_hash}" if number else ""


def is_seal(text: str) -> bool:
    """Whether this has the form of a seal; a slip in copying one out is no fault of the study."""
    number, _dash, wanted = text.strip().partition("-")
    is_number = number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS
    return is_number and _HASH.fullmatch(wanted.lower()) is not None


def _broken_seal(db: Database, seal: str) -> Iterator[Message]:
    number, _dash, wanted = seal.strip().partition("-")
    if not is_seal(seal):
        yield Message("verify.no-seal", seal=seal)
    elif not history.has_line(db, int(number), wanted.lower()):
        yield Message("verify.seal-broken", line=number)


def _faults_of(db: Database, identity: str, form_of: FormOf) -> Iterator[Message]:
    """What is wrong with one interview, its firm and identity in front."""
    try:
        interview = interviews.read(db, identity)
    except StoreError:
        fault = Message("verify.value-unreadable")
        yield Message("verify.of-interview", firm=identity, interview=identity, fault=fault)
        return
    if interview is not None and not record_seals.is_as_written(db, identity):
        firm = interview.firm or identity
        for fault in _faults_in(db, interview, form_of):
            yield Message("verify.of-interview", firm=firm, interview=identity, fault=fault)


def _faults_in(db: Database, interview: Interview, form_of: FormOf) -> Iterator[Message]:
    try:
        form = form_of(interview.form_id, interview.form_version)
    except FieldSurveyError as error:
        yield Message("verify.form-unreadable", fault=error.message)
        return
    try:
        unknown = sorted(_paths(etree.fromstring(interview.xml.encode())) - _known(form))
        entry = FormEntry.restore(
            form, interview.xml, now=lambda: interview.finalised_at or interview.updated_at
        )
    except FieldSurveyError as error:
        yield Message("verify.answers-unreadable", fault=error.message)
        return
    except etree.XMLSyntaxError as error:
        yield Message("verify.not-xml", reason=str(error))
        return
    for ref in unknown:
        yield Message("verify.no-question", ref=ref)
    if entry.instance_id != interview.instance_id:
        yield Message("verify.other-identity", identity=entry.instance_id)
    if not interview.is_draft:
        yield from _faults_of_finalised(db, interview, entry)
    yield from _missing_files(db, interview, entry)


def _faults_of_finalised(db: Database, interview: Interview, entry: FormEntry) -> Iterator[Message]:
    for violation in entry.validate():
        yield Message("answer.of-question", ref=violation.ref, fault=said_of(violation))
    last = submissions.last(db, interview.instance_id)
    if last is None:
        yield Message("verify.submission-lost")
    elif last.xml != interview.xml:
        yield Message("verify.outbox-differs")


def _missing_files(db: Database, interview: Interview, entry: FormEntry) -> Iterator[Message]:
    there = set(attachments.names(db, interview.instance_id))
    uploads = {control.ref for control in entry.form.controls() if control.control == "upload"}
    for ref in entry.refs():
        if plain(ref) in uploads and entry.value(ref) and entry.value(ref) not in there:
            yield Message("verify.file-missing", ref=ref, file=str(entry.value(ref)))


def _paths(element: etree._Element, above: str = "") -> set[str]:
    """Every path in an interview, without prefixes and positions."""
    if not isinstance(element.tag, str):
        return set()
    path = f"{above}/{etree.QName(element).localname}"
    return {path}.union(*(_paths(child, path) for child in element))


def _known(form: FormDefinition) -> set[str]:
    return _below(form.root, "")


def _below(node: Node, above: str) -> set[str]:
    path = f"{above}/{node.name.rpartition(':')[2]}"
    return {path}.union(*(_below(child, path) for child in node.children.values()))
