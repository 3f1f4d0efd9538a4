"""A form with every type of question, as a server hands it out: filled by keyboard, cut off, opened again, finalised, sent.

The program itself does not fetch forms yet: here the test follows the server's form list and manifest, and hands form and files to the
same door through which a fetched form will come.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from lxml import etree
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit

from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.records import Cluster, Questionnaire, Status
from fieldsurvey.study import Server, Study
from fieldsurvey.ui.entry.frame.question import QuestionFrame
from fieldsurvey.ui.entry.kinds.media.drawing import DrawingDialog
from fieldsurvey.ui.entry.kinds.media.media import MediaWidget
from fieldsurvey.ui.entry.repeats.grid_pane import RepeatGrid
from tests.support.every_type import FORM, MEDIA
from tests.support.fake_server import CentralState, Published
from tests.support.pages import Interview, Program

Key = Qt.Key
SPACE, RIGHT, TAB, ENTER = Key.Key_Space, Key.Key_Right, Key.Key_Tab, Key.Key_Return

TYPED: tuple[tuple[str, tuple[str | Key, ...], str], ...] = (
    ("texts/plain", ("Sharma & Söhne", ENTER), "Sharma & Söhne"),
    ("texts/long", ("one", ENTER, "दो", TAB), "one\nदो"),
    ("texts/figures", ("0042", ENTER), "0042"),
    ("texts/masked", ("kiln 7", ENTER), "kiln 7"),
    ("texts/site", ("https://brass.example", ENTER), "https://brass.example"),
    ("numbers/whole", ("41", ENTER), "41"),
    ("numbers/broken", ("2.5", ENTER), "2.5"),
    ("numbers/money", ("14,99,561", ENTER), "1499561"),
    ("numbers/degrees", ("270", ENTER), "270"),
    ("numbers/tally", ("3", ENTER), "3"),
    ("numbers/level", ("7", ENTER), "7"),
    ("numbers/upright", (RIGHT, RIGHT, RIGHT, ENTER), "0.2"),
    ("numbers/stars", ("4", ENTER), "4"),
    ("numbers/picked_number", ("45", ENTER), "45"),
    ("choices/one", ("2", ENTER), "iron"),
    ("choices/several", ("31", ENTER), "brass steel"),
    ("choices/closed", ("bra", ENTER), "brass"),
    ("choices/closed_several", ("12", ENTER), "brass iron"),
    ("choices/in_columns", ("3", ENTER), "steel"),
    ("choices/packed", ("1", ENTER), "brass"),
    ("choices/scale", ("2", ENTER), "iron"),
    ("choices/at_once", ("1",), "brass"),
    ("choices/order", ("2", ENTER), "iron brass steel"),
    ("files_of_choices/village", ("samb", ENTER), "v2"),
    ("files_of_choices/markets", ("12", ENTER), "v1 v2"),
    ("files_of_choices/well", ("2", ENTER), "east"),
    ("files_of_choices/part", ("2", ENTER), "p2"),
    ("files_of_choices/seat", ("2", ENTER), "lathe"),
    ("table/power", ("1", ENTER), "yes"),
    ("table/credit", ("2", ENTER), "no"),
    ("moments/day", ("2301", ENTER), "2026-01-23"),
    ("moments/month", ("0226", ENTER), "2026-02-01"),
    ("moments/year", ("2025", ENTER), "2025-01-01"),
    ("moments/other_day", ("15.5.2018", ENTER), "2026-01-23"),
    ("moments/hour", ("930", ENTER), "09:30:00.000"),
    ("moments/moment", ("23.1.2026 9:30", ENTER), "2026-01-23T09:30:00.000"),
    ("places/gate", ("22.47 70.05 12 8", ENTER), "22.47 70.05 12.0 8.0"),
    ("places/road", ("22.0 70.0; 22.0 70.001", ENTER, ENTER), "22.0 70.0 0.0 0.0; 22.0 70.001 0.0 0.0"),
    ("places/yard", ("22.0 70.0; 22.0 70.001; 22.001 70.001", ENTER, ENTER),
     "22.0 70.0 0.0 0.0; 22.0 70.001 0.0 0.0; 22.001 70.001 0.0 0.0; 22.0 70.0 0.0 0.0"),
)  # fmt: skip
"""Question, what is pressed there, what is stored. The last key leads to the next question, or turns the page."""
AFTER_FILES: tuple[tuple[str, tuple[str | Key, ...], str], ...] = (
    ("files/code", ("8901234567894", ENTER), "8901234567894"),
    ("rest/agreed", (SPACE, ENTER), "OK"),
)
ROWS = {
    "labour/worker[1]/role": "Polisher",
    "labour/worker[1]/wage": "9000",
    "labour/worker[1]/letter": "yes",
    "labour/worker[2]/role": "Caster",
    "labour/worker[2]/wage": "11000",
    "labour/worker[2]/letter": "no",
    "labour/bill": "20000",
    "counted/machines": "2",
    "counted/machine[1]/kind": "Lathe",
    "counted/machine[2]/kind": "Press",
    "nested/house[1]/owner": "Asha",
    "nested/house[1]/room[1]/used": "Casting",
    "nested/house[1]/room[2]/used": "Storage",
    "pair/first": "1",
    "pair/second": "2",
    "rest/kept": "unseen",
    "rest/doubled": "82",
    "meta/instanceName": "All: Sharma & Söhne",
}
FILES = ("photo", "drawn", "marked", "signed", "voice", "film", "paper")
HOURS = ("moments/hour", "moments/moment")
"""The zone of the laptop stands behind them."""


def fetched(base: str) -> Questionnaire:
    """The first form of the server's list, with the files of its manifest."""

    def read(address: str) -> etree._Element:
        return etree.fromstring(httpx.get(address, headers={"X-OpenRosa-Version": "1.0"}).content)

    (listed,) = read(f"{base}/formList").iterfind("{*}xform")
    files = read(listed.findtext("{*}manifestUrl") or "").iterfind("{*}mediaFile")
    media = {
        file.findtext("{*}filename") or "": httpx.get(file.findtext("{*}downloadUrl") or "").content
        for file in files
    }
    xform = httpx.get(listed.findtext("{*}downloadUrl") or "").text
    return questionnaire_from_xform(xform, media)


@pytest.fixture
def surveyed(server: tuple[str, CentralState], tmp_path: Path) -> Iterator[Study]:
    """A study with the form as the server handed it out."""
    base, state = server
    media = {file.name: file.read_bytes() for file in sorted(MEDIA.iterdir())}
    state.published.append(Published("every_type", "1", FORM.read_bytes(), media))
    state.forms.add(("every_type", "1"))
    with Study.create(tmp_path / "every.study", Cluster(), [fetched(base)], passphrase=None) as made:
        yield made


def strike(interview: Interview, keys: tuple[str | Key, ...]) -> None:
    for key in keys:
        interview.type(key) if isinstance(key, str) else interview.press(Key(key))


def walk(interview: Interview, steps: tuple[tuple[str, tuple[str | Key, ...], str], ...]) -> None:
    """Answer one question after the other; each is left with Enter, also where a digit picked the answer."""
    interview.entry.session.digits_go_on = False
    for path, keys, _value in steps:
        ref = f"/data/{path}"
        interview.bot.waitUntil(lambda ref=ref: interview.focused_ref == ref, timeout=20000)
        strike(interview, keys)


def picture(folder: Path, name: str) -> Path:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    image.save(str(folder / name))
    return folder / name


def media(interview: Interview, name: str) -> MediaWidget:
    widget = interview.question(name).widget
    assert isinstance(widget, MediaWidget)
    return widget


def settled(interview: Interview) -> None:
    interview.bot.waitUntil(lambda: not interview.entry.session.attachments.is_busy, timeout=20000)


def sheet(interview: Interview, name: str) -> DrawingDialog:
    """The sheet of a question, opened by Space, with the keyboard on it."""
    interview.question(name).take_focus()
    interview.bot.waitUntil(lambda: interview.focused_ref == f"/data/files/{name}", timeout=20000)
    interview.press(SPACE)
    (opened,) = (d for d in interview.window.findChildren(DrawingDialog) if d.isVisible())
    interview.bot.waitUntil(opened.isActiveWindow, timeout=20000)
    return opened


def put_away(interview: Interview, opened: DrawingDialog) -> None:
    """Keep what is on the sheet, and back to the window, as a window manager does it."""
    opened.keep.click()
    interview.window.activateWindow()
    interview.bot.waitUntil(interview.window.isActiveWindow, timeout=20000)


def give_files(interview: Interview, folder: Path) -> None:
    """Files are chosen, a sheet is drawn on by keys, a name is typed instead of signed."""
    (folder / "talk.wav").write_bytes(b"RIFF a talk")
    (folder / "shop.mp4").write_bytes(b"a film")
    (folder / "licence.pdf").write_bytes(b"%PDF licence")
    media(interview, "photo").take(picture(folder, "front.jpg"))
    drawn = sheet(interview, "drawn")
    strike(interview, (SPACE, RIGHT, RIGHT))
    put_away(interview, drawn)
    media(interview, "marked").take(picture(folder, "marked.png"))
    signed = sheet(interview, "signed")
    signed.text.setFocus()
    interview.type("Asha Devi")
    put_away(interview, signed)
    media(interview, "voice").take(folder / "talk.wav")
    media(interview, "film").take(folder / "shop.mp4")
    media(interview, "paper").take(folder / "licence.pdf")
    settled(interview)
    interview.question("code").take_focus()


def give_rows(interview: Interview) -> None:
    """A grid, rows the form counts, rows in rows, two questions at once."""
    grid = interview.grid("worker").table
    grid.setFocus()
    grid.put_cursor(0, 0)
    strike(interview, ("Polisher", ENTER, "9000", ENTER, "1", ENTER, "Caster", ENTER, "11000", ENTER, "2"))
    interview.turn_page()
    interview.fill("machines", "2")
    strike(interview, ("Lathe", ENTER, "Press", ENTER))
    interview.entry.go_to("/data/nested/house[1]/owner")
    interview.fill("owner", "Asha")
    strike(interview, ("Casting", ENTER, "Storage", ENTER))
    interview.entry.go_to("/data/pair/first")
    interview.fill("first", "1").type("2")
    interview.press(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)  # Enter would finalise


def filled(program: Program, study: Study, folder: Path) -> Interview:
    """The whole form, each question through its own widget."""
    interview = program.open(study).new_interview()
    walk(interview, TYPED)
    give_files(interview, folder)
    walk(interview, AFTER_FILES)
    give_rows(interview)
    return interview


def expected(interview: Interview) -> dict[str, str]:
    """Ref without root -> value: what was typed, and the names the files were given."""
    entry = interview.entry.session.entry
    typed = {path: value for path, _keys, value in (*TYPED, *AFTER_FILES)}
    typed |= {path: typed[path] + entry.value(f"/data/{path}")[len(typed[path]) :] for path in HOURS}
    return {**typed, **ROWS, **{f"files/{name}": entry.value(f"/data/files/{name}") for name in FILES}}


def stored(interview: Interview, paths: dict[str, str]) -> dict[str, str]:
    entry = interview.entry.session.entry
    return {path: entry.value(f"/data/{path}") for path in paths}


def shown(interview: Interview) -> dict[str, tuple[str, ...]]:
    """What stands on every page: of each question its answer and the words in its fields, of each grid its cells."""
    seen: dict[str, tuple[str, ...]] = {}
    for number in range(len(interview.entry.pages)):
        interview.entry.show_page(number)
        QApplication.processEvents()
        for frame in interview.standing(QuestionFrame):
            words = [field.text() for field in frame.widget.findChildren(QLineEdit)]
            seen[frame.ref] = (frame.widget.prompt.value, *words)
        for grid in interview.standing(RepeatGrid):
            model = grid.model
            cells = [
                str(model.index(row, column).data() or "")
                for row in range(model.filled)
                for column in range(model.columnCount())
            ]
            seen[grid.ref] = tuple(cells)
    return seen


def leaves(xml: bytes) -> dict[str, str]:
    """Path -> text of all that carries a value in a submission; rows are numbered."""
    found: dict[str, str] = {}

    def look(element: etree._Element, path: str) -> None:
        names = [etree.QName(child).localname for child in element]
        repeated = {"worker", "machine", "house", "room"}
        for place, child in enumerate(element):
            name = names[place]
            row = f"[{names[: place + 1].count(name)}]" if name in repeated else ""
            look(child, f"{path}/{name}{row}")
        if not names and element.text:
            found[path.lstrip("/")] = element.text

    look(etree.fromstring(xml), "")
    return found


def test_every_question_of_the_form_is_filled_through_its_widget(
    program: Program, surveyed: Study, tmp_path: Path
) -> None:
    interview = filled(program, surveyed, tmp_path)
    wanted = expected(interview)
    assert stored(interview, wanted) == wanted


def test_after_a_power_cut_every_answer_is_shown_as_it_was(
    program: Program, surveyed: Study, tmp_path: Path
) -> None:
    interview = filled(program, surveyed, tmp_path)
    before, identity = shown(interview), interview.entry.instance_id
    assert {f"/data/{path}" for path, _keys, _value in (*TYPED, *AFTER_FILES)} <= before.keys()
    interview.entry.session.drafts.save()
    path = program.switch_off()
    again = program.open(Study.open(path)).resume(identity)
    assert shown(again) == before


def test_what_arrives_at_the_server_is_what_was_entered(
    program: Program, surveyed: Study, server: tuple[str, CentralState], tmp_path: Path
) -> None:
    interview = filled(program, surveyed, tmp_path)
    wanted, identity = expected(interview), interview.entry.instance_id
    interview.finalise()
    assert interview.missing == []
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
    path = program.switch_off()
    program.window.close()
    with Study.open(path) as study:
        study.sync.set_server(Server(server[0]))
        assert study.sync.send().sent == [identity]
        kept = {
            wanted[f"files/{name}"]: study.attachments.read(identity, wanted[f"files/{name}"])
            for name in FILES
        }
        log = study.attachments.read(identity, "audit.csv")
    arrived = server[1].stored[identity]
    assert {path: value for path, value in leaves(arrived.xml).items() if path in wanted} == wanted
    assert arrived.attachments == {**kept, "audit.csv": log}
    assert arrived.attachments[wanted["files/paper"]] == b"%PDF licence"
