"""Are the lists of a study what its forms say? What is read in a form's place, its long lists, and the rows of attached files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, cast

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms import external_lists, inline_lists
from fieldsurvey.messages import Message
from fieldsurvey.records import Questionnaire
from fieldsurvey.store import Database, forms, lists
from fieldsurvey.store.decoding import decoded
from fieldsurvey.system.csv_reader import CsvFile
from fieldsurvey.xforms.lists.form_table import KEPT


def broken(db: Database) -> Iterator[Message]:
    """One message for each form version and each list that is not what was added.

    A form version an earlier program added has nothing beside it, and no fault.
    """
    looked_at = dict[int, bool]()
    for form_id, version in forms.every_version(db):
        if not _is_as_added(db, form_id, version):
            yield Message("verify.form-lists-changed", form=form_id, version=version)
        for name, number in forms.lists(db, form_id, version).items():
            if name.startswith(KEPT):
                continue
            if number not in looked_at:
                looked_at[number] = _is_as_given(db, name, number)
            if not looked_at[number]:
                yield Message("verify.list-changed", file=name, form=form_id, version=version)


def _is_as_added(db: Database, form_id: str, version: str) -> bool:
    """Whether what is read in a form's place, and each list that was taken out of it, is what the form itself gives."""
    try:
        whole, here = (forms.read(db, form_id, version, whole=it) for it in (True, False))
        if whole is None or here is None or here == whole:
            return True  # nothing was taken out of it; the form itself is sealed
        with decoded():
            return _is_skeleton(db, here, whole)
    except FieldSurveyError:
        return False


def _is_skeleton(db: Database, here: Questionnaire, whole: Questionnaire) -> bool:
    made = inline_lists.split(whole.xform)
    if made is None:
        return False
    numbers = forms.lists(db, whole.form_id, whole.version)
    attached = {name: number for name, number in numbers.items() if not name.startswith(KEPT)}
    rows = external_lists.of_form(db, whole.form_id, whole.version)
    stored = {name: found for name, found in rows.items() if name in attached}
    if inline_lists.skeleton(whole, made, stored) != here:
        return False
    return all(
        one.source in numbers
        and lists.digest_of(one) == lists.digest_of(lists.AllRows(db, numbers[one.source]))
        for one in made.lists
    )


def _is_as_given(db: Database, name: str, number: int) -> bool:
    """Whether the rows of an attached file are those in its bytes, which are the ones that came."""
    try:
        with decoded():
            if external_lists.digest_of(lists.original(db, number)).hex() != lists.digest_given(db, number):
                return False
            stream = cast("BinaryIO", lists.OriginalFile(db, number))
            return lists.digest_of(CsvFile(name, stream)) == lists.digest_of(lists.AllRows(db, number))
    except FieldSurveyError:
        return False
