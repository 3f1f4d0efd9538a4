"""The page Safety, and what locks and unlocks the window."""
