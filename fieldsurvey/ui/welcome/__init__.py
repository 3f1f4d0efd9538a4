"""Before a study is open: the first page, a new study, and a study that does not open."""
