"""The large lists of choices of a damaged study: stored anew from the file they came from, else from their rows."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms import external_lists, inline_lists
from fieldsurvey.forms.inline_lists import FormList
from fieldsurvey.recovery.trees import Tables
from fieldsurvey.store import forms
from fieldsurvey.store import lists as stored_lists
from fieldsurvey.store.refill import Refill
from fieldsurvey.system.progress import Progress
from fieldsurvey.xforms.lists.form_table import KEPT

_Form = tuple[str, str]


def lists_of_forms(tables: Tables, target: Refill, progress: Progress) -> list[tuple[str, str]]:
    """Store the lists of every form that is there; returns (form_id, file name) of those that are lost."""
    lost: list[tuple[str, str]] = []
    named: dict[_Form, dict[str, int]] = {}
    for row in tables.rows("form_list"):
        form = (str(row.values["form_id"]), str(row.values["version"]))
        if str(row.values["name"]).startswith(KEPT):
            continue  # it stands in the form as well
        if row.is_whole and target.has("form", form_id=form[0], version=form[1]):
            named.setdefault(form, {})[str(row.values["name"])] = int(str(row.values["list"]))
    for form, names in named.items():
        media = {name: content for name, number in names.items() if (content := _content(tables, number))}
        lost += [(form[0], name) for name in names if name not in media]
        try:
            _store(target, form, media, progress)
        except FieldSurveyError:
            lost += [(form[0], name) for name in media]
    return lost


def inline_list(tables: Tables, source: str, number: int) -> tuple[FormList, bool]:
    """What is left of a list that was taken out of a form, and whether it is all of it. Raises ValueError where its columns are lost."""
    known = _known(tables, number)
    columns = columns_of(tables, number)
    rows: dict[int, tuple[str, ...]] = {}
    for row in tables.rows(f"list_{number}"):
        place = row.values.get("place")
        if row.is_whole and isinstance(place, int):
            rows.setdefault(place, tuple(str(v) for name, v in row.values.items() if name != "place"))
    made = FormList(source, columns, [rows[place] for place in sorted(rows)])
    return made, known is not None and stored_lists.digest_of(made)[0] == known["sha256"]


def columns_of(tables: Tables, number: int) -> tuple[str, ...]:
    """The columns of a list. Raises ValueError where they are lost."""
    known = _known(tables, number)
    if known is None:
        raise ValueError(number)
    return tuple(json.loads(str(known["columns"])))


def _known(tables: Tables, number: int) -> Any | None:
    """The line that tells of a list."""
    rows = tables.rows("list")
    return next((row.values for row in rows if row.is_whole and row.values["id"] == number), None)


def set_apart(target: Refill, progress: Progress) -> None:
    """Take the long lists of each form out of what is read of it, as when it was added. Asked after the target's `upgrade`."""
    for form_id, version in target.form_versions():
        questionnaire = forms.read(target.db, form_id, version)
        if questionnaire is None:
            continue
        with suppress(FieldSurveyError):
            attached = external_lists.of_form(target.db, form_id, version)
            inline = inline_lists.store(target.db, target.path, questionnaire, progress, attached)
            if inline is not None:
                with target.db.atomic():
                    forms.add_skeleton(target.db, *inline)


def _store(target: Refill, form: _Form, media: dict[str, bytes], progress: Progress) -> None:
    questionnaire = forms.read(target.db, *form)
    if questionnaire is None or not media:
        return
    target.pause()
    with_lists = dataclasses.replace(questionnaire, media={**questionnaire.media, **media})
    kept = external_lists.store_again(target.db, target.path, with_lists, progress)
    for name, number in kept.items():
        row = {"form_id": form[0], "version": form[1], "name": name, "list": number}
        target.take("form_list", row)
    for name in media.keys() - kept.keys():
        row = {"form_id": form[0], "version": form[1], "name": name, "data": media[name]}
        target.take("form_media", row)
    target.pause()


def _content(tables: Tables, number: int) -> bytes | None:
    """The file of a list as it was given; from its rows when that is lost; None when these are not whole either."""
    known = _known(tables, number)
    digest = known["sha256"] if known else None
    parts: dict[int, bytes] = {}
    for row in tables.rows("list_part"):
        if row.is_whole and row.values["list"] == number:
            parts.setdefault(int(str(row.values["place"])), _bytes(row.values["data"]))
    content = _unpacked([parts[place] for place in sorted(parts)])
    if content is not None and (digest is None or hashlib.sha256(content).hexdigest() == digest):
        return content
    return _written(tables, number, known) if known else None


def _unpacked(parts: list[bytes]) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        content = b"".join([unpacker.decompress(part) for part in parts])
    except zlib.error:
        return None
    return content if unpacker.eof else None


def _written(tables: Tables, number: int, known: Any) -> bytes | None:
    """The rows as a CSV file."""
    columns = json.loads(str(known["columns"]))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    count = 0
    for cells in _rows(tables, number):
        writer.writerow(cells)
        count += 1
    return text.getvalue().encode() if count == known["rows"] else None


def _rows(tables: Tables, number: int) -> Iterator[list[Any]]:
    for row in tables.rows(f"list_{number}"):
        if row.is_whole and not row.is_stray:
            yield [value for name, value in row.values.items() if name != "place"]


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else b""
