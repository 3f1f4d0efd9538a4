"""Papers beside the reports: call sheets for agents, the slip left with a firm, the draft of a breach's report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.backup import known_copies
from fieldsurvey.errors import RegisterError, StoreError
from fieldsurvey.i18n import LANGUAGES
from fieldsurvey.interviews.notice import sentences_of
from fieldsurvey.interviews.sensitive import SENSITIVE
from fieldsurvey.interviews.submissions import has
from fieldsurvey.messages import Message
from fieldsurvey.records import (
    BASELINE,
    Changed,
    FirmFilter,
    HistoryLine,
    Interview,
    Outcome,
    Question,
    Questionnaire,
    Stage,
    Visit,
    language_of,
    text_in,
)
from fieldsurvey.register.outcomes import asked, outcome_of
from fieldsurvey.store import attachments, cases, firm_list, firms, forms, history, interviews, outbox, set_up
from fieldsurvey.store.withdrawals import withdrawal_code
from fieldsurvey.study.context import Context
from fieldsurvey.xforms import FormEntry

if TYPE_CHECKING:
    from fieldsurvey.reports.breach import Breach
    from fieldsurvey.reports.call_sheet import Call

_NOT_ASKED = ("note", "calculate", "hidden")
_VALUE = re.compile(r"\$\{[^}]*\}")
"""An answer that a label repeats."""


class Papers:
    """Papers of one study."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def write_call_sheets(
        self,
        path: Path,
        *,
        agent: str = "",
        day: date | None = None,
        language: str = "en",
        round_key: str = BASELINE.key,
    ) -> Changed:
        """Write the call sheets of a round, one for each agent and day: of one agent, or of one day, where they are named.

        Only firms that somebody was given and that can still be asked stand on them. Raises RegisterError when there is none, ReportError when they cannot be written.
        """
        from fieldsurvey.reports.call_sheet import write_call_sheets

        self._context.before_output()
        with self._context.reading():
            calls = [
                call
                for call in self._calls(round_key)
                if call.case.agent
                and (not agent or call.case.agent.casefold() == agent.strip().casefold())
                and (day is None or call.case.planned_on == day)
            ]
            if not calls:
                raise RegisterError("callsheet.nobody")
            write_call_sheets(Path(path), calls, self._context.cluster, self._context.clock(), language)
        self._context.told("call sheets written", new=f"{len(calls)}, {language}")
        return Changed(message=Message("file.written", file=str(path)))

    def write_slip(self, path: Path, instance_id: str, language: str = "") -> Changed:
        """Write the slip that is left with whoever was interviewed, in the interview's language unless another is named.

        What was told is the notice the interview keeps, today's where it keeps none. Raises StoreError before legal base and contact are settled, or when the
        consent was withdrawn; FieldSurveyError when there is no such interview; ReportError when it cannot be written.
        """
        from fieldsurvey.reports.slip import write_slip

        context = self._context
        interview, settled = context.interview(instance_id), set_up.read(context.db)
        spoken = next((one for one in LANGUAGES if language_of((interview.language,), one)), "en")
        language = _known(language or spoken)
        notice = sentences_of(context.cluster, settled, language)
        if not notice:
            raise StoreError("slip.not-settled")
        notice = self._read_out(interview, language) or notice
        day = interview.started_at.date()  # by the clock it began under
        code = withdrawal_code(instance_id)
        write_slip(Path(path), code, day, settled.contact, notice, context.cluster, language)
        context.told("slip written", new=language, instance_id=instance_id)
        return Changed(message=Message("file.written", file=str(path)))

    def _read_out(self, interview: Interview, language: str) -> tuple[str, ...]:
        """The notice that stands in an interview since it began, a paragraph each; nothing where its form keeps none."""
        form = self._context.forms.form(interview.form_id, interview.form_version)
        asked = self._context.forms.questionnaire(interview.form_id, interview.form_version).questions
        entry = FormEntry.record(form, interview.xml, now=self._context.clock)
        refs = [one.ref for one in asked if one.name == f"notice_{language}" and has(entry, one.ref)]
        return tuple(entry.value(refs[0]).split("\n\n")) if refs and entry.value(refs[0]) else ()

    def write_breach_report(self, path: Path, language: str = "en") -> Changed:
        """Write a draft of the report that a breach of personal data needs: what this file holds, and room for the rest.

        Raises FieldSurveyError for a language reports cannot be written in, ReportError when it cannot be written.
        """
        from fieldsurvey.reports.breach import write_breach_report

        context, language = self._context, _known(language)
        with context.reading():
            write_breach_report(
                Path(path), self._breach(language), context.cluster, context.clock(), language
            )
        context.told("breach report written", new=language)
        return Changed(message=Message("file.written", file=str(path)))

    def _breach(self, language: str) -> Breach:
        """What a thief of the file has, as far as the study knows."""
        from fieldsurvey.reports.breach import LEFT, Breach

        db, used = self._context.db, history.last_moment(self._context.db)
        # All versions: an answer stays under the one it was given in.
        known = [self._context.forms.questionnaire(*key) for key in forms.every_version(db)]
        asked = [
            (one, _label(one, form, language))
            for form in known
            for one in form.questions
            if one.type not in _NOT_ASKED
        ]
        naming = (words for one, words in asked if one.disclosure == "direct" and words)
        bare = (form.title for form in known if not any(one.disclosure for one in form.questions))
        return Breach(
            file=self._context.path.name,
            is_locked=self._context.key is not None,
            interviews=len(interviews.identities(db)),
            sent=outbox.number_arrived(db),
            firms=firm_list.count(db, FirmFilter()) if firms.exists(db) else 0,
            files=attachments.number(db),
            readable_copies=len(known_copies.readable(db, self._context.path)),
            naming=tuple(dict.fromkeys(naming)),
            sensitive=tuple(
                dict.fromkeys(words for one, words in asked if one.disclosure == SENSITIVE and words)
            ),
            unmarked=tuple(dict.fromkeys(bare)),
            left=[
                HistoryLine(datetime.fromisoformat(one.at), one.who, one.event)
                for one in history.lines_of(db, LEFT)
            ],
            used=datetime.fromisoformat(used) if used else None,
        )

    def _calls(self, round_key: str) -> Iterator[Call]:
        """The cases somebody is still to go to."""
        from fieldsurvey.reports.call_sheet import Call

        db = self._context.db
        visits: dict[str, list[Visit]] = {}
        for visit in cases.visits(db, round_key):
            visits.setdefault(visit.firm_id, []).append(visit)
        stages = cases.interview_stages(db, round_key)
        for case in asked(cases.of_round(db, round_key)):
            told = visits.get(case.firm_id, [])
            is_completed = any(stage is Stage.FINALISED for _id, stage in stages.get(case.firm_id, []))
            state = outcome_of(told[-1].outcome if told else None, is_completed=is_completed)
            firm = firms.read(db, case.firm_id)
            if firm is not None and state in (None, Outcome.AWAY, Outcome.PARTIAL):
                yield Call(firm, case, told)


def _label(question: Question, form: Questionnaire, language: str) -> str:
    words = text_in(question.label, language_of(form.languages, language))
    return " ".join(_VALUE.sub("…", words).split())


def _known(language: str) -> str:
    from fieldsurvey.reports.words import known_language

    return known_language(language)
