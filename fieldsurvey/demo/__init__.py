"""Invented firms for demonstrations and tests, recorded through the engine and plainly marked synthetic."""

from __future__ import annotations

from fieldsurvey.demo.interview import record, synthetic_answers, synthetic_firms
from fieldsurvey.demo.plan import Plan
from fieldsurvey.demo.story import demo_cluster, narratives

__all__ = ["Plan", "demo_cluster", "narratives", "record", "synthetic_answers", "synthetic_firms"]
