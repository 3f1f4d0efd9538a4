"""Lists of choices: written in the form, attached as files, or too large for memory; and finding a choice in them."""
