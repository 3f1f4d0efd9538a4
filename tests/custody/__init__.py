"""Tests of what keeps a study safe over the years."""
