"""The register: a messy list comes in once, whole, with its sources; firms are found in any script; forms and lists speak of one thing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook

from fieldsurvey.errors import RegisterError
from fieldsurvey.records import FirmField, FirmFilter, Topic
from fieldsurvey.register.cleaning import Oddity, RangeEnd
from fieldsurvey.register.import_plan import LeftOut
from fieldsurvey.study import Study
from tests.support import messy_list, rows
from tests.support.fixtures_command_line import Run


@pytest.fixture(scope="session")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's list."""
    return messy_list.write(tmp_path_factory.mktemp("lists") / "units.xlsx")


def small_list(path: Path, *written: tuple[object, ...]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in written:
        sheet.append(row)
    book.save(path)
    return path


def test_every_row_of_a_messy_list_is_accounted_for(study: Study, units: Path) -> None:
    plan = study.register.plan_import(units)
    assert (len(plan.new), len(plan.same)) == (messy_list.FIRMS, messy_list.SAME)
    assert plan.left_out == {
        LeftOut.SUM: list(messy_list.SUMS),
        LeftOut.HEAD_AGAIN: list(messy_list.HEADS),
        LeftOut.NO_NAME: list(messy_list.NAMELESS),
    }
    assert plan.empty == len(messy_list.EMPTY)
    assert len(plan.rows) + plan.empty == messy_list.ROWS
    assert {row.number: row.same_row for row in plan.same} == messy_list.DOUBLES


def test_planning_writes_nothing(study: Study, units: Path) -> None:
    study.register.plan_import(units)
    assert study.register.count() == 0
    assert study.register.sources() == []


def test_what_is_odd_about_the_cells_is_told(study: Study, units: Path) -> None:
    plan = study.register.plan_import(units)
    odd = plan.oddities()
    assert odd[FirmField.PHONE] == Counter({Oddity.CUT: len(messy_list.CUT_PHONES)})
    assert odd[FirmField.WORKERS][Oddity.RANGE] == len(messy_list.RANGES)
    assert plan.asks_range == list(messy_list.RANGES)
    assert set(plan.spellings.values()) == {"Old market", "Kumbara street", "Industrial area", "Bellur road"}


def test_the_list_comes_in_with_its_source(study: Study, units: Path) -> None:
    changed = study.register.import_list(study.register.plan_import(units), "DIC Mandya list, Aug 2025")
    assert changed.topics == {Topic.REGISTER}
    assert study.register.count() == messy_list.FIRMS
    (source,) = study.register.sources()
    assert (source.title, source.sheet, source.added, source.same) == (
        "DIC Mandya list, Aug 2025",
        "Units",
        messy_list.FIRMS,
        messy_list.SAME,
    )
    assert source.left_out[52] == "sum or page line"
    doubled = study.register.listing(FirmFilter("UDYAM-KR-18-0041061"))
    assert [one.row for one in study.register.sources_of(doubled[0].id)] == [61, 103]


def test_a_list_comes_in_once(study: Study, units: Path, tmp_path: Path) -> None:
    study.register.import_list(study.register.plan_import(units))
    again = study.register.plan_import(units)
    assert (again.new, {row.same_by for row in again.same}) == ([], {"imported"})
    study.register.import_list(again)
    assert study.register.count() == messy_list.FIRMS


def test_a_plan_that_waited_is_judged_again(study: Study, units: Path) -> None:
    first, second = study.register.plan_import(units), study.register.plan_import(units)
    study.register.import_list(first)
    study.register.import_list(second)
    assert study.register.count() == messy_list.FIRMS


def test_firms_with_one_telephone_stay_as_many_as_they_are(study: Study, units: Path) -> None:
    study.register.import_list(study.register.plan_import(units))
    assert study.register.count(FirmFilter(messy_list.ACCOUNTANT)) == len(messy_list.ACCOUNTANTS_ROWS)


def test_the_look_alikes_of_the_list_are_proposed(study: Study, units: Path) -> None:
    study.register.import_list(study.register.plan_import(units))
    rows_of = {firm.id: study.register.sources_of(firm.id)[0].row for firm in study.register.listing()}
    found = {(rows_of[one.one.id], rows_of[one.other.id]) for one in study.register.lookalikes()}
    assert found >= {(row, row + 1) for row in range(81, 92, 2)}
    # The others bear one name but for "Works" or "Industries", and no certificate says that they are two.
    assert len(found) < 30


def test_two_certificates_are_two_firms_whatever_else_is_the_same(study: Study, tmp_path: Path) -> None:
    path = small_list(
        tmp_path / "a.xlsx",
        ("Name of unit", "Place", "Udyam"),
        ("Verma Works", "Old market", "UDYAM-KR-18-0000001"),
        ("Verma Works", "Old market", "UDYAM-KR-18-0000002"),
    )
    assert len(study.register.plan_import(path).new) == 2


@pytest.mark.parametrize("asked", ["tunga", "ತುಂಗಾ", "TUNGA met"])
def test_a_firm_is_found_in_another_script(study: Study, asked: str) -> None:
    study.register.add("ತುಂಗಾ ಮೆಟಲ್ಸ್")
    study.register.add("Sharma Castings")
    assert [firm.name for firm in study.register.listing(FirmFilter(asked))] == ["ತುಂಗಾ ಮೆಟಲ್ಸ್"]


@pytest.mark.parametrize("asked", ["98450", "0001", "old mark", "AAPFU"])
def test_a_firm_is_found_by_what_is_known_of_it(study: Study, asked: str) -> None:
    study.register.add(
        "Verma Works",
        {
            FirmField.PHONE: "+91 98450 12345",
            FirmField.PLACE: "Old market",
            FirmField.GSTIN: "27AAPFU0939F1ZV",
        },
    )
    study.register.add("Sharma Castings", {FirmField.PLACE: "Bellur road"})
    assert [firm.name for firm in study.register.listing(FirmFilter(asked))] == ["Verma Works"]


def test_a_firm_is_changed_and_the_history_says_so(study: Study) -> None:
    (firm_id,) = study.register.add("Verma Works", {FirmField.WORKERS: "4"}).ids
    study.register.change(firm_id, {FirmField.NAME: "Verma Brass", FirmField.WORKERS: ""})
    firm = study.register.firm("1")
    assert (firm.name, firm.workers) == ("Verma Brass", None)
    assert [(line.event, line.new) for line in study.interviews.history("")][-2:] == [
        ("firm added", "0001 Verma Works"),
        ("firm changed", "0001 Verma Brass"),
    ]


def test_a_firm_needs_a_name(study: Study) -> None:
    with pytest.raises(RegisterError, match="needs a name"):
        study.register.add("  ")


def test_the_columns_chosen_last_are_proposed_again(study: Study, tmp_path: Path) -> None:
    path = small_list(tmp_path / "a.xlsx", ("Name", "Unit", "Mobile"), ("Verma", "Verma Works", 9845012345))
    plan = study.register.plan_import(
        path, columns_of={FirmField.NAME: "Unit", FirmField.CONTACT: "Name", FirmField.PHONE: ""}
    )
    study.register.import_list(plan)
    assert study.register.plan_import(path).mapping == {0: FirmField.CONTACT, 1: FirmField.NAME}
    (firm,) = study.register.listing()
    assert (firm.name, firm.get(FirmField.CONTACT), firm.phone) == ("Verma Works", "Verma", "")


@pytest.mark.parametrize(
    ("written", "options", "said"),
    [
        ((("Verma", 3), ("Sharma", 4)), {}, "no row names the columns"),
        ((("Mobile", "Place"), (98450, "Here")), {}, "hold the firm's name"),
        (
            (("Name", "Mobile"), ("Verma", 98450)),
            {"columns_of": {FirmField.PLACE: "Horoscope"}},
            "no column “Horoscope”",
        ),
        ((("Name", "Mobile"), ("Verma", 98450)), {"sheet": "Units"}, "no sheet “Units”"),
    ],
)
def test_what_cannot_be_understood_is_asked_for(
    study: Study,
    tmp_path: Path,
    written: tuple[tuple[object, ...], ...],
    options: dict[str, object],
    said: str,
) -> None:
    with pytest.raises(RegisterError, match=said):
        study.register.plan_import(small_list(tmp_path / "a.xlsx", *written), **options)  # type: ignore[arg-type]
    assert study.register.count() == 0


def test_a_number_or_a_date_is_no_name(study: Study, tmp_path: Path) -> None:
    path = small_list(
        tmp_path / "a.xlsx",
        ("Name", "Mobile"),
        (45000, 9845012345),
        ("12-5", 9845012346),
        ("3 Star Works", 1),
    )
    plan = study.register.plan_import(path)
    assert plan.left_out == {LeftOut.NOT_A_NAME: [2, 3]}
    assert [row.firm.name for row in plan.new] == ["3 Star Works"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE firm SET name = 'Mallory' WHERE number = 7",
        "UPDATE firm SET properties = '{}' WHERE number = 7",
        "DELETE FROM firm_source WHERE line = 60",
        "DELETE FROM firm_source; DELETE FROM firm",
        "UPDATE source_list SET title = 'Mine'",
        "INSERT INTO firm SELECT 'x', 999, name, place, workers, '', '', created_at, updated_at, 0, '', properties, words FROM firm LIMIT 1",
    ],
)
def test_a_change_past_the_program_is_found(study: Study, units: Path, statement: str) -> None:
    study.register.import_list(study.register.plan_import(units))
    assert study.safety.verify().faults == ()
    rows.damage(study, *statement.split("; "))
    assert any("register of firms" in str(fault) for fault in study.safety.verify().faults)


def test_the_command_line_takes_a_list_and_says_what_it_did(run: Run, study: Study, units: Path) -> None:
    study.close()
    code, printed, _ = run("register", "import", study.path, units, "--dry-run", "--json")
    told = json.loads(printed)
    assert (code, told["new"], len(told["same"])) == (0, messy_list.FIRMS, messy_list.SAME)
    assert run("register", "list", study.path)[1] == ""
    code, printed, _ = run("register", "import", study.path, units, "--source", "DIC", "--range", "upper")
    assert (code, printed.splitlines()[0]) == (
        0,
        "445 rows: 412 new, 19 the same as another, 14 left out, 2 empty",
    )
    found = json.loads(run("register", "list", study.path, "--find", "0051", "--json")[1])
    assert any(firm["number"] == 51 for firm in found)


def test_the_command_line_refuses_a_field_it_does_not_know(run: Run, study: Study, units: Path) -> None:
    study.close()
    code, _, complained = run("register", "import", study.path, units, "--map", "horoscope=A")
    assert code == 2
    assert "nothing the register keeps" in complained


def test_the_end_of_a_range_is_kept_as_asked(study: Study, units: Path) -> None:
    study.register.import_list(study.register.plan_import(units, range_end=RangeEnd.UPPER))
    assert [firm.workers for firm in study.register.listing(FirmFilter("0041053"))] == [40]
