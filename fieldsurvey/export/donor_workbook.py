"""The donor's workbook as a format: released under a profile, with what its README says of the study."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from operator import itemgetter
from pathlib import Path

from fieldsurvey import __version__
from fieldsurvey.export.disclosure import Released, release, release_log
from fieldsurvey.export.exporter import Exported, ExportOptions, Format
from fieldsurvey.export.profiles import Profile
from fieldsurvey.export.readme import About
from fieldsurvey.export.workbook import Order, write_workbook
from fieldsurvey.i18n import _
from fieldsurvey.interviews.tables import dataset
from fieldsurvey.records import Check, Interview, InterviewSource
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


def write(path: Path, exported: Exported, options: ExportOptions, progress: Progress) -> int:
    """Write the donor's workbook of these interviews, which are read once. Raises ExportError; then no half file is left."""
    interviews, cluster = _Hashed(exported.interviews), exported.cluster
    tables = dataset(exported.questionnaire, interviews, cluster, exported.earlier, exported.key_of)
    released = release(tables, options.profile, exported.rules)

    def about() -> About:
        return About(
            study=cluster.name or exported.study,
            place=", ".join(part for part in (cluster.locality, cluster.district, cluster.state) if part),
            agency=cluster.agency,
            donor=cluster.donor,
            design=cluster.sample_design,
            synthetic=cluster.synthetic,
            made_at=exported.now,
            program=f"FieldSurvey {__version__}",
            content_hash=interviews.content_hash,
            population=cluster.population,
            seal=exported.seal,
            unreadable=exported.unreadable,
        )

    checks = [check for one in (*exported.earlier, exported.questionnaire) for check in one.checks]
    log = partial(_log, exported, checks, released, options.profile)
    order = Order(released, about, options.profile, log, cluster.synthetic, exported.long_lists)
    return write_workbook(path, order, progress=progress)


def _log(
    exported: Exported,
    checks: Iterable[Check],
    released: Released,
    profile: Profile,
    keys: Collection[str],
) -> list[tuple[str, str, str, str]]:
    """In the order of the rows, so that it does not say again in which the interviews were held; a check with its severity."""
    every = list(checks)
    severities = {check.name: check.severity.value for check in every}
    lines = release_log(exported.quality_log, every, released, profile, keys, exported.key_of)
    told = [(key, name, severities.get(name.partition("@")[0], ""), comment) for key, name, comment in lines]
    return sorted(told, key=itemgetter(0))


FORMAT = Format("workbook", lambda: _("Excel workbook"), ".xlsx", write)
