"""All SQL: the study file, its schema, and the rows in it. Nothing above `study` knows that it is SQLite.

`Database` is an open study as the functions here take it; whoever hands one through takes the name from here.
"""

from sqlite_utils import Database

__all__ = ["Database"]
