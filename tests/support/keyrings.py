"""Keyrings to test with: one that keeps keys as long as it lives, one that fails at every request."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """A keyring in memory."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("nothing there")


class DeafKeyring(KeyringBackend):
    """A keyring whose owner does not allow anything."""

    priority = 5  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("closed by its owner")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("closed by its owner")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked("closed by its owner")
