"""What was answered: the tree of one interview, kept consistent, undone, written and read back."""
