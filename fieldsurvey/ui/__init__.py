"""The window. It reads the study, hands writes to the lanes in `tasks`, and holds no answer itself."""
