"""The port of exports: what is exported, how it was asked for, and what a format must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from fieldsurvey.export.disclosure import Rules
from fieldsurvey.export.profiles import Profile
from fieldsurvey.forms.whole_form import LongList
from fieldsurvey.records import Cluster, InterviewSource, Questionnaire
from fieldsurvey.system.progress import Progress


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How an export was asked for; window, command line and history read the same record."""

    format: str = "workbook"
    """Key of a row of `formats.FORMATS`."""
    form_id: str = ""
    """Which form; the study's first when not named."""
    profile: Profile = Profile.RESEARCH
    with_sensitive: bool = False
    """With the sensitive modules that the study's set-up lets leave; without them where it names none."""
    confirms_roles: bool = False
    """Somebody looked at what the columns of a form without marks may tell, and confirms it."""
    leaves: Mapping[str, bool] = field(default_factory=dict)
    """Column of such a form (of a repeat: worker/wage) -> whether it leaves in research rows, where somebody decides otherwise than is proposed."""

    @property
    def told(self) -> str:
        """As the history says it: the profile, and that the sensitive module left, and the format when it is another one."""
        said = [str(self.profile), *(["sensitive"] if self.with_sensitive else [])]
        return ", ".join([*said, *([self.format] if self.format != "workbook" else [])])


@dataclass(frozen=True, slots=True)
class Exported:
    """What is exported: the interviews of one form that count, and what is said of them."""

    questionnaire: Questionnaire
    interviews: InterviewSource
    cluster: Cluster
    quality_log: Iterable[tuple[str, str, str]]
    """(KEY, check or ref, comment) of all interviews."""
    study: str
    """The file's name, where the cluster has none."""
    now: datetime
    seal: str
    """The history's seal at that moment."""
    earlier: tuple[Questionnaire, ...] = ()
    """Older versions that interviews were filled in, the oldest first."""
    rules: Rules = field(default_factory=Rules)
    long_lists: Mapping[str, LongList] = field(default_factory=dict)
    """Ref -> the list a question chooses from, where it is too long to be told whole."""
    key_of: Callable[[str], str] = str
    """instanceID -> the KEY it has in the file: the file holds no other name of an interview."""
    unreadable: tuple[str, ...] = ()
    """The instanceIDs of interviews that would be here, but damage left them unreadable."""


Exporter = Callable[[Path, Exported, ExportOptions, Progress], int]
"""Writes the file whole or not at all and gives the number of interviews in it. Raises ExportError."""


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table of formats."""

    key: str
    word: Callable[[], str]
    """What a person chooses; asked each time, for the language may change."""
    suffix: str
    """Of the file, with its dot."""
    write: Exporter
