"""The demonstration: a study of synthetic firms recorded through the engine, its workbook and its reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from fieldsurvey import demo
from fieldsurvey.errors import StoreError
from fieldsurvey.records import Questionnaire
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.system.files import why
from fieldsurvey.system.progress import Progress, silent

_INDIA = timezone(timedelta(hours=5, minutes=30))
_FIRST_DAY = datetime(2026, 10, 5, 10, 0, tzinfo=_INDIA)
_INTERVIEWS_A_DAY = 4
_FIRM_REPORTS = 3


def make_demo(
    folder: Path, *, interviews: int = 60, seed: int = 1, progress: Progress = silent
) -> Iterator[Path]:
    """Write demo.study, demo.xlsx, the cluster report in two languages and some firm reports; yields each path.

    The study is not locked and says on every page and sheet that its data are synthetic.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("file.folder-not-made", folder=str(folder), why=why(error)) from error
    path = folder / "demo.study"
    make_study(path, interviews=interviews, seed=seed, progress=progress)
    yield path
    with Study.open(path) as study:
        study.exports.write(folder / "demo.xlsx")
        yield folder / "demo.xlsx"
        for language in ("en", "hi"):
            study.reports.write_cluster(folder / f"cluster-{language}.pdf", language=language)
            yield folder / f"cluster-{language}.pdf"
        for number, row in enumerate(
            sorted(study.interviews.listing(), key=lambda r: r.firm)[:_FIRM_REPORTS], start=1
        ):
            name = f"firm-{number:02}.pdf"
            study.reports.write_firm(folder / name, row.instance_id, language="hi" if number == 2 else "en")
            yield folder / name


def make_study(path: Path, *, interviews: int, seed: int, progress: Progress = silent) -> None:
    """Record the firms into a new study at `path`, which replaces an older demonstration."""
    workbooks = sorted(paths.forms().glob("*.xlsx"), key=lambda p: (p.stem != "firm_diagnostic", p.stem))
    questionnaires = [load_questionnaire(workbook) for workbook in workbooks]
    part = path.with_name(path.name + ".part")
    for leftover in (part, *(part.with_name(part.name + suffix) for suffix in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    try:
        _record(part, questionnaires, interviews, seed, progress)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


_INTERVIEWER = "/data/visit/interviewer"


def _record(
    path: Path, questionnaires: list[Questionnaire], interviews: int, seed: int, progress: Progress
) -> None:
    at = _FIRST_DAY
    with Study.create(path, demo.demo_cluster(), questionnaires, passphrase=None, clock=lambda: at) as study:
        form = study.forms.form(questionnaires[0].form_id)
        for index in range(interviews):
            progress(index, interviews, "")
            day, turn = divmod(index, _INTERVIEWS_A_DAY)
            at = _FIRST_DAY + timedelta(days=day + 2 * (day // 5), minutes=110 * turn)
            entry = demo.synthetic_answers(form, seed, index, at)
            study.interviews.record(entry, interviewer=entry.value(_INTERVIEWER))
        for language in ("en", "hi"):
            for chapter, text in demo.narratives(language).items():
                study.reports.set_narrative(chapter, language, text)
    progress(interviews, interviews, "")
