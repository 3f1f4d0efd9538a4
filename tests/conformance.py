"""Judge the engine by the recorded cases of its peers, where their folder lies beside the project."""

from __future__ import annotations

import argparse
import importlib.util
import json
import lzma
import math
import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

from fieldsurvey.errors import AnswerError, FieldSurveyError
from fieldsurvey.xforms import FormContext, FormEntry, parse_form
from fieldsurvey.xforms.xpath import evaluate

FOLDER = Path(__file__).parents[2] / "shared" / "conformance"
_JUDGED = {"boolean", "number", "number_rounded", "string", "string_matches", "string_length", "throws"}
_SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf, "-0": -0.0}


_OPENINGS = {
    "newInstance": "new",
    "editCurrentInstance": "edit",
    "proposed_serializeAndRestoreInstanceState": "restore",
    "serializeAndDeserializeInstance": "restore",
}
"""Ways to another interview, which the runner knows only as "newInstance"."""


class States:
    """The state of any node, looked up when it is asked for; a first instance is found without its position too."""

    def __init__(self, entry: FormEntry) -> None:
        self.entry = entry

    def get(self, ref: str) -> dict[str, object] | None:
        """One node's state; None when there is no such node."""
        entry = self.entry
        try:
            value = entry.value(ref)
        except AnswerError:
            plain = {full.replace("[1]", ""): full for full in entry.refs()}
            return self.get(plain[ref]) if plain.get(ref, ref) != ref else None
        return {
            "relevant": entry.relevant(ref),
            "readonly": entry.readonly(ref),
            "required": entry.required(ref),
            "value": value,
        }


class Adapter:
    """The engine as the recorded scenarios' runner wants it."""

    def __init__(self) -> None:
        self.zone = ZoneInfo("UTC")
        self.now = datetime.now(UTC)
        self.openings: list[str] = []

    def load(
        self, form_xml: str, resources: Mapping[str, Mapping[str, Any]], options: Mapping[str, Any]
    ) -> None:
        """Read a form with the files that were found; perhaps to edit a submission."""
        media = {
            uri.rpartition("/")[2]: one["body"]
            for uri, one in resources.items()
            if one.get("body") is not None
        }
        self.form = parse_form(form_xml, media)
        stands = "geolocationProvider" in (options.get("custom") or ())
        self.surroundings = FormContext(locate=(lambda: "38.295 21.7567 110 5") if stands else None)
        edited = options.get("editInstance")
        if edited is None:
            self.entry = FormEntry.new(self.form, **self.around())
        else:
            self.entry = FormEntry.edit(self.form, edited, **self.around())

    def around(self) -> dict[str, Any]:
        """Clock, chance and place."""
        now = self.now.astimezone(self.zone)
        return {"now": now, "random_source": random.Random(1), "surroundings": self.surroundings}

    def new_instance(self) -> None:
        """Another interview: a new one, or this one written and opened again, as a draft or to be edited."""
        opening = self.openings.pop(0)
        if opening == "edit":
            self.entry = FormEntry.edit(self.form, self.entry.xml(), **self.around())
        elif opening == "restore":
            self.entry = FormEntry.restore(self.form, self.entry.draft_xml(), **self.around())
        else:
            self.entry = FormEntry.new(self.form, **self.around())

    def answer(self, ref: str, value: str | list[str]) -> None:
        """Answer; several choices are joined."""
        self.entry.answer(ref, " ".join(value) if isinstance(value, list) else value)

    def new_repeat(self, ref: str) -> None:
        """Add an instance; where the form counts them itself, it is there already."""
        try:
            self.entry.add_repeat(re.sub(r"\[\d+\]$", "", ref))
        except AnswerError as error:
            if "counts the instances" not in str(error):
                raise

    def remove_repeat(self, ref: str) -> None:
        """Remove an instance."""
        self.entry.remove_repeat(ref)

    def set_language(self, language: str) -> None:
        """Change the language."""
        self.entry.language = language

    def state(self) -> States:
        """What the runner asks of nodes."""
        return States(self.entry)

    def choices(self, ref: str) -> list[list[str]]:
        """Values and labels."""
        return [[choice.value, choice.label] for choice in self.entry.choices(ref)]

    def count(self, ref: str) -> int:
        """Instances of a repeat."""
        return self.entry.count(ref)


def scenario_verdicts() -> Iterator[tuple[str, bool, object]]:
    """Id, whether all facts hold, and what does not; cases that need a hand on the peer's own inside are left out."""
    runner = _runner()
    undisputed = argparse.Namespace(undisputed=True, checks_only=False)
    with lzma.open(FOLDER / "scenario_cases.jsonl.xz", "rt", encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            if "random" in case["depends"] or case.get("form_missing") or _lacks_a_file(case):
                continue
            adapter = Adapter()
            adapter.zone = ZoneInfo(case["tz"])
            adapter.now = datetime.fromtimestamp((case["ops"][0].get("now_ms") or 0) / 1000, UTC)
            for step in case["ops"]:
                if step["op"] in _OPENINGS:
                    adapter.openings.append(_OPENINGS[step["op"]])
                    step["op"] = "newInstance"
            facts, bad = runner.run_case(adapter, case, undisputed)
            if facts["bad"] or not facts["stopped"]:
                yield case["id"], not facts["bad"], bad


def forms(cases: set[str]) -> Iterator[tuple[str, str, str]]:
    """Id, form and zone of some of the scenarios."""
    with lzma.open(FOLDER / "scenario_cases.jsonl.xz", "rt", encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            if case["id"] in cases:
                yield case["id"], case["ops"][0]["form_xml"], case["tz"]


def xpath_verdicts() -> Iterator[tuple[str, bool, object]]:
    """Expression, whether the answer is the wanted one, and what it was; the core set of the cases' README."""
    with lzma.open(FOLDER / "xpath_cases.json.xz", "rt", encoding="utf-8") as file:
        recorded = json.load(file)
    for case in recorded["cases"]:
        if _is_core(case):
            got = _evaluated(case, recorded["docs"][str(case["doc"])])
            yield case["expr"], _is_wanted(case, got), got


def _lacks_a_file(case: Mapping[str, Any]) -> bool:
    """The peer had a file that was not recorded: what its list offered cannot be asked of another engine."""
    load = case["ops"][0]
    missing = any(one.get("status") == 404 for one in load.get("resources", {}).values())
    return missing and "error" not in load


def native_verdicts() -> Iterator[bool]:
    """Plain XPath 1.0 of the peers, for information: forms need only what the specification of ODK XForms names."""
    with lzma.open(FOLDER / "xpath_cases.json.xz", "rt", encoding="utf-8") as file:
        recorded = json.load(file)
    for case in recorded["cases"]:
        if case["mode"] == "native" and case["want"]["kind"] in _JUDGED and not case.get("dom_id"):
            yield _is_wanted(case, _evaluated(case, recorded["docs"][str(case["doc"])]))


def differences(kind: str) -> Mapping[str, str]:
    """Where the engine is known to differ, and why: of "expression" or of "scenario"."""
    return {case: one["reason"] for one in _listed()[kind] for case in one["cases"]}


def as_javarosa() -> set[str]:
    """Scenarios of another peer in which JavaRosa differs from it, and we with JavaRosa: there its answer is ours."""
    return {case for one in _listed()["scenario"] if one.get("as_javarosa") for case in one["cases"]}


def _listed() -> Mapping[str, Any]:
    path = Path(__file__).parent / "data" / "known_differences.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def agreeing_scenarios() -> list[tuple[str, bool]]:
    """Each scenario, and whether it runs as with the peer, or as with JavaRosa where the two differ."""
    agreed = as_javarosa()
    return [(case, right or case in agreed) for case, right, _ in scenario_verdicts()]


def main() -> None:
    """Print how many of the recorded cases the engine answers as the peers do, and where it does not, why."""
    if not FOLDER.is_dir():
        raise SystemExit("The recorded cases are not beside the project: ../shared/conformance.")
    expressions = [(expression, right) for expression, right, _ in xpath_verdicts()]
    scenarios = agreeing_scenarios()
    _say("expressions, as forms use them", [right for _, right in expressions])
    _say("scenarios", [right for _, right in scenarios])
    _say("plain XPath 1.0, for information", list(native_verdicts()))
    for kind, verdicts in (("expression", expressions), ("scenario", scenarios)):
        known = differences(kind)
        for case, right in verdicts:
            if not right:
                print(f"{kind} {case}: {known.get(case, 'UNEXPLAINED')}")


def _say(name: str, verdicts: list[bool]) -> None:
    print(f"{name:<34}{sum(verdicts):>6} of {len(verdicts):>5}  {sum(verdicts) / len(verdicts):.1%}")


def _runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_scenario_cases", FOLDER / "run_scenario_cases.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _is_core(case: Mapping[str, Any]) -> bool:
    doubtful = any(case.get(mark) for mark in ("peers_disagree", "recorded_peer_fails", "dom_id"))
    known = case["mode"] in ("xforms", "javarosa") and case["want"]["kind"] in _JUDGED
    return known and not doubtful and case.get("javarosa_agrees", True) is not None


def _as(case: Mapping[str, Any]) -> str:
    kind = case["want"]["kind"]
    return "boolean" if kind == "boolean" else "number" if kind.startswith("number") else "string"


def _evaluated(case: Mapping[str, Any], xml: str) -> object:
    now = datetime.fromtimestamp((case["now_ms"] or 0) / 1000, UTC)
    zone, language = ZoneInfo(case["tz"]), case.get("language") or ""
    try:
        return evaluate(case["expr"], xml, case["context"], _as(case), now, zone, language)
    except FieldSurveyError as error:
        return error


def _is_wanted(case: Mapping[str, Any], got: object) -> bool:
    want = dict(case["want"])
    if case.get("javarosa_agrees") is False:
        theirs = case["javarosa"]
        kind = (
            "throws"
            if "error" in theirs
            else {"boolean": "boolean", "number": "number"}.get(_as(case), "string")
        )
        want = {"kind": kind, "value": theirs.get(_as(case))}
    if want["kind"] == "throws" or isinstance(got, Exception):
        return want["kind"] == "throws" and isinstance(got, FieldSurveyError)
    if isinstance(got, float) and not isinstance(got, bool):
        return _is_number(want, got)
    if want["kind"] == "string_matches":
        return re.search(want.get("value") or want["pattern"], str(got)) is not None
    return len(str(got)) == want["value"] if want["kind"] == "string_length" else got == want["value"]


def _is_number(want: Mapping[str, Any], got: float) -> bool:
    wanted = _SPECIAL.get(want["value"], want["value"])
    wanted = float(wanted)
    if want.get("factor") and math.isfinite(got):
        got = math.floor(got * want["factor"] + 0.5) / want["factor"]
    if math.isnan(wanted) or math.isinf(wanted):
        return math.isnan(got) if math.isnan(wanted) else got == wanted
    return math.isclose(got, wanted, rel_tol=1e-9, abs_tol=1e-9)


if __name__ == "__main__":
    main()
