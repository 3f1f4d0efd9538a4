"""How an interview ends: what is missing, the ways to leave it, and the summary that is read back before it is closed."""
