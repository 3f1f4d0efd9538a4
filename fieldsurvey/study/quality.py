"""Quality of fieldwork: what is unusual in interviews as they were last finalised, and what was decided on it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping

from fieldsurvey.analysis import field_checks
from fieldsurvey.analysis.beside import beside
from fieldsurvey.analysis.field_facts import Around, Facts, Gatherer, place_of
from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.interviews.tables import Flattener
from fieldsurvey.records import (
    AnnotationKind,
    Beside,
    Changed,
    Decision,
    Flag,
    Interview,
    Questionnaire,
    Row,
    Topic,
    Verdict,
    text_in,
)
from fieldsurvey.store import annotations as stored_annotations
from fieldsurvey.store import approvals, audit, cases, interviews, legibility
from fieldsurvey.store.approvals import LeadKey
from fieldsurvey.study.context import Context
from fieldsurvey.system.gc_control import uncollected
from fieldsurvey.system.progress import Progress, silent, yielding

WORDS = {rule.name: rule.words for rule in field_checks.RULES}
"""Name of a rule -> what it is called, in English; to be translated where it is shown."""


class Quality:
    """Flags of one study. What was read of a submission is kept: it never changes."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._facts: dict[tuple[str, str], Facts] = {}
        """(interview, last submission) -> what the rules see."""
        self._found: dict[tuple[str, str], tuple[tuple[Facts, ...], list[Flag]]] = {}
        """(form, language) -> (what they were found in, flags)."""

    def flags(self, form_id: str = "", language: str = "", progress: Progress = silent) -> list[Flag]:
        """What the rules find in the interviews of a form that count, with what was decided; labels in `language`, by its name in the
        form or its code.

        For work beside the window: a study of thousands takes some seconds the first time.
        """
        versions = self._context.forms.versions(form_id)
        newest = versions[-1]
        spoken = (
            name for name in newest.languages if language and (language == name or f"({language})" in name)
        )
        told = next(spoken, newest.default_language or next(iter(newest.languages), ""))
        facts = tuple(self._gathered(newest.form_id, progress))
        known = self._found.get((newest.form_id, told))
        if known is None or known[0] != facts:
            found = field_checks.flags(facts, _labels(newest, told), [one.version for one in versions])
            known = self._found[newest.form_id, told] = (facts, found)
        return self._decided(known[1])

    def beside(self, instance_id: str) -> dict[str, Beside]:
        """Question -> how the other firms answered it, of those whose interviews `flags` has looked at; nothing before that."""
        known = [found for found, _flags in self._found.values()]
        for facts in known:
            one = next((one for one in facts if one.instance_id == instance_id), None)
            if one is not None:
                return beside(one, facts)
        return {}

    def facts(self, instance_id: str) -> Facts | None:
        """What the rules saw of an interview when `flags` looked last; None of one it has not looked at."""
        every = (one for found, _flags in self._found.values() for one in found)
        return next((one for one in every if one.instance_id == instance_id), None)

    def agents(self) -> dict[str, str]:
        """Interview -> who asked, also where only an answer says so; of those `flags` has looked at."""
        every = (one for found, _flags in self._found.values() for one in found)
        return {one.instance_id: one.agent for one in every if one.agent}

    def undecided(self, flags: list[Flag] | None = None) -> dict[str, int]:
        """Interview -> how many flags nobody decided on, in all forms or among these."""
        if flags is None:
            ids = dict.fromkeys(form_id for form_id, _version, _title in self._context.forms.listing())
            flags = [flag for form_id in ids for flag in self.flags(form_id)]
        return dict(Counter(flag.instance_id for flag in flags if flag.is_open and flag.instance_id))

    def decide(
        self, flag: Flag, verdict: Verdict | None, reason: str = "", *, key: LeadKey | None = None
    ) -> Changed:
        """Note what was decided on a flag; None takes it back. It holds until the interview says something else there.

        Raises StoreError for "right as it is" without a reason, or without the key of the study's lead.
        """
        if verdict is Verdict.RIGHT and not reason.strip():
            raise StoreError("flag.say-why")
        now, who = self._context.clock(), self._context.who()
        decision = Decision(verdict, reason.strip(), now, who) if verdict is not None else None
        with self._context.writing() as db:
            approvals.want_key(db, key)
            self._context.interview(flag.instance_id)
            stored_annotations.decide(db, flag.instance_id, flag.key, decision, flag.value)
            self._context.tell(
                db,
                "flag decided",
                new=verdict.value if verdict else "",
                instance_id=flag.instance_id,
                ref=flag.key,
                why=reason.strip(),
            )
        return Changed(frozenset({Topic.INTERVIEWS}), (flag.instance_id,))

    def _decided(self, flags: list[Flag]) -> list[Flag]:
        decisions = stored_annotations.decisions(self._context.db)
        found = []
        for flag in flags:
            decision, value = decisions.get((flag.instance_id, flag.key), (None, ""))
            stands = decision is not None and value == f"{flag.value:.10g}"
            found.append(dataclasses.replace(flag, decision=decision) if stands else flag)
        return found

    # --- what the rules see --------------------------------------------------------------------------------------

    def _gathered(self, form_id: str, progress: Progress) -> list[Facts]:
        db = self._context.db
        every = interviews.last_submissions(db, form_id)
        with uncollected():
            self._read(form_id, [pair for pair in every if pair not in self._facts], progress)
        lost = set(self._context.unreadable(form_id))
        wanted = [pair for pair in every if pair[0] not in lost]
        standings = cases.standings(db)
        kept = stored_annotations.places(db, AnnotationKind.CHECK)
        found = []
        for pair in wanted:
            if pair in self._facts:
                stratum, position = standings.get(pair[0], ("", ""))
                found.append(
                    dataclasses.replace(
                        self._facts[pair],
                        stratum=stratum,
                        firm_place=place_of(position),
                        checks_kept=len(kept.get(pair[0], ())),
                    )
                )
        return found

    def _read(self, form_id: str, pairs: list[tuple[str, str]], progress: Progress) -> None:
        """Read what was never read, each submission once; one that cannot be read is left to `Context.unreadable` to name."""
        if not pairs:
            return
        db = self._context.db
        *earlier, newest = self._context.forms.versions(form_id)
        flattener = Flattener(newest, earlier)
        gatherer = Gatherer(flattener.levels)
        locks = stored_annotations.places(db, AnnotationKind.LOCK)
        submission = dict(pairs)
        ordered = interviews.legible(db, [pair[0] for pair in pairs])
        for done, one in enumerate(ordered if progress is silent else yielding(ordered)):
            progress(done, len(pairs), "interviews")
            try:
                rows = flattener.rows(one)
            except (FieldSurveyError, ValueError, AttributeError):
                if legibility.is_legible(one):
                    raise
                continue
            pair = one.instance_id, submission[one.instance_id]
            hidden = tuple(locks.get(one.instance_id, ()))
            self._facts[pair] = self._facts_of(one, rows, flattener, gatherer, hidden)
            self._context.legible.add(pair)

    def _facts_of(
        self,
        one: Interview,
        rows: list[tuple[int, Row]],
        flattener: Flattener,
        gatherer: Gatherer,
        hidden: tuple[str, ...],
    ) -> Facts:
        db = self._context.db
        around = Around(
            audit=audit.read(db, one.instance_id) or "",
            is_corrected=interviews.was_corrected(db, one.instance_id),
            hidden=hidden,
        )
        return gatherer.facts(one, rows, flattener.left_empty, around)


def _labels(questionnaire: Questionnaire, language: str) -> Mapping[str, str]:
    groups = {ref: text_in(texts, language) for ref, texts in questionnaire.group_labels.items()}
    return groups | {one.ref: text_in(one.label, language) for one in questionnaire.questions}
