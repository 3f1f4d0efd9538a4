"""Lists of entities between two visits of the server: the attached file, with what interviews here created or changed.

So a firm recorded this morning can be chosen in the follow-up this afternoon, without network, and its update names the
version and branch it is based on.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree

from fieldsurvey.forms.external_lists import columns_of, opened, rows_of
from fieldsurvey.interviews.submissions import root_of
from fieldsurvey.records import FIRMS, TYPED, Questionnaire
from fieldsurvey.store.entities import Lists
from fieldsurvey.system.csv_reader import CsvFile
from fieldsurvey.xforms import FormDefinition, FormEntry
from fieldsurvey.xforms.instance.entities import Entity, listed
from fieldsurvey.xforms.lists.index import Condition
from fieldsurvey.xforms.lists.rows import Cells, MemoryRows, RowList, Rows


def listed_firms(media: Mapping[str, bytes | Path]) -> Iterator[tuple[str, dict[str, str]]]:
    """(id, row) of every firm in a form's file `firms.csv`; none where it has no such file, or one that is no list of entities."""
    content = media.get(f"{FIRMS}.csv")
    if content is None:
        return
    with opened(content) as stream:
        file = CsvFile(f"{FIRMS}.csv", stream)
        if not {"name", "label"} <= set(file.columns):
            return
        for cells in file:
            row = {name: text for name, text in zip(file.columns, cells, strict=True) if name and text}
            if row.get("name") and row.get("label"):
                yield row.pop("name"), row


def changed_by(form: FormDefinition, submission: str, local: Lists) -> Lists:
    """What a finalised interview does to the lists of its entities: the rows that are new or changed."""
    changed: Lists = {}
    for entity in FormEntry.record(form, submission).entities() if form.entities else ():
        if not entity.problem:
            known = {**local.get(entity.dataset, {}), **changed.get(entity.dataset, {})}
            before = known.get(entity.entity_id) or _in_file(form, entity)
            rows = listed({entity.entity_id: before} if before else {}, entity)
            changed.setdefault(entity.dataset, {}).update(rows)
    return changed


def with_local(
    questionnaire: Questionnaire, lists: Mapping[str, Rows], local: Lists, copy: str
) -> dict[str, Rows]:
    """The stored lists of a form, and each list of entities with what changed here. `copy` tells this copy of the study."""
    found = dict(lists)
    for name in {*lists, *questionnaire.media}:
        dataset = name.removesuffix(".csv")
        changed = local.get(dataset, {})
        if dataset == name or not (changed or _is_of_entities(questionnaire, lists, name)):
            continue
        base = found.get(name) or rows_of(questionnaire, name)
        if base is not None:
            found[name] = WithEntities(base, changed, f"{copy} {dataset}")
    return found


def based_as_before(submission: str, before: str) -> str:
    """A submission that is finalised again, its updates of entities on the version, trunk and branch they had the first time.

    The list has counted the first time already; the server never saw it, and would wait for days for what lies between.
    """
    first = {_entity_key(one): dict(one.attrib) for one in _entity_elements(root_of(before))}
    root = root_of(submission)
    found = [(one, first[_entity_key(one)]) for one in _entity_elements(root) if _entity_key(one) in first]
    changed = False
    for element, attributes in found:
        for name in _BASED:
            if name in attributes and element.get(name) != attributes[name]:
                element.set(name, attributes[name])
                changed = True
    return etree.tostring(root, encoding="unicode") if changed else submission


def _entity_elements(root: etree._Element) -> Iterator[etree._Element]:
    return (one for one in root.iter("{*}entity") if one.get("dataset") and one.get("id"))


def _entity_key(element: etree._Element) -> tuple[str, str]:
    return element.get("dataset", ""), element.get("id", "")


_BASED = ("baseVersion", "trunkVersion", "branchId")


class WithEntities:
    """Rows of a file as a list of entities: each has a trunk and a branch, and changes made here stand in it.

    A row that came from the server has the server's version as its trunk, and a branch that stays the same in this copy of the
    study until the server gives another version. A row that was changed here stands in the place of the file's until a file comes
    that has its version or a later one; new ones stand at the end.
    """

    def __init__(self, base: Rows, changed: Mapping[str, Mapping[str, str]], origin: str) -> None:
        """`origin` tells this list in this copy of the study from any other."""
        names = [_TRUNK, _BRANCH, *dict.fromkeys(n for row in changed.values() for n in row if n != TYPED)]
        self.columns = (*base.columns, *(name for name in dict.fromkeys(names) if name not in base.columns))
        self._base, self._changed, self._origin = base, changed, origin
        self._identity = base.columns.index("name") if "name" in base.columns else None
        self._version = base.columns.index(_VERSION) if _VERSION in base.columns else None
        self._place = {name: self.columns.index(name) for name in (_TRUNK, _BRANCH)}
        self._blank = ("",) * (len(self.columns) - len(base.columns))
        rows = [self._based(row) if TYPED in row else row for row in changed.values()]
        self._own = MemoryRows(
            self.columns, [tuple(row.get(name, "") for name in self.columns) for row in rows]
        )

    def matching(self, conditions: Sequence[Condition]) -> Iterator[Cells]:
        """The rows that fulfil all the conditions, those of the file first."""
        for cells in self._base.matching(conditions):
            if not self._is_changed(cells):
                yield self._with_branch(cells)
        for cells in self._own.matching(conditions):
            if not self._is_overtaken(cells):
                yield (*cells[:-1], _BEHIND + cells[-1])

    def texts(self, conditions: Sequence[Condition], indexes: Sequence[int]) -> Iterable[tuple[str, ...]]:
        """What stands in some columns of these rows."""
        if not self._changed and all(index < len(self._base.columns) for index in indexes):
            return self._base.texts(conditions, indexes)
        return (tuple([cells[index] for index in indexes]) for cells in self.matching(conditions))

    def count(self, conditions: Sequence[Condition]) -> int:
        """How many there are."""
        if not self._changed:
            return self._base.count(conditions)
        return sum(1 for _cells in self.matching(conditions))

    def _is_changed(self, cells: Cells) -> bool:
        """Whether a row of the file is behind the one of here."""
        own = self._changed.get(cells[self._identity]) if self._identity is not None else None
        return own is not None and self._number(cells) < _number(own.get(_VERSION, "")) + _is_typed(own)

    def _is_overtaken(self, own: Cells) -> bool:
        """Whether the file has a row of here in the same version or a later one."""
        if self._identity is None:
            return False
        version = _number(own[self.columns.index(_VERSION)]) if _VERSION in self.columns else 0
        version += _is_typed(self._changed.get(own[self._identity], {}))
        rows = self._base.matching([("name", own[self._identity])])
        return any(self._number(cells) >= version for cells in rows)

    def _based(self, row: Mapping[str, str]) -> Mapping[str, str]:
        """A row that was typed over here, on the version it has: the server has not heard of it, so it stays the trunk."""
        seed = f"{self._origin} {row.get('name', '')} {row.get(_VERSION, '')}"
        return {_TRUNK: row.get(_VERSION, ""), _BRANCH: _branch_of(seed), **row}

    def _number(self, cells: Cells) -> int:
        return _number(cells[self._version]) if self._version is not None else 0

    def _with_branch(self, cells: Cells) -> Cells:
        """A row of the file, with what the server's file does not say."""
        row = [*cells[:-1], *self._blank]
        if self._version is not None and self._identity is not None and not row[self._place[_BRANCH]]:
            seed = f"{self._origin} {row[self._identity]} {row[self._version]}"
            row[self._place[_TRUNK]] = row[self._version]
            row[self._place[_BRANCH]] = _branch_of(seed)
        return (*row, cells[-1])


def _branch_of(seed: str) -> str:
    return str(uuid.UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16], version=4))


def _is_typed(row: Mapping[str, str]) -> bool:
    """Whether somebody typed over the row here since it had the version it has."""
    return bool(row.get(TYPED)) and row.get(TYPED) == row.get(_VERSION, "")


def _number(version: str) -> int:
    return int(version) if version.isascii() and version.isdecimal() else 0


def _is_of_entities(questionnaire: Questionnaire, lists: Mapping[str, Rows], name: str) -> bool:
    """Whether a file is a server's list of entities, which have versions."""
    if name in lists:
        columns = lists[name].columns
    elif (content := questionnaire.media.get(name)) is not None:
        columns = columns_of(name, content)
    else:
        return False
    return "name" in columns and _VERSION in columns


_VERSION, _TRUNK, _BRANCH = "__version", "__trunkVersion", "__branchId"
_BEHIND = 1 << 40
"""Places after those of any file."""


def _in_file(form: FormDefinition, entity: Entity) -> dict[str, str] | None:
    """The entity's row in the form's own list, as the server gave it."""
    source = next(
        (
            one
            for one in form.secondary.values()
            if isinstance(one, RowList) and one.file_name == f"{entity.dataset}.csv"
        ),
        None,
    )
    if source is None:
        return None
    columns = source.columns()
    row = next(iter(source.texts([("name", entity.entity_id)], columns) or ()), None)
    return dict(zip(columns, row, strict=True)) if row is not None else None
