"""A form says by question what works here, what is shown otherwise and what does not work; the tables keep step with the window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldsurvey import cli
from fieldsurvey.forms.compatibility import Compatibility, Judged, Verdict, compatibility_of, summary, text_of
from fieldsurvey.forms.compatibility.grids import BESIDE, is_grid
from fieldsurvey.forms.compatibility.looks import Look, appearances, in_grid, kinds
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.study import load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.ui.entry.frame import factory
from fieldsurvey.ui.entry.kinds.select.select_layout import FITTED, PACKED
from fieldsurvey.xforms import BodyRepeat, Choice, Datatype, Prompt, parse_form
from fieldsurvey.xforms.parse.body import CONTROLS
from tests.support.rsa_keys import agency
from tests.support.scenario import xform

CHOOSING = ("select", "select1", "rank")


def checked(table: str, media: dict[str, bytes] | None = None) -> Compatibility:
    return compatibility_of(questionnaire_from_xform(xform(table), media))


def one(kind: str, appearance: str = "", **columns: str) -> Judged:
    """The verdict on a form of one question."""
    extra = " | ".join(columns)
    table = f"""
        | survey | | | | |
        | | type | name | label | appearance | {extra} |
        | | {kind} | a | A | {appearance} | {" | ".join(columns.values())} |
        | choices | | | |
        | | list_name | name | label |
        | | v | one | One |"""
    return checked(table).questions[0]


# --- in step with the window --------------------------------------------------------------------------------------


def prompt(control: str, kind: str, appearance: str) -> Prompt:
    """A question as the factory sees it."""
    is_file = control == "upload"
    return Prompt(
        ref="/data/a", control=control, type=Datatype.BINARY if is_file else Datatype(kind), appearance=appearance,
        parameters={"mediatype": f"{kind}/*"} if is_file else {}, label="A", hint="", guidance="", value="",
        choices=(Choice("one", "One"),) if control in CHOOSING else (), relevant=True, required=False,
        readonly=False, violation=None, media={},
    )  # fmt: skip


def rows(looks: tuple[Look, ...]) -> Iterator[tuple[str, str, str, str]]:
    """(control, type, word, widget) of every row that names a widget."""
    for look in looks:
        usual = ("application",) if "upload" in look.controls else ("string",)
        for control in look.controls:
            for kind in look.types or usual:
                for word in look.words or ("",):
                    if look.widget:
                        yield control, kind, word, look.widget


@pytest.mark.parametrize(("control", "kind", "word", "widget"), [*rows(kinds()), *rows(appearances())])
def test_the_window_shows_what_the_table_says(
    qtbot: QtBot, control: str, kind: str, word: str, widget: str
) -> None:
    shown = factory.widget_for(prompt(control, kind, word), None)
    qtbot.addWidget(shown)  # let go of at once, it would leave its events behind for the next one
    assert type(shown).__name__ == widget


@pytest.mark.parametrize("control", sorted(CONTROLS))
@pytest.mark.parametrize("kind", [kind.value for kind in Datatype])
def test_every_kind_of_question_is_judged_on_a_page_and_in_a_grid(control: str, kind: str) -> None:
    assert any(look.fits(control, kind, "") for look in kinds())
    assert control in BESIDE or any(look.fits(control, kind, "") for look in in_grid())


@pytest.mark.parametrize("control", ["select", "select1"])
@pytest.mark.parametrize("word", [*PACKED, *FITTED, "likert", "list-nolabel", "no-buttons"])
def test_an_appearance_that_arranges_choices_is_full(control: str, word: str) -> None:
    look = next(look for look in appearances() if look.fits(control, "string", word))
    assert (look.instead, look.is_lost) == ("", False)


@pytest.mark.parametrize(
    ("kind", "fits"), [("integer", True), ("select_multiple v", True), ("rank v", False), ("image", False)]
)
def test_a_repeat_whose_questions_fit_cells_is_a_grid(kind: str, fits: bool) -> None:
    form = parse_form(
        xform(f"""
        | survey | | | |
        | | type | name | label |
        | | begin_repeat | r | R |
        | | {kind} | a | A |
        | | end_repeat | | |
        | choices | | | |
        | | list_name | name | label |
        | | v | one | One |""")
    )
    (repeat,) = form.body
    assert isinstance(repeat, BodyRepeat)
    assert is_grid(form, repeat) is fits


# --- by question --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "appearance"),
    [
        ("integer", ""),
        ("integer", "thousands-sep"),
        ("text", "multiline"),
        ("text", "numbers w3"),
        ("select_one v", "minimal autocomplete"),
        ("select_multiple v", "columns"),
        ("date", "no-calendar"),
        ("select_one v", "likert"),
        ("select_one v", "columns-3"),
        ("select_one v", "image-map"),
        ("select_one v", "quick"),
        ("select_multiple v", "minimal"),
        ("range", "rating"),
        ("date", "ethiopian"),
        ("date", "month-year"),
        ("integer", "counter"),
        ("text", "url"),
        ("text", "masked"),
        ("rank v", ""),
        ("acknowledge", ""),
        ("file", ""),
    ],
)
def test_a_question_shown_as_the_form_asks_is_full(kind: str, appearance: str) -> None:
    judged = one(kind, appearance)
    assert (judged.verdict, judged.shown_as, judged.note, judged.phone) == (Verdict.FULL, "", "", "")


@pytest.mark.parametrize(
    ("kind", "appearance", "words"),
    [
        ("geopoint", "", "typed, pasted, or from a receiver"),
        ("geopoint", "placement-map", "no map"),
        ("select_one v", "map", "without a map"),
        ("select_multiple v", "quick", "Enter goes on"),
        ("date", "bikram-sambat", "Gregorian"),
        ("decimal", "bearing", "no compass"),
        ("image", "signature", "a sheet to draw on"),
        ("image", "", "a camera where there is one"),
        ("audio", "", "recorded where there is a microphone"),
        ("barcode", "", "typed"),
    ],
)
def test_a_question_shown_otherwise_says_as_what(kind: str, appearance: str, words: str) -> None:
    judged = one(kind, appearance)
    assert judged.verdict is Verdict.SHOWN_AS
    assert words in judged.shown_as


@pytest.mark.parametrize(
    ("kind", "appearance"),
    [
        ("text", "ex:org.example.weigh(unit='kg', user='a b')"),
        ("image", "ex:org.example.scan"),
        ("text", "printer:org.example.print"),
    ],
)
def test_what_needs_another_program_or_file_is_not_supported(kind: str, appearance: str) -> None:
    judged = one(kind, appearance)
    assert judged.verdict is Verdict.UNSUPPORTED
    assert judged.shown_as


def test_a_search_in_a_file_is_supported() -> None:
    form = """
        | survey | | | | |
        | | type | name | label | appearance |
        | | select_one v | q | Q | search('villages') |
        | choices | | | | |
        | | list_name | name | label | |
        | | v | code | name | |"""
    files = {"villages.csv": b"code,name\na,A\n"}
    report = compatibility_of(questionnaire_from_xform(xform(form), files))
    assert report.questions[0].verdict is Verdict.FULL


def test_an_appearance_nobody_knows_is_named() -> None:
    judged = one("text", "sparkling")
    assert "sparkling" in judged.note


def test_a_question_in_a_grid_is_judged_as_a_cell() -> None:
    report = checked("""
        | survey | | | |
        | | type | name | label |
        | | begin_repeat | r | R |
        | | select_multiple v | a | A |
        | | time | b | B |
        | | range | c | C |
        | | end_repeat | | |
        | choices | | | |
        | | list_name | name | label |
        | | v | one | One |""")
    several, time, scale = report.questions
    assert several.verdict is Verdict.FULL
    assert time.verdict is Verdict.FULL
    assert "the number typed" in scale.shown_as


def test_a_picture_beside_a_label_is_shown() -> None:
    assert one("text", **{"media::image": "map.png"}).verdict is Verdict.FULL


def test_a_sound_beside_a_label_is_said_to_be_left_out() -> None:
    judged = one("text", **{"media::audio": "ask.mp3"})
    assert judged.verdict is Verdict.SHOWN_AS
    assert "beside its label" in judged.shown_as


def with_choice_media(media: str, file: str) -> Judged:
    report = checked(f"""
        | survey | | | |
        | | type | name | label |
        | | select_one v | a | A |
        | choices | | | | |
        | | list_name | name | label | media::{media} |
        | | v | one | One | {file} |""")
    return report.questions[0]


def test_pictures_of_choices_are_shown() -> None:
    assert with_choice_media("image", "one.png").verdict is Verdict.FULL


def test_sounds_of_choices_are_said_to_be_left_out() -> None:
    assert "sounds or films of its choices" in with_choice_media("audio", "one.mp3").shown_as


def test_what_a_form_takes_from_receiver_and_microphone_is_not_supported() -> None:
    report = checked("""
        | survey | | | |
        | | type | name | label |
        | | start-geopoint | place | |
        | | background-audio | sound | |
        | | text | a | A |""")
    assert [question.name for question in report.judged(Verdict.UNSUPPORTED)] == ["place", "sound"]


# --- what a phone could not reopen --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("integer", {"constraint": ". < 10000000000"}),
        ("integer", {"default": "1234567890"}),
        ("decimal", {"default": "1234567.123456789"}),
    ],
)
def test_numbers_too_long_for_a_phone_are_named(kind: str, columns: dict[str, str]) -> None:
    assert "A phone" in one(kind, **columns).phone


def test_a_day_in_a_constraint_is_no_long_number() -> None:
    assert one("integer", constraint=". < 999999999 and today() > date('2026-01-01')").phone == ""


# --- the form as a whole ------------------------------------------------------------------------------------------

SETTINGS = f"""
    | survey | | | |
    | | type | name | label |
    | | text | a | A |
    | | audit | audit | |
    | | deviceid | device | |
    | settings | | | | | |
    | | form_id | public_key | submission_url | auto_send | auto_delete |
    | | f | {agency().public} | https://example.org/submission | true | true |"""


@pytest.mark.parametrize("about", ["encrypted", "submission", "auto_send", "auto_delete", "audit", "device"])
def test_the_form_as_a_whole_is_told(about: str) -> None:
    assert about in {note.about for note in checked(SETTINGS).notes}


def test_a_plain_form_has_nothing_to_tell() -> None:
    report = checked("| survey | | | |\n| | type | name | label |\n| | text | a | A |")
    assert (report.notes, list(text_of(report))) == ((), [])
    assert summary(report) == "Every question works here as on a phone."


def test_attached_files_are_named_and_missing_ones_too() -> None:
    table = """
        | survey | | | | |
        | | type | name | label | media::image |
        | | select_one_from_file places.csv | a | A | map.png |"""
    notes = {n.about: n.sentence for n in checked(table, {"places.csv": b"name,label\n1,One\n"}).notes}
    assert "places.csv" in notes["files"]
    assert "map.png" in notes["missing_files"]


def test_a_large_list_is_told_with_its_rows() -> None:
    table = "| survey | | | |\n| | type | name | label |\n| | select_one_from_file big.csv | a | A |"
    content = b"name,label\n" + b"1,One\n" * 20_000
    (sentence,) = [n.sentence for n in checked(table, {"big.csv": content}).notes if n.about == "large_list"]
    assert "20000 rows" in sentence


def test_lists_of_entities_are_named() -> None:
    report = checked("""
        | survey | | | |
        | | type | name | label |
        | | text | a | A |
        | entities | | |
        | | list_name | label |
        | | firms | ${a} |""")
    assert "firms" in {n.about: n.sentence for n in report.notes}["entities"]


@pytest.mark.parametrize("name", ["firm_diagnostic", "cluster_profile"])
def test_nothing_of_a_form_that_ships_is_left_out(name: str) -> None:
    report = compatibility_of(load_questionnaire(paths.forms() / f"{name}.xlsx"))
    assert report.is_supported
    assert [question.note for question in report.questions if question.note] == []


# --- the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def printing(tmp_path: Path) -> Path:
    path = tmp_path / "printing.xml"
    table = "| survey | | | | |\n| | type | name | label | appearance |\n| | text | slip | Slip | printer:x |"
    path.write_text(xform(table), encoding="utf-8")
    return path


def test_check_names_what_is_not_supported_and_ends_with_one(
    printing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["form", "check", str(printing)])
    assert ended.value.code == 1
    assert "slip “Slip” (text printer:x): a line of text; nothing is printed" in capsys.readouterr().out


def test_check_gives_a_record_of_stable_structure(printing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["form", "check", str(printing), "--json"])
    record = json.loads(capsys.readouterr().out)
    assert set(record) == {"form", "questions", "notes"}
    assert {"ref", "name", "type", "appearance", "verdict", "shown_as", "note", "phone"} <= set(
        record["questions"][0]
    )
    assert record["questions"][0]["verdict"] == "unsupported"
    assert record["form"]["unsupported"] == 1
