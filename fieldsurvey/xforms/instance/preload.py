"""What the program fills in by itself: start, end, today, device, person, identity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fieldsurvey.xforms.datatypes import Datatype
from fieldsurvey.xforms.form_context import FormContext
from fieldsurvey.xforms.parse.node_definition import Node
from fieldsurvey.xforms.xpath.values import date_text


@dataclass(frozen=True, slots=True)
class Preloads:
    """Where the values come from."""

    now: Callable[[], datetime]
    instance_id: str
    surroundings: FormContext

    def at_start(self, node: Node) -> str | None:
        """The value a node gets when an interview begins; None when it gets none."""
        if node.preload == "timestamp":
            return date_text(self.now()) if node.preload_params == "start" else None
        if node.preload == "date":
            return self._today(node)
        if node.preload == "uid":
            return self.instance_id
        if node.preload == "property":
            return self._property(node.preload_params)
        return None

    def at_end(self, node: Node) -> str | None:
        """The value a node gets when the interview is finalised."""
        if node.preload == "timestamp" and node.preload_params == "end":
            return date_text(self.now())
        return None

    def _today(self, node: Node) -> str:
        now = self.now()
        return date_text(now) if node.datatype == Datatype.DATETIME else now.date().isoformat()

    def _property(self, name: str) -> str:
        around = self.surroundings
        known = {
            "deviceid": around.device_id,
            "username": around.username,
            "phonenumber": around.phone_number,
            "email": around.email,
        }
        return known.get(name, "")
