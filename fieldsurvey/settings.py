"""The person's settings on this laptop: language, theme, recent studies, and the laptop's own id. Never a passphrase, never an answer."""

from __future__ import annotations

import dataclasses
import json
import secrets
from pathlib import Path

from fieldsurvey.system.files import whole_file

_RECENT = 8
_LOCK_AFTER = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """Everything remembered between starts."""

    language: str = "en"
    """Of the window: en, hi or kn."""
    theme: str = "light"
    """light | dark"""
    recent: tuple[str, ...] = ()
    """Paths of studies, last opened first."""
    interviewer: str = ""
    lock_after: int = _LOCK_AFTER
    """Minutes without a touch until a locked study locks itself; 0 for never."""
    digits_go_on: bool = True
    """Whether a choice picked by its digit leads to the next question."""
    remembered: tuple[str, ...] = ()
    """Names under which this laptop's keyring keeps keys; nothing can be opened with a name."""

    laptop: str = ""
    """The laptop's id, random, made once: who writes a study's history, and what servers are told. Of no person or machine it says anything."""

    def with_recent(self, path: Path) -> Settings:
        """The study moves to the head of the list."""
        name = str(path.resolve())
        rest = tuple(p for p in self.recent if p != name)
        return dataclasses.replace(self, recent=(name, *rest)[:_RECENT])


def load(path: Path) -> Settings:
    """The settings kept at `path`; a missing or damaged file means the defaults."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        known = {field.name for field in dataclasses.fields(Settings)}
        kept = {name: value for name, value in record.items() if name in known}
        for several in ("recent", "remembered"):
            kept[several] = tuple(str(p) for p in kept.get(several, ()))
        kept["laptop"] = str(kept.get("laptop", ""))
        kept["lock_after"] = max(0, int(kept.get("lock_after", _LOCK_AFTER)))
        kept["digits_go_on"] = kept.get("digits_go_on", True) is not False
        return Settings(**kept)
    except (OSError, ValueError, TypeError, AttributeError):
        return Settings()


def of_this_laptop(path: Path) -> Settings:
    """The settings kept at `path`; a laptop that has no id gets one, which is kept with them."""
    found = load(path)
    if not found.laptop:
        found = dataclasses.replace(found, laptop=secrets.token_hex(16))
        save(path, found)
    return found


def save(path: Path, settings: Settings) -> None:
    """Keep the settings; a disk that refuses costs only the comfort, so nothing is raised."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as part:
            part.write_text(json.dumps(dataclasses.asdict(settings), ensure_ascii=False), encoding="utf-8")
    except OSError:
        return
