"""Workbooks read back as tests ask for them: a sheet's rows by the words over them."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from fieldsurvey.records import Cluster
from fieldsurvey.study import ExportOptions, Profile, Study, load_questionnaire
from tests.support.markdown_form import write_form

WORKING = ExportOptions(profile=Profile.WORKING)
REGISTER = ExportOptions(profile=Profile.REGISTER)


def rows(path: Path, sheet: str = "Data") -> list[dict[str, object]]:
    """The rows of a sheet, by their heads without the unit."""
    head, *body = load_workbook(path)[sheet].iter_rows(values_only=True)
    return [{str(k).partition(" (")[0]: v for k, v in zip(head, row, strict=True)} for row in body]


def head(path: Path, sheet: str = "Data") -> list[object]:
    """What stands over the columns of a sheet."""
    return [cell.value for cell in load_workbook(path)[sheet][1]]


def written(study: Study, path: Path, options: ExportOptions = WORKING) -> Path:
    """The workbook of a study, at `path`."""
    study.exports.write(path, options)
    return path


def readme(path: Path) -> dict[object, object]:
    """Item -> what the README says of it."""
    return {row[0]: row[1] for row in load_workbook(path)["README"].iter_rows(values_only=True)}


def words_in(path: Path) -> str:
    """All that stands in any cell."""
    cells = (c for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for c in row)
    return "\n".join(str(cell) for cell in cells if cell is not None)


def study_of_workbook(folder: Path, *forms: str) -> Study:
    """A plain study of one form, read from a workbook as its designer would hand it over, so that our own columns count."""
    read = load_questionnaire(write_form(folder / "form.xlsx", *forms))
    return Study.create(folder / "form.study", Cluster(name="Brass"), [read], passphrase=None)


def add_version(study: Study, folder: Path, *forms: str) -> None:
    """A new version of the form."""
    study.forms.add(load_questionnaire(write_form(folder / "next.xlsx", *forms)))
