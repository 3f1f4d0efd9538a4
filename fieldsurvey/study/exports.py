"""Exports: files for others, in the formats of the table; each leaves a line in the history."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from fieldsurvey.backup.verify import seal_of
from fieldsurvey.errors import ExportError
from fieldsurvey.export import column_roles
from fieldsurvey.export.column_roles import ColumnRoles, Decisions
from fieldsurvey.export.disclosure import Rules, register_lacks_consent
from fieldsurvey.export.exporter import Exported, ExportOptions, Format
from fieldsurvey.export.formats import FORMATS
from fieldsurvey.export.profiles import Profile
from fieldsurvey.export.pseudonyms import Pseudonymous, new_salt
from fieldsurvey.export.roles import Proposal
from fieldsurvey.forms.derivations import Derivation, derivations
from fieldsurvey.forms.whole_form import LongList, long_lists
from fieldsurvey.interviews.consents import Consent
from fieldsurvey.interviews.sensitive import SensitiveModule, not_allowed, sensitive_modules, withheld_refs
from fieldsurvey.interviews.tables import dataset
from fieldsurvey.messages import Message
from fieldsurvey.records import Changed, InterviewSource, Questionnaire, Topic
from fieldsurvey.store import annotations as stored_annotations
from fieldsurvey.store import history, interviews, settings
from fieldsurvey.store.decoding import decoded
from fieldsurvey.study.context import ALLOWED_MODULES, Context
from fieldsurvey.system.progress import Progress, silent

_ROLES, _SALT = "roles", "export_salt"


class Exports:
    """Exports of one study."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats there are, in the order a person is shown them."""
        return tuple(FORMATS.values())

    def write(self, path: Path, options: ExportOptions | None = None, progress: Progress = silent) -> Changed:
        """Write a file of the interviews that count, and a line in the history that it left.

        Raises ExportError; then no half file is left.
        """
        context, options = self._context, options or ExportOptions()
        chosen = FORMATS.get(options.format)
        if chosen is None:
            raise ExportError("export.unknown-format", format=options.format, known=tuple(FORMATS))
        context.before_output()
        versions = context.forms.versions(options.form_id)
        newest = versions[-1]
        salt = self._salt(options.profile)
        with context.reading():
            decided = self._roles(versions).decided(options) if options.profile is Profile.RESEARCH else {}
            confirmed = {key: str(one.role) for key, one in decided.items()}
            rules = Rules(self._sensitive(versions, options), self._derived(versions), confirmed)
            source = self._source(newest.form_id, options.profile, salt)
            exported = Exported(
                newest,
                source,
                context.cluster,
                stored_annotations.quality_log(context.db),
                context.path.stem,
                context.clock(),
                seal_of(*history.head(context.db)),
                versions[:-1],
                rules,
                self._long_lists(versions),
                source.key_of if isinstance(source, Pseudonymous) else str,
                context.unreadable(newest.form_id),
            )
            written = chosen.write(Path(path), exported, options, progress)
        if not context.why_read_only:
            with context.writing():
                self._keep_roles(newest.form_id, decided)
        context.told("exported", new=f"{newest.form_id}: {options.told}")
        told = Message("export.written", path=str(path), count=written)
        lost = context.unreadable_names(newest.form_id)
        return Changed(message=Message("export.without", written=told, interviews=lost) if lost else told)

    # --- what may leave ----------------------------------------------------------------------------------------

    def why_no_register(self, form_id: str = "") -> Message | None:
        """Why there is no register of a form; None where there is one."""
        tables = self._roles(self._context.forms.versions(form_id)).tables
        if not register_lacks_consent(tables):
            return None
        title = tables.questionnaire.title
        return ExportError("export.no-register-consent", form=title, question=Consent.REGISTER).message

    def proposals(self, form_id: str = "") -> tuple[Proposal, ...]:
        """The role of each column the form does not mark, as it looks and as it was decided. Reads every interview."""
        with self._context.reading():
            return self._roles(self._context.forms.versions(form_id)).proposals()

    def marks_columns(self, form_id: str = "") -> bool:
        """Whether a form says itself what its columns may tell."""
        return self._roles(self._context.forms.versions(form_id)).are_marked

    def asks_for_roles(self, form_id: str = "") -> bool:
        """Whether research rows of a form wait for somebody to say what its columns may tell. May read every interview."""
        return any(one.decided is None for one in self.proposals(form_id))

    def sensitive_modules(self, form_id: str = "") -> tuple[SensitiveModule, ...]:
        """The sensitive modules of a form, under the names by which the set-up lets them leave."""
        return sensitive_modules(self._context.forms.versions(form_id))

    @property
    def allowed_modules(self) -> tuple[str, ...]:
        """The sensitive modules that may leave as rows; none unless the set-up names them."""
        return self._context.allowed_modules

    def allow_modules(self, names: Collection[str]) -> Changed:
        """Say by name which sensitive modules may leave as rows, and no others; a line in the history keeps who did.

        Raises ExportError for a name no form of the study has.
        """
        known = [
            m.name
            for form_id, _v, _t in self._context.forms.listing()
            for m in self.sensitive_modules(form_id)
        ]
        for name in names:
            if name not in known:
                raise ExportError("export.unknown-module", module=name, known=tuple(known))
        with self._context.writing() as db:
            settings.write(db, ALLOWED_MODULES, json.dumps(sorted(names)))
            self._context.tell(db, "sensitive-allowed", new=", ".join(sorted(names)))
        return Changed(frozenset({Topic.STUDY}))

    # --- its parts ----------------------------------------------------------------------------------------------

    def _roles(self, versions: Sequence[Questionnaire]) -> ColumnRoles:
        form_id, db = versions[-1].form_id, self._context.db
        found = self._context.counted(form_id)
        tables = dataset(versions[-1], found, self._context.cluster, versions[:-1])
        with decoded():
            kept = column_roles.read(settings.read(db, f"{_ROLES}:{form_id}") or "")
        return ColumnRoles(versions, tables, partial(self._derived, versions), kept)

    def _keep_roles(self, form_id: str, decided: Decisions) -> None:
        told = column_roles.written(decided)
        if decided and told != settings.read(self._context.db, f"{_ROLES}:{form_id}"):
            settings.write(self._context.db, f"{_ROLES}:{form_id}", told)

    def _derived(self, versions: Sequence[Questionnaire]) -> dict[str, Derivation]:
        return derivations([self._context.forms.form(one.form_id, one.version) for one in versions])

    def _long_lists(self, versions: Sequence[Questionnaire]) -> dict[str, LongList]:
        """Of all versions, the newest where several have one: rows keep the codes of their day."""
        every = (long_lists(self._context.forms.form(one.form_id, one.version)) for one in versions)
        return {ref: found for lists in every for ref, found in lists.items()}

    def _source(self, form_id: str, profile: Profile, salt: str) -> InterviewSource | Pseudonymous:
        db = self._context.db
        if profile is Profile.WORKING:
            return self._context.counted(form_id)
        without = self._context.unreadable(form_id)
        counted = [one for one in interviews.identities_of_form(db, form_id) if one not in without]
        return Pseudonymous(salt, counted, partial(interviews.in_order, db))

    def _salt(self, profile: Profile) -> str:
        """Kept in the study; where nothing can be written, one that serves this file alone. "" where keys leave as they are."""
        if profile is Profile.WORKING:
            return ""
        key = f"{_SALT}:{profile}"
        kept = settings.read(self._context.db, key)
        if kept:
            return kept
        made = new_salt()
        if not self._context.why_read_only:
            with self._context.writing() as db:
                settings.write(db, key, made)
        return made

    def _sensitive(self, versions: Sequence[Questionnaire], options: ExportOptions) -> frozenset[str]:
        """Refs that stay here. Raises ExportError where somebody wants modules the set-up does not name."""
        modules, allowed = sensitive_modules(versions), self.allowed_modules
        if not options.with_sensitive:
            return withheld_refs(modules, ())
        staying = not_allowed(modules, allowed)
        if modules and len(staying) == len(modules):
            raise ExportError("export.sensitive-stays", modules=staying)
        return withheld_refs(modules, allowed)
