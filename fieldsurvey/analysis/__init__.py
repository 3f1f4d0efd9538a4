"""Figures from interviews: estimates with their n and interval, rules by date, disclosure control, sampling."""
