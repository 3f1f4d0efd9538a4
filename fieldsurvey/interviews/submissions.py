"""From a filled entry to what the study keeps: the savepoint, how complete it is, and answers that come as a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

from fieldsurvey.errors import AnswerError
from fieldsurvey.messages import Message
from fieldsurvey.records import Questionnaire, Savepoint, SectionLock, text_in
from fieldsurvey.system.files import is_special
from fieldsurvey.xforms import Datatype, FormDefinition, FormEntry, Violation, ViolationKind, is_table_head

_POSITIONED = re.compile(r"^(.*?)\[(\d+)\]")
_POSITION = re.compile(r"\[\d+\]")


def savepoint_of(
    entry: FormEntry,
    at: datetime,
    *,
    cursor: str = "",
    interviewer: str = "",
    answers: tuple[tuple[str, str, str], ...] = (),
    locks: Iterable[SectionLock] = (),
) -> Savepoint:
    """The draft as it stands, as plain data for the writer lane. `answers` are (ref, old, new) since the last one.

    What is typed in locked sections is in the draft, and cannot be searched for.
    """
    return Savepoint(
        instance_id=entry.instance_id,
        form_id=entry.form.form_id,
        form_version=entry.form.version,
        xml=entry.draft_xml(),
        at=at,
        firm=firm_of(entry),
        language=entry.language or "",
        cursor=cursor,
        interviewer=interviewer,
        completeness=completeness(entry),
        answers=answers,
        words=words_of(entry, locks),
        journal=entry.journal(),
    )


NAMELESS = "· "
"""Stands before the place of an interview whose form gives it no name: lists put the date there."""
_PLACES = frozenset(
    [
        "place",
        "locality",
        "location",
        "village",
        "town",
        "city",
        "ward",
        "block",
        "taluk",
        "taluka",
        "tehsil",
        "mandal",
        "district",
        "area",
        "market",
        "street",
        "hamlet",
    ]
)


def firm_of(entry: FormEntry) -> str:
    """What the list calls the interview: the form's own instance name; without one "· PLACE", or "" while no place is known.

    An answer is never a name by itself: the first text of a form may be a telephone number, or the reason of a refusal.
    """
    root = entry.form.root_ref
    for ref in (f"{root}/meta/instanceName", f"{root}/meta/orx:instanceName"):
        if has(entry, ref) and entry.value(ref).strip():
            return entry.value(ref).strip()
    found = _place_of(entry)
    return f"{NAMELESS}{found}" if found else ""


def _place_of(entry: FormEntry) -> str:
    """The first answered question that asks for a place, by the words of its name."""
    for control in entry.form.controls():
        name = control.ref.rpartition("/")[2].lower().replace("-", "_")
        if (
            _PLACES.isdisjoint(name.split("_"))
            or not has(entry, control.ref)
            or not entry.relevant(control.ref)
        ):
            continue
        value = entry.value(control.ref).strip()
        node = entry.form.node(control.ref)
        if value and control.control == "select1":
            return entry.choice_label(control.ref, value) or value
        if value and control.control == "input" and node is not None and node.datatype is Datatype.STRING:
            return value
    return ""


def named_files(form: FormDefinition, submission: str) -> Iterator[tuple[str, str]]:
    """(ref without positions, file name) of each answer of a submission that is a photo, sound or file."""
    uploads = {control.ref for control in form.controls() if control.control == "upload"}
    if not uploads:
        return
    names = {ref.rpartition("/")[2] for ref in uploads}
    for element in root_of(submission).iter(etree.Element):
        if etree.QName(element).localname in names and element.text:
            above = (etree.QName(e).localname for e in (*reversed(list(element.iterancestors())), element))
            ref = "/" + "/".join(above)
            if ref in uploads:
                yield ref, element.text


def texts_in(submission: str) -> set[str]:
    """What stands in the elements of a submission: a file that an answer, or the form itself, names is among them."""
    return {element.text for element in root_of(submission).iter(etree.Element) if element.text}


def with_texts(xml: str, others: Mapping[str, str]) -> str:
    """An interview's XML with other texts in the place of those that are keys of `others`, wherever they are all an element holds."""
    root = root_of(xml)
    for element in root.iter(etree.Element):
        if len(element) == 0 and element.text in others:
            element.text = others[element.text] or None
    return etree.tostring(root, encoding="unicode")


def root_of(xml: str) -> Any:
    """A submission's root element; nothing outside it is read, and a text in it may be as long as a book. Raises XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(xml.encode(), parser)


def lacking_file(
    questionnaire: Questionnaire, form: FormDefinition, submission: str, held: Iterable[str]
) -> Message | None:
    """What to say of the first file that a submission names and the study does not hold; None when it holds all.

    Also what to say of a submission that damage left unreadable: no server would take it.
    """
    there = set(held)
    try:
        root_of(submission)
    except etree.XMLSyntaxError as error:
        return Message("sync.unreadable", reason=str(error))
    ref = next((ref for ref, name in named_files(form, submission) if name not in there), None)
    if ref is None:
        return None
    label = next((text_in(q.label, "") for q in questionnaire.questions if q.ref == ref), "")
    return Message("sync.lacks-file", question=label or ref)


def words_of(entry: FormEntry, locks: Iterable[SectionLock] = ()) -> str:
    """Every text a person typed, for the search; not names of files, not codes, not what the respondent answered alone."""
    closed = tuple(locks)
    return "\n".join(
        text
        for standing in entry.standings()
        if standing.control == "input"
        and standing.type is Datatype.STRING
        and (text := standing.value.strip())
        and not any(lock.holds(standing.question) for lock in closed)
    )


def plain(ref: str) -> str:
    """A ref without positions: /data/worker[2]/age -> /data/worker/age."""
    return _POSITION.sub("", ref)


def completeness(entry: FormEntry) -> float:
    """Share of the relevant questions that are answered, 0 to 1; notes do not count."""
    answered, asked = 0, 0
    for standing in entry.standings():
        if standing.is_asked:
            asked += 1
            answered += bool(standing.value)
    return answered / asked if asked else 0.0


def question_refs(entry: FormEntry) -> frozenset[str]:
    """Refs (without positions) of everything a person can answer."""
    return frozenset(control.ref for control in entry.form.controls() if not is_table_head(control))


def has(entry: FormEntry, ref: str) -> bool:
    """Whether the interview has this very node now."""
    try:
        entry.value(ref)
    except AnswerError:
        return False
    return True


def has_repeat(entry: FormEntry, ref: str) -> bool:
    """Whether `ref` names a repeat that stands in the interview, perhaps without rows."""
    try:
        entry.count(ref)
    except AnswerError:
        return False
    return True


def _is_computed(entry: FormEntry, ref: str) -> bool:
    return plain(ref) not in question_refs(entry) or entry.readonly(ref)


# --- answers from a file ------------------------------------------------------------------------------------


def read_answers(path: Path) -> dict[str, str]:
    """A JSON object ref -> value, values in the form's own notation. Raises AnswerError with a sentence."""
    if is_special(path):
        raise AnswerError("file.special", path=str(path))
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise AnswerError("answer.file-unreadable", path=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise AnswerError("answer.not-json", file=path.name, reason=str(error)) from error
    if not isinstance(record, dict):
        raise AnswerError("answer.not-one-object", file=path.name)
    try:
        nested = tuple(
            Message("answer.of-question", ref=str(ref), fault=Message("answer.object"))
            for ref in record
            if _holds_object(record[ref])
        )
        read = {} if nested else {str(ref): _lexical(value) for ref, value in record.items()}
    except RecursionError as error:
        raise AnswerError("answer.nested-too-deep", file=path.name) from error
    if nested:
        raise AnswerError("answer.objects-inside", file=path.name, problems=nested)
    return read


def _holds_object(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_holds_object, value)))


def _lexical(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(_lexical(item) for item in value)
    return str(value)


def fill_in(entry: FormEntry, answers: Mapping[str, str]) -> None:
    """Give all answers, adding rows of repeats as their positions ask for them.

    Raises AnswerError naming every unknown ref, irrelevant or computed question, choice that is not offered,
    violated constraint and required question left open.
    """
    faults = [(ref, fault) for ref, value in answers.items() for fault in _give(entry, ref, value)]
    faults += [
        (ref, fault) for ref, value in answers.items() if value for fault in _faults(entry, ref, value)
    ]
    named = {ref for ref, _fault in faults}
    faults += [(v.ref, said_of(v)) for v in entry.validate() if v.ref not in named]
    problems = [Message("answer.of-question", ref=ref, fault=fault) for ref, fault in faults]
    if problems:
        raise AnswerError("answer.do-not-fit", count=len(problems), problems=tuple(dict.fromkeys(problems)))


def said_of(violation: Violation) -> Message:
    """What is wrong with an answer: the form's own sentence, or ours where it has none."""
    if violation.message:
        return Message("answer.form-says", text=violation.message)
    if violation.kind is ViolationKind.REQUIRED:
        return Message("answer.required")
    if violation.kind is ViolationKind.TYPE:
        return Message("answer.wrong-type")
    return Message("answer.does-not-fit")


def _give(entry: FormEntry, ref: str, value: str) -> Iterator[Message]:
    try:
        make_rows(entry, ref)
        if not has(entry, ref):
            yield Message("answer.unknown-question")
        elif _is_computed(entry, ref):
            yield Message("answer.computed")
        else:
            entry.answer(ref, value)
    except AnswerError as error:
        yield error.message


def make_rows(entry: FormEntry, ref: str) -> None:
    """Add instances until every position in `ref` exists."""
    at = ""
    rest = ref
    while match := _POSITIONED.match(rest):
        repeat, wanted = at + match.group(1), int(match.group(2))
        if wanted > 10_000:
            raise AnswerError("answer.too-many-rows")
        while has_repeat(entry, repeat) and entry.count(repeat) < wanted:
            before = entry.count(repeat)
            entry.pass_repeat(repeat)
            if entry.count(repeat) == before:
                entry.add_repeat(repeat)
            if entry.count(repeat) == before:
                break
        at, rest = f"{repeat}[{wanted}]", rest[match.end() :]


def _faults(entry: FormEntry, ref: str, value: str) -> Iterator[Message]:
    if not has(entry, ref) or _is_computed(entry, ref):
        return
    if not entry.relevant(ref):
        yield Message("answer.not-asked")
        return
    violation = entry.violation(ref)
    if violation is not None:
        yield said_of(violation)
    prompt = entry.prompt(ref)
    if prompt.control in ("select", "select1", "rank"):
        offered = {choice.value for choice in entry.choices(ref)}
        for code in [value] if prompt.control == "select1" else value.split():
            if code not in offered:
                yield Message("answer.no-choice", code=code, offered=tuple(sorted(offered)[:8]))
