"""The page Study: what the study is set up with, to be changed at any time."""
