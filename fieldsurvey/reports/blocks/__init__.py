"""The blocks of a report: each makes one piece of a chapter from the figures."""
