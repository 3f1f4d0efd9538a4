"""The formats an export may have. To add one: its file, and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from fieldsurvey.export import donor_workbook
from fieldsurvey.export.exporter import Format

FORMATS: Mapping[str, Format] = {one.key: one for one in (donor_workbook.FORMAT,)}
