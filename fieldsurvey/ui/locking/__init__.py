"""Locking the window and opening it again: passphrase, recovery sheet, keyring."""
