"""The report's colours, the same on the page, in Word and on the screen. look.md of the project says why."""

from __future__ import annotations

INK = "#1A232E"
MUTED = "#5A6572"
LINE = "#DDE2E8"
GROUND = "#F6F7F9"
WHITE = "#FFFFFF"
ACCENT = "#0B6B75"
PALE = "#CEDFE0"
"""The accent for grounds: a band behind a mark, words on a coloured page."""
WARN = "#9A5B00"
SERIES = ("#0B6B75", "#E0A030", "#6FB3D9", "#A64D79", "#7A8793")
"""Safe for colour-blind readers and in grey print."""
FAINT = "#8DB6BA"
"""The first of the series where it is not what the chart is about."""
