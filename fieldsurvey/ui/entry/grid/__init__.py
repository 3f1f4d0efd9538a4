"""Repeats as an editable grid: rows are instances, columns are questions. `RepeatGrid` is the door."""

from __future__ import annotations

from fieldsurvey.ui.entry.grid.pane import RepeatGrid

__all__ = ["RepeatGrid"]
