"""A plain ODK form, without any column or sheet of ours, is taken all the way: interview, figures, workbook, reports."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from fieldsurvey.study import ExportOptions, Profile
from tests.support.small_studies import study_of

_FORM = """
    | survey  |                  |        |                 |
    |         | type             | name   | label           |
    |         | text             | who    | Who is this?    |
    |         | integer          | looms  | How many looms? |
    |         | select_one yn    | power  | Power looms?    |
    |         | begin repeat     | loom   | Loom            |
    |         | text             | maker  | Maker           |
    |         | end repeat       |        |                 |
    | choices |                  |        |                 |
    |         | list_name        | name   | label           |
    |         | yn               | yes    | Yes             |
    |         | yn               | no     | No              |
"""


def test_a_form_without_our_columns_and_sheets_gives_workbook_and_reports(tmp_path: Path) -> None:
    with study_of(tmp_path, _FORM) as study:
        firms = [
            study.interviews.add(
                "", {"/data/who": f"Weaver {n}", "/data/looms": str(n), "/data/power": "yes"}
            )
            for n in range(6)
        ]
        study.exports.write(tmp_path / "o.xlsx", ExportOptions(profile=Profile.WORKING))
        study.reports.write_cluster(tmp_path / "c.pdf")
        study.reports.write_firm(tmp_path / "f.pdf", firms[0])
        assert study.safety.verify().is_whole
    assert load_workbook(tmp_path / "o.xlsx")["Data"].max_row == 7
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "f.pdf").read_bytes().startswith(b"%PDF")
