"""Saying what a capture holds: Mobile IP messages as a table, JSON lines or CSV."""
