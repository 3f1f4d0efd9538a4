"""The kinds of places a study speaks with. To add one: its file, and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from fieldsurvey.sync.peer import Peer
from fieldsurvey.sync.peers import openrosa

PEERS: Mapping[str, Peer] = {one.key: one for one in (openrosa.PEER,)}
