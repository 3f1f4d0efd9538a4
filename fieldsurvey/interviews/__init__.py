"""A filled entry and what is made of it: the submission, the answer summary, the next round, tables. Pure: no file, no SQL."""
