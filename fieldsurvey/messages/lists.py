"""What can be wrong with a file attached to a form: a table, places, a list."""

from __future__ import annotations

from fieldsurvey.messages.template import N_

SENTENCES: dict[str, str] = {
    "csv.no-header": N_(
        "The file “{file}” has no header: its first line must name the columns. Write it and try again."
    ),
    "csv.too-many-columns": N_(
        "The file “{file}” has {columns:,} columns, more than {most:,}; this is not a list of choices. Is it the right file?"
    ),
    "csv.in-line": N_("The file “{file}”, line {line}: {fault}"),
    "csv.in-column": N_("The file “{file}”, line {line}, column “{column}”: {fault}"),
    "csv.in-column-number": N_("The file “{file}”, line {line}, column {column}: {fault}"),
    "csv.too-many-lines": N_("the file has more than ten million lines; a list of choices has not."),
    "csv.line-too-long": N_(
        "the line is longer than a million characters; this is not a table. Is it the right file?"
    ),
    "csv.zero-byte": N_("there is a zero byte, so this is not plain text. Save it as CSV UTF-8."),
    "csv.not-utf8": N_("the text is not UTF-8. Save the file as CSV UTF-8."),
    "csv.open-quote": N_("a quotation mark is opened and never closed. Close it or take it out."),
    "csv.stray-quote": N_("a quotation mark stands inside a text. Double it, or take it out."),
    "list.too-many-columns": N_(
        "The file “{file}” has more than {most} columns. Take out what the form does not use."
    ),
    "list.changed-while-read": N_("The file “{file}” was changed while it was read. Try again."),
    "list.not-utf8": N_("The file “{file}” is not UTF-8 text; save it as UTF-8."),
    "list.too-many-elements": N_("{what} has more than {most:,} elements; give it as a CSV file instead."),
    "list.too-many-attributes": N_(
        "{what} has an element with more than {most} attributes; that is no list."
    ),
    "geojson.not-json": N_("The file “{file}” is not JSON that can be read; export it again."),
    "geojson.no-collection": N_("The file “{file}” is GeoJSON, but no FeatureCollection."),
    "geojson.no-features": N_("The file “{file}” has no list of features; export it again."),
    "geojson.too-many": N_(
        "The file “{file}” has more than {most:,} features; give them as a CSV file instead."
    ),
    "geojson.of-feature": N_("The file “{file}”, feature {number}: {fault}; correct it and try again."),
    "geojson.malformed": N_("it is not written as GeoJSON asks"),
    "geojson.no-geometry": N_("it has no geometry"),
    "geojson.other-geometry": N_("its geometry “{geometry}” is not supported"),
    "geojson.half-point": N_("a point has no longitude and latitude"),
}
