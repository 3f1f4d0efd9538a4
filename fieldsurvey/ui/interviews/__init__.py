"""The page of interviews: the list, what happened to one, and taking one away."""
