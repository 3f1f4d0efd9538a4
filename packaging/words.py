"""Compile the window's words: `.mo` files are built, not kept, so that two branches may each add a sentence.

`python packaging/words.py` compiles each catalogue whose `.po` is newer; make, the wheel and `build.spec` go by it.
"""

from __future__ import annotations

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


def compile_words(root: Path = _ROOT) -> list[Path]:
    """Compile what is older than its source, each whole or not at all; gives what was compiled."""
    sources = sorted((root / "resources" / "locale").glob("*/LC_MESSAGES/*.po"))
    return [_compiled(source) for source in sources if _is_old(source.with_suffix(".mo"), source)]


def _is_old(compiled: Path, source: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compiled(source: Path) -> Path:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    part = source.with_name(f".{source.stem}.{os.getpid()}.mo")
    with source.open("rb") as stream:
        catalogue = read_po(stream)
    with part.open("wb") as stream:
        write_mo(stream, catalogue)
    return part.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    compile_words()
