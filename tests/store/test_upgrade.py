"""A study of an earlier program opens, keeps what waits, and gets what is new."""

from __future__ import annotations

from pathlib import Path

from fieldsurvey.models import Cluster, Questionnaire
from fieldsurvey.study import Server, Study
from tests.conftest import ANSWERS
from tests.fakes import CentralState


def of_the_first_release(path: Path, questionnaire: Questionnaire) -> str:
    """A study as the first schema had it, with one interview that waits; gives its instanceID."""
    with Study.create(path, Cluster(), [questionnaire], passphrase=None) as study:
        identity = study.add_interview("small", ANSWERS)
        for statement in (
            "DROP TABLE audit_log",
            "DROP TABLE sealed_file",
            "ALTER TABLE outbox DROP COLUMN is_sealed",
            "DELETE FROM _sqlite_migrations WHERE name IN ('m002_encryption', 'm003_audit')",
        ):
            study._db.execute(statement)
    return identity


def test_what_waited_before_the_update_is_sent_after_it(
    tmp_path: Path, questionnaire: Questionnaire, server: tuple[str, CentralState]
) -> None:
    base, state = server
    identity = of_the_first_release(tmp_path / "old.study", questionnaire)
    with Study.open(tmp_path / "old.study") as study:
        study.set_server(Server(base))
        assert study.send().sent == [identity]
    assert not state.stored[identity].is_envelope


def test_an_interview_from_before_the_update_has_no_audit_log(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    identity = of_the_first_release(tmp_path / "old.study", questionnaire)
    with Study.open(tmp_path / "old.study") as study:
        assert study.audit_log(identity) == ""
        assert study.audit_log("uuid:unknown") is None
