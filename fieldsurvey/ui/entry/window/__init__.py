"""The entry window: outline, pages, panels and bars."""
