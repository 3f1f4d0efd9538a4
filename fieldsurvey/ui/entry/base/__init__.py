"""What the widgets of all kinds of questions are made of."""
