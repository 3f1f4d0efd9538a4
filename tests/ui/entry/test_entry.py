"""Entry: answers reach the engine and the disk, only what is asked is shown, keys lead through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from fieldsurvey.demo import study as demo_study
from fieldsurvey.records import Cluster, Status
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.entry.window.find import FindQuestion
from tests.support.markdown_form import write_form
from tests.support.pages import Program
from tests.support.small_form import ANSWERS


def listed(study: Study) -> list[str]:
    """The firms in the list as it is on disk."""
    return [row.firm for row in study.interviews.listing()]


def test_a_typed_answer_is_on_disk_without_saving(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma Brass Works")
    program.bot.waitUntil(lambda: "Sharma Brass Works" in listed(study), timeout=20000)
    assert study.interviews.listing()[0].status is Status.DRAFT


def test_what_is_being_typed_is_on_disk_after_a_pause_and_typing_goes_on(
    program: Program, study: Study
) -> None:
    interview = program.open(study).new_interview()
    interview.type("Sharma ")
    program.bot.waitUntil(lambda: "Sharma" in listed(study), timeout=20000)
    interview.type("Brass").enter()
    assert interview.value("firm_name") == "Sharma Brass"


def test_enter_leads_from_question_to_question_and_page_to_page(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    assert interview.focused_ref == "/data/identity/firm_name"
    interview.type("A").enter().type("27AAPFU0939F1ZV").enter()
    assert interview.focused_ref == "/data/identity/consent_register"
    interview.type("1").enter()
    assert interview.page_title == "Labour"
    assert interview.focused_ref == "/data/labour/workers"


def test_a_digit_picks_a_choice(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.question("consent_register").take_focus()
    interview.type("2")
    assert interview.value("consent_register") == "no"


def test_a_question_appears_when_it_becomes_relevant(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page().turn_page()
    assert "/data/trade/export_value" not in interview.visible_refs
    interview.question("exports").take_focus()
    interview.type("1")
    assert "/data/trade/export_value" in interview.visible_refs


def test_numbers_are_grouped_as_typed_and_stored_plain(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    interview.question("workers").take_focus()
    interview.type("१२").enter()
    assert interview.value("workers") == "12"


def test_f3_says_dont_know_and_again_refused(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    interview.question("workers").take_focus()
    interview.press(Qt.Key.Key_F3)
    assert interview.value("workers") == "-98"
    interview.press(Qt.Key.Key_F3)
    assert interview.value("workers") == "-99"


def test_a_number_typed_after_f3_takes_the_place_of_dont_know(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    interview.question("workers").take_focus()
    interview.press(Qt.Key.Key_F3).type("14").enter()
    assert interview.value("workers") == "14"


def test_what_f3_said_of_one_question_goes_away_at_the_next(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.press(Qt.Key.Key_F3)
    assert "neither" in interview.entry.banner.sentence
    interview.enter()
    assert interview.entry.banner.sentence == ""


def test_f3_takes_back_the_remark_on_what_was_typed_before(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    interview.question("workers").take_focus()
    interview.type("many").enter().press(Qt.Key.Key_F3)
    assert interview.question("workers").remark.text() == ""


def test_enter_stays_when_no_choice_of_the_list_is_called_as_typed(program: Program, tmp_path: Path) -> None:
    form = """
        | survey |                 |        |        |            |
        |        | type            | name   | label  | appearance |
        |        | select_one town | town   | Town   | minimal    |
        |        | text            | street | Street |            |
        | choices |           |      |        |
        |         | list_name | name | label  |
        |         | town      | t0   | Town 0 |
        |         | town      | t1   | Town 1 |
        |         | town      | t2   | Town 2 |
        |         | town      | t3   | Town 3 |
        |         | town      | t4   | Town 4 |
        |         | town      | t5   | Town 5 |
        |         | town      | t6   | Town 6 |
        |         | town      | t7   | Town 7 |
        |         | town      | t8   | Town 8 |
        |         | town      | t9   | Town 9 |
        | settings |         |            |         |
        |          | form_id | form_title | version |
        |          | towns   | Towns      | 1       |
    """
    cluster = Cluster(name="Brass", locality="Moradabad", state="Uttar Pradesh")
    with Study.create(
        tmp_path / "towns.study",
        cluster,
        [load_questionnaire(write_form(tmp_path / "towns.xlsx", form))],
        passphrase=None,
    ) as study:
        interview = program.open(study).new_interview()
        interview.type("Atlantis").enter()
        assert interview.focused_ref == "/data/town"
        assert "No choice is called so" in interview.question("town").remark.text()
        program.window.close()


def test_the_keyboard_returns_to_the_question_when_a_check_is_kept(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page().turn_page()
    interview.question("exports").take_focus()
    interview.type("1").fill("turnover", "10").fill("export_value", "20")
    interview.question("turnover").take_focus()
    comment = interview.checks.fields["exports_in_turnover"]
    comment.setFocus()
    interview.type("seen in the books").enter()
    assert interview.focused_ref == "/data/trade/turnover"


def test_a_violated_constraint_is_said_at_the_question_and_the_answer_kept(
    program: Program, study: Study
) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    interview.fill("workers", "-5")
    assert "Not below zero." in interview.question("workers").fault.text()
    assert interview.value("workers") == "-5"


def test_what_is_no_number_is_said_and_not_stored(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    interview.fill("workers", "many")
    assert "Type a number" in interview.question("workers").remark.text()
    assert interview.value("workers") == ""


def test_undo_takes_back_the_last_answer(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "A").fill("firm_name", "B")
    interview.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert interview.value("firm_name") == "A"


def test_the_language_switches_at_once(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert interview.page_title == "पहचान"
    assert "फर्म का नाम" in interview.question("firm_name").words.text()


def test_a_soft_check_shows_beside_its_question_and_passes_with_a_comment(
    program: Program, study: Study
) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page().turn_page()
    interview.question("exports").take_focus()
    interview.type("1")
    interview.fill("export_value", "90").fill("turnover", "50")
    assert "Exports are above turnover." in interview.question("export_value").unlikely
    interview.entry.session.checks.pass_check("exports_in_turnover", "Old stock")
    assert interview.entry.session.checks.at("/data/trade/export_value") is None


def test_a_reason_is_asked_anew_when_the_answers_it_was_given_for_are_others(
    program: Program, study: Study
) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page().turn_page()
    interview.question("exports").take_focus()
    interview.type("1")
    interview.fill("export_value", "90").fill("turnover", "50")
    checks = interview.entry.session.checks
    checks.pass_check("exports_in_turnover", "Old stock")
    interview.fill("product", "Lamps") if "/data/trade/product" in interview.visible_refs else None
    assert checks.reasons == {"exports_in_turnover": "Old stock"}
    interview.fill("turnover", "40")  # still too little, and nobody said why it is right
    assert checks.reasons == {}
    assert "Exports are above turnover." in interview.question("export_value").unlikely
    checks.pass_check("exports_in_turnover", "Two years")
    interview.fill("turnover", "400").fill("turnover", "30")  # right for a while
    assert checks.reasons == {}


def test_a_reason_outlives_leaving_and_coming_back(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page().turn_page()
    interview.question("exports").take_focus()
    interview.type("1")
    interview.fill("export_value", "90").fill("turnover", "50")
    interview.entry.session.checks.pass_check("exports_in_turnover", "Old stock")
    identity = interview.entry.instance_id
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    again = program.resume(identity)
    assert again.entry.session.checks.reasons == {"exports_in_turnover": "Old stock"}
    again.entry.session.answers.give("/data/trade/turnover", "45")
    assert again.entry.session.checks.reasons == {}


def test_the_grid_takes_rows_by_keyboard(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    grid = interview.grid("worker")
    grid.take_focus()
    interview.type("Polisher").enter().type("9000").enter()
    interview.type("Caster").enter().type("11000").enter()
    entry = interview.entry.session.entry
    assert entry.value("/data/labour/worker[2]/role") == "Caster"
    assert entry.value("/data/labour/wage_bill") == "20000"


def test_rows_pasted_from_a_spreadsheet_fill_the_grid(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    QGuiApplication.clipboard().setText("Polisher\t9,000\nCaster\t11000\nTurner\t12500\n")
    interview.grid("worker").take_focus()
    interview.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    entry = interview.entry.session.entry
    assert entry.count("/data/labour/worker") == 3
    assert entry.value("/data/labour/wage_bill") == "32500"


def test_a_deleted_row_comes_back_with_undo(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    grid = interview.grid("worker")
    grid.take_focus()
    interview.type("Polisher").enter().type("9000").enter()
    grid.table.setCurrentIndex(grid.model.index(0, 0))
    grid.delete_rows()
    entry = interview.entry.session.entry
    assert entry.value("/data/labour/wage_bill") in ("", "0")
    interview.entry.session.answers.undo()
    assert entry.value("/data/labour/worker[1]/role") == "Polisher"


def test_finalising_lists_what_is_missing_and_enter_goes_there(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page().turn_page()
    interview.finalise()
    assert interview.missing == ["/data/identity/firm_name"]
    interview.enter()
    assert interview.page_title == "Identity"
    assert interview.focused_ref == "/data/identity/firm_name"


def test_a_complete_interview_is_finalised_and_waits_to_be_sent(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma")
    interview.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
    assert study.sync.waiting() == 1


def test_where_there_is_little_room_the_firm_stays_in_the_title(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma")
    program.bot.waitUntil(lambda: interview.entry.top.title.text().startswith("Sharma"))
    assert "Small firm form" in interview.entry.top.title.text()


def test_ctrl_g_finds_a_question_by_its_words(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.entry.find_question()
    dialog = interview.entry.findChild(FindQuestion)
    assert dialog is not None
    dialog.field.setText("turno")
    dialog.choose()
    assert interview.page_title == "Trade"
    assert interview.focused_ref == "/data/trade/turnover"


@pytest.mark.parametrize("typed", ["बिक्री", "turnover", "Do you exp", "निर्यात?"])
def test_ctrl_g_finds_a_question_in_any_language_of_the_form(
    program: Program, made: Callable[[str], Study], typed: str
) -> None:
    form = """
        | survey |         |          |                     |                   |
        |        | type    | name     | label::English (en) | label::Hindi (hi) |
        |        | text    | firm     | Firm                | फर्म               |
        |        | integer | sales    | The turnover        | बिक्री             |
        |        | text    | abroad   | Do you export?      | क्या निर्यात?       |
    """
    interview = program.open(made(form)).new_interview()
    interview.entry.find_question()
    dialog = interview.entry.findChild(FindQuestion)
    assert dialog is not None
    dialog.field.setText(typed)
    assert dialog.list.count() == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Abroad, dir", ["Abroad, directly", "Direct taxes abroad,", "Abroad, through exporters"]),
        ("direct", ["Direct taxes abroad,", "Abroad, directly", "Abroad, through exporters"]),
        ("exp", ["Abroad, through exporters", "Abroad, directly"]),
    ],
)
def test_ctrl_g_lists_first_what_the_label_says_as_it_is_typed(
    program: Program, made: Callable[[str], Study], typed: str, found: list[str]
) -> None:
    form = """
        | survey |         |      |                           |                        |
        |        | type    | name | label::English (en)       | hint::English (en)     |
        |        | text    | a    | Abroad, through exporters | not what goes directly |
        |        | text    | b    | Abroad, directly          | your own exports       |
        |        | text    | c    | Direct taxes abroad,      |                        |
    """
    interview = program.open(made(form)).new_interview()
    interview.entry.find_question()
    dialog = interview.entry.findChild(FindQuestion)
    assert dialog is not None
    dialog.field.setText(typed)
    listed = [dialog.list.item(row).text().partition("   ·  ")[0] for row in range(dialog.list.count())]
    assert listed == found


def test_the_list_shows_and_opens_a_finalised_interview_again(program: Program, study: Study) -> None:
    identity = study.interviews.add("small", ANSWERS)
    study.interviews.reopen(identity, "Wage corrected")
    program.open(study)
    program.window.show_page("interviews")
    interview = program.resume(identity)
    assert interview.value("firm_name") == "Sharma Brass Works"


def test_walking_through_the_program_opens_no_stray_window(program: Program, study: Study) -> None:
    strays: list[str] = []

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                strays.append(type(watched).__name__)
            return False

    watcher = Watcher()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watcher)
    program.open(study)
    for page in ("overview", "interviews", "reports", "export", "sync", "preferences"):
        program.window.show_page(page)
    program.new_interview().turn_page().turn_page().finalise()
    app.removeEventFilter(watcher)
    assert strays == []


def test_every_page_of_the_shipped_form_shows_a_filled_interview(program: Program, tmp_path: Path) -> None:
    demo_study.make_study(tmp_path / "d.study", interviews=1, seed=5)
    study = Study.open(tmp_path / "d.study")
    identity = study.interviews.listing()[0].instance_id
    study.interviews.reopen(identity, "Wage corrected")
    interview = program.open(study).resume(identity)
    shown: set[str] = set()
    for number in range(20):
        interview.entry.show_page(number)
        QApplication.processEvents()
        shown.update(interview.visible_refs)
    entry = interview.entry.session.entry
    asked = {ref for ref, _answered, _fault in interview.entry.session.answers.states() if "[" not in ref}
    assert asked <= shown
    assert entry.validate() == []


def test_a_row_nobody_wrote_in_does_not_leave_with_the_interview(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma")
    assert interview.entry.session.entry.count("/data/labour/worker") == 1
    identity = interview.entry.session.entry.instance_id
    interview.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
    assert "<worker>" not in study.interviews.read(identity).xml


def test_a_row_with_one_answer_stays(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma")
    interview.entry.session.answers.give("/data/labour/worker[1]/role", "Polisher")
    identity = interview.entry.session.entry.instance_id
    interview.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
    assert study.interviews.read(identity).xml.count("<worker>") == 1
