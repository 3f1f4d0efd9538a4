"""A new round for a firm, beginning with the answers of its last interview."""

from __future__ import annotations

import dataclasses

from fieldsurvey.errors import StoreError
from fieldsurvey.interviews import consents, rounds
from fieldsurvey.interviews.submissions import (
    savepoint_of,
)
from fieldsurvey.records import (
    Firm,
    NewRound,
    Topic,
)
from fieldsurvey.store import (
    cases,
    firms,
    history,
    interviews,
    withdrawals,
)
from fieldsurvey.study.context import Context
from fieldsurvey.xforms import FormEntry


class Rounds:
    """Rounds of one study."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def begin(self, instance_id: str, interviewer: str = "") -> NewRound:
        """A new round for the firm of a closed interview: a draft of the form's newest version with the answers that still hold.

        Nothing carried over can be undone one by one. Raises StoreError while that interview is still being filled, and when
        its firm did not agree to be visited again.
        """
        closed = self._context.interview(instance_id)
        before = None if closed.is_draft else self._round(instance_id)
        if before is None:
            raise StoreError("interview.still-filled")
        case = cases.case_of(self._context.db, instance_id)
        firm = firms.read(self._context.db, case[0]) if case else None
        if firm is not None:
            self.want_return_visit(firm)  # what its newest interview says, which may be another
        else:
            consents.want_return_visit(before.entry, before.questionnaire, closed.firm or instance_id)
        form = self._context.forms.form(before.entry.form.form_id)
        language = closed.language if closed.language in form.languages else None
        trial, entry = (self._context.new_entry(form.form_id, language, interviewer) for _each in range(2))
        questionnaire = self._context.forms.questionnaire(form.form_id)
        carried, not_carried = rounds.carry_over(before, trial, entry, questionnaire)
        now, identity = self._context.clock(), entry.instance_id
        savepoint = dataclasses.replace(savepoint_of(entry, now, interviewer=interviewer), journal="")
        with self._context.writing() as db:
            interviews.save(db, savepoint)
            begun = NewRound(
                frozenset({Topic.INTERVIEWS, Topic.DRAFTS}),
                (identity,),
                instance_id=identity,
                carried=carried,
                not_carried=not_carried,
                previous_id=instance_id,
            )
            self.note(begun, interviewer)
        return begun

    def carry(self, firm: Firm, round_key: str, trial: FormEntry, entry: FormEntry) -> NewRound | None:
        """Put into a new interview what still holds of the firm's newest one of another round by the same form; None where there is none.

        `trial` is another new entry of the same version. `note` writes down what came of it, once the interview is stored.
        """
        others = cases.interviews_of_other_rounds(self._context.db, firm.id, round_key)
        found = [(one, self._as_finalised(one)) for one in others]
        alike = [
            (one, before)
            for one, before in found
            if before and before.questionnaire.form_id == entry.form.form_id
        ]
        if not alike:
            return None
        last_id, last = max(alike, key=lambda pair: pair[1].at)
        carried, left = rounds.carry_over(
            last, trial, entry, self._context.forms.questionnaire(entry.form.form_id)
        )
        return NewRound(instance_id=entry.instance_id, carried=carried, not_carried=left, previous_id=last_id)

    def note(self, begun: NewRound, interviewer: str = "") -> None:
        """Write down from which interview a new one began, and what could not be carried over; part of the caller's write."""
        db, now = self._context.db, self._context.clock()
        who = interviewer or self._context.who()
        interviews.set_previous(db, begun.instance_id, begun.previous_id)
        history.add(db, now, "carried", instance_id=begun.instance_id, who=who, old=begun.previous_id)
        for lost in begun.not_carried:
            history.add(
                *(db, now, "not carried"),
                instance_id=begun.instance_id,
                who=who,
                ref=lost.ref,
                old=lost.value,
            )

    def before(self, instance_id: str) -> rounds.RoundBefore | None:
        """The firm's last interview, from which this one's answers were carried over; None when there is none, or none any more.

        None of a back-check too: whoever asks again must not see what was answered.
        """
        interview = interviews.read(self._context.db, instance_id)
        if interview is None:
            return None
        form = self._context.forms.questionnaire(interview.form_id, interview.form_version)
        return None if form.back_check_of else self._round(interview.previous_id)

    def _round(self, instance_id: str) -> rounds.RoundBefore | None:
        """An interview as it was last finalised, as a round; None when it never was."""
        self._context.refuse_withdrawn(instance_id)
        return self._as_finalised(instance_id)

    def want_return_visit(self, firm: Firm, round_key: str = "") -> None:
        """Raise StoreError where a firm, in its newest interview of another round (of any, where none is named), did not agree to be
        visited again, or took back what it agreed to.
        """
        db = self._context.db
        others = cases.interviews_of_other_rounds(db, firm.id, round_key)
        if any(withdrawals.is_sealed(db, one) for one in cases.interviews_ever(db, firm.id)):
            raise StoreError("round.withdrawn", firm=firm.title)
        found = filter(None, (self._as_finalised(one) for one in others))
        if last := max(found, key=lambda one: one.at, default=None):
            consents.want_return_visit(last.entry, last.questionnaire, firm.title)

    def _as_finalised(self, instance_id: str) -> rounds.RoundBefore | None:
        interview = interviews.submitted(self._context.db, instance_id)
        if interview is None:
            return None
        form = self._context.forms.form(interview.form_id, interview.form_version)
        return rounds.RoundBefore(
            FormEntry.record(form, interview.xml, now=self._context.clock),
            self._context.forms.questionnaire(interview.form_id, interview.form_version),
            interview.started_at,
        )
