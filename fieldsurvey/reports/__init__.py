"""The PDF reports: the cluster's diagnostic report and the firm's, with their text, charts and tables."""
