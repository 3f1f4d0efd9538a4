"""Keeping a study safe over the years: what is done to the file as a whole, not to one interview."""
