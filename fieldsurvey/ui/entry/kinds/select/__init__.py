"""Questions with choices: one, several, from lists of any length, with pictures, on a map."""
