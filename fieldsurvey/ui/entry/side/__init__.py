"""What stands at the right of a page: what is missing, checks, comments."""
