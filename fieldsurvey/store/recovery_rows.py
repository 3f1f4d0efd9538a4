"""The raw key of a study as eight rows a person can write down and type back; says which row holds a slip. No file is read here.

Each row carries four bytes and eight check bits as eight letters of Crockford's alphabet, which has no I, L, O and U
(https://www.crockford.com/base32.html). The check is a CRC over the row's number and its bytes, with a primitive
polynomial: one wrong letter, two letters swapped and two rows swapped are always noticed.
"""

from __future__ import annotations

from fieldsurvey.errors import WrongRecoveryKey

ROWS = 8
"""How many rows a sheet has."""
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ROW_BYTES = 4
_ROW_LETTERS = 8
_POLYNOMIAL = 0x11D
_FORGIVEN = str.maketrans("OIL", "011")


def text_of(secret: bytes) -> str:
    """The secret (32 bytes) as eight lines such as "7K2M Q9TV"."""
    pieces = (secret[at : at + _ROW_BYTES] for at in range(0, len(secret), _ROW_BYTES))
    return "\n".join(_row(number, piece) for number, piece in enumerate(pieces, start=1))


def secret_in(text: str) -> bytes:
    """The secret in typed rows, one a line or all in one; WrongRecoveryKey names every row that is mistyped."""
    rows = _rows_in(text)
    wrong = tuple(number for number, row in enumerate(rows, start=1) if _bytes_in(number, row) is None)
    if wrong or len(rows) != ROWS:
        raise _refusal(wrong, len(rows))
    return b"".join(_bytes_in(number, row) or b"" for number, row in enumerate(rows, start=1))


def is_row(number: int, text: str) -> bool:
    """Whether `text` is the sheet's row of that number (1 to 8), as far as its check letters can tell."""
    return _bytes_in(number, _plain(text, number)) is not None


def rows_in(text: str) -> tuple[str, ...]:
    """A pasted text cut into rows of two groups of four letters, right or wrong."""
    return tuple(f"{row[:4]} {row[4:]}".strip() for row in _rows_in(text))


def _row(number: int, piece: bytes) -> str:
    bits = int.from_bytes(piece, "big") << 8 | _check(number, piece)
    letters = "".join(LETTERS[bits >> 5 * at & 31] for at in reversed(range(_ROW_LETTERS)))
    return f"{letters[:4]} {letters[4:]}"


def _bytes_in(number: int, letters: str) -> bytes | None:
    """The four bytes of a row; None when it is not one."""
    if len(letters) != _ROW_LETTERS or any(letter not in LETTERS for letter in letters):
        return None
    bits = 0
    for letter in letters:
        bits = bits << 5 | LETTERS.index(letter)
    piece = (bits >> 8).to_bytes(_ROW_BYTES, "big")
    return piece if bits & 0xFF == _check(number, piece) else None


def _check(number: int, piece: bytes) -> int:
    """The remainder of the row's number and bytes, as a polynomial over two elements."""
    rest = 0
    for byte in (number, *piece):
        rest ^= byte
        for _bit in range(8):
            rest = rest << 1 ^ (_POLYNOMIAL if rest & 0x80 else 0)
    return rest


def _rows_in(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if _plain(line)]
    if len(lines) > 1:
        return [_plain(line, number) for number, line in enumerate(lines, start=1)]
    letters = _plain(text)
    return [letters[at : at + _ROW_LETTERS] for at in range(0, len(letters), _ROW_LETTERS)]


def _plain(text: str, number: int = 0) -> str:
    """Capitals without spaces, hyphens and other signs; the row's own number in front of it is left out."""
    letters = "".join(sign for sign in text.upper() if sign.isalnum()).translate(_FORGIVEN)
    if number and len(letters) == _ROW_LETTERS + 1 and letters[0] == str(number):
        return letters[1:]
    return letters


def _refusal(wrong: tuple[int, ...], rows: int) -> WrongRecoveryKey:
    if rows == ROWS:
        error = WrongRecoveryKey("recovery-sheet.slip", rows=wrong)
    else:
        error = WrongRecoveryKey("recovery-sheet.too-few-rows", rows=ROWS, letters=_ROW_LETTERS, typed=rows)
    error.rows = wrong
    return error
