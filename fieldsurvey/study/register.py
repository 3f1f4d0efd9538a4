"""The register of firms: added, changed, found, imported from a list."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

from fieldsurvey.errors import RegisterError
from fieldsurvey.messages import Message
from fieldsurvey.records import (
    BASELINE,
    TYPED,
    Changed,
    Firm,
    FirmChoices,
    FirmField,
    FirmFilter,
    FirmRow,
    FirmSource,
    SourceList,
    Topic,
)
from fieldsurvey.register import beside, columns, import_plan, list_file
from fieldsurvey.register.cleaning import RangeEnd, clean
from fieldsurvey.register.columns import Head
from fieldsurvey.register.import_plan import EMPTY, ImportPlan, Known
from fieldsurvey.register.list_file import ListSheet
from fieldsurvey.register.matching import Lookalike, Matcher
from fieldsurvey.store import cases, draws, firm_list, firm_merges, firms, global_ids, source_lists
from fieldsurvey.study.context import Context
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.system.remembered import Remembered

_TOPICS = frozenset({Topic.REGISTER})
_AT_ONCE = 200
_LEAST_BEGINNING, _MOST_TAKEN = 3, 4
"""Letters of a beginning that says something, and how many a slip of the hand may have made wrong."""


class Register:
    """The firms of the cluster, as far as anybody listed them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._kept = Remembered[Matcher]()
        self._positions = Remembered[list[tuple[str, str]]]()
        self._number = Remembered[int]()
        self._kept_in_merges = Remembered[frozenset[str]]()

    # --- asking --------------------------------------------------------------------------------------------------

    def count(self, wanted: FirmFilter = FirmFilter()) -> int:  # noqa: B008 - frozen
        """How many firms a list shows."""
        db = self._context.db
        if not firms.exists(db):
            return 0
        if wanted == FirmFilter():
            return self._number.of(firms.state(db), lambda: firm_list.count(db, wanted))
        return firm_list.count(db, wanted)

    def ids(self, wanted: FirmFilter = FirmFilter()) -> list[str]:  # noqa: B008 - frozen
        """The firms of a list in its order; `rows` gives the lines of some of them."""
        return firm_list.ids(self._context.db, wanted) if firms.exists(self._context.db) else []

    def rows(self, firm_ids: Sequence[str], round_key: str = BASELINE.key) -> list[FirmRow]:
        """The lines of these firms in this order, each with its case in the round; one that is gone has none."""
        return firm_list.rows(self._context.db, firm_ids, round_key)

    def listing(
        self,
        wanted: FirmFilter = FirmFilter(),  # noqa: B008 - frozen
        start: int = 0,
        most: int = -1,
    ) -> list[Firm]:
        """The firms of a list from `start`, at most so many; all when negative."""
        found = self.ids(wanted)[start : None if most < 0 else start + most]
        return [
            row.firm for at in range(0, len(found), _AT_ONCE) for row in self.rows(found[at : at + _AT_ONCE])
        ]

    def choices(self, round_key: str = BASELINE.key) -> FirmChoices:
        """What a list of firms can be narrowed to, with how many firms each."""
        return (
            firm_list.choices(self._context.db, round_key)
            if firms.exists(self._context.db)
            else FirmChoices()
        )

    def firm(self, which: str) -> Firm:
        """One firm, by its id or its number. Raises RegisterError when there is none."""
        found = firms.read(self._context.db, which)
        if found is None and which.isdecimal():
            found = firms.of_number(self._context.db, int(which))
        if found is None:
            raise RegisterError("register.no-firm", firm=which)
        return found

    def localities(self) -> list[tuple[str, int]]:
        """(place, firms), most first."""
        return firms.localities(self._context.db)

    def positions(self) -> list[tuple[str, str]]:
        """(id, geopoint) of the firms whose position is known."""
        db = self._context.db
        return self._positions.of(firms.state(db), lambda: firms.positions(db)) if firms.exists(db) else []

    def sources(self) -> list[SourceList]:
        """The lists firms came from, the newest first."""
        return source_lists.listing(self._context.db)

    def sources_of(self, firm_id: str) -> list[FirmSource]:
        """The rows of lists that stand for a firm."""
        return source_lists.of_firm(self._context.db, firm_id)

    # --- writing -------------------------------------------------------------------------------------------------

    def add(self, name: str, properties: Mapping[FirmField, str] | None = None) -> Changed:
        """A firm that was met: its id is the first of `ids`. Raises RegisterError without a name."""
        if not name.strip():
            raise RegisterError("register.name-missing")
        told = _cleaned(properties or {})
        with self._context.writing() as db:
            firm = Firm(str(uuid.uuid4()), firms.next_number(db), " ".join(name.split()), told)
            firms.add(db, firm, self._context.clock())
            self._context.tell(db, "firm added", new=firm.title)
        return Changed(_TOPICS, (firm.id,))

    def change(self, firm_id: str, properties: Mapping[FirmField, str]) -> Changed:
        """Keep what is said of a firm under these fields; "" takes one away. Raises RegisterError when there is no such firm."""
        told = _cleaned(properties)
        with self._context.writing() as db:
            before = self.firm(firm_id)
            name = told.pop(FirmField.NAME, before.name)
            if not name:
                raise RegisterError("register.name-missing")
            version = before.properties.get("__version", "")
            typed = {TYPED: version} if version else {}
            after = dataclasses.replace(before, name=name, properties={**before.properties, **told, **typed})
            firms.change(db, after, self._context.clock())
            self._context.tell(db, "firm changed", new=after.title)
        return Changed(_TOPICS, (firm_id,))

    # --- look-alikes -----------------------------------------------------------------------------------------------

    def lookalikes(self, progress: Progress = silent) -> list[Lookalike]:
        """Every two entries that may be one firm and were not judged to be two, the likeliest first. Raises Cancelled when `progress` does."""
        db = self._context.db
        if not firms.exists(db):
            return []
        return beside.lookalikes(list(firms.every(db)), firm_merges.apart(db), progress)

    def like(self, firm: Firm) -> list[Lookalike]:
        """The entries that may be this firm, likeliest first: asked before one is added, or an interview begins."""
        apart = firm_merges.apart(self._context.db)
        found = self._matcher().like(firm)
        return [pair for pair in found if frozenset((pair.one.id, pair.other.id)) not in apart]

    def like_told(self, name: str, properties: Mapping[FirmField, str]) -> list[Lookalike]:
        """The entries that may be a firm of which this is told, and that is not in the register yet."""
        return self.like(Firm("", 0, " ".join(name.split()), _cleaned(properties)))

    def nearest(self, text: str) -> Firm | None:
        """A firm that is called nearly so, where none is: found by the beginning of what was asked; None when none begins like it."""
        asked = text.strip()
        for length in range(len(asked) - 1, max(_LEAST_BEGINNING, len(asked) - _MOST_TAKEN) - 1, -1):
            if found := self.ids(FirmFilter(asked[:length])):
                return self.rows(found[:1])[0].firm
        return None

    def _matcher(self) -> Matcher:
        """The firms ready to be compared: made anew only where one of them changed."""
        db = self._context.db
        return self._kept.of(firms.state(db), lambda: Matcher(firms.every(db)))

    def merged_into(self, firm_id: str) -> list[Firm]:
        """The entries that turned out to be this firm."""
        db = self._context.db
        kept = self._kept_in_merges.of(firms.state(db), lambda: firms.kept_in_merges(db))
        return firms.merged_into(db, firm_id) if firm_id in kept else []

    def merge(self, kept_id: str, merged_id: str) -> Changed:
        """Two entries are one firm: the kept one takes sources, cases, visits and what it lacked. Can be undone.

        Raises RegisterError when there is no such firm, they are one already, or both have a case in one round.
        """
        now, who = self._context.clock(), self._context.who()
        with self._context.writing() as db:
            kept, merged = self.firm(kept_id), self.firm(merged_id)
            if kept.id == merged.id or kept.merged_into or merged.merged_into:
                raise RegisterError("register.merged-already", firm=merged.name)
            both = cases.rounds_of(db, kept.id) & cases.rounds_of(db, merged.id)
            if both:
                raise RegisterError("register.both-have-cases", one=kept.name, other=merged.name)
            firm_merges.merge(db, kept, merged, now, who)
            self._context.tell(db, "firms merged", new=kept.title, why=merged.title)
        return Changed(_TOPICS, (kept.id, merged.id))

    def unmerge(self, merged_id: str) -> Changed:
        """Undo the merge by which this entry became part of another. Raises RegisterError where it is part of none."""
        now = self._context.clock()
        with self._context.writing() as db:
            found = next((one for one in firm_merges.standing(db) if one.merged == merged_id), None)
            if found is None:
                raise RegisterError("register.not-merged", firm=merged_id)
            firm_merges.undo(db, found, now)
            self._context.tell(
                db, "merge undone", new=self.firm(found.kept).title, why=self.firm(merged_id).title
            )
        return Changed(_TOPICS, (found.kept, merged_id))

    def keep_apart(self, one_id: str, other_id: str) -> Changed:
        """Two entries are two firms, and are not proposed again. Raises RegisterError when there is no such firm."""
        with self._context.writing() as db:
            one, other = self.firm(one_id), self.firm(other_id)
            firm_merges.keep_apart(db, one.id, other.id, self._context.clock(), self._context.who())
            self._context.tell(db, "firms kept apart", new=one.title, why=other.title)
        return Changed(_TOPICS, (one.id, other.id))

    def may_be_one(self, one_id: str, other_id: str) -> Changed:
        """Take back that two entries are two firms: they are proposed again. Raises RegisterError when one is not in the register."""
        with self._context.writing() as db:
            one, other = self.firm(one_id), self.firm(other_id)
            firm_merges.may_be_one(db, one.id, other.id)
            self._context.tell(db, "firms may be one", new=one.title, why=other.title)
        return Changed(_TOPICS, (one.id, other.id))

    # --- lists ---------------------------------------------------------------------------------------------------

    def plan_import(
        self,
        path: Path,
        *,
        sheet: str = "",
        head_row: int = 0,
        columns_of: Mapping[FirmField, str] | None = None,
        mapping: Mapping[int, FirmField] | None = None,
        range_end: RangeEnd = RangeEnd.LOWER,
    ) -> ImportPlan:
        """What importing a list would do; nothing is written. The head is found, the mapping proposed, unless they are told.

        `columns_of`: field -> name or letter of its column, over what is proposed; `mapping`: column (from 0) -> field, instead of it.
        Raises RegisterError when the file cannot be read, has no head, or no column holds the name.
        """
        read = list_file.read(Path(path))
        found = read.sheet(sheet)
        head = columns.head_at(found, head_row) if head_row else columns.find_head(found)
        if head is None:
            raise RegisterError("list-file.no-head", file=read.name, sheet=found.title)
        chosen = dict(columns.propose(head, self.remembered(head)) if mapping is None else mapping)
        chosen = _told(read.name, head, chosen, columns_of or {})
        return self.plan(read.name, found, head, chosen, range_end)

    def plan(
        self,
        file: str,
        sheet: ListSheet,
        head: Head,
        mapping: Mapping[int, FirmField],
        range_end: RangeEnd,
        progress: Progress = silent,
    ) -> ImportPlan:
        """The same for a sheet that is read already. Raises RegisterError when no column holds the name."""
        if FirmField.NAME not in mapping.values():
            raise RegisterError("list-file.no-name-column", file=file)
        known = self._known()
        return import_plan.make(file, sheet, head, mapping, known, range_end=range_end, progress=progress)

    def _known(self) -> Known:
        db = self._context.db
        return Known(tuple(firms.every(db)), source_lists.known_rows(db))

    def remembered(self, head: Head) -> Mapping[str, str]:
        """How the columns of a list with this very head were chosen last; empty where none was imported."""
        names = {name.casefold() for name in head.names if name}
        return next(
            (source.mapping for source in self.sources() if set(source.mapping) == names), dict[str, str]()
        )

    def import_list(self, plan: ImportPlan, title: str = "") -> Changed:
        """Do what the plan says, whole or not at all; the rows that name a firm once more are kept as its sources.

        Rows that came into the register since the plan was made are looked at again.
        """
        now, who = self._context.clock(), self._context.who()
        with self._context.writing() as db:
            fresh = import_plan.again(plan, self._known())
            source = SourceList(
                *(global_ids.new(), title.strip() or plan.file, plan.file, plan.sheet.title, now, who),
                *(len(fresh.rows) + fresh.empty, len(fresh.new), len(fresh.same)),
                left_out={row: reason.value for reason, rows in fresh.left_out.items() for row in rows}
                | dict.fromkeys(fresh.empty_rows, EMPTY),
                mapping=columns.named(plan.head, plan.mapping),
            )
            source_lists.add(db, source)
            first = firms.next_number(db)
            for number, row in enumerate(fresh.new, start=first):
                firms.add(db, dataclasses.replace(row.firm, number=number), now)
            rows = [
                (row.same_as or row.firm.id, row.number, row.digest) for row in fresh.rows if not row.left_out
            ]
            source_lists.add_rows(db, source.id, rows)
            self._context.tell(db, "list imported", new=f"{source.title}: {source.added}")
        return Changed(_TOPICS, tuple(row.firm.id for row in fresh.new))

    def take_list_back(self, which: str = "") -> Changed:
        """Take a list out of the register with the firms that came with it: by its title or id, the last one where none is named.

        Raises RegisterError when there is no such list, a firm of it was changed, merged, chosen or visited since, or a sample was
        drawn from it; then nothing is taken out.
        """
        with self._context.writing() as db:
            found = [one for one in self.sources() if which in ("", one.id, one.title)]
            if not found:
                raise RegisterError("register.no-list", list=which)
            source = found[0]
            if draws.any_since(db, source.imported_at):
                raise RegisterError("register.list-drawn", list=source.title)
            if used := source_lists.in_use(db, source):
                raise RegisterError("register.list-in-use", list=source.title, firms=len(used), firm=used[0])
            gone = source_lists.drop(db, source)
            self._context.tell(db, "list taken back", new=f"{source.title}: {gone}")
        return Changed(_TOPICS, message=Message("register.list-taken-back", list=source.title, n=gone))


def _cleaned(properties: Mapping[FirmField, str]) -> dict[str, str]:
    return {
        name: clean(name, " ".join(text.split()), RangeEnd.LATER).text for name, text in properties.items()
    }


def _told(
    file: str, head: Head, mapping: dict[int, FirmField], columns_of: Mapping[FirmField, str]
) -> dict[int, FirmField]:
    """The mapping with what was told of some fields; "" leaves a field out."""
    found = {column: meaning for column, meaning in mapping.items() if meaning not in columns_of}
    wanted: Sequence[tuple[FirmField, str]] = [(m, name) for m, name in columns_of.items() if name]
    for (meaning, name), column in zip(
        wanted, columns.columns_named(head, [name for _m, name in wanted]), strict=True
    ):
        if column < 0:
            known = ", ".join(filter(None, head.names))
            raise RegisterError("list-file.unknown-column", file=file, column=name, columns=known)
        found[column] = meaning
    return found
