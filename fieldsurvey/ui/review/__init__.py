"""The page *Review*."""
