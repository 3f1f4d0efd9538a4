"""What the columns of a form without marks may tell: what is proposed, and what somebody decided of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from fieldsurvey.errors import ExportError
from fieldsurvey.export import roles
from fieldsurvey.export.exporter import ExportOptions
from fieldsurvey.export.roles import Decision, Proposal, Role
from fieldsurvey.forms.derivations import Derivation
from fieldsurvey.messages import Message
from fieldsurvey.records import Dataset, Questionnaire, text_in

Decisions = Mapping[str, Decision]
"""`roles.key_of` a column -> what somebody decided of it."""


@dataclass(frozen=True, slots=True)
class ColumnRoles:
    """The columns of one form that nobody marked, over all its versions."""

    versions: Sequence[Questionnaire]
    tables: Dataset
    derived: Callable[[], Mapping[str, Derivation]]
    kept: Decisions

    @property
    def are_marked(self) -> bool:
        """Whether the form itself says what its columns may tell."""
        return next(roles.unreviewed(self.tables, self.versions), None) is None

    def proposals(self) -> tuple[Proposal, ...]:
        """The role of each, as it looks and as it was decided. Reads every interview; none where the form says it."""
        if self.are_marked:
            return ()
        return roles.proposals(self.tables, self.versions, self.derived(), self.kept)

    def decided(self, options: ExportOptions) -> Decisions:
        """What holds for research rows. Raises ExportError where something waits for a person, with what is proposed."""
        found = self.proposals()
        if options.confirms_roles:
            return self._as_wanted(found, options.leaves)
        if any(one.decided is None for one in found):
            raise ExportError(
                "export.roles-unconfirmed",
                form=self.versions[-1].title,
                problems=tuple(self._told(one) for one in found if one.decided is None),
            )
        return self.kept

    def _as_wanted(self, found: Collection[Proposal], leaves: Mapping[str, bool]) -> Decisions:
        """Raises ExportError for a column that is none of these, or that is for nobody to decide."""
        known = {one.name: one for one in found}
        for column, does_leave in leaves.items():
            if column not in known or (does_leave and not known[column].may_change):
                raise ExportError("export.role-not-changed", column=column)
        return {**self.kept, **{one.key: _decision(one, leaves.get(one.name)) for one in found}}

    def _told(self, one: Proposal) -> Message:
        label = text_in(one.label, self.versions[-1].default_language) or one.name
        if one.is_derived:
            return Message("export.role-derived", column=one.name, label=label)
        if one.is_withheld:
            return Message("export.role-stays", column=one.name, role=one.role_in_words, label=label)
        return Message("export.role-leaves", column=one.name, role=one.role_in_words, label=label)


def _decision(one: Proposal, leaves: bool | None) -> Decision:
    role = one.decided or one.role
    if leaves is None or leaves != (role in roles.CLOSED):
        return Decision(role, one.role)
    return Decision(Role.PLAIN if leaves else Role.KEPT, one.role)


def written(decisions: Decisions) -> str:
    """As a study keeps them."""
    return json.dumps({key: [one.role, one.seen] for key, one in decisions.items()}, ensure_ascii=False)


def read(text: str) -> Decisions:
    """What was kept; an earlier program kept the role alone."""
    kept = json.loads(text) if text else {}
    pairs = {key: told if isinstance(told, list) else [told, told] for key, told in kept.items()}
    return {key: Decision(Role(role), Role(seen)) for key, (role, seen) in pairs.items()}
