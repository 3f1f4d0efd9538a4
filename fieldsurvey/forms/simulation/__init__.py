"""Test a questionnaire before anyone is asked: invented respondents walk through it, and what they met is told.

`simulate` runs the interviews; the answer is a `Report`, and `paragraphs` says it in words.
"""

from __future__ import annotations

from fieldsurvey.forms.simulation.plan import plan_of
from fieldsurvey.forms.simulation.report import Finding, FindingKind, Reason, Report, report_of
from fieldsurvey.forms.simulation.survey import hold
from fieldsurvey.forms.simulation.words import Paragraph, paragraphs, said, summary, text_of
from fieldsurvey.records import Questionnaire
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.xforms import FormDefinition

__all__ = [
    "Finding",
    "FindingKind",
    "Paragraph",
    "Reason",
    "Report",
    "paragraphs",
    "said",
    "simulate",
    "summary",
    "text_of",
]


def simulate(
    questionnaire: Questionnaire,
    count: int = 100,
    seed: int = 1,
    *,
    form: FormDefinition | None = None,
    processes: int | None = None,
    progress: Progress = silent,
) -> Report:
    """Let `count` invented respondents walk through the form. The same form, count and seed give the same report.

    `form` spares reading it again. All processors work when there is much to do, or as many as `processes` says.
    Raises FormError for a form that cannot be used, Cancelled when `progress` does.
    """
    plan = plan_of(questionnaire, form)
    return report_of(plan, hold(plan, count, seed, processes=processes, progress=progress), count, seed)
