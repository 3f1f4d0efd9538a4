"""Signed contents in expressions: extract-signed(), for codes that a trusted office has printed.

Specification: https://docs.getodk.org/form-operators-functions/#extract-signed. The 64 bytes of an Ed25519 signature
(RFC 8032) come first, then the message.
"""

from __future__ import annotations

from fieldsurvey.system import crypto
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.library import function
from fieldsurvey.xforms.xpath.values import Value, to_string

_SIGNATURE = 64


@function("extract-signed", 2)
def _extract_signed(_context: Context, contents: Value, public_key: Value) -> Value:
    """The message when the key's owner has signed it; "" for anything else, as in Collect."""
    signed, key = crypto.from_base64(to_string(contents)), crypto.from_base64(to_string(public_key))
    if not signed or not key or len(signed) <= _SIGNATURE:
        return ""
    signature, message = signed[:_SIGNATURE], signed[_SIGNATURE:]
    return message.decode(errors="replace") if crypto.is_signed(message, signature, key) else ""
