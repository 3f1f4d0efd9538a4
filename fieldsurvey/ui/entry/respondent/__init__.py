"""What the respondent sees: the question in large type, on a second screen or alone; and the sections they locked."""
