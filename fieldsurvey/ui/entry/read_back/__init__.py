"""Reading back: what was said, on one page, before the interview is closed."""
