"""Who gets in, and who may write: passphrases, the keyring, the writer's lock, opening."""
