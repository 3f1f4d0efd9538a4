"""Every fault a person can act on, as one tree; anything else that rises is a bug.

FieldSurveyError
├── FormError         the workbook or XForm cannot be used; says where and what to do
├── XPathError        an expression is not understood, or cannot be evaluated
├── AnswerError       answers given from outside do not fit the form, named one by one
├── StoreError        the study file: cannot be opened, read or written
│   ├── NotAStudy         another kind of file
│   ├── WrongPassphrase   the passphrase does not open it
│   ├── WrongRecoveryKey  the rows of the recovery sheet do not
│   ├── NewerStudy        written by a newer program
│   └── StudyInUse        another window or program holds it
├── RegisterError     a list of firms cannot be read, or what is asked of the register cannot be done
├── SyncError         the server refused, or cannot be reached
├── EncryptionError   a submission cannot be encrypted, or an encrypted one not opened
├── ExportError       the workbook cannot be written
└── ReportError       the report cannot be written

Each carries a code of the catalogue (`messages`) and plain values: raise StoreError("study.exists", name=path.name).
The edge makes the sentence, in the language of its window.
"""

from __future__ import annotations

from typing import Self

from fieldsurvey.messages import Message, Value


def shortened(text: str, most: int = 160) -> str:
    """A text as a sentence quotes it: not more than a line or two of it."""
    return text if len(text) <= most else f"{text[:most]}…"


class FieldSurveyError(Exception):
    """Something a person can act on; its message is a whole sentence that says what to do, `str` gives it in English."""

    def __init__(self, code: str, /, **values: Value) -> None:
        super().__init__(code)
        self.message = Message(code, **values)

    @classmethod
    def of(cls, message: Message) -> Self:
        """The error that says this."""
        error = cls(message.code)
        error.message = message
        return error

    def __str__(self) -> str:
        return str(self.message)


class FormError(FieldSurveyError):
    """The form cannot be used. `problems` holds one message a fault, with its place."""

    def __init__(self, code: str, /, *, problems: tuple[Message, ...] = (), **values: Value) -> None:
        super().__init__(code, **values)
        self.problems = problems


class XPathError(FormError):
    """An expression cannot be read or evaluated; the message quotes it."""


class AnswerError(FieldSurveyError):
    """Answers that do not fit the form. `problems` names each one."""

    def __init__(self, code: str, /, *, problems: tuple[Message, ...] = (), **values: Value) -> None:
        super().__init__(code, **values)
        self.problems = problems


class StoreError(FieldSurveyError):
    """The study file cannot be opened, read or written; nothing already saved is lost."""


class RegisterError(FieldSurveyError):
    """A list of firms cannot be read, or what is asked of register, sample or visits cannot be done; nothing was changed."""


class NotAStudy(StoreError):
    """The file is of another kind."""


class WrongPassphrase(StoreError):
    """The passphrase does not open the study, which is left as it was."""


class WrongRecoveryKey(StoreError):
    """The recovery sheet does not open the study. `rows` are the numbers of the mistyped ones, none when it is void."""

    rows: tuple[int, ...] = ()


class NewerStudy(StoreError):
    """A newer program wrote the study; this one leaves it alone."""


class StudyInUse(StoreError):
    """Another window or program holds the study."""


class SyncError(FieldSurveyError):
    """The server refused or could not be reached; everything unsent stays in the outbox."""


class EncryptionError(FieldSurveyError):
    """A submission cannot be put into its envelope, or an envelope cannot be opened; says which file or key."""


class ExportError(FieldSurveyError):
    """The workbook cannot be written, or must not be. `problems` names what somebody has to look at."""

    def __init__(self, code: str, /, *, problems: tuple[Message, ...] = (), **values: Value) -> None:
        super().__init__(code, **values)
        self.problems = problems


class ReportError(FieldSurveyError):
    """The report cannot be written; no half file is left."""
