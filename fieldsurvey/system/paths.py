"""Where the program finds its own files and keeps the person's settings. No study is stored here."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs


def _root() -> Path:
    """The folder that holds `forms` and `resources`: the checkout, the wheel's data, or the built program."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen)
    package = Path(__file__).resolve().parents[1]
    return package / "_data" if (package / "_data").is_dir() else package.parent


def forms() -> Path:
    """The questionnaires that ship with the program."""
    return _root() / "forms"


def resources() -> Path:
    """Fonts, icons, words, rules, report templates."""
    return _root() / "resources"


def settings_file() -> Path:
    """The person's settings (recent studies, language, theme)."""
    return Path(platformdirs.user_config_dir("FieldSurvey", appauthor=False)) / "settings.json"


def log_folder() -> Path:
    """Where the program writes its log; never an answer in it."""
    return Path(platformdirs.user_log_dir("FieldSurvey", appauthor=False))


def studies() -> Path:
    """The folder offered for new studies."""
    return Path(platformdirs.user_documents_dir()) / "FieldSurvey"


def start_folder() -> Path:
    """Where a dialog for files begins: the folder for studies once it is there, else the person's own."""
    return studies() if studies().is_dir() else Path.home()
