"""All SQL: the study file, its schema, and the rows in it. Nothing above `study` knows that it is SQLite."""
