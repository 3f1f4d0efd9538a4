"""What is true of a form as a whole: how it is sent, what it keeps beside the answers, which files and lists it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldsurvey.forms.compatibility.leanings import leanings_of
from fieldsurvey.forms.compatibility.report import Note
from fieldsurvey.i18n import _, sentence
from fieldsurvey.messages import read
from fieldsurvey.records import Questionnaire
from fieldsurvey.xforms import FormDefinition
from fieldsurvey.xforms.lists.rows import RowList
from fieldsurvey.xforms.parse.node_definition import Node

_MEDIA = re.compile(r"jr://(?:file|file-csv|images|audio|video)/([^\"'<>/]+)")
_INTENT = re.compile(r"<(?:\w+:)?group\b[^>]*\bintent=\"([^\"(]+)")
_LARGE = 10_000
_TRUE = ("true", "true()")
_PERSON = {"deviceid", "username", "phonenumber", "email", "subscriberid", "simserial"}


def notes_of(form: FormDefinition, questionnaire: Questionnaire) -> tuple[Note, ...]:
    """Every note, in a fixed order."""
    return (
        *_sending(form),
        *_log(form),
        *_entities(form),
        *_files(form, questionnaire),
        *_lists(form),
        *_growing(form),
        *_device(form, questionnaire),
        *leanings_of(form),
        *_remarks(questionnaire),
        *(Note("warning", sentence(warning)) for warning in form.warnings),
    )


def _remarks(questionnaire: Questionnaire) -> Iterator[Note]:
    """What was noted when the workbook was read; of another dialect first, each difference on its own."""
    number = 0
    for found in map(read, questionnaire.warnings):
        if found is not None and found.code in ("surveycto.dialect", "surveycto.template"):
            number = int(str(found.values.get("n", 0)))
            yield Note("dialect", sentence(found))
        else:
            yield Note("difference" if number > 0 else "warning", sentence(found))
            number -= 1


def _sending(form: FormDefinition) -> Iterator[Note]:
    said = form.submission
    if said.get("base64RsaPublicKey"):
        yield Note(
            "encrypted", _("The form is encrypted: only the owner of its private key can read what is sent.")
        )
    if said.get("action"):
        yield Note(
            "submission",
            _("The form names where to send: {url}. Here the address set on the page Sync is used.").format(
                url=said["action"]
            ),
        )
    if said.get("auto-send") in _TRUE:
        yield Note(
            "auto_send",
            _("The form asks to be sent by itself. Here nothing leaves before you press Send now."),
        )
    if said.get("auto-delete") in _TRUE:
        yield Note(
            "auto_delete",
            _("The form asks to be deleted once sent. Here every interview stays in the study."),
        )


def _log(form: FormDefinition) -> Iterator[Note]:
    audit = next((n for n in _meta(form) if n.name.rpartition(":")[2] == "audit"), None)
    if audit is None:
        return
    yield Note("audit", _("The form asks for a log of the interview (audit.csv)."))
    if any(name.startswith("location") for name in audit.parameters):
        yield Note(
            "audit_places", _("The log asks for places; they stay empty, this laptop has no receiver.")
        )


def _entities(form: FormDefinition) -> Iterator[Note]:
    datasets = {
        str(name)
        for node in form.root.walk()
        if node.name.rpartition(":")[2] == "entity"
        for name in [_attribute(node, "dataset")]
        if name
    }
    if datasets:
        yield Note(
            "entities",
            _(
                "Its interviews create or change entities of: {lists}. The server does so when they arrive."
            ).format(lists=", ".join(sorted(datasets))),
        )


def _attribute(node: Node, name: str) -> str:
    bound = node.children.get(f"@{name}")
    return bound.default if bound is not None else node.attributes.get(name, "")


def _meta(form: FormDefinition) -> Iterator[Node]:
    for node in form.root.children.values():
        if node.name.rpartition(":")[2] == "meta":
            yield from node.children.values()


def _files(form: FormDefinition, questionnaire: Questionnaire) -> Iterator[Note]:
    """A large list lies in the study and no longer among the questionnaire's own files."""
    kept = {source.file_name for source in form.secondary.values() if isinstance(source, RowList)}
    held = kept.union(questionnaire.media) - set(form.missing_files)
    named = sorted(name for name in set(_MEDIA.findall(questionnaire.xform)) if "${" not in name)
    present, missing = [n for n in named if n in held], [n for n in named if n not in held]
    if present:
        yield Note("files", _("Attached files: {names}.").format(names=", ".join(present)))
    if missing:
        yield Note(
            "missing_files",
            _(
                "Files the form names that were not beside it: {names}. Put them there and add the form again."
            ).format(names=", ".join(missing)),
        )


def _lists(form: FormDefinition) -> Iterator[Note]:
    """Tables of so many rows that a phone would wait for them."""
    lists = (source for source in form.secondary.values() if isinstance(source, RowList))
    tables = {source.file_name: source for source in lists if source.is_attached}
    for name, source in sorted(tables.items()):
        rows = source.count(("root", "item"), ())
        if rows >= _LARGE:
            yield Note(
                "large_list", _("{name} is a large list of about {rows} rows.").format(name=name, rows=rows)
            )


def _growing(form: FormDefinition) -> Iterator[Note]:
    """Repeats whose number of rows hangs on what stands in the rows."""
    for ref in sorted(node.ref for node in form.growing):
        yield Note(
            "growing",
            _(
                "The number of rows of {ref} depends on the rows themselves: a further row comes when the last one is filled in, as on a phone."
            ).format(ref=ref),
        )


def _device(form: FormDefinition, questionnaire: Questionnaire) -> Iterator[Note]:
    empty = sorted(
        {
            node.preload_params
            for node in form.root.walk()
            if node.preload == "property" and node.preload_params in _PERSON
        }
    )
    if empty:
        yield Note(
            "device",
            _("What a phone knows of its owner stays empty here: {names}.").format(names=", ".join(empty)),
        )
    for program in sorted(set(_INTENT.findall(questionnaire.xform))):
        yield Note(
            "other_program",
            _(
                "A group is to be filled by another program ({program}). It is not started here; type the answers."
            ).format(program=program),
        )
