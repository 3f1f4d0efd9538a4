"""What the built program does first on Linux: lend Qt the few libraries a desktop has and a bare machine lacks.

They belong to the machine's own graphics, so ours are taken only where there are none. `build.spec` packs both.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from pathlib import Path

SPARE = ("libxcb.so.1", "libGLdispatch.so.0", "libGLX.so.0", "libGL.so.1", "libEGL.so.1")
"""In the order in which they need each other."""


def lend(folder: Path) -> None:
    """Load from `folder` what the machine cannot load by itself."""
    for name in SPARE:
        try:
            ctypes.CDLL(name)
        except OSError:
            with contextlib.suppress(OSError):  # Qt names what it misses
                ctypes.CDLL(str(folder / name), ctypes.RTLD_GLOBAL)


if sys.platform == "linux" and hasattr(sys, "_MEIPASS"):
    lend(Path(sys._MEIPASS) / "spare")
