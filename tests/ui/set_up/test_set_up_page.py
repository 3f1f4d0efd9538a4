"""The page Study: what is typed is kept with one button or on leaving, bad input is said at once, the lead's key is set there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from fieldsurvey.records import Changed, Round
from fieldsurvey.records.selection import Consideration
from fieldsurvey.records.set_up import LegalBase, Purpose, SetUp, SpvMember
from fieldsurvey.study import Study
from fieldsurvey.ui.set_up.set_up_page import NewLead, SetUpPage
from tests.support.pages import Program
from tests.support.screen import press, words_on
from tests.support.small_form import ANSWERS


@pytest.fixture
def page(program: Program, study: Study) -> SetUpPage:
    program.open(study).window.show_page("study")
    found = program.window.findChild(SetUpPage)
    assert found is not None
    return found


def written(program: Program) -> None:
    tasks = program.window.tasks
    assert tasks is not None
    tasks.wait_for_writes()
    program.bot.waitUntil(lambda: not tasks.is_at_long_work, timeout=20_000)
    QApplication.processEvents()


def typed(field: object, text: str) -> None:
    field.setText(text)  # type: ignore[attr-defined]
    field.textEdited.emit(text)  # type: ignore[attr-defined]


def test_all_of_it_is_kept_with_one_button(page: SetUpPage, program: Program, study: Study) -> None:
    assert not page.save.isEnabled()
    typed(page.cluster.fields["district"], "Mandya")
    page.cluster.state.setCurrentIndex(page.cluster.state.findData("Karnataka"))
    page.partners.donor.setCurrentText("NABARD")
    page.partners.members.show_lines([("District collector", True), ("Gowri Lamps", False)])
    page.rounds.rounds.show_lines(
        [("Baseline", "baseline", "2026-10-26", "2026-12-15"), ("Follow-up", "followup", "", "")]
    )
    page.rounds.wages.show_lines([("skilled", "A", "640.5")])
    page.promises.base.setCurrentIndex(page.promises.base.findData(LegalBase.CONSENT))
    typed(page.promises.contact, "Sahyog, 080 2345 6789")
    page.promises.purposes[Purpose.PHOTO].setChecked(True)
    page.promises.days.setValue(30)
    assert page.cluster.region.text() == "Region: South"
    press(page, "Save")
    written(program)
    settled = study.set_up.read()
    assert (study.cluster.district, study.cluster.state, study.cluster.donor) == (
        "Mandya",
        "Karnataka",
        "NABARD",
    )
    assert [one.key for one in settled.rounds] == ["baseline", "followup"]
    assert settled.spv[0] == SpvMember("District collector", True)
    assert (settled.wages[0].per_day, settled.withdrawal_days) == (640.5, 30)
    assert settled.purposes == (Purpose.STUDY, Purpose.PHOTO)
    assert not page.save.isEnabled()
    assert page.is_saved


def test_what_is_typed_moves_nothing_on_the_page(page: SetUpPage) -> None:
    def top() -> int:
        QApplication.processEvents()
        return page.cluster.mapTo(page, page.cluster.rect().topLeft()).y()

    before = top()
    typed(page.cluster.fields["district"], "Mandya")
    assert "not saved yet" in words_on(page)
    assert top() == before


def test_the_notice_is_shown_as_it_will_be_read(page: SetUpPage) -> None:
    assert "until then the notice of the form is read" in page.promises.notice.text()
    page.promises.base.setCurrentIndex(page.promises.base.findData(LegalBase.CONSENT))
    typed(page.promises.contact, "Sahyog, 080 2345 6789")
    assert "at any time: Sahyog, 080 2345 6789." in page.promises.notice.text()
    page.promises.language.setCurrentIndex(page.promises.language.findData("kn"))
    assert "ನಿಮ್ಮ ಉತ್ತರಗಳನ್ನು" in page.promises.notice.text()


def test_a_missing_government_member_is_said(page: SetUpPage) -> None:
    assert page.partners.lacks.isHidden()
    page.partners.members.show_lines([("Gowri Lamps", False)])
    page.partners.members.changed.emit()
    assert not page.partners.lacks.isHidden()


@pytest.mark.parametrize(
    ("days", "words"), [(("26.10.2026", ""), "Write it as 2026-10-26"), (("2026-12-01", "2026-11-01"), "")]
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    page: SetUpPage, program: Program, study: Study, days: tuple[str, str], words: str
) -> None:
    page.rounds.rounds.show_lines([("Baseline", "baseline", *days)])
    page.rounds.rounds.changed.emit()
    if words:
        assert words in words_on(page)
        assert not page.save.isEnabled()
    else:
        press(page, "Save")
        written(program)
        assert "cannot end before it begins" in program.window.frame.banner.sentence  # type: ignore[union-attr]
    assert study.set_up.read().rounds == (Round("baseline", "Baseline"),)
    page.rounds.rounds.show_lines([("Baseline", "baseline", "", "")])  # or the window asks before it closes


def test_closing_the_window_keeps_what_was_typed(page: SetUpPage, program: Program, study: Study) -> None:
    typed(page.cluster.fields["products"], "Lamps")
    path = study.path
    assert program.window.close()
    with Study.open(path) as again:
        assert again.cluster.products == "Lamps"


def test_what_was_typed_stays_while_other_pages_are_looked_at(page: SetUpPage, program: Program) -> None:
    typed(page.cluster.fields["products"], "Lamps")
    program.window.show_page("interviews")
    program.window.show_page("study")
    assert page.cluster.fields["products"].text() == "Lamps"
    assert "not saved yet" in words_on(page)


def test_the_leads_key_is_set_here_and_approving_takes_it(
    page: SetUpPage, program: Program, study: Study
) -> None:
    press(page, "Set the lead’s key")
    dialog = page.findChild(NewLead)
    assert dialog is not None
    dialog.passphrase.first.setText("three brass lamps of Anand")
    dialog.passphrase.again.setText("three brass lamps of Anand")
    press(dialog, "Set the lead’s key")
    written(program)
    assert study.review.has_lead
    assert "take the lead’s passphrase" in page.lead.said.text()


def interviewed(program: Program, study: Study, settled: SetUp) -> str:
    """One interview is added while the window is open; its identity."""
    tasks = program.window.tasks
    assert tasks is not None
    tasks.write(lambda twin: twin.set_up.change(settled))
    tasks.write(lambda twin: Changed(ids=(twin.interviews.add("small", ANSWERS),)))
    written(program)
    return study.interviews.listing()[0].instance_id


def test_a_consent_is_taken_back_by_the_code_of_the_slip(
    page: SetUpPage, program: Program, study: Study
) -> None:
    identity = interviewed(program, study, SetUp(withdrawal_days=30))
    card = page.withdrawal
    typed(card.code, "0000-0000")
    card.look_up()
    assert "No interview here has the code" in card.said.text()
    assert not card.seal_button.isVisible()
    typed(card.code, study.withdrawals.code(identity).lower())
    card.look_up()
    assert "Sharma Brass Works" in card.said.text()
    assert "destroyed after 30 days" in card.said.text()
    press(page, "Seal this interview")
    written(program)
    assert [one.instance_id for one in study.withdrawals.listing()] == [identity]
    assert study.interviews.listing() == []
    assert "1 interview is sealed. The next is destroyed on" in card.waiting.text()


def test_another_code_is_never_sealed_for_the_one_that_was_found(
    page: SetUpPage, program: Program, study: Study
) -> None:
    identity = interviewed(program, study, SetUp())
    typed(page.withdrawal.code, study.withdrawals.code(identity))
    page.withdrawal.look_up()
    typed(page.withdrawal.code, "ABCD-EFGH")
    assert not page.withdrawal.seal_button.isVisible()
    assert study.withdrawals.listing() == []


def test_where_no_days_are_set_it_is_destroyed_at_once(
    page: SetUpPage, program: Program, study: Study
) -> None:
    identity = interviewed(program, study, SetUp())
    typed(page.withdrawal.code, study.withdrawals.code(identity))
    page.withdrawal.look_up()
    assert "destroyed at once" in page.withdrawal.said.text()
    press(page, "Seal this interview")
    for _step in range(2):  # sealing asks for the destroying when it is done
        written(program)
    assert study.withdrawals.listing() == []
    assert [one.instance_id for one in study.interviews.tombstones()] == [identity]


def test_candidates_are_scored_with_evidence_and_ranked_as_one_types(
    page: SetUpPage, program: Program, study: Study
) -> None:
    card = page.selection
    card.lines.show_lines(
        [
            ("Bhagalpur", "Bihar", "Textiles", "4", "3", "4", "4", "4", "5"),
            ("Nagamangala", "Karnataka", "Metalware", "5", "4", "4", "5", "4", ""),
        ]
    )
    card.lines.table.setCurrentCell(1, 0)
    typed(card.evidence[Consideration.GROWTH], "Orders for three years")
    typed(card.weights[Consideration.GROWTH], "2")
    first, second = card.order.text().splitlines()
    assert first.startswith("1. Bhagalpur · 80.0 of 100 · East · no evidence: technology")
    assert second.startswith("2. Nagamangala · 77.1 of 100 · South · no score: employment")
    assert "growth" not in second
    name = card.lines.table.item(1, 0)
    assert name is not None
    name.setText("Nagamangala brass")  # what its scores rest on goes with it
    press(page, "Save")
    written(program)
    kept = study.set_up.read().selection
    assert kept.candidates[1].name == "Nagamangala brass"
    assert kept.weights == {Consideration.GROWTH: 2.0}
    assert kept.candidates[1].evidence == {Consideration.GROWTH: "Orders for three years"}
    card.lines.table.setCurrentCell(0, 0)
    assert card.evidence[Consideration.GROWTH].text() == ""


def test_a_score_that_is_none_is_said_and_nothing_is_kept(page: SetUpPage, study: Study) -> None:
    page.selection.lines.show_lines([("Bhagalpur", "Bihar", "", "many", "", "", "", "", "")])
    page.selection.changed.emit()
    assert "whole numbers from 0 to 5" in words_on(page)
    assert not page.save.isEnabled()
    assert study.set_up.read().selection.candidates == ()
    page.selection.lines.show_lines([])  # or the window asks before it closes
