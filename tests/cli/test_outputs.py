"""What verbs write: never over a study, and a fault each as one sentence with exit code 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldsurvey.study import Study
from tests.support.fixtures_command_line import Run
from tests.support.small_form import ANSWERS, PASSPHRASE

_OVER = {
    "export": ("export", "{study}", "{out}"),
    "cluster report": ("report", "{study}", "cluster", "{out}"),
    "firm report": ("report", "{study}", "firm", "--firm", "Sharma Brass", "{out}"),
    "recovery sheet": ("recovery-sheet", "{study}", "{out}"),
    "new": ("new", "{out}", "--form", "{form}", "--plain"),
    "rescue": ("rescue", "{study}", "{out}"),
}


@pytest.mark.parametrize("verb", _OVER)
@pytest.mark.parametrize(
    "name", ["a.study", "other.study", "other", "other.xlsx", "link", "a.study-wal", ".a.study.lock"]
)
def test_nothing_is_written_over_a_study(
    run: Run, locked_path: Path, small_form: Path, tmp_path: Path, verb: str, name: str
) -> None:
    out = tmp_path / name
    if name.startswith("other"):  # a plain or a locked one, under any name
        lock = () if name == "other" else ("--weak",)
        made = run(
            "new", tmp_path / "other.study", "--form", small_form, *(lock or ("--plain",)), passphrase="ab"
        )
        assert made[0] == 0
        (tmp_path / "other.study").rename(out)
    if name in ("a.study-wal", ".a.study.lock"):
        out.write_bytes(b"what a window that is open has there")
    if name == "link":
        out.symlink_to(locked_path)
    before = out.read_bytes()
    words = [word.format(study=locked_path, out=out, form=small_form) for word in _OVER[verb]]
    code, _said, fault = run(*words, passphrase=PASSPHRASE)
    assert code == 2
    assert len(fault.strip().splitlines()) == 1
    assert name in ("a.study", "link", "a.study-wal") or out.read_bytes() == before
    with Study.open(locked_path, PASSPHRASE) as study:
        assert len(study.interviews.listing()) == 1


@pytest.fixture
def plain(run: Run, small_form: Path, tmp_path: Path) -> Path:
    path, answers = tmp_path / "plain.study", tmp_path / "a.json"
    answers.write_text(json.dumps(ANSWERS))
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "list.json").write_text("[1]")
    (tmp_path / "abc.json").write_text(json.dumps({**ANSWERS, "/data/trade/turnover": "abc"}))
    (tmp_path / "text.txt").write_text("no study")
    run("new", path, "--form", small_form, "--plain")
    run("interview", "add", path, "small", "--answers", answers)
    return path


_FAULTY = """
export {study} {here}/nowhere/o.xlsx
export {study} {here}/o.xlsx --form bogus
export {study} {here}/o.xlsx --format bogus
export {study} {here}/o.xlsx --profile bogus
export {here}/gone.study {here}/o.xlsx
export {here}/text.txt {here}/o.xlsx
report {study} cluster {here}/c.pdf --language fr
report {study} firm {here}/c.pdf --firm nobody
report {study} bogus {here}/c.pdf
recovery-sheet {study} {here}/r.pdf
recovery-sheet {study} {here}/r.pdf --language fr
verify {study} --seal xx
verify {study} --seal 1-zz
verify {here}/gone.study
history {study} --interview bogus
backup {here}/gone.study
restore {study} {here}/gone.study
restore {study} {here}/text.txt
passphrase {study}
rescue {here}/gone {here}/out.study
rescue {study} {study}
rescue {study} {here}/out.study --like {here}/gone
decrypt {here} --key {here}/gone.pem --out {here}/d
sync {study}
sync {study} --server http://example.org/x
sync {study} --peer bogus --server https://example.org/x
sensitive {study} --allow bogus
interview add {study} bogus --answers {here}/a.json
interview add {study} small --answers {here}/gone.json
interview add {study} small --answers {here}/broken.json
interview add {study} small --answers {here}/list.json
interview add {study} small --answers {here}/abc.json
interview add {study} small --answers {here}
form check {here}/gone.xlsx
form check {here}/text.txt
form check {here}
form simulate {here}/gone.xlsx
form simulate {form} --count 0
demo {here}/d --interviews 0
bogus
bogus {study}
--bogus
export {study}
export
"""


@pytest.mark.parametrize("call", [line for line in _FAULTY.splitlines() if line])
def test_a_faulty_call_is_a_sentence_and_exit_code_2(
    run: Run, plain: Path, small_form: Path, tmp_path: Path, call: str
) -> None:
    words = [word.format(study=plain, here=tmp_path, form=small_form) for word in call.split()]
    code, said, fault = run(*words)
    last = fault.strip().splitlines()[-1]
    assert (code, said) == (2, "")
    assert last.endswith((".", "'", ")"))
    assert not last.endswith(": .")
    assert "Traceback" not in fault


def test_what_is_wrong_with_an_answer_is_said_beside_its_question(
    run: Run, plain: Path, tmp_path: Path
) -> None:
    fault = run("interview", "add", plain, "small", "--answers", tmp_path / "abc.json")[2]
    question, _colon, reason = fault.strip().partition(": ")
    assert question.endswith("/data/trade/turnover")
    assert len(reason.split()) > 3
