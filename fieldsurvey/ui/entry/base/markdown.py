"""ODK's Markdown subset, as labels, hints and choices use it, turned into the rich text Qt shows.

Emphasis, headings, lists, links, line breaks, and the few tags with a colour or font that Collect lets through. All else
is shown as it is written. See https://docs.getodk.org/form-styling/#markdown-and-html-in-forms.
"""

from __future__ import annotations

import html
import re

_TAGS = "span|p|div|b|i|u|em|strong|small|big|sub|sup"
_OPENING = re.compile(rf"&lt;({_TAGS})(?:\s+style=(&quot;|&#x27;)([^<>&]*?)\2)?\s*&gt;", re.IGNORECASE)
_CLOSING = re.compile(rf"&lt;/({_TAGS})\s*&gt;", re.IGNORECASE)
_BREAK = re.compile(r"&lt;br\s*/?&gt;", re.IGNORECASE)
_STYLES = ("color", "background-color", "font-family", "text-align")
_ESCAPED = re.compile(r"\\([\\*_#\[\]()\-])")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ITALIC = re.compile(
    r"(?<![\w*])\*(?=[^*\s])([^*]*?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=[^_\s])([^_]*?)(?<=\S)_(?![\w_])"
)
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()<>&]+(?:&amp;[^\s()<>&]+)*)\)")
_HEADING = re.compile(r"(#{1,6})\s*(.+?)\s*#*$")
_ITEM = re.compile(r"\s*(?:([-*])|(\d{1,3})\.)\s+(.*)$")
_BLOCK = re.compile(r"</?(?:br|h\d|li|ul|ol|p|div)\b[^>]*>")
_VALUE = re.compile(r"\$\{[^{}]*\}")
_PRIVATE = 0xE000
"""Where an escaped sign is kept while the others are read: a letter nobody writes."""


def rich(text: str) -> str:
    """The text as Qt's rich text; nothing in it can load, run or leave anything."""
    kept = _ESCAPED.sub(lambda m: chr(_PRIVATE + ord(m[1])), text)
    safe = _tags(html.escape(kept))
    lines = [_line(line) for line in safe.split("\n")]
    shown = _joined(lines)
    return re.sub(f"[{chr(_PRIVATE)}-{chr(_PRIVATE + 127)}]", lambda m: chr(ord(m[0]) - _PRIVATE), shown)


def bare(text: str) -> str:
    """The words alone, for places that show no rich text; … for a value of the form that is put in elsewhere."""
    shown = _BLOCK.sub(" ", rich(_VALUE.sub("…", text)))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", shown)).split())


def is_plain(text: str) -> bool:
    """True when the text means the same with and without Markdown."""
    return rich(text) == html.escape(text)


def _tags(safe: str) -> str:
    safe = _BREAK.sub("<br>", safe)
    opened = _OPENING.sub(lambda m: f"<{m[1].lower()}{_style(m[3] or '')}>", safe)
    return _CLOSING.sub(lambda m: f"</{m[1].lower()}>", opened)


def _style(text: str) -> str:
    pairs = (part.partition(":") for part in text.split(";"))
    kept = [f"{name.strip()}:{value.strip()}" for name, _, value in pairs if name.strip().lower() in _STYLES]
    harmless = [
        style for style in kept if re.fullmatch(r"[\w\-:#,.%() ]+", style) and "url" not in style.lower()
    ]
    return f' style="{";".join(harmless)}"' if harmless else ""


def _line(line: str) -> tuple[str, str]:
    """What a line is ("ul", "ol", "heading" or "") and how it reads."""
    heading = _HEADING.match(line)
    if heading is not None:
        size = len(heading[1])
        return "heading", f"<h{size}>{_inline(heading[2])}</h{size}>"
    item = _ITEM.match(line)
    if item is not None:
        return ("ul" if item[1] else "ol"), f"<li>{_inline(item[3])}</li>"
    return "", _inline(line)


def _inline(text: str) -> str:
    text = _LINK.sub(r'<a href="\2">\1</a>', text)
    text = _BOLD.sub(r"<b>\2</b>", text)
    return _ITALIC.sub(lambda m: f"<i>{m[1] or m[2]}</i>", text)


def _joined(lines: list[tuple[str, str]]) -> str:
    """The lines with breaks between plain ones, and lists around items that follow each other."""
    found: list[str] = []
    before = "heading"
    for kind, line in lines:
        if before in ("ul", "ol") and kind != before:
            found.append(f"</{before}>")
        if kind in ("ul", "ol") and kind != before:
            found.append(f"<{kind}>")
        elif kind == "" and before == "":
            found.append("<br>")
        found.append(line)
        before = kind
    if before in ("ul", "ol"):
        found.append(f"</{before}>")
    return "".join(found)
