"""The page Firms: the register with its cases, a list taken in, the sample, visits and duplicates."""
