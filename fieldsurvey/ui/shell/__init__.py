"""What every page stands on: lanes for work, widgets, theme, dialogs. It knows no page."""
