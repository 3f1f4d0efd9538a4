"""The command line, run as a person types it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldsurvey import cli

Outcome = tuple[int, str, str]
"""Exit code, what it printed, what it complained."""
Run = Callable[..., Outcome]

_VARIABLES = ("PASSPHRASE", "NEW_PASSPHRASE", "RECOVERY_KEY", "KEY_PASSWORD")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a verb: `run("verify", path, passphrase="…")` sets FIELDSURVEY_PASSPHRASE for this one run."""
    for name in _VARIABLES:
        monkeypatch.delenv(f"FIELDSURVEY_{name}", raising=False)

    def run_once(*words: object, **variables: str) -> Outcome:
        with monkeypatch.context() as patched:
            for name, value in variables.items():
                patched.setenv(f"FIELDSURVEY_{name.upper()}", value)
            with pytest.raises(SystemExit) as stopped:
                cli.main([str(word) for word in words])
        printed, complained = capsys.readouterr()
        return int(stopped.value.code or 0), printed, complained

    return run_once
