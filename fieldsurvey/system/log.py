"""The program's log: what failed and where, for whoever helps. Never an answer, a passphrase or a key."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path


def start(folder: Path) -> None:
    """Write to a small rotating file in `folder`; without it, when the disk refuses, to nowhere."""
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "fieldsurvey.log", maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("fieldsurvey")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
