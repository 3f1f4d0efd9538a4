"""The page Firms: the register, a list taken in, the sample, visits."""
