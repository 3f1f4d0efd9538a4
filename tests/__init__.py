"""Tests: behaviour through the public door, with real files, real SQLite and a real server."""
