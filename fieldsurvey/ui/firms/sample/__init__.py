"""The sample: how many firms, of which strata, how sure that makes it, and the draw."""
