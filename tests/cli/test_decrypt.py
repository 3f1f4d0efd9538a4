"""`fieldsurvey decrypt`: from what a server handed out to readable submissions, or a sentence and exit code 2."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from fieldsurvey.sync.submission_encryption import encrypt
from tests.support.fixtures_command_line import Run
from tests.support.rsa_keys import agency, stranger

SUBMISSION = b"<data><firm>Sharma Brass Works</firm></data>"
PHOTO = b"\xff\xd8 photo"


def arrived(folder: Path, identity: str = "uuid:1f") -> Path:
    """A submission as it lies in a folder after it was fetched."""
    envelope = encrypt("small", "1", identity, SUBMISSION, {"front.jpg": PHOTO}, agency().public)
    folder.mkdir(parents=True)
    (folder / "submission.xml").write_bytes(envelope.manifest)
    for name, data in envelope.files.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "private.pem"
    path.write_bytes(agency().pem())
    return path


def test_a_folder_of_submissions_is_opened(run: Run, tmp_path: Path, key: Path) -> None:
    arrived(tmp_path / "in" / "a", "uuid:1f")
    arrived(tmp_path / "in" / "b", "uuid:2f")
    code, out, err = run("decrypt", tmp_path / "in", "--key", key, "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    assert out.split() == [str(tmp_path / "out" / "uuid1f"), str(tmp_path / "out" / "uuid2f")]
    assert (tmp_path / "out" / "uuid1f" / "submission.xml").read_bytes() == SUBMISSION
    assert (tmp_path / "out" / "uuid2f" / "front.jpg").read_bytes() == PHOTO


def test_single_files_from_several_folders_are_opened(run: Run, tmp_path: Path, key: Path) -> None:
    folder = arrived(tmp_path / "in")
    (tmp_path / "media").mkdir()
    photo = (folder / "front.jpg.enc").rename(tmp_path / "media" / "front.jpg.enc")
    code, _out, _err = run(
        "decrypt", folder / "submission.xml", photo, "--key", key, "--out", tmp_path / "out"
    )
    assert code == 0
    assert (tmp_path / "out" / "uuid1f" / "front.jpg").read_bytes() == PHOTO


def test_a_locked_key_is_opened_with_its_password(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "locked.pem").write_bytes(agency().pem("open sesame"))
    monkeypatch.setenv("FIELDSURVEY_KEY_PASSWORD", "open sesame")
    code, _out, _err = run(
        "decrypt", arrived(tmp_path / "in"), "--key", tmp_path / "locked.pem", "--out", tmp_path / "out"
    )
    assert code == 0


def test_a_wrong_password_is_a_sentence(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked.pem").write_bytes(agency().pem("open sesame"))
    monkeypatch.setenv("FIELDSURVEY_KEY_PASSWORD", "open")
    code, _out, err = run(
        "decrypt", arrived(tmp_path / "in"), "--key", tmp_path / "locked.pem", "--out", tmp_path / "out"
    )
    assert (code, "password does not open locked.pem" in err) == (2, True)


def test_a_locked_key_without_its_password_is_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "locked.pem").write_bytes(agency().pem("open sesame"))
    code, _out, err = run(
        "decrypt", arrived(tmp_path / "in"), "--key", tmp_path / "locked.pem", "--out", tmp_path / "out"
    )
    assert (code, "has a password" in err) == (2, True)


def test_another_key_is_a_sentence_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.pem").write_bytes(stranger().pem())
    code, _out, err = run(
        "decrypt", arrived(tmp_path / "in"), "--key", tmp_path / "other.pem", "--out", tmp_path / "out"
    )
    assert (code, "private key does not open" in err) == (2, True)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_missing_file_is_named_and_the_other_submissions_are_opened(
    run: Run, tmp_path: Path, key: Path
) -> None:
    arrived(tmp_path / "in" / "a", "uuid:1f")
    (arrived(tmp_path / "in" / "b", "uuid:2f") / "front.jpg.enc").unlink()
    code, out, err = run("decrypt", tmp_path / "in", "--key", key, "--out", tmp_path / "out")
    assert (code, "front.jpg.enc is missing" in err) == (2, True)
    assert out.split() == [str(tmp_path / "out" / "uuid1f")]
    assert not (tmp_path / "out" / "uuid2f").exists()


def test_a_submission_that_cannot_be_written_whole_is_not_written(
    run: Run, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        if target.name == "submission.xml":
            raise OSError(errno.ENOSPC, "full")
        return replace(self, target)

    replace = Path.replace
    monkeypatch.setattr(Path, "replace", refuse)
    code, _out, err = run("decrypt", arrived(tmp_path / "in"), "--key", key, "--out", tmp_path / "out")
    assert (code, "disk is full" in err) == (2, True)
    assert list((tmp_path / "out").iterdir()) == []


def test_what_lies_in_the_way_is_not_written_over(run: Run, tmp_path: Path, key: Path) -> None:
    there = tmp_path / "out" / "uuid1f" / "submission.xml"
    there.mkdir(parents=True)
    code, out, _err = run("decrypt", arrived(tmp_path / "in"), "--key", key, "--out", tmp_path / "out")
    assert (code, out) == (0, f"{tmp_path / 'out' / 'uuid1f (2)'}\n")
    assert list(there.parent.iterdir()) == [there]


def test_opening_twice_gives_the_same(run: Run, tmp_path: Path, key: Path) -> None:
    folder = arrived(tmp_path / "in")
    run("decrypt", folder, "--key", key, "--out", tmp_path / "out")
    assert run("decrypt", folder, "--key", key, "--out", tmp_path / "out")[0] == 0


@pytest.mark.parametrize(
    ("content", "said"), [(b"no key", "not a private RSA key"), (b"", "not a private RSA key")]
)
def test_a_file_that_is_no_key_is_a_sentence(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "none.pem").write_bytes(content)
    code, _out, err = run(
        "decrypt", arrived(tmp_path / "in"), "--key", tmp_path / "none.pem", "--out", tmp_path / "out"
    )
    assert (code, said in err) == (2, True)


def test_a_key_that_is_not_there_is_a_sentence(run: Run, tmp_path: Path) -> None:
    code, _out, err = run(
        "decrypt", arrived(tmp_path / "in"), "--key", tmp_path / "x.pem", "--out", tmp_path / "out"
    )
    assert (code, "cannot be read" in err) == (2, True)


def test_a_folder_with_nothing_encrypted_is_a_sentence(run: Run, tmp_path: Path, key: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "submission.xml").write_bytes(SUBMISSION)
    code, _out, err = run("decrypt", tmp_path / "in", "--key", key, "--out", tmp_path / "out")
    assert (code, "No encrypted submission" in err) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_is_a_sentence(run: Run, tmp_path: Path, key: Path) -> None:
    code, _out, err = run("decrypt", tmp_path / "in", "--key", key, "--out", tmp_path / "out")
    assert (code, "does not exist" in err) == (2, True)


def test_each_envelope_that_cannot_be_opened_is_named_and_the_others_are_opened(
    run: Run, tmp_path: Path, key: Path
) -> None:
    arrived(tmp_path / "in" / "good", "uuid:1f")
    cut = arrived(tmp_path / "in" / "cut", "uuid:2f") / "submission.xml"
    cut.write_bytes(cut.read_bytes()[:100])
    (arrived(tmp_path / "in" / "lone", "uuid:3f") / "submission.xml").unlink()
    os.mkfifo(tmp_path / "in" / "pipe.xml")
    code, out, err = run("decrypt", tmp_path / "in", "--key", key, "--out", tmp_path / "out")
    assert (code, out.split()) == (2, [str(tmp_path / "out" / "uuid1f")])
    assert [line.partition(": ")[0] for line in err.splitlines()] == [
        str(tmp_path / "in" / "cut" / "submission.xml"),
        str(tmp_path / "in" / "pipe.xml"),
        str(tmp_path / "in" / "lone"),
    ]


def test_two_submissions_of_one_name_are_both_kept(run: Run, tmp_path: Path, key: Path) -> None:
    arrived(tmp_path / "in" / "a", "uuid:1f")
    other = encrypt("small", "1", "uuid1f", b"<data><firm>Other</firm></data>", {}, agency().public)
    (tmp_path / "in" / "b").mkdir()
    (tmp_path / "in" / "b" / "submission.xml").write_bytes(other.manifest)
    for name, data in other.files.items():
        (tmp_path / "in" / "b" / name).write_bytes(data)
    for _time in range(2):  # a second run finds all of it there
        assert run("decrypt", tmp_path / "in", "--key", key, "--out", tmp_path / "out")[0] == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["uuid1f", "uuid1f (2)"]
    kept = {(tmp_path / "out" / name / "submission.xml").read_bytes() for name in ("uuid1f", "uuid1f (2)")}
    assert kept == {SUBMISSION, b"<data><firm>Other</firm></data>"}
