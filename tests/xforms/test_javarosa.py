"""The engine beside JavaRosa itself: random forms filled in both, and each difference that is a choice."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

import pytest

from tests import conformance
from tools.javarosa import ours, peer
from tools.javarosa.__main__ import random_differences
from tools.javarosa.compare import differences, is_left_stale
from tools.javarosa.peer import Case, Told

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(bool(peer.missing()), reason=peer.missing() or "JavaRosa can be asked"),
]

CHOICES = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "known_differences.toml").read_text(encoding="utf-8")
)["javarosa"]
HOLDER = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>x</h:title><model><instance><data id="x"><day>2024-05-06</day>'
    "<hour>10:20:00.000+05:30</hour><n>7</n><flag>true</flag><long>12345678901</long><row><x>1</x></row><row><x>2</x></row>"
    '<told/></data></instance><bind nodeset="/data/day" type="date"/><bind nodeset="/data/hour" type="time"/>'
    '<bind nodeset="/data/n" type="int"/><bind nodeset="/data/flag" type="boolean"/><bind nodeset="/data/long" type="int"/>'
    '<bind nodeset="/data/row/x" type="int"/><bind nodeset="/data/told" type="{type}" calculate={expression}/></model></h:head>'
    '<h:body><input ref="/data/n"><label>N</label></input><group ref="/data/row"><label>R</label><repeat nodeset="/data/row">'
    '<input ref="/data/row/x"><label>X</label></input></repeat></group></h:body></h:html>'
)


def _case(choice: dict[str, Any]) -> Case:
    kind, expression = choice.get("type", "string"), quoteattr(choice["expression"])
    return Case(choice["kind"], HOLDER.format(type=kind, expression=expression))


def _said(told: Told) -> str:
    return "(refused)" if told.error else str(told.states[0]["/data/told"][0])


@pytest.mark.parametrize("first", range(0, 1000, 250))
def test_random_forms_are_filled_as_in_javarosa(first: int) -> None:
    differing = list(random_differences(range(first, first + 250)))
    stale = [case.name for case, lines in differing if is_left_stale(case, lines[0])]
    found = [f"{case.name}: {lines[0]}" for case, lines in differing if case.name not in stale]
    assert found == []
    assert (
        len(stale) <= 10
    )  # one form in a hundred reads all rows from within one and is answered so that it shows


@pytest.mark.skipif(not conformance.FOLDER.is_dir(), reason="the recorded cases are not beside the project")
def test_where_we_differ_from_another_peer_with_javarosa_it_does_so_too() -> None:
    cases = [Case(name, form, zone=zone) for name, form, zone in conformance.forms(conformance.as_javarosa())]
    found = [
        line
        for case, theirs in zip(cases, peer.fill(cases), strict=True)
        for line in differences(case, theirs, ours.fill(case))
        if "/data/orx:meta" not in line
    ]
    assert (len(cases), found) == (4, [])


def test_each_difference_that_is_a_choice_is_still_one() -> None:
    today = datetime.now(ZoneInfo(peer.ZONE)).date().isoformat()
    cases = [_case(choice) for choice in CHOICES]
    found = [
        (case.name, _said(theirs), _said(ours.fill(case)))
        for case, theirs in zip(cases, peer.fill(cases), strict=True)
    ]
    wanted = [
        (choice["kind"], choice["theirs"].replace("(today)", today), choice["ours"]) for choice in CHOICES
    ]
    assert found == wanted
