"""The frame around a question: its words, its aids, and the widget its type asks for."""
