"""Compile the window's words when a wheel is built: hatchling calls this (see pyproject.toml)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
from words import compile_words


class Words(BuildHookInterface[Any]):
    """Beside the sources, from where `resources` is taken into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the files are gathered."""
        compile_words(Path(self.root))
