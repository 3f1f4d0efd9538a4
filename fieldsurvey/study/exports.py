"""What leaves a study as a workbook, and which interview a report is of. Plain data in, files out; the study asks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from fieldsurvey import __version__
from fieldsurvey.errors import ReportError
from fieldsurvey.export.disclosure import Profile, release, release_log
from fieldsurvey.export.workbook import About
from fieldsurvey.export.workbook import write_workbook as write_sheets
from fieldsurvey.interviews.tables import dataset
from fieldsurvey.records import Changed, Cluster, Interview, Questionnaire
from fieldsurvey.system.progress import Progress


def write_workbook(
    path: Path,
    questionnaire: Questionnaire,
    found: Sequence[Interview],
    cluster: Cluster,
    comments: Iterable[tuple[str, str, str]],
    *,
    now: datetime,
    study: str,
    profile: Profile,
    with_sensitive: bool,
    seal: str,
    progress: Progress,
) -> Changed:
    """Write the donor's workbook of these interviews. Raises ExportError; then no half file is left."""
    released = release(dataset(questionnaire, found, cluster), profile, with_sensitive=with_sensitive)
    digest = hashlib.sha256()
    for interview in found:
        digest.update(interview.xml.encode())
    about = About(
        study=cluster.name or study,
        place=", ".join(part for part in (cluster.place, cluster.district, cluster.state) if part),
        agency=cluster.agency,
        donor=cluster.donor,
        design=cluster.sample_design,
        synthetic=cluster.synthetic,
        made_at=now,
        program=f"FieldSurvey {__version__}",
        content_hash=digest.hexdigest(),
        population=cluster.population,
        seal=seal,
    )
    kept = {row["KEY"] for row in released.dataset.tables[0].rows}
    log = release_log(comments, questionnaire.checks, released, profile)
    write_sheets(path, released, about, profile, log, progress=progress)
    return Changed(message=f"{path} is written: {len(kept)} interviews.")


def interview_of(found: Sequence[Interview], firm: str) -> Interview:
    """The interview with an instanceID, or of the firm listed under a name. Raises ReportError when that is not one."""
    wanted = firm.strip().casefold()
    fitting = [i for i in found if firm == i.instance_id or (wanted and i.firm.casefold() == wanted)]
    if len(fitting) == 1:
        return fitting[0]
    many = (
        f"{len(fitting)} interviews are called {firm}"
        if fitting
        else f"No finished interview is called {firm}"
    )
    raise ReportError(f"{many}. Name the firm as in the list, or give its instanceID.")
