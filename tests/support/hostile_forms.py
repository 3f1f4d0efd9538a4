"""Forms made to harm, and what became of them: taken, or refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.sax.saxutils import quoteattr

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.xforms import FormEntry, parse_form
from tests.support.scenario import NOW

_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa"><h:head><model>'
)
BOMB = (
    '<!DOCTYPE x [<!ENTITY e "aaaaaaaaaa"><!ENTITY e0 "&e;&e;">'
    + "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))
    + "]>"
)
FOREIGN = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LONGEST = 2500
"""Characters of a message: whatever a form quotes, a person can read what is said of it."""


def form(data: str = "<a/>", *, binds: str = "", lists: str = "", body: str = "") -> str:
    """An XForm by hand: what no form designer would let pass must be written so."""
    return (
        f'{_HEAD}<instance><data id="x">{data}</data></instance>{lists}{binds}'
        f"</model></h:head><h:body>{body}</h:body></h:html>"
    )


def calculating(expression: str, data: str = "<a>1</a><b/>") -> str:
    """A form whose question b is calculated so."""
    return form(data, binds=f'<bind nodeset="/data/b" calculate={quoteattr(expression)}/>')


def choosing(source: str, condition: str = "name != ''") -> str:
    """A form with a question whose choices come from an attached file."""
    nodeset = quoteattr(f"instance('l')/root/item[{condition}]")
    columns = '<value ref="name"/><label ref="label"/>'
    return form(
        lists=f'<instance id="l" src="{source}"/>',
        body=f'<select1 ref="/data/a"><itemset nodeset={nodeset}>{columns}</itemset></select1>',
    )


def filled(xform: str | bytes, media: Mapping[str, bytes | str] | None = None) -> FormEntry:
    """An interview of the form, with all of it looked at once."""
    entry = FormEntry.new(parse_form(xform, media), now=NOW)
    for ref in entry.refs():
        entry.prompt(ref)
    entry.validate()
    FormEntry.restore(entry.form, entry.draft_xml(), now=NOW)
    entry.xml()
    return entry


def said(doing: Callable[[], object]) -> str:
    """The sentence with which something was refused, "" when it was done. Anything but a sentence rises."""
    try:
        doing()
    except FieldSurveyError as error:
        sentence = str(error)
        assert sentence.endswith((".", "?"))
        assert len(sentence) < LONGEST
        return sentence
    return ""
