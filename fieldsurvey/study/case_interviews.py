"""Interviews of cases: begun from a firm with what is known of it, or said to be of one."""

from __future__ import annotations

import dataclasses
from typing import Protocol

from fieldsurvey.errors import RegisterError
from fieldsurvey.interviews import notice, prefill
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Begun, Case, CaseRole, Changed, Firm, NewRound, Topic
from fieldsurvey.register.known import known
from fieldsurvey.store import cases, draws, interviews, set_up
from fieldsurvey.study.context import Context
from fieldsurvey.xforms import FormEntry


class EarlierRounds(Protocol):
    """What is asked of the rounds before."""

    def want_return_visit(self, firm: Firm, round_key: str = "") -> None:
        """Raise StoreError where a firm did not agree to be visited again in a round."""
        ...

    def carry(self, firm: Firm, round_key: str, trial: FormEntry, entry: FormEntry) -> NewRound | None:
        """Put what still holds of the firm's last interview into a new one; None where it has none by this form."""
        ...

    def note(self, begun: NewRound, interviewer: str = "") -> None:
        """Write down what was carried; part of the caller's write."""
        ...


class CaseInterviews:
    """Part of the fieldwork of a study."""

    def __init__(self, context: Context, earlier: EarlierRounds) -> None:
        self._context, self._earlier = context, earlier

    def begin(self, firm: Firm, form_id: str, interviewer: str, round_key: str) -> Begun:
        """As `Fieldwork.begin`. What the register knows stands before what was said in an earlier round: it is newer."""
        trial, entry = (self._context.new_entry(form_id, None, interviewer) for _each in range(2))
        questionnaire = self._context.forms.questionnaire(entry.form.form_id)
        now = self._context.clock()
        with self._context.writing() as db:
            case = cases.read(db, firm.id, round_key)
            if case is not None and case.role is CaseRole.RESERVE:
                raise RegisterError("case.in-reserve", firm=firm.name)
            if cases.interviews_of(db, firm.id, round_key):
                raise RegisterError("case.interviewed-already", firm=firm.name, round=round_key)
            self._earlier.want_return_visit(firm, round_key)
            before = self._earlier.carry(firm, round_key, trial, entry)
            taken = prefill.fill(entry, questionnaire, self._known(firm, case, round_key, interviewer))
            answers = tuple((ref, "", value) for ref, value in taken.items())
            savepoint = savepoint_of(entry, now, interviewer=interviewer, answers=answers)
            interviews.save(db, dataclasses.replace(savepoint, journal=""))
            if before is not None:
                self._earlier.note(before, interviewer)
            self._link(entry.instance_id, firm, case, round_key)
        return Begun(
            frozenset({Topic.FIELDWORK, Topic.INTERVIEWS, Topic.DRAFTS}),
            (entry.instance_id,),
            instance_id=entry.instance_id,
            filled=len(taken),
            before=before,
        )

    def belongs_to(self, instance_id: str, firm: Firm, round_key: str) -> Changed:
        """As `Fieldwork.belongs_to`."""
        with self._context.writing() as db:
            others = [one for one in cases.interviews_of(db, firm.id, round_key) if one != instance_id]
            if others:
                raise RegisterError("case.interviewed-already", firm=firm.name, round=round_key)
            self._link(instance_id, firm, cases.read(db, firm.id, round_key), round_key)
        return Changed(frozenset({Topic.FIELDWORK, Topic.INTERVIEWS}), (firm.id,))

    def _known(self, firm: Firm, case: Case | None, round_key: str, interviewer: str) -> prefill.Known:
        db, cluster = self._context.db, self._context.cluster
        told = known(
            *(cluster, firm, case, draws.of_round(db, round_key)),
            interviewer=interviewer or self._context.who(),
            round_key=round_key,
            calls=len(cases.visits(db, round_key, firm.id)),
        )
        return {**told, **notice.known(cluster, set_up.read(db))}

    def _link(self, instance_id: str, firm: Firm, case: Case | None, round_key: str) -> None:
        db = self._context.db
        if case is None:
            cases.put(db, [Case(firm.id, round_key, CaseRole.CHOSEN)])
        cases.link_interview(db, instance_id, firm.id, round_key)
        self._context.tell(db, "belongs to", new=firm.title, instance_id=instance_id)
