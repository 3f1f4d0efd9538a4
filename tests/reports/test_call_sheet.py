"""The call sheet: whom an agent goes to on a day, in order of place, and nothing that was answered."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldsurvey.errors import RegisterError
from fieldsurvey.records import FirmField, Outcome
from fieldsurvey.study import Study
from tests.support.fixtures_command_line import Run
from tests.support.small_form import ANSWERS, NOW

DAY = date(2026, 11, 27)
PLACES = ("Old market", "Kumbara street")


@pytest.fixture
def given(study: Study) -> Study:
    """Eight firms: of Meena on one day the first six, of Ravi on the next the others."""
    for number in range(1, 9):
        told = {
            FirmField.PLACE: PLACES[number % 2],
            FirmField.PHONE: f"98451{number:05d}",
            FirmField.CONTACT: f"Shri Rangappa {number}",
            FirmField.ADDRESS: f"{number}, 4th Cross",
            FirmField.NOTE: f"ask for key {number}",
            FirmField.GSTIN: "27AAPFU0939F1ZV",
            FirmField.TURNOVER: "77777",
        }
        study.register.add(f"Firm {number}", told)
    ids = [firm.id for firm in study.register.listing()]
    study.fieldwork.choose(ids)
    study.fieldwork.assign("Meena Patil", ids[:6], planned_on=DAY)
    study.fieldwork.assign("Ravi Gowda", ids[6:], planned_on=DAY + timedelta(days=1))
    return study


def read(path: Path) -> str:
    """The words of the PDF."""
    return "\f".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def firm(study: Study, number: int) -> str:
    return study.register.firm(str(number)).id


def test_a_sheet_names_its_agent_its_day_and_its_firms_by_place(given: Study, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    given.papers.write_call_sheets(out, agent="meena patil", day=DAY)
    words = read(out)
    assert "Meena Patil · 27 November 2026 · 6 firms" in words
    assert "Ravi" not in words
    order = [
        words.index(said)
        for said in ("Kumbara street (3)", "Firm 1", "Firm 3", "Firm 5", "Old market (3)", "Firm 2")
    ]
    assert order == sorted(order)
    assert "98451 00001" in words
    assert "Shri Rangappa 1" in words
    assert words.count("☐") == 6 * 6
    assert out.stat().st_mode & 0o077 == 0


def test_without_an_agent_each_has_a_sheet_on_a_page_of_its_own(given: Study, tmp_path: Path) -> None:
    given.papers.write_call_sheets(tmp_path / "a.pdf")
    pages = read(tmp_path / "a.pdf").split("\f")
    assert ["Meena" in page for page in pages[:2]] == [True, False]
    assert "Ravi Gowda · 28 November 2026 · 2 firms" in pages[1]


def test_earlier_calls_stand_there_but_not_why_somebody_refused(given: Study, tmp_path: Path) -> None:
    given.fieldwork.add_visit(
        firm(given, 1), Outcome.AWAY, reason="at a wedding", next_at=NOW + timedelta(days=1)
    )
    given.fieldwork.add_visit(firm(given, 2), Outcome.REFUSED, reason="quarrel with the union")
    given.fieldwork.add_visit(firm(given, 4), Outcome.PARTIAL, reason="told us of his debts")
    given.papers.write_call_sheets(tmp_path / "a.pdf", agent="Meena Patil")
    words = " ".join(read(tmp_path / "a.pdf").split())
    assert "5 firms" in words  # the one that refused is not asked again
    assert "wedding" in words
    for secret in ("quarrel", "debts"):
        assert secret not in words


def test_nothing_of_interviews_certificates_or_money_is_on_it(given: Study, tmp_path: Path) -> None:
    identity = given.interviews.add("small", ANSWERS)
    given.fieldwork.belongs_to(identity, firm(given, 1))
    given.papers.write_call_sheets(tmp_path / "a.pdf")
    words = read(tmp_path / "a.pdf")
    assert "Firm 1" not in words  # it is done
    for secret in ("27AAPFU0939F1ZV", "77777", *(str(one) for one in ANSWERS.values() if len(str(one)) > 3)):
        assert secret not in words


@pytest.mark.parametrize(("language", "said"), [("hi", "दौरा शीट"), ("kn", "ಹಾಳೆ")])
def test_it_speaks_the_agents_language(given: Study, tmp_path: Path, language: str, said: str) -> None:
    given.papers.write_call_sheets(tmp_path / "a.pdf", language=language)
    words = read(tmp_path / "a.pdf")
    assert said in words
    for english in ("Call sheet", "Whom to ask", "refused", "nobody"):
        assert english not in words


def test_firms_that_nobody_was_given_are_on_no_sheet(given: Study, tmp_path: Path) -> None:
    given.fieldwork.assign("", [firm(given, 7)])
    given.papers.write_call_sheets(tmp_path / "a.pdf")
    words = read(tmp_path / "a.pdf")
    assert "Firm 7" not in words
    assert "Ravi Gowda · 28 November 2026 · 1 firm" in words


def test_where_nobody_goes_there_is_no_sheet(given: Study, tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="No firm is to be visited"):
        given.papers.write_call_sheets(tmp_path / "a.pdf", agent="Savitha")
    assert not (tmp_path / "a.pdf").exists()


def test_the_command_line_writes_it(run: Run, given: Study, tmp_path: Path) -> None:
    path = given.path
    given.close()
    out = tmp_path / "a.pdf"
    assert run("callsheet", path, "--agent", "Ravi Gowda", "--on", "2026-11-28", out)[0] == 0
    assert "2 firms" in read(out)
