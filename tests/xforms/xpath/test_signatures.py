"""extract-signed(): the message of a signed code, or nothing."""

from __future__ import annotations

import base64
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldsurvey.errors import FormError, XPathError
from fieldsurvey.xforms.xpath import evaluate
from tests.support.scenario import Scenario

# RFC 8032, section 7.1, test 2 (a message of one byte, 0x72) and test 3 (two bytes).
RFC_KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
RFC_SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def signed(message: str, key: Ed25519PrivateKey) -> str:
    return base64_of(key.sign(message.encode()) + message.encode())


def public(key: Ed25519PrivateKey) -> str:
    return base64_of(key.public_key().public_bytes_raw())


def extracted(contents: str, key: str) -> object:
    return evaluate(f"extract-signed('{contents}', '{key}')", "<a/>")


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def test_the_vector_of_the_standard_is_accepted() -> None:
    contents = base64_of(bytes.fromhex(RFC_SIGNATURE) + b"\x72")
    assert extracted(contents, base64_of(bytes.fromhex(RFC_KEY))) == "r"


def test_the_vector_of_the_standard_with_another_message_is_refused() -> None:
    contents = base64_of(bytes.fromhex(RFC_SIGNATURE) + b"\x73")
    assert extracted(contents, base64_of(bytes.fromhex(RFC_KEY))) == ""


@pytest.mark.parametrize("message", ["firm 17, Moradabad", "ಕನ್ನಡ 🎃"])
def test_a_signed_message_comes_out(message: str, key: Ed25519PrivateKey) -> None:
    assert extracted(signed(message, key), public(key)) == message


def test_a_message_signed_by_another_is_nothing(key: Ed25519PrivateKey) -> None:
    assert extracted(signed("firm 17", Ed25519PrivateKey.generate()), public(key)) == ""


@pytest.mark.parametrize("contents", ["", "blah", "not base64 at all", "eA=="])
def test_contents_without_a_signature_are_nothing(contents: str, key: Ed25519PrivateKey) -> None:
    assert extracted(contents, public(key)) == ""


@pytest.mark.parametrize("other", ["", "blah", "%%%", base64_of(b"3b241101-e2bb-4255-8caf-4136c566a962")])
def test_a_key_that_is_none_gives_nothing(other: str, key: Ed25519PrivateKey) -> None:
    assert extracted(signed("firm 17", key), other) == ""


def test_it_wants_two_values() -> None:
    with pytest.raises(XPathError, match="extract-signed"):
        evaluate("extract-signed('a')", "<a/>")


def test_a_form_takes_a_signed_code_apart(key: Ed25519PrivateKey) -> None:
    form = Scenario(f"""
        | survey |           |      |       |                                           |
        |        | type      | name | label | calculation                               |
        |        | barcode   | code | Code  |                                           |
        |        | calculate | firm |       | extract-signed(${{code}}, '{public(key)}') |""")
    form.answer("/data/code", signed("firm 17", key))
    assert form.entry.value("/data/firm") == "firm 17"


def test_a_form_that_gives_it_no_values_is_refused() -> None:
    with pytest.raises(FormError, match="extract-signed"):
        Scenario("""
            | survey |           |      |       |                  |
            |        | type      | name | label | calculation      |
            |        | calculate | firm |       | extract-signed() |""")


def test_opening_a_form_does_not_load_the_cryptography() -> None:
    script = (
        "import sys; from fieldsurvey.xforms import parse_form; import fieldsurvey.study; "
        "sys.exit(any(name.split('.')[0] == 'cryptography' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
