"""Which columns may leave: the profile of an export decides, never the file's writer. Row by row, nothing is held."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fieldsurvey.analysis.answers import refs
from fieldsurvey.errors import ExportError
from fieldsurvey.export.dates import MAY_BE_DATES, holds_dates, tells_the_hour, to_month
from fieldsurvey.export.one_type import as_text, is_mixed
from fieldsurvey.export.profiles import Profile, Why
from fieldsurvey.export.recomputation import Recomputation
from fieldsurvey.export.roles import METADATA, PLACE_AND_FILE, TOO_EXACT, WITHHELD, Role, key_of, role_of
from fieldsurvey.export.sample import Sample
from fieldsurvey.forms.derivations import Derivation, told_by
from fieldsurvey.interviews.columns import Level
from fieldsurvey.interviews.consents import PURPOSES, Consent, is_agreed
from fieldsurvey.interviews.contacts import OUTCOMES, was_nobody_met, was_refused
from fieldsurvey.interviews.submissions import plain
from fieldsurvey.interviews.tables import tables_of
from fieldsurvey.records import Check, Column, Dataset, Missing, Row, RowsByInterview, Table, Value

_ASKED = {Profile.REGISTER: Consent.REGISTER, Profile.RESEARCH: Consent.MINISTRY}
"""Profile -> what a firm must have agreed to: to be listed, and that its answers go to the ministry that pays."""
_TAKING_PART = ("consent_take_part", "consent_given", "consent")
"""What the question is called by which somebody agrees to be interviewed; the first of these that the form has."""
_NO = ("no", "n", "0", "false", Missing.REFUSED)
_KEPT_BACK = "(a comment is kept with the study)"
_ID_MARKS = ("gstin", "pan", "udyam", "aadhaar", "aadhar", "licence_number", "epf_code", "esic_code")
_NOT_OF_THE_FIRM = ("interviewer", "enumerator", "surveyor", "remark", "comment", "note")
_LISTED_TYPES = frozenset({"text", "integer", "barcode", "calculate"})
_SHOWN = 4
_SECRETS = frozenset({Why.SENSITIVE, Why.DIRECT, Why.FREE, Why.TOO_EXACT, Why.KEPT})
"""What is withheld for what it says; of a place, a file or an hour no column of numbers or codes tells."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is known of a form beside its marks."""

    sensitive: frozenset[str] = frozenset()
    """Refs that must not leave as rows in any profile."""
    derived: Mapping[str, Derivation] = field(default_factory=dict)
    confirmed: Mapping[str, str] = field(default_factory=dict)
    """`roles.key_of` a column -> the role somebody confirmed."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A column that stays here."""

    table: str
    name: str
    ref: str
    why: Why
    source: str = ""
    """What it would tell of, where it is derived."""
    beside: tuple[str, ...] = ()
    """With which columns it would tell."""


@dataclass(slots=True)
class Counts:
    """What went by in the last pass over the rows."""

    found: int = 0
    leaving: int = 0
    refused: int = 0
    without: int = 0
    """Contacts that ended without an interview and without a refusal: closed, not found."""
    """Of those that leave: they did not agree to be interviewed."""
    versions: dict[str, int] = field(default_factory=dict)
    """Version of the form -> rows of it that leave."""


@dataclass(frozen=True, slots=True)
class Released:
    """What may leave, and in words what may not."""

    dataset: Dataset
    """Its `by_interview` gives only interviews that may leave; `counts` tells of the last pass."""
    withheld: tuple[Withheld, ...]
    found: RowsByInterview
    """All interviews, also those of firms that did not agree to be named."""
    counts: Counts
    masked: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
    """Refs no expression of the codebook may speak of."""
    months: frozenset[str] = frozenset()
    """Refs of the dates that leave to the month alone."""


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a column stays; `Withheld` without the column."""

    why: Why
    source: str = ""
    beside: tuple[str, ...] = ()


def release(dataset: Dataset, profile: Profile, rules: Rules | None = None) -> Released:
    """`dataset` as it may leave under `profile`.

    In the register only firms whose answer to the consent is yes appear, with what the consent names; identity numbers show
    their last four characters. Raises ExportError where the form asks for no such consent.
    """
    rules = rules or Rules()
    sample = Sample(dataset)
    reasons = _reasons(dataset, profile, rules, sample)
    months = frozenset(_dates(dataset, reasons, sample)) if profile is Profile.RESEARCH else frozenset()
    levels, reductions = [], []
    masked: list[str] = []
    for number, table in enumerate(dataset.tables):
        columns = tuple(c for c in table.columns if c.question.ref not in reasons)
        hidden = [c.name for c in columns if profile is Profile.REGISTER and _is_identity_number(c)]
        masked.extend(hidden)
        levels.append(Level(table.ref, columns, table.name if table.ref else ""))
        cut = [c.name for c in columns if profile is Profile.RESEARCH and c.question.type in MAY_BE_DATES]
        mixed = [
            c.name
            for c in columns
            if c.question.type == "calculate" and is_mixed(sample.values(number, c.name))
        ]
        reductions.append(_Reduction.of(table, columns, hidden, cut, mixed))
    main, counts = dataset.tables[0], Counts()
    asked = _ASKED.get(profile)
    agreed = _Agreed.of(asked, main) if asked else None
    taking_part = next((found for name in _TAKING_PART if (found := _columns_of(main, name))), ())
    outcomes = tuple(name for one in OUTCOMES for name in _columns_of(main, one))
    leaving = _Leaving(dataset.by_interview, tuple(reductions), agreed, taking_part, outcomes, counts)
    return Released(
        tables_of(dataset.questionnaire, tuple(levels), leaving, dataset.cluster),
        tuple(_withheld(dataset, reasons)),
        dataset.by_interview,
        counts,
        tuple(masked),
        frozenset(reasons),
        months,
    )


def register_lacks_consent(dataset: Dataset) -> bool:
    """Whether the form never asks a firm if it may be listed."""
    return not _columns_of(dataset.tables[0], Consent.REGISTER)


def _reasons(dataset: Dataset, profile: Profile, rules: Rules, sample: Sample) -> dict[str, _Reason]:
    """Ref of each column that stays -> why, and what it tells of."""
    is_research = profile is Profile.RESEARCH
    named = _named_by_consent(dataset) if profile is Profile.REGISTER else None
    found = dict.fromkeys(rules.sensitive, _Reason(Why.SENSITIVE))
    for number, table in enumerate(dataset.tables):
        for column in table.columns:
            why = _why(column, profile, named, rules.confirmed)
            if why is None and is_research and tells_the_hour(column, sample.values(number, column.name)):
                why = Why.METADATA
            if why is not None:
                found.setdefault(column.question.ref, _Reason(why))
    closed = found if is_research else rules.sensitive
    _add_derived(found, rules, closed)
    if is_research:
        secrets = frozenset(ref for ref, reason in found.items() if reason.why in _SECRETS)
        for one in Recomputation(dataset, sample, rules.derived, secrets).giveaways(found):
            found[one.ref] = _Reason(Why.TOLD, one.secret, one.beside)
        _add_derived(found, rules, found)
    return found


def _add_derived(found: dict[str, _Reason], rules: Rules, closed: Collection[str]) -> None:
    for ref, source in told_by(rules.derived, closed).items():
        found.setdefault(ref, _Reason(Why.DERIVED, source))


def _dates(dataset: Dataset, reasons: Collection[str], sample: Sample) -> Iterator[str]:
    for number, table in enumerate(dataset.tables):
        for column in table.columns:
            ref = column.question.ref
            if ref not in reasons and holds_dates(column, sample.values(number, column.name)):
                yield ref


def _why(
    column: Column, profile: Profile, named: Collection[str] | None, confirmed: Mapping[str, str]
) -> Why | None:
    question = column.question
    if named is not None:
        return None if question.ref in named else Why.NOT_NAMED
    if profile is Profile.WORKING:
        return None
    role = role_of(column, confirmed)
    if role in TOO_EXACT and key_of(column) in confirmed and not question.disclosure:
        return Why.TOO_EXACT
    if role not in WITHHELD:
        return None
    if question.type in PLACE_AND_FILE:
        return Why.PLACE
    if question.type in METADATA:
        return Why.METADATA
    return {Role.FREE: Why.FREE, Role.HIDDEN: Why.HIDDEN, Role.KEPT: Why.KEPT}.get(role, Why.DIRECT)


def _named_by_consent(dataset: Dataset) -> frozenset[str]:
    """Refs of what the consent to be listed names: marked in the form's column `register`, else the names that are texts.

    The consent itself is among them. Raises ExportError where the form does not ask for it.
    """
    consents = _columns_of(dataset.tables[0], Consent.REGISTER)
    if not consents:
        raise ExportError(
            "export.no-register-consent", form=dataset.questionnaire.title, question=Consent.REGISTER
        )
    asked = [column.question for table in dataset.tables for column in table.columns]
    marked = frozenset(question.ref for question in asked if question.register)
    named = marked or frozenset(
        column.question.ref for column in dataset.tables[0].columns if _names_the_firm(column)
    )
    consent = frozenset(c.question.ref for c in dataset.tables[0].columns if c.name in consents)
    return named | consent


def _names_the_firm(column: Column) -> bool:
    question = column.question
    return (
        question.disclosure == Role.DIRECT
        and question.type in _LISTED_TYPES
        and not any(mark in question.name.lower() for mark in _NOT_OF_THE_FIRM)
    )


def _is_identity_number(column: Column) -> bool:
    return column.question.disclosure == Role.DIRECT and any(
        mark in column.question.name.lower() for mark in _ID_MARKS
    )


def _columns_of(main: Table, name: str) -> tuple[str, ...]:
    """The columns of a question over all versions, also where one asks it in another group; none where no version asks it."""
    return tuple(column.name for column in main.columns if column.question.name == name)


def _withheld(dataset: Dataset, reasons: Mapping[str, _Reason]) -> Iterator[Withheld]:
    for table in dataset.tables:
        for column in table.columns:
            if column.question.ref in reasons:
                reason = reasons[column.question.ref]
                yield Withheld(
                    table.name if table.ref else "",
                    column.name,
                    column.question.ref,
                    reason.why,
                    reason.source,
                    reason.beside,
                )


@dataclass(frozen=True, slots=True)
class _Reduction:
    """What of a row of one table may leave."""

    kept: tuple[str, ...]
    hidden: tuple[str, ...]
    """Of these the last four characters show."""
    cut: tuple[str, ...]
    """Of these no date shows more than its month."""
    mixed: tuple[str, ...]
    """Of these all is text."""

    @classmethod
    def of(
        cls,
        table: Table,
        columns: tuple[Column, ...],
        hidden: Iterable[str],
        cut: Iterable[str],
        mixed: Iterable[str],
    ) -> _Reduction:
        keys = ("KEY", "PARENT_KEY") if table.ref else ("KEY", "FORM_VERSION")
        return cls((*keys, *(column.name for column in columns)), tuple(hidden), tuple(cut), tuple(mixed))

    def row(self, row: Row) -> Row:
        """The row as it may leave."""
        reduced = {name: row[name] for name in self.kept}
        for name in self.hidden:
            reduced[name] = _mask(reduced[name])
        for name in self.cut:
            reduced[name] = to_month(reduced[name])
        for name in self.mixed:
            reduced[name] = as_text(reduced[name])
        return reduced


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What a firm must have agreed to before its row leaves."""

    consent: Consent
    asked: tuple[str, ...]
    """The columns of the question, over all versions."""
    purposes: tuple[str, ...]
    """The columns of what the notice asked for."""

    @classmethod
    def of(cls, consent: Consent, main: Table) -> _Agreed | None:
        """None where the form neither asks nor keeps what its notice promised."""
        asked, purposes = _columns_of(main, consent), _columns_of(main, PURPOSES)
        return cls(consent, asked, purposes) if asked or purposes else None

    def by(self, main: Row, *, has_answers: bool) -> bool:
        """Whether the firm agreed; a contact without an interview has nothing that could be shared, and no name is listed by it."""
        if not has_answers and self.consent is not Consent.REGISTER:
            return True
        said, promised = _first(main, self.asked), _first(main, self.purposes)
        return is_agreed(self.consent, {PURPOSES: promised, self.consent: said})


def _first(main: Row, names: Iterable[str]) -> Value:
    """The answer in the first of these columns that has one."""
    return next((main[name] for name in names if main.get(name) is not None), None)


@dataclass(frozen=True, slots=True)
class _Leaving:
    """The interviews that may leave, each reduced to what of it may."""

    source: RowsByInterview
    reductions: tuple[_Reduction, ...]
    agreed: _Agreed | None
    """What a firm must have agreed to; None where nothing is asked."""
    taking_part: tuple[str, ...]
    """The columns that say no where somebody refused the interview."""
    outcomes: tuple[str, ...]
    """The columns that say how the contact ended."""
    counts: Counts

    def __iter__(self) -> Iterator[Sequence[tuple[int, Row]]]:
        counts = self.counts
        counts.found = counts.leaving = counts.refused = counts.without = 0
        counts.versions.clear()
        for rows in self.source:
            main = rows[0][1]
            counts.found += 1
            ended = [str(main.get(name) or "") for name in self.outcomes]
            is_refused = any(main.get(name) in _NO for name in self.taking_part) or was_refused(ended)
            is_without = not is_refused and was_nobody_met(ended)
            if self.agreed and not self.agreed.by(main, has_answers=not (is_refused or is_without)):
                continue
            version = str(main["FORM_VERSION"])
            counts.leaving += 1
            counts.versions[version] = counts.versions.get(version, 0) + 1
            counts.refused += is_refused
            counts.without += is_without
            yield [(table, self.reductions[table].row(row)) for table, row in rows]

    def __len__(self) -> int:
        return len(self.source) if self.agreed is None else sum(1 for _interview in self)


def _mask(value: Value) -> Value:
    """The last four characters, of what is long enough that they do not say it."""
    text = str(value) if isinstance(value, str | int) else ""
    shown = _SHOWN if len(text) >= 2 * _SHOWN else 0
    return "X" * (len(text) - shown) + text[len(text) - shown :] if text else value


def release_log(
    log: Iterable[tuple[str, str, str]],
    checks: Iterable[Check],
    released: Released,
    profile: Profile,
    keys: Collection[str],
    as_written: Callable[[str], str] = str,
) -> Iterator[tuple[str, str, str]]:
    """The lines of the quality log that may leave: of the interviews `keys` and of questions that are not withheld.

    A comment, on a check or on a question, is free text, where a name may stand: it leaves in the working profile alone. What
    stands beside a question is named by its ref. `checks` are those of all versions; a name none of them has tells nothing that can be
    judged, so it leaves in the working profile alone. `as_written` gives an interview's KEY in this file.
    """
    withheld, every = released.unread, list(checks)
    unseen = {
        check.name for check in every if withheld.intersection((check.question, *refs(check.expression)))
    }
    known = {check.name for check in every}
    for instance_id, name, comment in log:
        key = as_written(instance_id)
        is_known = name.startswith("/") or name in known or profile is Profile.WORKING
        if key in keys and is_known and name not in unseen and plain(name) not in withheld:
            yield key, name, comment if profile is Profile.WORKING else _KEPT_BACK if comment else ""
