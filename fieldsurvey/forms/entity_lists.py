"""Lists of entities between two visits of the server: the attached file, with what interviews here created or changed.

So a firm recorded this morning can be chosen in the follow-up this afternoon, without network, and its update names the
version and branch it is based on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from fieldsurvey.forms.external_lists import rows_of
from fieldsurvey.records import Questionnaire
from fieldsurvey.store.entities import Lists
from fieldsurvey.xforms import FormDefinition, FormEntry
from fieldsurvey.xforms.instance.entities import Entity, listed
from fieldsurvey.xforms.lists.index import Condition
from fieldsurvey.xforms.lists.rows import Cells, MemoryRows, RowList, Rows


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


def with_local(questionnaire: Questionnaire, lists: Mapping[str, Rows], local: Lists) -> dict[str, Rows]:
    """The stored lists of a form, and each list of entities with what changed here."""
    found = dict(lists)
    for dataset, rows in local.items():
        name = f"{dataset}.csv"
        base = found.get(name) or rows_of(questionnaire, name)
        if base is not None and rows:
            found[name] = WithEntities(base, rows)
    return found


class WithEntities:
    """Rows of a file; where an entity changed here, its row is the one of here, and new ones stand at the end."""

    def __init__(self, base: Rows, changed: Mapping[str, Mapping[str, str]]) -> None:
        names = list(dict.fromkeys(name for row in changed.values() for name in row))
        self.columns = (*base.columns, *(name for name in names if name not in base.columns))
        self._base = base
        self._identity = base.columns.index("name") if "name" in base.columns else None
        self._changed = frozenset(changed)
        self._blank = ("",) * (len(self.columns) - len(base.columns))
        self._own = MemoryRows(
            self.columns, [tuple(row.get(name, "") for name in self.columns) for row in changed.values()]
        )

    def matching(self, conditions: Sequence[Condition]) -> Iterator[Cells]:
        """The rows that fulfil all the conditions, those of the file first."""
        for cells in self._base.matching(conditions):
            if self._identity is None or cells[self._identity] not in self._changed:
                yield (*cells[:-1], *self._blank, cells[-1])
        for cells in self._own.matching(conditions):
            yield (*cells[:-1], _BEHIND + cells[-1])

    def texts(self, conditions: Sequence[Condition], indexes: Sequence[int]) -> Iterable[tuple[str, ...]]:
        """What stands in some columns of these rows."""
        return (tuple([cells[index] for index in indexes]) for cells in self.matching(conditions))

    def count(self, conditions: Sequence[Condition]) -> int:
        """How many there are."""
        return sum(1 for _cells in self.matching(conditions))


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
