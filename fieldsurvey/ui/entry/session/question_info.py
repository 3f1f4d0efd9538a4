"""What form and workbook say of the questions of an interview, and the language they are asked in. It draws nothing."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, Signal

from fieldsurvey.i18n import _
from fieldsurvey.interviews.lasting_effects import lasting
from fieldsurvey.interviews.missing_answers import MissingAnswers
from fieldsurvey.interviews.submissions import has, question_refs
from fieldsurvey.records import Missing, Question, Questionnaire, text_in
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.xforms import FormEntry

POSITION = re.compile(r"\[\d+\]")


class QuestionInfo(QObject):
    """The questions of one interview."""

    language_changed = Signal()

    def __init__(self, entry: FormEntry, questionnaire: Questionnaire) -> None:
        super().__init__()
        self.entry = entry
        self.questionnaire = questionnaire
        self._questions = {question.ref: question for question in questionnaire.questions}
        self._lasting: frozenset[str] | None = None
        self.asked = question_refs(entry)
        """Refs (without positions) of everything a person can answer."""

    def set_language(self, language: str) -> None:
        """Switch every label at once."""
        self.entry.language = language
        self.language_changed.emit()

    def missing_at(self, ref: str) -> Missing | None:
        """Which missing answer stands at a question; None for an answer, and for none."""
        node = self.entry.form.node(POSITION.sub("", ref))
        if node is None or node.control is None or not has(self.entry, ref):
            return None
        known = MissingAnswers.of_question(self.find(ref), node.control.control, node.datatype)
        return known.kind(self.entry.value(ref))

    def form_file(self, name: str) -> bytes | None:
        """A picture or the like attached to the form; None when it is not there."""
        content = self.questionnaire.media.get(name)
        return content if isinstance(content, bytes) else None

    def find(self, ref: str) -> Question | None:
        """What the workbook says of the question, beyond the XForm."""
        return self._questions.get(POSITION.sub("", ref))

    def words(self, ref: str) -> str:
        """The label of a question by the workbook, for a grid's head where no row may exist yet."""
        question = self.find(ref)
        return (
            bare(text_in(question.label, self.entry.language or "")) if question else ref.rpartition("/")[2]
        )

    def words_of_form(self, ref: str) -> str:
        """The label as form or workbook write it, for what may have no row and for what is only computed; "" for none."""
        node, question = self.entry.form.node(POSITION.sub("", ref)), self.find(ref)
        label = node.question.label if node is not None and node.question is not None else None
        written = self.entry.form.words(label, self.entry.language)
        return bare(written or (text_in(question.label, self.entry.language or "") if question else ""))

    def title_of(self, ref: str) -> str:
        """A question in words, and in which row of its repeat it stands."""
        words = (bare(self.entry.label(ref)) if has(self.entry, ref) else "") or self.words(ref)
        rows = [_("row {n}").format(n=position[1:-1]) for position in POSITION.findall(ref)]
        return " · ".join([*rows, words])

    def choice_label(self, ref: str, value: str) -> str:
        """How a choice is called; "" when it is not offered."""
        return bare(self.entry.choice_label(ref, value)) if has(self.entry, ref) else ""

    def waits(self, ref: str) -> bool:
        """Whether the form would remember half an answer to a question, so that it is given only when it is whole."""
        if self._lasting is None:
            self._lasting = lasting(self.entry.form)
        return POSITION.sub("", ref) in self._lasting

    def in_every_language(self, ref: str) -> str:
        """Label and hint of a question in all languages of the form, to be searched: who fills it may think in another one."""
        question = self.find(ref)
        if question is None:
            return ""
        return " ".join(map(bare, (*question.label.values(), *question.hint.values())))

    def hint(self, ref: str) -> str:
        """The hint of a question by the workbook."""
        question = self.find(ref)
        return bare(text_in(question.hint, self.entry.language or "")) if question else ""
