"""What SECURITY.md says is readable outside a study is all that is."""

from __future__ import annotations

import json
from pathlib import Path

from fieldsurvey import settings

SECURITY = Path(__file__).parents[2] / "SECURITY.md"
TOLD = {
    "language": "language",
    "theme": "theme",
    "recent": "the paths of recent studies",
    "interviewer": "your name as interviewer",
    "lock_after": "when to lock",
    "digits_go_on": "whether a digit leads on",
    "remembered": "keyring keeps keys",
    "laptop": "a random id of the laptop",
}
"""What is kept in the settings, and the words that tell of it."""


def test_whatever_the_settings_keep_is_told(tmp_path: Path) -> None:
    settings.of_this_laptop(tmp_path / "settings.json")
    assert json.loads((tmp_path / "settings.json").read_text(encoding="utf-8")).keys() == TOLD.keys()
    text = SECURITY.read_text(encoding="utf-8")
    readable = " ".join(text.partition("**What is readable outside")[2].partition("\n\n")[0].split())
    assert [words for words in TOLD.values() if words not in readable] == []
