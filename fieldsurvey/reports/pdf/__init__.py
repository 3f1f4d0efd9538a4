"""The page: text, tables, charts and frames in ReportLab's terms. Nothing else imports ReportLab."""
