"""The text of an XML file, in the encoding it says it is in; one that is not so is refused and never guessed."""

from __future__ import annotations

import codecs
import re

from fieldsurvey.errors import FormError

_BEGINNINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How a file begins whose encoding shows in its first bytes; a longer mark before the one it begins with."""
_DECLARED = re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_SAID = re.compile(r"""\A(\s*<\?xml\b[^>]*?)\s+encoding\s*=\s*["'][^"'>]*["']""")


def text_of_xml(data: bytes) -> str:
    """What stands in it. Raises FormError, which names the encoding."""
    name = next((name for begins, name in _BEGINNINGS if data.startswith(begins)), "")
    if not name:
        declared = _DECLARED.match(data[:500])
        name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        return _SAID.sub(r"\1", data.decode(name), count=1)  # text is in none
    except LookupError as error:
        raise FormError("xml.unknown-encoding", encoding=name) from error
    except UnicodeError as error:
        raise FormError("xml.other-encoding", encoding=name.removesuffix("-sig").upper()) from error
