"""Read a damaged study without SQLite: pages, rows in them, tables they belong to. Nothing here writes."""
