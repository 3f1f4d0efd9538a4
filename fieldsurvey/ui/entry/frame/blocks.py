"""Which questions among those that stand one under the other are drawn as one table, and the tables made so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QWidget

from fieldsurvey.ui.entry.frame.block import QuestionBlock
from fieldsurvey.ui.entry.frame.matrix_block import MatrixBlock
from fieldsurvey.ui.entry.frame.sum_block import SumBlock
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.matrices import matrices
from fieldsurvey.xforms import BodyElement


class Blocks:
    """The tables of a page or of a row; each is made with the first of its questions."""

    def __init__(
        self, session: EntrySession, elements: Sequence[tuple[str, BodyElement | None]], parent: QWidget
    ) -> None:
        """`elements`: what stands one under the other, by its ref; None is a heading."""
        self._session, self._parent = session, parent
        self._kinds = dict(_matrices(session, elements)) | dict(
            _sums(session, [ref for ref, _one in elements])
        )
        self._made: dict[tuple[str, ...], QuestionBlock] = {}

    def of(self, ref: str) -> QuestionBlock | None:
        """The table a question stands in; None where it stands by itself."""
        found = self._kinds.get(ref)
        if found is None:
            return None
        kind, refs = found
        if refs not in self._made:
            self._made[refs] = kind(self._session, refs, self._parent)
        return self._made[refs]

    def refresh(self) -> None:
        """Show what moved over and under the questions."""
        for block in self._made.values():
            block.refresh()


_Kind = tuple[type[QuestionBlock], tuple[str, ...]]


def _matrices(
    session: EntrySession, elements: Sequence[tuple[str, BodyElement | None]]
) -> Iterator[tuple[str, _Kind]]:
    for refs in matrices(session.entry, elements):
        yield from ((ref, (MatrixBlock, refs)) for ref in refs)


def _sums(session: EntrySession, refs: Sequence[str]) -> Iterator[tuple[str, _Kind]]:
    """Those of a group that stand together; where something stands between them, the sum is a line under the last."""
    for at, ref in enumerate(refs):
        group = session.sums.of(ref)
        if group is not None and tuple(refs[at : at + len(group.refs)]) == group.refs:
            yield from ((one, (SumBlock, group.refs)) for one in group.refs)
