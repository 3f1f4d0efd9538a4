"""The pages of the window, in the order of the rail. To add one: its folder, and a line here."""

from __future__ import annotations

from fieldsurvey.ui.export.export_page import PAGE as EXPORT
from fieldsurvey.ui.firms.firms_page import PAGE as FIRMS
from fieldsurvey.ui.forms.forms_page import PAGE as FORMS
from fieldsurvey.ui.interviews.interviews_page import PAGE as INTERVIEWS
from fieldsurvey.ui.overview.overview_page import PAGE as OVERVIEW
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.preferences.preferences_page import PAGE as PREFERENCES
from fieldsurvey.ui.reports.reports_page import PAGE as REPORTS
from fieldsurvey.ui.review.review_page import PAGE as REVIEW
from fieldsurvey.ui.safety.safety_page import PAGE as SAFETY
from fieldsurvey.ui.set_up.set_up_page import PAGE as STUDY
from fieldsurvey.ui.sync.sync_page import PAGE as SYNC

PAGES: tuple[Page, ...] = (
    OVERVIEW,
    FIRMS,
    INTERVIEWS,
    REVIEW,
    FORMS,
    REPORTS,
    EXPORT,
    SYNC,
    SAFETY,
    STUDY,
    PREFERENCES,
)
