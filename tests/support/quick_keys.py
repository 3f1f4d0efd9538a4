"""Keys derived in a thousandth of the time, so that a test of a locked study does not pay for a third of a second each.

Import it before a study is made. A study made by the program itself opens with `FULL` rounds only.
"""

from __future__ import annotations

from fieldsurvey.store import keys

FULL = keys.ROUNDS
keys.ROUNDS = 256
