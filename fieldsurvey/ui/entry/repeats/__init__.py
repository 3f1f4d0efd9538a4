"""Repeats: an editable grid, rows are instances and columns are questions; long and nested rows beside a list."""
