"""What can be wrong with an expression of a form, and with the values it works on."""

from __future__ import annotations

from fieldsurvey.messages.template import N_

SENTENCES: dict[str, str] = {
    "expression.too-long": N_("The expression “{expression}…” is too long; split it over several questions."),
    "expression.too-deep": N_(
        "The expression “{expression}” is nested too deeply; split it over several questions."
    ),
    "expression.fails-too-deep": N_("it is nested too deeply; split it."),
    "expression.ends-early": N_(
        "The expression “{expression}” ends too early: a value or a closing parenthesis is missing."
    ),
    "expression.not-understood": N_("The expression “{expression}” is not understood at “{at}”."),
    "expression.open-quote": N_(
        "The expression “{expression}” opens a quotation mark that is never closed, at “{at}”."
    ),
    "expression.unknown-axis": N_("The expression “{expression}” uses an unknown axis “{axis}”."),
    "expression.wants-nodes": N_("The expression “{expression}” uses a value where nodes are wanted."),
    "expression.gives-value": N_("The expression gives a value where nodes are wanted."),
    "expression.no-node": N_("There is no node at “{context}”."),
    "expression.unknown-function": N_(
        "The expression “{expression}” uses the function {function}(), which does not exist."
    ),
    "expression.value-count": N_(
        "The expression “{expression}” gives {function}() {given} values; it takes {takes}."
    ),
    "expression.at-least": N_("at least {least}"),
    "expression.between": N_("{least} to {most}"),
    "expression.unusable": N_("The expression “{expression}” cannot be used: {fault}"),
    "expression.bracket-path": N_(
        "The expression “{expression}” walks on from a path in brackets, which is not supported."
    ),
    "expression.text-of-root": N_(
        "The expression “{expression}” looks for text outside the root, where there is none."
    ),
    "expression.namespace": N_(
        "The expression “{expression}” asks for all nodes of a namespace with “{test}”, which is not supported."
    ),
    "expression.above-root": N_("The expression “{expression}” climbs above the form's root."),
    "expression.unknown-ref": N_("The expression “{expression}” refers to {ref}, which is not in the form."),
    "expression.idle-name": N_("the expression “{expression}” uses a name that stands for nothing."),
    "expression.unknown-list": N_(
        "The expression “{expression}” uses the list or file “{name}”, which the form does not have."
    ),
    "expression.unknown-column": N_(
        "The expression “{expression}” uses the column “{column}”, which line 1 of the file “{file}” does not name. It names: {known}."
    ),
    "expression.pulldata-count": N_(
        "The expression “{expression}” gives pulldata() {given} values; it takes 4: file, column, key column, key."
    ),
    "expression.pulldata-no-list": N_(
        "The expression “{expression}” pulls data from “{name}”, which is no list or file."
    ),
    "expression.indexed-repeat-pairs": N_(
        "The expression “{expression}” must give indexed-repeat() a node, then a repeat and its index, or several such pairs."
    ),
    "expression.indexed-repeat-count": N_(
        "The expression “{expression}” gives indexed-repeat() {given} values; it takes 3, 5, 7..."
    ),
    "expression.indexed-repeat-paths": N_(
        "The expression “{expression}” must give indexed-repeat() plain paths."
    ),
    "expression.indexed-repeat-outside": N_(
        "The expression “{expression}” gives indexed-repeat() a node that is not inside the repeat."
    ),
    "expression.indexed-repeat-above-root": N_(
        "A path in indexed-repeat() leads above the form's first element; correct it."
    ),
    "expression.several-values": N_(
        "“{name}” is repeated, and the expression wants one value of it; use sum(), count(), indexed-repeat() or a position to say which."
    ),
    "expression.node-gone": N_("A node was taken out of its tree while an expression walked it."),
    "expression.no-such-list": N_("The form has no list or file called “{name}”."),
    "expression.too-many-nodes": N_(
        "The form looks at millions of nodes for one value; narrow the list, or ask in smaller steps."
    ),
    "expression.text-shows-itself": N_(
        "The text “{text}” shows itself, or texts within texts without end; take that value out."
    ),
    "expression.choice-shows-itself": N_(
        "A choice of {ref} shows itself, or texts within texts without end; take that value out."
    ),
    "expression.text-too-deep": N_("A text is nested too deeply; split it."),
    "function.wants-nodes": N_("{function}() wants nodes of the form, not a value."),
    "function.text-too-long": N_(
        "{function}() would make a text of more than {most:,} characters; shorten it."
    ),
    "function.digest-algorithm": N_(
        "digest() knows MD5, SHA-1, SHA-256, SHA-384, SHA-512 and CRC32, not “{algorithm}”."
    ),
    "function.digest-encoding": N_("digest() writes hex or base64, not “{encoding}”."),
    "function.distance-no-place": N_("distance() wants places, and “{text}” is none."),
    "function.distance-several": N_(
        "distance() of several values wants one place in each, and “{text}” is more than one."
    ),
    "function.area-no-place": N_("area() wants places, and “{text}” is none."),
    "function.geofence-values": N_("geofence() wants a geopoint and a geoshape."),
    "function.uuid-length": N_("uuid() gives at most {most} characters."),
    "function.checklist-weights": N_("weighted-checklist() wants a weight beside each value."),
    "function.randomize-value": N_("randomize() wants nodes, not a value."),
    "function.choice-name-outside": N_("jr:choice-name() works only inside a form."),
    "function.choice-name-no-choices": N_("jr:choice-name() looks at {ref}, which has no choices."),
    "function.date-of-boolean": N_("A date cannot be made of true or false."),
    "function.no-date": N_("“{text}” is not a date."),
    "function.date-format": N_("format-date() does not know “%{letter}” in “{pattern}”."),
    "pattern.too-large": N_(
        "The pattern “{pattern}” of a regex() is too large; let it repeat less, or check in steps."
    ),
    "pattern.not-understood": N_(
        "The pattern “{pattern}” of a regex() is not understood: {reason}. Correct it."
    ),
    "pattern.too-slow": N_("The pattern “{pattern}” of a regex() takes too long; simplify it."),
    "xml.unknown-encoding": N_("The file says it is in {encoding}, which nobody knows. Save it in UTF-8."),
    "xml.other-encoding": N_(
        "The file is not in {encoding}, as it says or as XML is by itself. Save it in UTF-8."
    ),
    "xml.doctype": N_("{what} carries a DOCTYPE, which is not accepted; remove it."),
    "xml.broken-characters": N_("{what} holds broken characters; save it anew as UTF-8."),
    "xml.not-well-formed": N_("{what} is not well-formed: {reason}."),
    "xml.the-form": N_("The form"),
    "xml.the-interview": N_("The interview"),
    "xml.the-interview-before": N_("The interview saved before"),
    "xml.the-file": N_("The file “{file}”"),
    "xml.the-text": N_("The XML"),
}
