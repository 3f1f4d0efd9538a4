"""Back-checks of one study: interviews drawn by chance, a few questions of each asked again by somebody else, and the error rates."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from fieldsurvey.analysis import back_checks as reckoned
from fieldsurvey.analysis.field_facts import AGENT
from fieldsurvey.errors import StoreError
from fieldsurvey.forms import back_check_form, external_lists, inline_lists
from fieldsurvey.interviews import rounds
from fieldsurvey.interviews.consents import Consent, agreed_in
from fieldsurvey.interviews.submissions import has, savepoint_of
from fieldsurvey.records import (
    BackCheck,
    BackCheckState,
    Begun,
    Changed,
    ErrorRate,
    Interview,
    Topic,
)
from fieldsurvey.register.sampling import chance
from fieldsurvey.store import annotations as stored_annotations
from fieldsurvey.store import approvals, forms, history, interviews
from fieldsurvey.store.approvals import LeadKey
from fieldsurvey.study.context import Context
from fieldsurvey.xforms import Datatype, FormDefinition, FormEntry
from fieldsurvey.xforms.lists.form_table import KEPT

_TOPICS = frozenset({Topic.INTERVIEWS})


class BackChecks:
    """What is drawn, begun and compared."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def marked(self, form_id: str = "") -> int:
        """How many questions of a form's newest version a back-check asks again."""
        return len(back_check_form.marked(self._context.forms.questionnaire(form_id)))

    def draw(
        self, seed: int, percent: float = 10.0, form_id: str = "", *, key: LeadKey | None = None
    ) -> Changed:
        """Draw so many per cent of each agent's finalised interviews of a form, at least one; what is drawn already counts.

        The same seed and interviews always draw the same. Whoever did not agree to be visited again is left out. Raises FormError
        when the form marks no question, StoreError when there is nothing to draw, or without the key of the study's lead.
        """
        if not 1 <= percent <= 100:
            raise StoreError("back-check.percent")
        questionnaire = self._context.forms.questionnaire(form_id)
        if not back_check_form.marked(questionnaire):
            back_check_form.short_form(questionnaire)  # says so
        now, who = self._context.clock(), self._context.who()
        drawn = list(
            self._drawn_now(questionnaire.form_id, seed, percent)
        )  # reads for seconds: before the lock
        if not drawn:
            raise StoreError("back-check.none-to-draw", title=questionnaire.title)
        with self._context.writing() as db:
            approvals.want_key(db, key)
            for identity in drawn:
                stored_annotations.draw_for_back_check(db, identity, f"seed {seed}, {percent:g} %", now, who)
                self._context.tell(db, "drawn for a back-check", instance_id=identity)
        return Changed(_TOPICS, tuple(drawn))

    def _drawn_now(self, form_id: str, seed: int, percent: float) -> Iterator[str]:
        known = stored_annotations.drawn_for_back_check(self._context.db)
        of_agents: dict[str, list[str]] = {}
        for one in self._context.counted(form_id):
            answers = self._answers(one)
            questionnaire = self._context.forms.questionnaire(one.form_id, one.form_version)
            if agreed_in(partial(_said, answers), questionnaire, Consent.RETURN_VISIT):
                of_agents.setdefault(self._agent(one, answers), []).append(one.instance_id)
        for identities in of_agents.values():
            wanted = math.ceil(len(identities) * percent / 100) - len(known.intersection(identities))
            left = [one for one in identities if one not in known]
            yield from sorted(left, key=lambda one: (chance(seed, one, 0), one))[: max(0, wanted)]

    def listing(self, form_id: str = "") -> list[BackCheck]:
        """What was drawn of a form, in the order of the interviews, each with what came of it."""
        form_id = self._context.forms.questionnaire(form_id).form_id
        drawn = stored_annotations.drawn_for_back_check(self._context.db)
        return [self._back_check(one) for one in self._context.counted(form_id) if one.instance_id in drawn]

    def rates(self, form_id: str = "") -> list[ErrorRate]:
        """How often answers differ, by kind of question: for all agents, then for each."""
        return self.rates_of(self.listing(form_id))

    def rates_of(self, checks: Sequence[BackCheck]) -> list[ErrorRate]:
        """The same of back-checks that were listed."""
        return reckoned.rates(checks)

    def begin(self, instance_id: str, interviewer: str = "") -> Begun:
        """A back-check of a drawn interview: a draft of the short form in which the answers that are not asked stand unseen.

        Sensitive answers are left out. Raises StoreError for one that was not drawn or is begun already, and when nobody else asks than
        the one who held the interview; FormError when its version of the form marks no question.
        """
        told = self._context.submitted(instance_id)
        self._want_begun_by(told, interviewer or self._context.who())
        short = self._short_form(told)
        language = told.language if told.language in short.languages else None
        entry = self._context.new_entry(short.form_id, language, interviewer, short.version)
        filled = self._fill(entry, told)
        now, identity = self._context.clock(), entry.instance_id
        savepoint = dataclasses.replace(savepoint_of(entry, now, interviewer=interviewer), journal="")
        with self._context.writing() as db:
            interviews.save(db, savepoint)
            interviews.set_previous(db, identity, instance_id)
            who = interviewer or self._context.who()
            history.add(db, now, "carried", instance_id=identity, who=who, old=instance_id)
        topics = frozenset({Topic.INTERVIEWS, Topic.DRAFTS, Topic.FORMS})
        return Begun(topics, (identity,), instance_id=identity, filled=filled)

    def _want_begun_by(self, told: Interview, who: str) -> None:
        db, agent = self._context.db, self._agent(told, self._answers(told))
        if told.instance_id not in stored_annotations.drawn_for_back_check(db):
            raise StoreError("back-check.not-drawn", firm=told.firm or told.instance_id)
        if self._living_check(told.instance_id):
            raise StoreError("back-check.begun-already", firm=told.firm or told.instance_id)
        if not who:
            raise StoreError("back-check.no-agent")
        if agent.casefold().split() == who.casefold().split():
            raise StoreError("back-check.same-agent", agent=agent)

    def _living_check(self, instance_id: str) -> Interview | None:
        """The interview in which it is asked again, unless it was taken to the bin."""
        db = self._context.db
        first = next(iter(interviews.back_checks_of(db, instance_id, deleted_too=False)), None)
        return interviews.read(db, first) if first else None

    # --- the short form ------------------------------------------------------------------------------------------

    def _short_form(self, told: Interview) -> FormDefinition:
        """The short form of the version an interview was finalised in; added where the study has it not yet."""
        db, path, version = self._context.db, self._context.path, told.form_version
        whole = forms.read(db, told.form_id, version, whole=True)
        assert whole is not None  # the interview was read by it
        short = back_check_form.short_form(whole)
        if not forms.is_known(db, short.form_id, version):
            rows = external_lists.of_form(db, told.form_id, version)
            attached = {name: found for name, found in rows.items() if not name.startswith(KEPT)}
            lists = {
                n: number for n, number in forms.lists(db, told.form_id, version).items() if n in attached
            }
            external_lists.parsed(short, attached)
            inline = inline_lists.store(db, path, short, attached=attached)
            with self._context.writing():
                forms.add(db, short, self._context.clock(), lists)
                if inline is not None:
                    forms.add_skeleton(db, *inline)
                self._context.tell(db, "form added", new=f"{short.form_id} {version}".strip())
        return self._context.forms.form(short.form_id, version)

    def _fill(self, entry: FormEntry, told: Interview) -> int:
        """Put in what was answered and is not asked again; how many answers that is."""
        questionnaire = self._context.forms.questionnaire(told.form_id, told.form_version)
        stays = self._context.staying_here(told.form_id, told.form_version)
        stays = stays | {one.ref for one in questionnaire.questions if one.disclosure == "sensitive"}
        asked = {one.ref for one in back_check_form.marked(questionnaire)}
        answers = {
            ref: value
            for ref, value in self._answers(told).items()
            if ref not in asked
            and ref not in stays
            and not rounds.is_filled_in(entry, ref)
            and _is_plain(entry, ref)
        }
        return len(answers) - len(rounds.fill(entry, answers))

    # --- what was said -------------------------------------------------------------------------------------------

    def _answers(self, told: Interview) -> dict[str, str]:
        """Ref -> value of all that stands outside repeats, calculations too."""
        form = self._context.forms.form(told.form_id, told.form_version)
        entry = FormEntry.record(form, told.xml, now=self._context.clock)
        found: dict[str, str] = {}
        for node in form.root.walk():
            is_single = (
                node.is_leaf and not node.is_attribute and not any(one.is_repeat for one in node.chain())
            )
            if is_single and has(entry, node.ref) and (value := entry.value(node.ref)):
                found[node.ref] = value
        return found

    def _back_check(self, told: Interview) -> BackCheck:
        check, first = self._living_check(told.instance_id), self._answers(told)
        drawn = BackCheck(
            *(told.instance_id, told.firm, told.started_at, self._agent(told, first), BackCheckState.DRAWN)
        )
        if check is None:
            return drawn
        begun = dataclasses.replace(
            drawn, state=BackCheckState.BEGUN, check_id=check.instance_id, checker=check.interviewer
        )
        if check.is_draft:
            return begun
        done = self._context.submitted(check.instance_id)
        asked = back_check_form.marked(self._context.forms.questionnaire(told.form_id, told.form_version))
        again, differences = reckoned.compared(asked, first, self._answers(done))
        return dataclasses.replace(begun, state=BackCheckState.DONE, compared=again, differences=differences)

    def _agent(self, told: Interview, answers: Mapping[str, str]) -> str:
        """Who held an interview: by the settings of that laptop, else by an answer."""
        return told.interviewer or self._answer_named(told, answers, AGENT)

    def _answer_named(self, told: Interview, answers: Mapping[str, str], names: tuple[str, ...]) -> str:
        """The answer to the first question that is called so; "" where none was given."""
        questionnaire = self._context.forms.questionnaire(told.form_id, told.form_version)
        asked = {one.name: one.ref for one in reversed(questionnaire.questions) if not one.repeat}
        given = (answers.get(asked[name], "") for name in names if name in asked)
        return next(filter(None, given), "")


def _said(answers: Mapping[str, str], ref: str) -> str:
    return answers.get(ref, "")


def _is_plain(entry: FormEntry, ref: str) -> bool:
    """Whether the short form has the place, and no file is kept there."""
    node = entry.form.node(ref)
    return node is not None and node.datatype is not Datatype.BINARY and "/meta/" not in ref
