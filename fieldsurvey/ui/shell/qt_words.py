"""Qt's own words (the menu of a text field, the dialogs for files) in the window's language: Qt brings none in Hindi or Kannada."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from fieldsurvey.i18n import N_, _

_WORDS = {
    # the menu of a text field
    "&Undo": N_("&Undo"),
    "&Redo": N_("&Redo"),
    "Cu&t": N_("Cu&t"),
    "&Copy": N_("&Copy"),
    "&Paste": N_("&Paste"),
    "Delete": N_("Delete"),
    "Select All": N_("Select all"),
    "Insert Unicode control character": N_("Insert a sign that is not seen"),
    # buttons of dialogs
    "OK": N_("OK"),
    "&OK": N_("OK"),
    "Save": N_("Save"),
    "&Save": N_("Save"),
    "Open": N_("Open"),
    "&Open": N_("Open"),
    "Cancel": N_("Cancel"),
    "&Cancel": N_("Cancel"),
    "Close": N_("Close"),
    "&Close": N_("Close"),
    "&Yes": N_("Yes"),
    "&No": N_("No"),
    # the dialogs for files, where the system has none of its own
    "&Look in:": N_("Folder:"),
    "File &name:": N_("Name of the file:"),
    "Files of &type:": N_("Files shown:"),
    "All Files (*)": N_("All files (*)"),
    "Directory:": N_("Folder:"),
    "&Choose": N_("Choose"),
    "Back": N_("Back"),
    "Forward": N_("Forward"),
    "Parent Directory": N_("The folder above"),
    "Create New Folder": N_("Make a folder"),
    "&New Folder": N_("Make a folder"),
    "New Folder": N_("New folder"),
    "List View": N_("As a list"),
    "Detail View": N_("With size and date"),
    "Go back": N_("Back"),
    "Go forward": N_("Forward"),
    "Go to the parent directory": N_("The folder above"),
    "Create a New Folder": N_("Make a folder"),
    "Computer": N_("This computer"),
    "My Computer": N_("This computer"),
    "Name": N_("Name"),
    "Size": N_("Size"),
    "Type": N_("Kind"),
    "Date Modified": N_("Changed"),
    "&Rename": N_("Rename"),
    "&Delete": N_("Delete"),
    "Show &hidden files": N_("Show hidden files"),
    "%1 already exists.\nDo you want to replace it?": N_("%1 is there already. Replace it?"),
    "File": N_("File"),
    "Folder": N_("Folder"),
}
"""What Qt says in English -> our sentence for it."""
_INSTALLED: list[QTranslator] = []


class QtWords(QTranslator):
    """Gives Qt the words of `i18n` for its own, in the language that is spoken when it asks."""

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt's name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        ours = _WORDS.get(sourceText)
        return _(ours) if ours is not None else None

    def isEmpty(self) -> bool:
        return False


def install(app: QObject) -> None:
    """Let Qt ask us first; once for the program."""
    if not _INSTALLED:
        _INSTALLED.append(QtWords(app))
        QCoreApplication.installTranslator(_INSTALLED[0])
