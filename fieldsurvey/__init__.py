"""FieldSurvey: record a cluster's firms offline on a laptop; leave with data, workbook and report."""

__version__ = "0.1.0"
