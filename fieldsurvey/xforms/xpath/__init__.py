"""XPath as ODK forms use it, also over any XML: `evaluate` is the door."""

from __future__ import annotations

from fieldsurvey.xforms.xpath.standalone import evaluate

__all__ = ["evaluate"]
