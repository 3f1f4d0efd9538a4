"""The tabs of the page Firms, from the left. To add one: its file, and a line here."""

from __future__ import annotations

from fieldsurvey.ui.firms.duplicates_tab import TAB as DUPLICATES
from fieldsurvey.ui.firms.register_tab import TAB as REGISTER
from fieldsurvey.ui.firms.sample.sample_tab import TAB as SAMPLE
from fieldsurvey.ui.firms.tab import Tab
from fieldsurvey.ui.firms.visits_tab import TAB as VISITS

TABS: tuple[Tab, ...] = (
    REGISTER,
    SAMPLE,
    VISITS,
    DUPLICATES,
)
