"""The page Firms: the register with its cases, visits and duplicates."""
