"""Copies of a study, the way back from them, proving a study whole, and erasing for good."""
