"""A damaged study, read page by page without SQLite, and saved into a new one. Nothing outside needs to know how."""
