"""Dates stand as the window's language writes them, nowhere as 30.11.2026."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fieldsurvey import i18n

ROOT = Path(__file__).parents[1] / "fieldsurvey"


@pytest.mark.parametrize(
    ("language", "day", "month", "moment"),
    [
        ("en", "30 Nov 2026", "Nov 2026", "30 Nov 2026, 09:05"),
        ("hi", "30 नव॰ 2026", "नव॰ 2026", "30 नव॰ 2026, 09:05"),
        ("kn", "30 ನವೆಂ 2026", "ನವೆಂ 2026", "30 ನವೆಂ 2026, 09:05"),
    ],
)
def test_a_day_is_said_in_the_language(language: str, day: str, month: str, moment: str) -> None:
    with i18n.speaking(language):
        at = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)
        assert (i18n.day(date(2026, 11, 30)), i18n.month(at), i18n.moment(at)) == (day, month, moment)


def test_no_module_writes_a_date_with_points() -> None:
    found = {
        str(path.relative_to(ROOT)): line.strip()
        for path in ROOT.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"%d\.%m|%m\.%Y|dd\.MM|\.month:02\}\.", line)
    }
    assert found == {}
