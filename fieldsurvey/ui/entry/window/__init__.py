"""The entry window: outline, pages, panels, bars, and the summary before an interview is closed."""
