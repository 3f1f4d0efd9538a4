"""A list of firms on its way into the register: its columns, its rows as they will be, and what will happen."""
