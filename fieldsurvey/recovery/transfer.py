"""One run of a rescue: from the readable pages of one file to the tables of another.

Forms first, then lists, interviews, and all that belongs to them. An interview whose own pages are lost is put together from the
submission in the outbox, or from the answers in its history.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fieldsurvey.errors import FieldSurveyError, FormError, StoreError
from fieldsurvey.forms.form_cache import FormCache
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.records import Questionnaire
from fieldsurvey.recovery.cells import Lost
from fieldsurvey.recovery.joined_forms import joined_forms
from fieldsurvey.recovery.lists import lists_of_forms, set_apart
from fieldsurvey.recovery.rebuild import (
    Outline,
    Trace,
    corrected,
    from_history,
    from_submission,
    is_open_again,
    parsed_answers,
    review_of,
    since,
)
from fieldsurvey.recovery.report import RescueReport
from fieldsurvey.recovery.trees import Row, Tables
from fieldsurvey.store import forms as stored_forms
from fieldsurvey.store import history, origins
from fieldsurvey.store.refill import Refill
from fieldsurvey.system.progress import Progress
from fieldsurvey.xforms import FormDefinition, parse_form

_Form = tuple[str, str]
_APART = frozenset(
    (
        "form",
        "interview",
        "list",
        "list_part",
        "list_spelling",
        "form_list",
        "form_skeleton",
        "_sqlite_migrations",
    )
)
_DERIVED = frozenset(("searchable", "undo_journal", "blob_part", "intake"))
"""Made anew, or missed by nobody."""
_LIVE = "sqlite_autoindex_interview_1"
"""The index that names every interview of a study."""


class Transfer:
    """One run: from the pages of one file to the tables of another."""

    def __init__(
        self, tables: Tables, target: Refill, forms: Sequence[Questionnaire], progress: Progress
    ) -> None:
        self._tables, self._target, self._progress = tables, target, progress
        self._given = {(form.form_id, form.version): form for form in forms}
        self._erased = set(_erased(tables))
        self._saved: set[str] = set()
        self._parts: dict[str, dict[str, Any]] = {}
        self._firms: dict[str, str] = {}
        self._outlines: dict[_Form, Outline] = {}
        self._begun: dict[_Form, datetime] = {}
        self._submissions: dict[str, dict[str, Any]] = {}
        self._finalised_at: dict[str, str] = {}
        self._rebuilt_forms: list[_Form] = []
        self._lost_lists: list[tuple[str, str]] = []
        self._from_outbox: dict[str, str] = {}
        self._from_history: dict[str, str] = {}
        self._waiting_again: dict[str, str] = {}
        self._lost: dict[str, str] = {}
        self._lost_files: list[tuple[str, str]] = []
        self._attachments = 0
        self._dropped: dict[str, int] = {}

    def run(self) -> None:
        """Everything, those others refer to first."""
        self._forms()
        self._look_at_interviews()
        missing = self._named() - self._saved - self._erased
        self._look_at_submissions(missing)
        self._make_forms()
        self._target.pause()
        self._lost_lists += lists_of_forms(self._tables, self._target, self._progress)
        self._interviews()
        self._rebuild(missing)
        for table in self._target.tables():
            if table not in _APART:
                self._others(table)
        now = datetime.now(UTC).astimezone()
        self._target.upgrade(now)
        set_apart(self._target, self._progress)
        for identity in self._target.wait_again(self._from_outbox):
            self._waiting_again[identity] = self._from_outbox[identity]
        faulty = self._target.faulty_files()
        self._attachments -= len(faulty)
        self._lost_files += faulty
        self._note_in_history(now)

    def report(self, broken: Path, out: Path, pages: int) -> RescueReport:
        """What came of it."""
        is_known = self._tables.is_index_whole(_LIVE)
        return RescueReport(
            broken=broken,
            study=out,
            was_whole=False,
            pages=pages,
            lost_pages=self._tables.lost_pages,
            interviews=len(self._saved),
            from_outbox=self._from_outbox,
            from_history=self._from_history,
            waiting_again=self._waiting_again,
            lost=self._lost,
            may_lack_others=self._tables.has_gaps("interview") and not is_known,
            may_bring_back=self._tables.has_gaps("tombstone") and "tombstone" in self._tables.shapes,
            attachments=self._attachments,
            lost_attachments=self._lost_files,
            rebuilt_forms=self._rebuilt_forms,
            lost_lists=self._lost_lists,
            dropped=self._dropped,
        )

    # --- forms

    def _forms(self) -> None:
        for row in self._tables.rows("form"):
            key = (str(row.values.get("form_id")), str(row.values.get("version")))
            if row.is_whole and not self._target.has("form", form_id=key[0], version=key[1]):
                self._form(key, row.values)
        self._target.pause()

    def _form(self, key: _Form, values: Mapping[str, Any]) -> None:
        """A form as it was kept; where only what stands beside the XForm is damaged, the XForm alone; else it counts as lost."""
        try:
            if not self._tables.is_sealed:
                parse_form(str(values["xform"]))
            self._target.take("form", values)
            stored_forms.read(self._target.db, *key)
        except FormError:
            return
        except StoreError:
            self._target.drop_form(*key)
            with suppress(FormError):
                bare = dataclasses.replace(
                    questionnaire_from_xform(str(values["xform"])), form_id=key[0], version=key[1]
                )
                added_at = _time(values.get("added_at")) or datetime.now(UTC).astimezone()
                stored_forms.add(self._target.db, bare, added_at)
                self._rebuilt_forms.append(key)

    def _make_forms(self) -> None:
        """Forms that are lost: as given, else of their lists and what was read in their place, else of the answers given to them."""
        self._target.pause()
        known = frozenset((*self._target.form_versions(), *self._given))
        for joined in joined_forms(self._tables, known):
            self._add_form(joined.questionnaire)
            self._lost_lists += [(joined.questionnaire.form_id, name) for name in joined.lacking]
        known = frozenset(self._target.form_versions())
        for form, outline in self._outlines.items():
            if form in known:
                continue
            questionnaire = self._given.get(form)
            if questionnaire is None:
                questionnaire = outline.questionnaire(*form)
                self._rebuilt_forms.append(form)
            self._add_form(questionnaire)

    def _add_form(self, questionnaire: Questionnaire) -> None:
        """Its place among the versions is that of its first interview: an old one that is made anew must not count as the newest."""
        begun = self._begun.get((questionnaire.form_id, questionnaire.version))
        stored_forms.add(self._target.db, questionnaire, begun or datetime.now(UTC).astimezone())

    def _outline(self, form: _Form, root: Any) -> None:
        if root is not None and not self._target.has("form", form_id=form[0], version=form[1]):
            self._outlines.setdefault(form, Outline()).gather(root)

    # --- interviews

    def _look_at_interviews(self) -> None:
        """Which interviews are whole, what is left of the others, and which forms are missing."""
        for row in self._tables.rows("interview"):
            values = _readable(row)
            identity = values.get("instance_id")
            if not isinstance(identity, str) or identity in self._erased:
                continue
            root = parsed_answers(str(values["xml"])) if row.is_whole else None
            self._firms[identity] = str(values.get("firm", ""))
            if root is None:
                self._parts.setdefault(identity, values)
                continue
            self._saved.add(identity)
            form = (str(values["form_id"]), str(values["form_version"]))
            self._outline(form, root)
            begun = _time(values.get("started_at"))
            if begun is not None:
                self._begun[form] = min(begun, self._begun.get(form, begun))

    def _named(self) -> set[str]:
        """Every interview some readable page names."""
        named = {str(key) for key in self._tables.keys(_LIVE)}
        if self._tables.is_index_whole(_LIVE):
            return named
        for table, shape in self._tables.shapes.items():
            if "instance_id" in shape.columns and table not in ("interview", "tombstone"):
                found = (row.values.get("instance_id") for row in self._tables.rows(table))
                named.update(key for key in found if isinstance(key, str) and key)
        return named | set(self._parts)

    def _look_at_submissions(self, missing: set[str]) -> None:
        """The last one of each; a study of an earlier program has them in its outbox alone."""
        table = "submission" if "submission" in self._tables.shapes else "outbox"
        numbers: dict[str, int] = {}
        for row in self._tables.rows(table):
            identity, number = str(row.values.get("instance_id")), _number(row)
            if identity not in missing or not row.is_whole or numbers.get(identity, -1) >= number:
                continue
            line = from_submission(row.values, {})
            if line is not None:
                self._submissions[identity], numbers[identity] = line, number
                self._finalised_at[identity] = line["finalised_at"]
        for line in self._submissions.values():
            self._outline((line["form_id"], line["form_version"]), parsed_answers(line["xml"]))

    def _interviews(self) -> None:
        certain: set[str] = set()
        for row in self._tables.rows("interview"):
            identity = row.values.get("instance_id")
            if identity not in self._saved or not row.is_whole or (row.is_stray and identity in certain):
                continue
            if parsed_answers(str(row.values["xml"])) is None:
                continue
            self._target.take("interview", row.values, newer_by="updated_at" if row.is_stray else "")
            if not row.is_stray:
                certain.add(str(identity))

    def _rebuild(self, missing: set[str]) -> None:
        traces = self._traces(missing)
        self._target.pause()
        definitions = list(self._definitions()) if traces else []
        for identity in sorted(missing & set(self._submissions)):
            self._rebuild_from_submission(identity, traces.get(identity, []), definitions)
        for identity in sorted(missing - self._saved):
            answers = [(one.at, one.ref, one.new) for one in traces.get(identity, []) if one.ref]
            line = from_history(identity, answers, definitions, self._kept_of(identity))
            if line is not None and self._target.take_last("interview", line):
                self._saved.add(identity)
                self._from_history[identity] = str(line["firm"])
            else:
                self._lost[identity] = self._firms.get(identity, "")

    def _traces(self, missing: set[str]) -> dict[str, list[Trace]]:
        """What the history tells of these interviews, in the order its lines came."""
        found: dict[str, dict[int, Trace]] = {}
        for number, row in enumerate(self._tables.rows("history") if missing else ()):
            values = row.values
            if row.is_whole and values["instance_id"] in missing:
                place = values.get("id")
                trace = Trace(*(str(values[name]) for name in ("at", "event", "ref", "new")))
                known = found.setdefault(str(values["instance_id"]), {})
                known[place if isinstance(place, int) else number] = trace
        return {identity: [lines[place] for place in sorted(lines)] for identity, lines in found.items()}

    def _rebuild_from_submission(
        self, identity: str, traces: Sequence[Trace], definitions: Sequence[FormDefinition]
    ) -> None:
        """As it was finalised; where it was opened again since, the draft with what was corrected."""
        kept = {name: value for name, value in self._parts.get(identity, {}).items() if name != "xml"}
        line = {**self._submissions[identity], "review": review_of(traces).value, **kept}
        later = since(traces, str(self._finalised_at[identity]))
        is_draft = is_open_again(line, later)
        if is_draft:
            named = (line["form_id"], line["form_version"])
            form = next((one for one in definitions if (one.form_id, one.version) == named), None)
            line = corrected(line, later, form)
        if self._target.take_last("interview", line):
            self._saved.add(identity)
            (self._from_history if is_draft else self._from_outbox)[identity] = str(line["firm"])

    def _kept_of(self, identity: str) -> dict[str, Any]:
        """What is left of a line whose XML is lost."""
        return {
            name: value
            for name, value in self._parts.get(identity, {}).items()
            if name
            in (
                "firm",
                "language",
                "place",
                "cursor",
                "interviewer",
                "started_at",
                "deleted_at",
                "previous_id",
            )
        }

    def _definitions(self) -> Iterator[FormDefinition]:
        """The forms there are now that can be read, the newest last."""
        shelf = FormCache(self._target.db)
        for form_id, version in self._target.form_versions():
            with suppress(FieldSurveyError):
                yield shelf.form(form_id, version)

    def _note_in_history(self, now: datetime) -> None:
        """What was put together again says so in its history."""
        for identity in sorted({*self._from_outbox, *self._from_history}):
            why = (
                "from its submission" if identity in self._from_outbox else "from the answers in its history"
            )
            history.add(self._target.db, now, "rescued", instance_id=identity, why=why)
        self._target.seal(now)

    # --- what belongs to them

    def _others(self, table: str) -> None:
        dropped = self._tables.unreadable_rows.get(table, 0)
        for number, row in enumerate(self._tables.rows(table)):
            self._progress(number, number + 1, table)
            if row.is_stray and row.values.get("instance_id") in self._erased and table != "tombstone":
                continue
            if table == "setting" and row.values.get("key") == origins.COPY:
                continue  # what is made here is another copy
            is_kept = row.is_whole and _is_true(table, row.values) and self._target.take(table, row.values)
            if table == "attachment":
                self._note_attachment(row, is_kept=is_kept)
            elif not (is_kept or row.is_stray or row.values.get("instance_id") in self._lost):
                dropped += 1
        if dropped and table not in _DERIVED:
            self._dropped[table] = dropped

    def _note_attachment(self, row: Row, *, is_kept: bool) -> None:
        if is_kept:
            self._attachments += 1
        elif row.values.get("instance_id") in self._saved and not self._target.has(
            "attachment", **_named_by(row)
        ):
            self._lost_files.append((str(row.values["instance_id"]), str(row.values["name"])))


def _erased(tables: Tables) -> Iterator[str]:
    """Interviews that were erased for good, by their tombstones and by the history."""
    for row in tables.rows("tombstone"):
        yield str(row.values["instance_id"])
    for row in tables.rows("history"):
        if row.values.get("event") == "erased":
            yield str(row.values["instance_id"])


def is_legible(tables: Tables, table: str) -> bool:
    """Whether every row of a table is whole and what it says it is."""
    texts = {"interview": "xml", "form": "xform"}
    for row in tables.rows(table):
        if not row.is_whole or not _is_true(table, row.values):
            return False
        if table in texts and parsed_answers(str(row.values[texts[table]])) is None:
            return False
    return not tables.has_gaps(table)


def _number(row: Row) -> int:
    number = row.values.get("number", 0)
    return number if isinstance(number, int) else 0


def _time(text: object) -> datetime | None:
    """A time as it was stored; None for what is lost or none."""
    try:
        return datetime.fromisoformat(text).astimezone() if isinstance(text, str) else None
    except ValueError:
        return None


def _named_by(row: Row) -> dict[str, str]:
    return {name: str(row.values[name]) for name in ("instance_id", "name")}


def _readable(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if not isinstance(value, Lost)}


def _is_true(table: str, values: Mapping[str, Any]) -> bool:
    """Whether content that is named by its hash is what the hash says."""
    if table != "blob" or "data" not in values:
        return True
    return bool(hashlib.sha256(values["data"]).hexdigest() == values["sha256"])
