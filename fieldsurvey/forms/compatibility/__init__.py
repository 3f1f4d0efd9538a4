"""What of a form works here as it does on a phone: question by question, and for the form as a whole. Pure.

Nothing is hidden: what is shown otherwise or left out is named.
"""

from __future__ import annotations

from fieldsurvey.forms.compatibility.form_notes import notes_of
from fieldsurvey.forms.compatibility.judge import questions_of
from fieldsurvey.forms.compatibility.report import Compatibility, Judged, Note, Verdict
from fieldsurvey.forms.compatibility.words import sentence_of, summary, text_of
from fieldsurvey.forms.external_lists import media_outside
from fieldsurvey.records import Questionnaire
from fieldsurvey.xforms import FormDefinition, parse_form

__all__ = [
    "Compatibility",
    "Judged",
    "Note",
    "Verdict",
    "compatibility_of",
    "sentence_of",
    "summary",
    "text_of",
]


def compatibility_of(questionnaire: Questionnaire, form: FormDefinition | None = None) -> Compatibility:
    """The report on a form; `form` spares reading it again. Raises FormError when it cannot be used."""
    form = form or parse_form(questionnaire.xform, media=media_outside(questionnaire.media))
    return Compatibility(
        title=questionnaire.title,
        form_id=questionnaire.form_id,
        version=questionnaire.version,
        languages=questionnaire.languages,
        questions=questions_of(form, questionnaire),
        notes=notes_of(form, questionnaire),
    )
