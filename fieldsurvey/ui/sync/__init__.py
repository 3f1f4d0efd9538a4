"""The page Sync."""
