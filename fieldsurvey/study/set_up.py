"""What the study is set up with: cluster, rounds, partners, wages, promises to those who answer. It can be changed at any time."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from fieldsurvey.analysis import rules
from fieldsurvey.analysis.selection import rank
from fieldsurvey.errors import StoreError
from fieldsurvey.records import Changed, Cluster, Topic
from fieldsurvey.records.selection import BEST, Consideration, Ranked, SelectionSheet
from fieldsurvey.records.set_up import SetUp
from fieldsurvey.store import Database, cases, settings
from fieldsurvey.store import set_up as stored
from fieldsurvey.study.context import Context

_MOST_DAYS = 365
CLUSTER_TYPES = ("industrial", "handicraft", "handloom", "micro", "service")
DESIGNS = ("purposive", "census", "random", "stratified")


def states_on(day: date) -> tuple[str, ...]:
    """The states and union territories in force on a day, by name."""
    return tuple(sorted(rule.cells["state"] for rule in rules.in_force("regions", day)))


def sheet_of(told: Mapping[str, Any]) -> SelectionSheet:
    """A selection sheet as a script hands it over. Raises KeyError, TypeError, ValueError or AttributeError for what is none."""
    return stored.sheet_of(told)


class StudySetUp:
    """Set-up of one study; each change is a line of the history."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self) -> SetUp:
        """What is settled beside the cluster."""
        return stored.read(self._context.db)

    def states(self) -> tuple[str, ...]:
        """The states and union territories in force today, by name."""
        return states_on(self._context.clock().date())

    def region(self, state: str | None = None) -> str:
        """The region of a state by the dated table, without one of the cluster's; "" where no state is named."""
        today = self._context.clock().date()
        named = self._context.cluster.state if state is None else state
        return next(
            (r.cells["region"] for r in rules.in_force("regions", today) if r.cells["state"] == named), ""
        )

    def change_cluster(self, cluster: Cluster) -> Changed:
        """Keep what the cluster is. Raises StoreError for a name that is empty, a state, type or design that is none."""
        self._want_cluster(cluster)
        with self._context.writing() as db:
            self._keep_cluster(db, cluster)
        return Changed(frozenset({Topic.STUDY}))

    def change(self, set_up: SetUp) -> Changed:
        """Keep what is settled. Raises StoreError for days or rounds that cannot be; a round with cases stays."""
        _want(set_up)
        with self._context.writing() as db:
            self._keep(db, set_up)
        return Changed(frozenset({Topic.STUDY, Topic.FIELDWORK}))

    def change_all(self, cluster: Cluster, set_up: SetUp) -> Changed:
        """Keep both, or neither. Raises StoreError as the two do."""
        self._want_cluster(cluster)
        _want(set_up)
        with self._context.writing() as db:
            self._keep_cluster(db, cluster)
            self._keep(db, set_up)
        return Changed(frozenset({Topic.STUDY, Topic.FIELDWORK}))

    def ranking(self, sheet: SelectionSheet | None = None) -> tuple[Ranked, ...]:
        """The candidates of the selection sheet that is kept, or of this one, the first to be chosen first."""
        return rank(self.read().selection if sheet is None else sheet, self.region)

    def _want_cluster(self, cluster: Cluster) -> None:
        if not cluster.name.strip():
            raise StoreError("set-up.no-name")
        is_new = cluster.state != self._context.cluster.state  # what was typed before there was a table stays
        if cluster.state and is_new and cluster.state not in self.states():
            raise StoreError("set-up.unknown-state", state=cluster.state)
        for text, known in ((cluster.cluster_type, CLUSTER_TYPES), (cluster.sample_design, DESIGNS)):
            if text not in known:
                raise StoreError("set-up.unknown-choice", text=text, known=", ".join(known))

    def _keep_cluster(self, db: Database, cluster: Cluster) -> None:
        text = settings.packed(dataclasses.asdict(cluster))
        if text != settings.read(db, "cluster"):
            settings.write(db, "cluster", text)
            self._context.tell(db, "set up", new=cluster.name)

    def _keep(self, db: Database, set_up: SetUp) -> None:
        keys = [one.key for one in set_up.rounds]
        held = [key for key in cases.round_keys(db) if key not in keys]
        if held:
            raise StoreError("set-up.round-held", round=held[0])
        if set_up != stored.read(db):
            stored.write(db, set_up)
            self._context.tell(db, "set up", new=", ".join(keys))


def _want(set_up: SetUp) -> None:
    if not 0 <= set_up.withdrawal_days <= _MOST_DAYS:
        raise StoreError("set-up.days", most=_MOST_DAYS)
    keys = [one.key for one in set_up.rounds]
    if not keys or len(set(keys)) < len(keys) or not all(keys):
        raise StoreError("set-up.rounds")
    if any(one.begins and one.ends and one.ends < one.begins for one in set_up.rounds):
        raise StoreError("set-up.round-ends")
    if any(wage.per_day <= 0 for wage in set_up.wages):
        raise StoreError("set-up.wage")
    _want_sheet(set_up.selection)


def _want_sheet(sheet: SelectionSheet) -> None:
    names = [" ".join(one.name.split()).casefold() for one in sheet.candidates]
    if not all(names) or len(set(names)) < len(names):
        raise StoreError("selection.names")
    if not all(0 <= score <= BEST for one in sheet.candidates for score in one.scores.values()):
        raise StoreError("selection.score", best=BEST)
    weights = (*(sheet.weights.get(one, 1.0) for one in Consideration), sheet.region, sheet.product)
    if not all(0 <= weight < math.inf for weight in weights) or not any(weights):
        raise StoreError("selection.weight")
