"""What leaves a study as a workbook, and which interview a report is of. Plain data in, files out; the study asks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from fieldsurvey import __version__
from fieldsurvey.errors import ReportError
from fieldsurvey.export.disclosure import Profile, release, release_log
from fieldsurvey.export.readme import About
from fieldsurvey.export.workbook import write_workbook as write_sheets
from fieldsurvey.interviews.tables import dataset
from fieldsurvey.records import Changed, Cluster, Interview, InterviewSource, Questionnaire
from fieldsurvey.system.progress import Progress


class _Hashed:
    """Interviews, and the SHA-256 over the submissions of the last pass through them."""

    def __init__(self, interviews: InterviewSource) -> None:
        self._interviews = interviews
        self.content_hash = ""

    def __len__(self) -> int:
        return len(self._interviews)

    def __iter__(self) -> Iterator[Interview]:
        digest = hashlib.sha256()
        for interview in self._interviews:
            digest.update(interview.xml.encode())
            yield interview
        self.content_hash = digest.hexdigest()


def write_workbook(
    path: Path,
    questionnaire: Questionnaire,
    found: InterviewSource,
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
    """Write the donor's workbook of these interviews, which are read once. Raises ExportError; then no half file is left."""
    interviews = _Hashed(found)
    released = release(dataset(questionnaire, interviews, cluster), profile, with_sensitive=with_sensitive)

    def about() -> About:
        return About(
            study=cluster.name or study,
            place=", ".join(part for part in (cluster.place, cluster.district, cluster.state) if part),
            agency=cluster.agency,
            donor=cluster.donor,
            design=cluster.sample_design,
            synthetic=cluster.synthetic,
            made_at=now,
            program=f"FieldSurvey {__version__}",
            content_hash=interviews.content_hash,
            population=cluster.population,
            seal=seal,
        )

    log = partial(release_log, comments, questionnaire.checks, released.withheld, profile)
    written = write_sheets(path, released, about, profile, log, progress=progress)
    return Changed(message=f"{path} is written: {written} interviews.")


def instance_of(firms: Sequence[tuple[str, str]], firm: str) -> str:
    """The instanceID that `firm` is, or that of the firm listed under this name. Raises ReportError when that is not one.

    `firms`: (instanceID, name) of the finished interviews.
    """
    wanted = firm.strip().casefold()
    fitting = [key for key, name in firms if firm == key or (wanted and name.casefold() == wanted)]
    if len(fitting) == 1:
        return fitting[0]
    many = (
        f"{len(fitting)} interviews are called {firm}"
        if fitting
        else f"No finished interview is called {firm}"
    )
    raise ReportError(f"{many}. Name the firm as in the list, or give its instanceID.")
