"""The page of a person's settings."""
