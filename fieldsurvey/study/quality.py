"""Quality of fieldwork: what is unusual in interviews as they were last finalised, and what was decided on it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping

from fieldsurvey.analysis import agents, field_checks, measures
from fieldsurvey.analysis.beside import beside
from fieldsurvey.analysis.field_facts import Around, Facts, Gatherer, place_of
from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.interviews.tables import Flattener
from fieldsurvey.records import (
    AgentProfile,
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
    language_of,
    text_in,
)
from fieldsurvey.store import agent_decisions, approvals, audit, cases, interviews, legibility
from fieldsurvey.store import annotations as stored_annotations
from fieldsurvey.store.approvals import LeadKey
from fieldsurvey.study.context import Context
from fieldsurvey.system.gc_control import uncollected
from fieldsurvey.system.progress import Progress, silent, yielding

WORDS = {rule.name: rule.words for rule in field_checks.RULES}
"""Name of a rule -> what it is called, in English; to be translated where it is shown."""
MEASURES = {one.name: one.words for one in agents.MEASURES}
"""Name of a measure agents are compared by -> what it is called, likewise."""
_MORE = 1.25
"""How many times as far from the others an agent may come to stand before a decision holds no more."""


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
        default = newest.default_language or next(iter(newest.languages), "")
        told = language_of(newest.languages, language) or default
        facts = tuple(self._gathered(newest.form_id, progress))
        known = self._found.get((newest.form_id, told))
        if known is None or known[0] != facts:
            flags = field_checks.flags(facts, _labels(newest, told), [one.version for one in versions])
            found = [dataclasses.replace(flag, form_id=newest.form_id) for flag in flags]
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

    def by_agent(
        self, form_id: str = "", language: str = "", progress: Progress = silent
    ) -> list[AgentProfile]:
        """All interviews of a form together, then those of each agent by name, each with what stands apart; as `flags` looks."""
        flags = self.flags(form_id, language, progress)
        facts = self._gathered(self._context.forms.versions(form_id)[-1].form_id, progress)
        open_ones = {flag.instance_id for flag in flags if flag.is_open and flag.instance_id}
        flagged = Counter(one.agent for one in facts if one.instance_id in open_ones)
        return [
            dataclasses.replace(
                one,
                flagged=flagged[one.agent] if one.agent else len(open_ones),
                flags=tuple(f for f in flags if not f.instance_id and f.agent == one.agent),
            )
            for one in agents.profiles(facts)
        ]

    def from_firm(self, instance_id: str) -> float | None:
        """Metres between where an interview was held and its firm's position in the register; None where one is not known.

        Raises FieldSurveyError when there is no such interview, or it was never finalised.
        """
        one = self.facts(instance_id)
        if one is None:
            form_id = self._context.submitted(instance_id).form_id
            pairs = interviews.last_submissions(self._context.db, form_id)
            mine = [pair for pair in pairs if pair[0] == instance_id]
            self._read(form_id, [pair for pair in mine if pair not in self._facts], silent)
            one = next(iter(self._standing(mine)), None)
        return measures.from_firm(one) if one is not None else None

    def undecided(self, flags: list[Flag] | None = None) -> dict[str, int]:
        """Interview -> how many flags nobody decided on, in all forms or among these."""
        if flags is None:
            ids = dict.fromkeys(form_id for form_id, _version, _title in self._context.forms.listing())
            flags = [flag for form_id in ids for flag in self.flags(form_id)]
        return dict(Counter(flag.instance_id for flag in flags if flag.is_open and flag.instance_id))

    def decide(
        self, flag: Flag, verdict: Verdict | None, reason: str = "", *, key: LeadKey | None = None
    ) -> Changed:
        """Note what was decided on a flag; None takes it back.

        It holds until the interview says something else there; of an agent as a whole, until the agent stands clearly farther from
        the others. Raises StoreError for a verdict that wants a reason and has none, or without the key of the study's lead.
        """
        wants_reason = verdict is Verdict.RIGHT or (verdict is not None and not flag.instance_id)
        if wants_reason and not reason.strip():
            raise StoreError("flag.say-why")
        now, who = self._context.clock(), self._context.who()
        decision = Decision(verdict, reason.strip(), now, who) if verdict is not None else None
        with self._context.writing() as db:
            approvals.want_key(db, key)
            if flag.instance_id:
                self._context.interview(flag.instance_id)
                stored_annotations.decide(db, flag.instance_id, flag.key, decision, flag.value)
            else:
                agent_decisions.decide(db, _place(flag), decision, _gap(flag))
            self._context.tell(
                db,
                "flag decided",
                new=verdict.value if verdict else "",
                instance_id=flag.instance_id,
                ref=flag.key if flag.instance_id else f"{flag.agent}: {flag.key}",
                why=reason.strip(),
            )
        return Changed(frozenset({Topic.INTERVIEWS}), (flag.instance_id,) if flag.instance_id else ())

    def _decided(self, flags: list[Flag]) -> list[Flag]:
        decisions = stored_annotations.decisions(self._context.db)
        of_agents = agent_decisions.read(self._context.db)
        found = []
        for flag in flags:
            if flag.instance_id:
                decision, value = decisions.get((flag.instance_id, flag.key), (None, ""))
                stands = value == f"{flag.value:.10g}"
            else:
                decision, gap = of_agents.get(_place(flag), (None, 0.0))
                stands = gap != 0 and 0 < _gap(flag) / gap <= _MORE
            found.append(dataclasses.replace(flag, decision=decision) if decision and stands else flag)
        return found

    # --- what the rules see --------------------------------------------------------------------------------------

    def _gathered(self, form_id: str, progress: Progress) -> list[Facts]:
        db = self._context.db
        every = interviews.last_submissions(db, form_id)
        with uncollected():
            self._read(form_id, [pair for pair in every if pair not in self._facts], progress)
        lost = set(self._context.unreadable(form_id))
        wanted = [pair for pair in every if pair[0] not in lost]
        return self._standing([pair for pair in wanted if pair in self._facts])

    def _standing(self, pairs: list[tuple[str, str]]) -> list[Facts]:
        """What was read of these, with what is known beside it now."""
        standings = cases.standings(self._context.db)
        kept = stored_annotations.places(self._context.db, AnnotationKind.CHECK)
        found = []
        for pair in pairs:
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


def _place(flag: Flag) -> agent_decisions.Place:
    return flag.form_id, flag.agent, flag.key


def _gap(flag: Flag) -> float:
    """How far the agent stands from the others."""
    return flag.value - (flag.usual.median if flag.usual is not None else 0.0)
