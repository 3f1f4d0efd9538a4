"""Forms of a damaged study that are lost themselves, put together from what was read in their place and their long lists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms import joined_form
from fieldsurvey.forms.inline_lists import FormList
from fieldsurvey.records import Questionnaire
from fieldsurvey.recovery.lists import columns_of, inline_list
from fieldsurvey.recovery.trees import Row, Tables
from fieldsurvey.store import forms
from fieldsurvey.xforms.lists.form_table import KEPT
from fieldsurvey.xforms.lists.rows import MemoryRows, Rows

_Form = tuple[str, str]


@dataclass(frozen=True, slots=True)
class JoinedForm:
    """One form in one again."""

    questionnaire: Questionnaire
    """Without its files, which are saved by themselves."""
    lacking: tuple[str, ...]
    """Names of its lists of which rows are lost."""


def joined_forms(tables: Tables, known: frozenset[_Form]) -> Iterator[JoinedForm]:
    """Each form that has something readable in its place and is not among those `known`."""
    for row in tables.rows("form_skeleton"):
        form = (str(row.values.get("form_id")), str(row.values.get("version")))
        if row.is_whole and form not in known:
            try:
                yield _joined(tables, form, row)
            except (FieldSurveyError, ValueError, KeyError, TypeError):
                continue  # damage that leaves a row whole and its text none


def _joined(tables: Tables, form: _Form, row: Row) -> JoinedForm:
    media, numbers = _media(tables, form), _numbers(tables, form)
    skeleton = forms.unpacked(form, "", str(row.values["xform"]), json.loads(str(row.values["extra"])), media)
    found: dict[str, FormList] = {}
    lacking: list[str] = []
    for source in joined_form.kept_in(skeleton):
        made, is_all = inline_list(tables, source, numbers[source])
        found[source] = made
        if not is_all:
            lacking.append(source.removeprefix(KEPT))
    attached: dict[str, Rows] = {
        name: MemoryRows(columns_of(tables, number), ())
        for name, number in numbers.items()
        if not name.startswith(KEPT)
    }
    whole = joined_form.joined(skeleton, found, attached)
    return JoinedForm(replace(whole, media={}), tuple(lacking))


def _media(tables: Tables, form: _Form) -> dict[str, bytes]:
    """Its small files."""
    rows = (row.values for row in tables.rows("form_media") if row.is_whole)
    found = ((str(one["name"]), one["data"]) for one in rows if (one["form_id"], one["version"]) == form)
    return {name: data for name, data in found if isinstance(data, bytes)}


def _numbers(tables: Tables, form: _Form) -> dict[str, int]:
    """Its lists that are stored as tables: name -> number."""
    rows = (row.values for row in tables.rows("form_list") if row.is_whole)
    return {
        str(one["name"]): int(str(one["list"])) for one in rows if (one["form_id"], one["version"]) == form
    }
