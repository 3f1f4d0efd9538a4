"""The widgets of the kinds of questions: one file a kind. They show a prompt and say what was answered."""
