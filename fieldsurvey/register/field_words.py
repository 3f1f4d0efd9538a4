"""What the fields of the register are called for people, in the language of the window."""

from __future__ import annotations

from fieldsurvey.i18n import N_, _
from fieldsurvey.records import FirmField

_WORDS = {
    FirmField.NUMBER: N_("Number in the list"),
    FirmField.NAME: N_("Firm name"),
    FirmField.OTHER_NAME: N_("Other name"),
    FirmField.CONTACT: N_("Person to ask for"),
    FirmField.PHONE: N_("Telephone"),
    FirmField.ADDRESS: N_("Address"),
    FirmField.PLACE: N_("Place"),
    FirmField.PRODUCT: N_("Product"),
    FirmField.WORKERS: N_("Workers"),
    FirmField.INVESTMENT: N_("Investment, ₹ lakh"),
    FirmField.TURNOVER: N_("Turnover, ₹ lakh"),
    FirmField.UDYAM: N_("Udyam number"),
    FirmField.GSTIN: N_("GST number"),
    FirmField.PAN: N_("PAN"),
    FirmField.POSITION: N_("Position"),
    FirmField.NOTE: N_("Note"),
}


def field_word(name: str) -> str:
    """The field's name for people; another property of the register by its own name."""
    return _(_WORDS[FirmField(name)]) if name in set(FirmField) else name
