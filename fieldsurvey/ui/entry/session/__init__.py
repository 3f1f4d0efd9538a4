"""One interview under way: its answers go to disk, and what the form says of each question is asked here. It draws no question."""
